package dev.seedbed.io.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.seedbed.data.InputException;
import dev.seedbed.io.file.FileFaults;
import dev.seedbed.io.file.Memory;
import dev.seedbed.io.file.StoredJson;
import dev.seedbed.jvm.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The journal of a run: one JSON object a line, only ever appended to. While it is open, the file
/// is locked against other processes.
///
/// Each event is handed to the system at once, so that a killed process loses none, and forced to
/// the disk by a separate thread that takes all that have come since it last did so: forcing takes
/// milliseconds, and trials end faster.
///
/// A resumed run reports the same events again as before, as all it does follows from its settings.
/// They are not written twice; if one differs, the run is not what it was.
///
/// It is looked at whole before it is changed: what is no journal stays as it is.
final class Journal implements AutoCloseable {
  /// The journals that are open in this process. POSIX drops a process's lock on a file when the
  /// process closes any descriptor of it, so one that is open must not even be tried.
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  /// A remembered event takes 220 to 250 bytes (JDK 25.0.3, 2026-11-28), and the run that tells it
  /// again holds at least as much of it.
  private static final int LEAST_BYTES_OF_AN_EVENT = 440;

  private final Path file;
  private final Path real;

  /// Holds the lock. Closing any other channel or stream of this file would drop it, and so would
  /// an interrupt in the middle of its work: once the journal is open, [#forcing] alone has it.
  private final FileChannel disk;

  /// Not a channel: an interrupt closes those in the middle of an event.
  private final OutputStream out;

  /// The hashes of the lines that were there when it was opened, by what they tell of.
  private final Map<String, String> told = new HashMap<>();

  private final Thread forcing =
      Thread.ofPlatform().name("journal").daemon().unstarted(this::force);
  private long written;
  private long forced;
  private boolean closed;
  private @Nullable IOException failure;

  /// Opens the journal, or makes it. A torn last line is removed.
  ///
  /// @param file a regular file, or nothing yet
  /// @throws InputException if it is open already, here or in another process, if it is damaged, or
  ///   if the file has other names too, under which it may be something else
  Journal(Path file) throws IOException {
    this.file = file;
    requireOneName();
    this.real = real(file);
    if (!OPEN.add(real)) {
      throw atWork();
    }
    try {
      this.disk = FileChannel.open(file, CREATE, READ, WRITE);
    } catch (IOException e) {
      OPEN.remove(real);
      throw failed(e);
    }
    try {
      lock();
      read();
      this.out = Files.newOutputStream(file, APPEND);
    } catch (IOException e) {
      release();
      throw failed(e);
    } catch (RuntimeException e) {
      release();
      throw e;
    }
    forcing.start();
  }

  /// All other files of a run are replaced, but this one is written into.
  private void requireOneName() throws IOException {
    if (Files.exists(file)
        && file.getFileSystem().supportedFileAttributeViews().contains("unix")
        && (int) Files.getAttribute(file, "unix:nlink") > 1) {
      throw new InputException(
          file + " must not be a hard link: put a copy in its place, or move it away");
    }
  }

  /// The same for all names of the file, whether it exists or not.
  private static Path real(Path file) throws IOException {
    if (Files.exists(file)) {
      return file.toRealPath();
    }
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    return folder.toRealPath().resolve(file.getFileName());
  }

  private void lock() throws IOException {
    // Held until the file is closed, or the process ends in whatever way. Where locks keep others
    // from reading and writing, no event ever stands at this place.
    if (disk.tryLock(Long.MAX_VALUE - 1, 1, false) == null) {
      throw atWork();
    }
  }

  private InputException atWork() {
    return new InputException(
        "another process is at work on this run: %s; wait for it to end".formatted(file));
  }

  private void release() throws IOException {
    try {
      disk.close();
    } finally {
      OPEN.remove(real);
    }
  }

  private void read() throws IOException {
    InputStream in = Channels.newInputStream(disk);
    var lines = new ByteArrayOutputStream();
    var buffer = new byte[1 << 16];
    long end = 0;
    int number = 1;
    for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
      int from = 0;
      for (int i = 0; i < read; i++) {
        if (buffer[i] == '\n') {
          lines.write(buffer, from, i - from);
          end += lines.size() + 1;
          remember(lines.toString(UTF_8), number++);
          lines.reset();
          from = i + 1;
        }
      }
      lines.write(buffer, from, read - from);
      if (!StoredJson.fits(lines.size())) {
        throw damaged("line %d is too long to be held in memory".formatted(number));
      }
    }
    if (lines.size() > 0) {
      requireTorn(lines.toString(UTF_8), number);
      disk.truncate(end);
    }
  }

  private void remember(String line, int number) {
    try {
      JsonNode event = JsonMapper.shared().readTree(line);
      if (event.path("event").isString()) {
        told.put(key(event), hash(line));
        requireMemory();
        return;
      }
    } catch (JacksonException e) {
      // No event either.
    }
    throw damaged("line %d is no event".formatted(number));
  }

  /// The size of the file would not tell: only the hash of a line is kept, however long it is.
  private void requireMemory() {
    if (told.size() % 1024 == 0) {
      Memory.require(
          "going on after the %d events and more of %s".formatted(told.size(), file),
          (long) LEAST_BYTES_OF_AN_EVENT * told.size(),
          "move that file away, the run can go on without it");
    }
  }

  /// A line without an end is the beginning of an event, or what a power cut made of it: zeros.
  private void requireTorn(String line, int number) {
    String begin = "{\"event\":\"";
    if (!line.startsWith(begin) && !begin.startsWith(line) && line.charAt(0) != 0) {
      throw damaged("line %d is no event".formatted(number));
    }
  }

  private InputException damaged(String reason) {
    return new InputException(
        "%s: %s; the run can go on without its journal: move it away".formatted(file, reason));
  }

  private static String hash(String line) {
    return Sha256.hex(line.getBytes(UTF_8));
  }

  private static String key(JsonNode event) {
    return event.path("event").asString("")
        + " "
        + event.path("rung").asString("")
        + " "
        + event.path("trial").asString("");
  }

  /// Appends an event, unless it stands there already.
  ///
  /// @throws IOException if it cannot be written, or stands there otherwise
  synchronized void append(ObjectNode event) throws IOException {
    String line = event.toString();
    String before = told.get(key(event));
    if (before != null && before.equals(hash(line))) {
      return;
    }
    if (before != null) {
      throw new IOException(
          "%s tells otherwise of this: %s; it was written by another version, or with other data"
              .formatted(file, event.path("event").asString("")));
    }
    write(line);
  }

  /// Appends an event that may occur again and again.
  synchronized void note(ObjectNode event) throws IOException {
    write(event.toString());
  }

  /// Returns when all events so far are on the disk.
  synchronized void flush() throws IOException {
    boolean interrupted = false;
    while (forced < written && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    check();
  }

  /// After a failure nothing is written: it would stand behind half an event.
  private void write(String line) throws IOException {
    check();
    try {
      out.write((line + "\n").getBytes(UTF_8));
    } catch (IOException e) {
      failure = e;
      throw failed(e);
    }
    written++;
    notifyAll();
  }

  private void check() throws IOException {
    if (failure != null) {
      // Another each time: closing may report it as well.
      throw failed(failure);
    }
  }

  private IOException failed(IOException e) {
    return new FileSystemException(file.toString(), null, FileFaults.reason(e));
  }

  /// The loop of the thread.
  private void force() {
    try {
      for (long events = waitForEvents(); events > 0; events = waitForEvents()) {
        disk.force(true);
        forced(events);
      }
    } catch (IOException e) {
      fail(e);
    } finally {
      end();
    }
  }

  /// The number of events that have been written; 0 if all are forced and there will be no more.
  private synchronized long waitForEvents() {
    while (forced == written && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        return 0;
      }
    }
    return forced == written ? 0 : written;
  }

  private synchronized void forced(long events) {
    forced = events;
    notifyAll();
  }

  private synchronized void fail(IOException e) {
    failure = e;
  }

  private synchronized void end() {
    closed = true;
    notifyAll();
  }

  /// Returns when all events are on the disk.
  @Override
  public void close() throws IOException {
    end();
    boolean interrupted = false;
    while (forcing.isAlive()) {
      try {
        forcing.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    try {
      out.close();
    } finally {
      release();
    }
    check();
  }
}
