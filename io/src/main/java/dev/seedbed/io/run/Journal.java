package dev.seedbed.io.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.data.InputException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
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
/// the disk by a thread of its own that takes all that have come since it last did so: forcing
/// takes milliseconds, and trials end faster.
///
/// A run that goes on tells the same events again as before, as all it does follows from its
/// settings. They are not written twice; if one differs, the run is not what it was.
final class Journal implements AutoCloseable {
  /// The journals that are open in this process. POSIX drops a process's lock on a file when the
  /// process closes any descriptor of it, so one that is open must not even be tried.
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final Path real;

  /// Not a channel: an interrupt closes those in the middle of an event.
  private final RandomAccessFile out;

  /// The lines that were there when it was opened, by what they tell of.
  private final Map<String, String> told = new HashMap<>();

  private final Thread forcing =
      Thread.ofPlatform().name("journal").daemon().unstarted(this::force);
  private boolean dirty;
  private boolean closed;
  private @Nullable IOException failure;

  /// Opens the journal, or makes it. A torn last line is removed.
  ///
  /// @throws InputException if it is open already, here or in another process, or if it is damaged
  Journal(Path file) throws IOException {
    this.file = file;
    this.real = real(file);
    if (!OPEN.add(real)) {
      throw atWork();
    }
    try {
      this.out = open(file);
    } catch (IOException e) {
      OPEN.remove(real);
      throw e;
    }
    try {
      lock();
      read();
    } catch (IOException | RuntimeException e) {
      release();
      throw e;
    }
    forcing.start();
  }

  private static RandomAccessFile open(Path file) throws IOException {
    try {
      return new RandomAccessFile(file.toFile(), "rw");
    } catch (FileNotFoundException e) {
      // Its message is the name, and the reason in brackets.
      String message = Objects.requireNonNullElse(e.getMessage(), "it cannot be made");
      String name = file + " (";
      String reason =
          message.startsWith(name)
              ? message.substring(name.length(), message.length() - 1)
              : message;
      throw new FileSystemException(file.toString(), null, reason);
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
    // Held until the file is closed, or the process ends in whatever way.
    if (out.getChannel().tryLock() == null) {
      throw atWork();
    }
  }

  private InputException atWork() {
    return new InputException(
        "another process is at work on this run: %s; wait for it to end".formatted(file));
  }

  private void release() throws IOException {
    try {
      out.close();
    } finally {
      OPEN.remove(real);
    }
  }

  private void read() throws IOException {
    byte[] bytes = new byte[Math.toIntExact(out.length())];
    out.readFully(bytes);
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    if (end < bytes.length) {
      out.setLength(end);
    }
    out.seek(end);
    int number = 0;
    for (String line : (Iterable<String>) new String(bytes, 0, end, UTF_8).lines()::iterator) {
      number++;
      try {
        told.put(key(JsonMapper.shared().readTree(line)), line);
      } catch (JacksonException e) {
        throw new InputException(
            "%s: line %d is not JSON; the run can go on without its journal: move it away"
                .formatted(file, number));
      }
    }
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
    if (line.equals(before)) {
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
    check();
    try {
      out.getFD().sync();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void write(String line) throws IOException {
    check();
    try {
      out.write((line + "\n").getBytes(UTF_8));
    } catch (IOException e) {
      throw failed(e);
    }
    dirty = true;
    notifyAll();
  }

  private void check() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  private IOException failed(IOException e) {
    return new FileSystemException(
        file.toString(), null, Objects.requireNonNullElse(e.getMessage(), "it failed"));
  }

  /// What the thread does.
  private void force() {
    while (waitForEvents()) {
      try {
        out.getFD().sync();
      } catch (IOException e) {
        fail(e);
      }
    }
  }

  private synchronized boolean waitForEvents() {
    while (!dirty && !closed) {
      try {
        wait();
      } catch (InterruptedException e) {
        return false;
      }
    }
    boolean some = dirty;
    dirty = false;
    return some;
  }

  private synchronized void fail(IOException e) {
    failure = failed(e);
  }

  /// Returns when all events are on the disk.
  @Override
  public void close() throws IOException {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
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
    release();
    check();
  }
}
