package dev.seedbed.io.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/// The journal of a run: one JSON object a line, appended and forced to the disk event by event.
final class Journal implements AutoCloseable {
  private final Path file;

  /// Not a channel: an interrupt closes those in the middle of an event.
  private final FileOutputStream out;

  Journal(Path file) throws IOException {
    this.file = file;
    this.out = new FileOutputStream(file.toFile(), true);
  }

  void append(ObjectNode event) throws IOException {
    try {
      out.write((event + "\n").getBytes(UTF_8));
      out.getFD().sync();
    } catch (IOException e) {
      throw new FileSystemException(file.toString(), null, e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
