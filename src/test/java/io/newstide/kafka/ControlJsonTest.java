package io.newstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlJsonTest {

  private static final String COMETS = "{\"name\":\"彗星\",\"query\":\"彗星^3\"}";

  private static ControlRecord read(String json) {
    return ControlJson.read("window/day", json.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'paused': 'yes' | paused is true or false, not \"yes\"",
        "'removed': 1    | removed is true or false, not 1",
      })
  void whatIsNeitherTrueNorFalseIsNotTakenForEither(String field, String wrong) {
    String json = "{'kind': 'window', 'id': 'day', 'requestId': 'r1', %s}".formatted(field);
    assertThat(read(json.replace('\'', '"')).wrong()).isEqualTo(wrong);
  }

  @Test
  void whatIsNotSaidIsFalse() {
    ControlRecord record =
        read("{\"kind\": \"window\", \"id\": \"day\", \"requestId\": \"r1\", \"paused\": null}");
    assertThat(record.wrong()).isEmpty();
    assertThat(record.paused()).isFalse();
    assertThat(record.removed()).isFalse();
  }

  @Test
  void anAcknowledgementComesBackAsItWas() throws Exception {
    var ack =
        new ControlAck(
            "r1",
            ControlRecord.Kind.TOPIC,
            "comets",
            true,
            "",
            "v7",
            12,
            false,
            true,
            Optional.of(COMETS));
    assertThat(ControlJson.readAck(ControlJson.row(ack).value())).isEqualTo(ack);
  }

  @Test
  void anAcknowledgementOfAnOlderVersionSaysNothingOfWhatIsInEffect() throws Exception {
    String row =
        """
        {"schemaVersion":1,"requestId":"r1","kind":"topic","id":"comets","accepted":true,
         "reason":null,"version":"v7","checkpoint":12}
        """;
    ControlAck ack = ControlJson.readAck(row.getBytes(StandardCharsets.UTF_8));
    assertThat(ack.definition()).isEmpty();
    ControlRecord asked = read("{\"kind\":\"topic\",\"id\":\"comets\",\"requestId\":\"r1\"}");
    assertThat(ControlClient.inEffect(ack, Optional.of(asked))).contains(asked);
    assertThat(ControlClient.inEffect(ack, Optional.empty())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "P1D       | {'name':'w','size':'P1D'}",
        "PT3H/PT1H | {'name':'w','size':'PT3H','slide':'PT1H'}",
        "P1D+PT1H  | {'name':'w','size':'P1D','step':'PT1H'}",
        "~PT6H     | {'name':'w','gap':'PT6H'}",
      })
  void aWindowIsDefinedByItsShape(String shape, String definition) {
    assertThat(ControlJson.window("w", shape).toString()).isEqualTo(definition.replace('\'', '"'));
  }
}
