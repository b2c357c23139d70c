package io.newstide.cluster;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority of the tests' own, made by the JDK's keytool, and what it has signed. */
final class Certificates {

  static final String PASSWORD = "only-for-tests";

  private final Path folder;

  private Certificates(Path folder) {
    this.folder = folder;
  }

  static Certificates make(Path folder) throws Exception {
    Files.createDirectories(folder);
    var made = new Certificates(folder);
    made.keytool(
        "-genkeypair", "-alias", "ca", "-dname", "CN=ca", "-ext", "bc:c", "-keystore", "ca.p12");
    made.keytool("-exportcert", "-rfc", "-alias", "ca", "-keystore", "ca.p12", "-file", "ca.pem");
    return made;
  }

  /** A key and its certificate, signed by the authority; a PKCS 12 file. */
  Path signed(String name, String alternative) throws Exception {
    String store = name + ".p12";
    keytool("-genkeypair", "-alias", name, "-dname", "CN=" + name, "-keystore", store);
    keytool("-certreq", "-alias", name, "-keystore", store, "-file", name + ".csr");
    List<String> sign =
        new ArrayList<>(List.of("-gencert", "-rfc", "-alias", "ca", "-keystore", "ca.p12"));
    if (!alternative.isEmpty()) {
      sign.addAll(List.of("-ext", "san=" + alternative));
    }
    sign.addAll(List.of("-infile", name + ".csr", "-outfile", name + ".pem"));
    keytool(sign.toArray(String[]::new));
    keytool("-importcert", "-noprompt", "-alias", "ca", "-file", "ca.pem", "-keystore", store);
    keytool("-importcert", "-noprompt", "-alias", name, "-file", name + ".pem", "-keystore", store);
    return folder.resolve(store);
  }

  /** The authority's certificate, PEM. */
  Path authority() {
    return folder.resolve("ca.pem");
  }

  /** The chain and the key of what was signed, as PEM files: NAME-chain.pem, NAME-key.pem. */
  void pem(String name) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
      store.load(in, PASSWORD.toCharArray());
    }
    var chain = new StringBuilder();
    for (Certificate one : store.getCertificateChain(name)) {
      chain.append(pem("CERTIFICATE", one.getEncoded()));
    }
    Files.writeString(folder.resolve(name + "-chain.pem"), chain);
    Files.writeString(
        folder.resolve(name + "-key.pem"),
        pem("PRIVATE KEY", store.getKey(name, PASSWORD.toCharArray()).getEncoded()));
  }

  private static String pem(String what, byte[] bytes) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(what, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes), what);
  }

  private void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
    if (arguments[0].equals("-genkeypair")) {
      command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-validity", "30"));
    }
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(Files.readString(folder.resolve("keytool.log")));
    }
  }
}
