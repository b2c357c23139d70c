package io.newstide.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireTest {

  /** Into memory and into a stream a text is written the same, between what stands around it. */
  private static byte[] written(String text) throws IOException {
    DataOutputSerializer memory = new DataOutputSerializer(1);
    memory.writeByte(7);
    Wire.writeText(text, memory);
    memory.writeByte(9);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream stream = new DataOutputStream(bytes);
    stream.writeByte(7);
    Wire.writeText(text, stream);
    stream.writeByte(9);
    assertThat(memory.getCopyOfBuffer()).isEqualTo(bytes.toByteArray());
    return bytes.toByteArray();
  }

  private static String read(byte[] written) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(written);
    assertThat(in.readByte()).isEqualTo((byte) 7);
    String text = Wire.readText(in);
    assertThat(in.readByte()).isEqualTo((byte) 9);
    assertThat(in.available()).isZero();
    return text;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a", "naïve ÿ", "防汛", "a防", "\u0100", "😀", "\uD83D", "\uDE00\uD83D", "\0"})
  void anyTextIsReadAsItWasWritten(String text) throws IOException {
    assertThat(read(written(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(ints = {63, 64, 511, 512, 513, 1023, 1024, 1025, 5000})
  void textsOfAnyLengthAre(int length) throws IOException {
    assertThat(read(written("汛".repeat(length)))).isEqualTo("汛".repeat(length));
    assertThat(read(written("f".repeat(length)))).isEqualTo("f".repeat(length));
  }

  /** Twice the length and whether it is wide, as a number near zero; a byte or two a character. */
  @Test
  void itTakesAByteOrTwoACharacter() throws IOException {
    assertThat(written("ab")).containsExactly(7, 2 * (2 * 2), 'a', 'b', 9);
    assertThat(written("汛")).containsExactly(7, 2 * (2 * 1 + 1), 0x6C, 0x5B, 9);
  }
}
