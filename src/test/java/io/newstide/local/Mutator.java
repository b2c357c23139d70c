package io.newstide.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Records gone wrong, from records that are right: what people and programs do to JSON, to dates,
 * to encodings and to bytes. The same seed gives the same records.
 */
final class Mutator {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> FIELDS =
      List.of(
          "id",
          "source",
          "title",
          "kicker",
          "subtitle",
          "body",
          "publishedAt",
          "datePrecision",
          "dateReliable",
          "eventDate",
          "arrivedAt",
          "url",
          "author",
          "section",
          "ID",
          "标题",
          "");

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-1",
          "1e999",
          "-0.0",
          "9223372036854775807",
          "9223372036854775808",
          "[]",
          "{}",
          "[[[[]]]]",
          "{\"title\":\"在里面\"}",
          "\"\"",
          "\" \"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\\udc00\\ud800\"",
          "\"\\ufeff防汛\"",
          "\"\u202e\u200b\"",
          "\"null\"",
          "NaN",
          "'单引号'",
          "\"没有完",
          "undefined",
          "\"\\x41\"",
          "\"a\\nb\\tc\"");

  private static final List<String> DATES =
      List.of(
          "\"2026-02-30\"",
          "\"2026-13-01T00:00:00Z\"",
          "\"2026-07-05T25:00:00+08:00\"",
          "\"昨天\"",
          "\"2026-07-05 08:00\"",
          "\"20260705\"",
          "\"2026-07-05T08:00:00\"",
          "\"+999999999-12-31\"",
          "\"-0001-01-01\"",
          "\"1969-12-31\"",
          "-1",
          "0",
          "1751700000",
          "1751700000000",
          "253402300800000",
          "9223372036854775807",
          "1e12",
          "\"2026-07-05T08:00:00+26:00\"",
          "\"2026-07-05T08:00:00.123456789123Z\"",
          "\"2026-W27\"",
          "[2026,7,5]");

  private final Random random;
  private final List<byte[]> right;
  private final int total;
  private int number;

  /**
   * A source of records.
   *
   * @param right what is right, in the order of its dates
   * @param total how many records are wanted: they go through the right ones once, in their order
   */
  Mutator(long seed, List<byte[]> right, int total) {
    this.random = new Random(seed);
    this.right = right;
    this.total = total;
  }

  /** The next record; a few are left as they are, but for an id of their own. */
  byte[] next() {
    byte[] record =
        withId(right.get((int) ((long) number++ * right.size() / total) % right.size()));
    int times = random.nextInt(4);
    for (int i = 0; i < times; i++) {
      record = random.nextInt(3) == 0 ? bytes(record) : structure(record);
    }
    return record;
  }

  private byte[] withId(byte[] record) {
    try {
      return JSON.readTree(record) instanceof ObjectNode object
          ? object.put("id", "f" + number).toString().getBytes(StandardCharsets.UTF_8)
          : record;
    } catch (IOException e) {
      return record; // the sample has some that are wrong
    }
  }

  private <T> T some(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** Another field, or another value, in what is still JSON; else the bytes. */
  private byte[] structure(byte[] record) {
    JsonNode tree;
    try {
      tree = JSON.readTree(record);
    } catch (IOException e) {
      return bytes(record);
    }
    if (!(tree instanceof ObjectNode object) || object.isEmpty()) {
      return bytes(record);
    }
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    String name = random.nextBoolean() ? some(names) : some(FIELDS);
    switch (random.nextInt(7)) {
      case 0 -> object.remove(name);
      case 1 -> object.put(name, text());
      case 2 -> object.set(name, object.get(some(names)));
      case 3 -> {
        return raw(object, some(List.of("publishedAt", "arrivedAt", "eventDate")), some(DATES));
      }
      default -> {
        return raw(object, name, some(VALUES));
      }
    }
    return object.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The value as it is written, right or not; half the time the field stands twice. */
  private byte[] raw(ObjectNode object, String name, String value) {
    if (random.nextBoolean()) {
      object.remove(name);
    }
    String rest = object.toString().substring(1);
    return "{%s:%s%s%s"
        .formatted(JSON.valueToTree(name), value, rest.length() > 1 ? "," : "", rest)
        .getBytes(StandardCharsets.UTF_8);
  }

  private String text() {
    return switch (random.nextInt(6)) {
      case 0 -> "汛".repeat(random.nextInt(2000));
      case 1 -> "https://例子.test/" + random.nextInt();
      case 2 -> "a/b@c%d\u0085" + random.nextInt(10);
      case 3 -> "\uD83C\uDF0A".repeat(random.nextInt(50));
      case 4 -> "（记者 张三 李四）".repeat(random.nextInt(30));
      default -> Integer.toString(random.nextInt());
    };
  }

  private byte[] bytes(byte[] record) {
    if (record.length == 0) {
      return record;
    }
    int at = random.nextInt(record.length);
    switch (random.nextInt(9)) {
      case 0 -> {
        return Arrays.copyOf(record, at);
      }
      case 1 -> {
        byte[] flipped = record.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        return flipped;
      }
      case 2 -> {
        byte[] noise = new byte[1 + random.nextInt(8)];
        random.nextBytes(noise);
        return joined(
            Arrays.copyOf(record, at), noise, Arrays.copyOfRange(record, at, record.length));
      }
      case 3 -> {
        return joined(record, some(right));
      }
      case 4 -> {
        return new String(record, StandardCharsets.UTF_8).getBytes(Charset.forName("GB18030"));
      }
      case 5 -> {
        return new String(record, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16);
      }
      case 6 -> {
        return joined(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, record);
      }
      case 7 -> {
        int deep = random.nextInt(3000);
        return joined("[".repeat(deep).getBytes(StandardCharsets.UTF_8), record);
      }
      default -> {
        return Arrays.copyOfRange(record, at, record.length);
      }
    }
  }

  private static byte[] joined(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
