package io.newstide.feed;

import io.newstide.article.ArticleReader;
import io.newstide.article.Incoming;
import io.newstide.article.RawRecord;
import io.newstide.article.RejectionReason;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Reads the articles of a file, or of all files in a folder and its subfolders, each line once: of
 * a file that has grown, what was added; a file whose beginning has changed is another one and is
 * read anew. What can be read is read, whatever is wrong with the files before it.
 *
 * <p>While a folder is watched, a last line without its line break that is no whole JSON is left to
 * whoever is still writing it.
 */
public final class FilesReader implements SourceReader {

  private static final String NOTES = "file/";
  private static final int PART = 500;

  /** How many files that are no longer there are remembered, should they come back. */
  private static final int MOST_GONE = 10_000;

  private static final Set<RejectionReason> PERHAPS_UNFINISHED =
      EnumSet.of(
          RejectionReason.NOT_JSON,
          RejectionReason.NOT_UTF8,
          RejectionReason.TOO_LARGE,
          RejectionReason.EMPTY);

  private final NewsSource source;
  private final ArticleReader reader;
  private final boolean watched;
  private final Map<String, FileNote> waiting = new HashMap<>();

  /**
   * A reader.
   *
   * @param source a file or folder
   * @param reader what finds the dates in a line
   * @param watched whether more is to be expected
   */
  public FilesReader(NewsSource source, ArticleReader reader, boolean watched) {
    this.source = source;
    this.reader = reader;
    this.watched = watched;
  }

  private record Found(String name, Path path, FileFormat format, long size, long modified) {
    boolean sameLook(FileNote note) {
      return note.knows(size, modified);
    }
  }

  @Override
  public Look look(Map<String, byte[]> notes, Instant now) {
    List<Found> files = files();
    Deque<Found> changed = new ArrayDeque<>();
    for (Found file : files) {
      if (!file.sameLook(note(notes, file))
          && !file.sameLook(waiting.getOrDefault(file.name(), FileNote.NOTHING))) {
        changed.add(file);
      }
    }
    String nothing = "the folder holds no %s file".formatted(FileFormat.allEndings());
    if (files.isEmpty() && !watched) {
      throw new SourceException(source.path() + ": " + nothing);
    }
    return new Look(
        new Parts(changed, gone(files, notes), notes, now),
        Optional.empty(),
        files.isEmpty() ? nothing : "");
  }

  private static FileNote note(Map<String, byte[]> notes, Found file) {
    return FileNote.of(Optional.ofNullable(notes.get(NOTES + file.name())));
  }

  private List<Found> files() {
    Path root = source.path();
    try {
      if (!Files.isDirectory(root)) {
        return List.of(
            found(
                root.getFileName().toString(),
                root,
                FileFormat.of(root).orElse(FileFormat.JSON_LINES)));
      }
      List<Found> files = new ArrayList<>();
      try (Stream<Path> inside = Files.walk(root)) {
        for (Path path : inside.sorted().filter(Files::isRegularFile).toList()) {
          Optional<FileFormat> format = FileFormat.of(path);
          if (format.isPresent()) {
            files.add(found(root.relativize(path).toString(), path, format.get()));
          }
        }
      }
      return files;
    } catch (NoSuchFileException e) {
      throw new SourceException(root + ": there is no such file or folder", e);
    } catch (IOException | UncheckedIOException e) {
      throw new SourceException(root + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static Found found(String name, Path path, FileFormat format) throws IOException {
    BasicFileAttributes look = Files.readAttributes(path, BasicFileAttributes.class);
    return new Found(
        name, path, format, look.size(), look.lastModifiedTime().to(TimeUnit.MICROSECONDS));
  }

  /** The notes to be dropped: those of files that are gone, beyond the newest of them. */
  private static Map<String, Optional<byte[]>> gone(List<Found> files, Map<String, byte[]> notes) {
    Set<String> present = new HashSet<>();
    files.forEach(file -> present.add(NOTES + file.name()));
    List<String> gone =
        notes.keySet().stream()
            .filter(name -> name.startsWith(NOTES) && !present.contains(name))
            .sorted(
                Comparator.comparing(
                        (String name) -> FileNote.of(Optional.of(notes.get(name))).modified())
                    .reversed())
            .skip(MOST_GONE)
            .toList();
    Map<String, Optional<byte[]>> dropped = new HashMap<>();
    gone.forEach(name -> dropped.put(name, Optional.empty()));
    return dropped;
  }

  /** The files' lines, some hundred at a time. */
  private final class Parts implements Iterator<Part> {

    private final Deque<Found> files;
    private final Map<String, byte[]> notes;
    private final Instant now;
    private final List<String> troubles = new ArrayList<>();
    private Optional<Part> ready = Optional.empty();
    private Optional<OpenFile> open = Optional.empty();

    Parts(
        Deque<Found> files,
        Map<String, Optional<byte[]>> dropped,
        Map<String, byte[]> notes,
        Instant now) {
      this.files = files;
      this.notes = notes;
      this.now = now;
      if (!dropped.isEmpty()) {
        ready = Optional.of(new Part(List.of(), dropped));
      }
    }

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && (open.isPresent() || !files.isEmpty())) {
        if (open.isEmpty()) {
          open = opened(files.remove());
        } else {
          ready = Optional.of(part(open.get()));
        }
      }
      if (ready.isEmpty() && !troubles.isEmpty()) {
        throw new SourceException(
            troubles.get(0)
                + (troubles.size() == 1
                    ? ""
                    : "; and %d more files cannot be read".formatted(troubles.size() - 1)));
      }
      return ready.isPresent();
    }

    @Override
    public Part next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Part part = ready.orElseThrow();
      ready = Optional.empty();
      return part;
    }

    private Optional<OpenFile> opened(Found file) {
      try {
        LineReader.Mark mark = note(notes, file).mark();
        LineReader lines = new LineReader(file.format().articles(file.path()));
        if (lines.skipTo(mark)) {
          return Optional.of(new OpenFile(file, lines));
        }
        lines.close();
        return Optional.of(new OpenFile(file, new LineReader(file.format().articles(file.path()))));
      } catch (IOException e) {
        troubles.add(trouble(file, e));
        return Optional.empty();
      } catch (UncheckedIOException e) {
        troubles.add(trouble(file, e.getCause()));
        return Optional.empty();
      }
    }

    private Part part(OpenFile file) {
      List<RawRecord> articles = new ArrayList<>();
      FileNote note;
      try {
        note = read(file, articles);
      } catch (IOException e) {
        troubles.add(trouble(file.found(), e));
        note = new FileNote(file.lines().beforeLast(), -1, -1);
        close(file);
      }
      return new Part(articles, Map.of(NOTES + file.found().name(), Optional.of(note.note())));
    }

    private FileNote read(OpenFile file, List<RawRecord> articles) throws IOException {
      LineReader lines = file.lines();
      Found found = file.found();
      while (articles.size() < PART) {
        Optional<byte[]> line = lines.next();
        if (line.isEmpty()) {
          close(file);
          return new FileNote(lines.here(), found.size(), found.modified());
        }
        RawRecord record = record(found, lines.lines(), line.get());
        if (watched && lines.lastWasBroken() && !isWhole(record)) {
          close(file);
          waiting.put(
              found.name(), new FileNote(lines.beforeLast(), found.size(), found.modified()));
          return new FileNote(lines.beforeLast(), -1, -1);
        }
        if (line.get().length > 0) {
          articles.add(record);
        }
      }
      return new FileNote(lines.here(), -1, -1);
    }

    private RawRecord record(Found file, long number, byte[] line) {
      RawRecord at = new RawRecord(file.name(), 0, number, now.toEpochMilli(), line);
      return JsonLines.arrivedAt(at, reader)
          .map(arrival -> new RawRecord(file.name(), 0, number, arrival.toEpochMilli(), line))
          .orElse(at);
    }

    /** Half a JSON object is never a whole one, so a line that is whole has been written. */
    private boolean isWhole(RawRecord record) {
      return !(reader.read(record) instanceof Incoming.Rejected rejected)
          || !PERHAPS_UNFINISHED.contains(rejected.rejection().reason());
    }

    private void close(OpenFile file) {
      open = Optional.empty();
      try {
        file.lines().close();
      } catch (IOException e) {
        troubles.add(trouble(file.found(), e));
      }
    }

    private String trouble(Found file, IOException e) {
      String why =
          e instanceof EOFException
              ? "it breaks off in the middle; is it still being written?"
              : e instanceof NoSuchFileException ? "it is gone" : String.valueOf(e.getMessage());
      return file.path() + ": " + why;
    }
  }

  private record OpenFile(Found found, LineReader lines) {}
}
