package dev.seedbed.io.file;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/// Writes files that appear whole or not at all.
public final class AtomicFiles {

  private static final int BUFFER = 1 << 16;

  // Nothing of the file's own name, by which others may find it too early.
  static final String PART = ".part-";

  /// The names of the parts of files that a killed process leaves behind.
  public static final Pattern PARTS =
      Pattern.compile(Pattern.quote(PART) + "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private AtomicFiles() {}

  /// Writes the bytes of a file.
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /// Writes the bytes of a file at any positions, and may read what it has written.
  @FunctionalInterface
  public interface ChannelContent {
    void writeTo(FileChannel out) throws IOException;
  }

  /// Whether a file is on the disk when it has been written.
  private enum Durability {
    FORCED,
    LEFT_TO_THE_SYSTEM
  }

  @FunctionalInterface
  private interface Part {
    void writeTo(Path part) throws IOException;
  }

  /// Writes `content` beside `file` under another name, forces it to the disk, and renames it. A
  /// regular file of that name is replaced.
  ///
  /// @throws FileSystemException names `file` and what is wrong with it; also if it is something
  ///   else than a regular file, such as a link or a device
  public static void write(Path file, Content content) throws IOException {
    writePart(file, Durability.FORCED, part -> stream(content, part));
  }

  /// As [#write]; the file appears with `modified` as the time of its last change. A file system's
  /// own clock may be some milliseconds late.
  public static void write(Path file, Instant modified, Content content) throws IOException {
    writePart(
        file,
        Durability.FORCED,
        part -> {
          stream(content, part);
          Files.setLastModifiedTime(part, FileTime.from(modified));
        });
  }

  /// As [#write], but for what can be made again: it is not forced to the disk, which takes
  /// milliseconds. After a power cut the file may be damaged, so whoever reads it must check it.
  public static void writeCache(Path file, Content content) throws IOException {
    writePart(file, Durability.LEFT_TO_THE_SYSTEM, part -> stream(content, part));
  }

  private static void stream(Content content, Path part) throws IOException {
    // Not a channel: an interrupt closes those in the middle of a file.
    try (var out = new BufferedOutputStream(Files.newOutputStream(part, CREATE_NEW), BUFFER)) {
      content.writeTo(out);
    }
  }

  /// As [#write], for content that several threads write at once, and may read again. An interrupt
  /// closes the channel: then nothing appears.
  public static void writeChannel(Path file, ChannelContent content) throws IOException {
    writePart(
        file,
        Durability.FORCED,
        part -> {
          try (FileChannel out = FileChannel.open(part, CREATE_NEW, READ, WRITE)) {
            content.writeTo(out);
          }
        });
  }

  private static void writePart(Path file, Durability durability, Part content) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileSystemException(file.toString(), null, "not a regular file");
    }
    try {
      writeAndRename(file, durability, content);
    } catch (NoSuchFileException e) {
      throw new FileSystemException(file.toString(), null, "no such folder");
    } catch (IOException e) {
      throw new FileSystemException(file.toString(), null, FileFaults.reason(e));
    }
  }

  private static void writeAndRename(Path file, Durability durability, Part content)
      throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString());
    }
    Path part = folder.resolve(PART + UUID.randomUUID());
    try {
      content.writeTo(part);
      if (durability == Durability.FORCED) {
        force(part);
      }
      Files.move(part, file, ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /// Forces a file to the disk, also on a thread that is interrupted, which closes its channels.
  private static void force(Path file) throws IOException {
    boolean interrupted = false;
    try {
      while (!forced(file)) {
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Returns whether no interrupt came between.
  private static boolean forced(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, WRITE)) {
      channel.force(true);
      return true;
    } catch (ClosedByInterruptException e) {
      return false;
    }
  }
}
