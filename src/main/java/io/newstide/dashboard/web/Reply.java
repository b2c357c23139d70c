package io.newstide.dashboard.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What is answered.
 *
 * @param status of HTTP
 * @param type of the content
 * @param body the content, not to be changed
 * @param headers further headers
 */
public record Reply(int status, String type, byte[] body, Map<String, String> headers) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** A JSON document, of anything that Jackson writes. */
  public static Reply json(Object value) {
    return json(200, value);
  }

  /** A JSON document with a status. */
  public static Reply json(int status, Object value) {
    try {
      return new Reply(
          status, "application/json; charset=utf-8", MAPPER.writeValueAsBytes(value), Map.of());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer that cannot be written", e);
    }
  }

  /** A table to be saved as a file, with the mark by which spreadsheets know UTF-8. */
  public static Reply csv(String fileName, String text) {
    return new Reply(
        200,
        "text/csv; charset=utf-8",
        ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8),
        Map.of("Content-Disposition", "attachment; filename=\"" + fileName + "\""));
  }

  /** Why a request is not answered, in one sentence. */
  public static Reply error(int status, String message) {
    return json(status, Map.of("error", message));
  }
}
