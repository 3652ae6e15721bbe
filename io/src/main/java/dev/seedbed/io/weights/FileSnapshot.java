package dev.seedbed.io.weights;

import dev.seedbed.data.InputException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/// A file as it was when it was looked at: positions found in it then mean nothing once it changes.
record FileSnapshot(Path path, long size, FileTime modified) {

  static FileSnapshot of(Path path) throws IOException {
    var attributes = Files.readAttributes(path, BasicFileAttributes.class);
    return new FileSnapshot(path, attributes.size(), attributes.lastModifiedTime());
  }

  /// @throws InputException if the file has changed since
  FileChannel open() throws IOException {
    if (!of(path).equals(this)) {
      throw new InputException(path + " was changed while it was in use; try again");
    }
    return FileChannel.open(path, StandardOpenOption.READ);
  }

  /// Fills `bytes` with what stands at `at` of the open file.
  void read(FileChannel in, ByteBuffer bytes, long at) throws IOException {
    int begin = bytes.position();
    while (bytes.hasRemaining()) {
      if (in.read(bytes, at + bytes.position() - begin) < 0) {
        throw cutOff();
      }
    }
    bytes.flip();
  }

  EOFException cutOff() {
    return new EOFException(path + " was cut off while it was read");
  }
}
