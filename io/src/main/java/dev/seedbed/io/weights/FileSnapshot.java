package dev.seedbed.io.weights;

import dev.seedbed.data.InputException;
import java.io.IOException;
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
}
