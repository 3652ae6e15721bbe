package dev.seedbed.io;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// Writes files that appear whole or not at all.
public final class AtomicFiles {

  private AtomicFiles() {}

  /// Writes the bytes of a file.
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /// Writes `content` beside `file` under another name, forces it to the disk, and renames it. A
  /// file of that name is replaced.
  public static void write(Path file, Content content) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Path part = folder.resolve("." + file.getFileName() + "." + ProcessHandle.current().pid());
    try {
      try (var channel = FileChannel.open(part, CREATE_NEW, WRITE)) {
        var out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      Files.move(part, file, ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
