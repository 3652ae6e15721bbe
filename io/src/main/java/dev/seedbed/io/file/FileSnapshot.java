package dev.seedbed.io.file;

import dev.seedbed.data.InputException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/// A file as it was when it was looked at: what was read of it means nothing once it changes.
///
/// @param key which file stands there; null where the system does not tell
public record FileSnapshot(Path path, long size, FileTime modified, @Nullable Object key) {

  /// The file as it is.
  public static FileSnapshot of(Path path) throws IOException {
    var attributes = Files.readAttributes(path, BasicFileAttributes.class);
    return new FileSnapshot(
        path, attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
  }

  /// Checks that what was read since belongs together.
  ///
  /// @throws InputException if the file has changed, or is gone
  public void requireUnchanged() throws IOException {
    boolean unchanged;
    try {
      unchanged = of(path).equals(this);
    } catch (NoSuchFileException _) {
      unchanged = false;
    }
    if (!unchanged) {
      throw new InputException(path + " changed while it was read: try again");
    }
  }

  /// Opens the file to read it further.
  ///
  /// @throws InputException if it has changed
  public FileChannel open() throws IOException {
    requireUnchanged();
    return FileChannel.open(path, StandardOpenOption.READ);
  }

  /// Fills `bytes` with what stands at `at` of the open file.
  public void read(FileChannel in, ByteBuffer bytes, long at) throws IOException {
    int begin = bytes.position();
    while (bytes.hasRemaining()) {
      if (in.read(bytes, at + bytes.position() - begin) < 0) {
        throw cutOff();
      }
    }
    bytes.flip();
  }

  /// The file is shorter than it was.
  public EOFException cutOff() {
    return new EOFException(path + " was cut off while it was read");
  }
}
