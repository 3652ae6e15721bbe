package dev.seedbed.io.file;

import dev.seedbed.data.InputException;
import dev.seedbed.io.MalformedModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads files, and reports in one line those that cannot be read.
public final class InputFiles {

  private InputFiles() {}

  /// Reads something from a file.
  @FunctionalInterface
  public interface Reading<T> {
    T read(Path file) throws IOException;
  }

  /// Reads a regular file that is not empty.
  ///
  /// @throws InputException if it is not one, cannot be read or breaks its format's rules
  public static <T> T read(Path file, Reading<T> reading) {
    if (!Files.exists(file)) {
      throw new InputException("no such file: " + file);
    }
    if (!Files.isRegularFile(file)) {
      throw new InputException("not a file, but a folder or device: " + file);
    }
    try {
      if (Files.size(file) == 0) {
        throw new InputException("the file is empty: " + file);
      }
      return reading.read(file);
    } catch (MalformedModelException e) {
      throw new InputException(file + ": " + e.getMessage());
    } catch (IOException e) {
      throw new InputException("%s cannot be read: %s".formatted(file, FileFaults.reason(e)));
    }
  }
}
