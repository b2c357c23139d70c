package io.newstide.feed.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is noted of a feed.
 *
 * @param address stands for the address it was found at
 * @param validators by which to ask whether it has changed
 * @param ttl how long it says that it stays the same
 * @param seen stand for the items seen, those that have been gone for longest first: those in the
 *     feed and the last {@value #MOST_GONE} that are not any more
 */
record FeedNote(
    String address, FeedClient.Validators validators, Optional<Duration> ttl, List<String> seen) {

  static final String NAME = "feed";

  /** How many items that are no longer in the feed are remembered, should they come back. */
  static final int MOST_GONE = 2_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  FeedNote {
    seen = List.copyOf(seen);
  }

  static FeedNote of(Optional<byte[]> note) {
    if (note.isEmpty()) {
      return new FeedNote("", FeedClient.Validators.NONE, Optional.empty(), List.of());
    }
    try {
      JsonNode json = JSON.readTree(note.get());
      List<String> seen = new ArrayList<>();
      json.path("seen").forEach(id -> seen.add(id.asText()));
      return new FeedNote(
          json.path("address").asText(""),
          new FeedClient.Validators(
              json.path("etag").asText(""), json.path("lastModified").asText("")),
          json.hasNonNull("ttl")
              ? Optional.of(Duration.parse(json.get("ttl").asText()))
              : Optional.empty(),
          seen);
    } catch (IOException e) {
      throw new UncheckedIOException("the note of a feed", e);
    }
  }

  byte[] note() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("address", address);
      json.writeStringField("etag", validators.etag());
      json.writeStringField("lastModified", validators.lastModified());
      if (ttl.isPresent()) {
        json.writeStringField("ttl", ttl.get().toString());
      }
      json.writeArrayFieldStart("seen");
      for (String id : seen) {
        json.writeString(id);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** What has been seen after a feed held these items. */
  List<String> seenWith(List<String> present) {
    Set<String> gone = new LinkedHashSet<>(seen);
    Set<String> here = new LinkedHashSet<>(present);
    gone.removeAll(here);
    List<String> all = new ArrayList<>(gone);
    if (all.size() > MOST_GONE) {
      all = all.subList(all.size() - MOST_GONE, all.size());
    }
    List<String> next = new ArrayList<>(all);
    next.addAll(here);
    return next;
  }
}
