package dev.seedbed.io.file;

import dev.seedbed.data.InputException;
import dev.seedbed.io.MalformedModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Reads files, and reports in one line those that cannot be read.
public final class InputFiles {

  /// An address of the web, of which a path has lost a slash.
  private static final Pattern ADDRESS = Pattern.compile("(?i)(https?|ftp|s3|gs|hdfs):/");

  private InputFiles() {}

  /// Reads something from a file.
  @FunctionalInterface
  public interface Reading<T> {
    T read(Path file) throws IOException;
  }

  /// Reads something from files that it knows.
  @FunctionalInterface
  public interface Reader<T> {
    T read() throws IOException;
  }

  /// Reads a regular file that is not empty.
  ///
  /// @throws InputException if it is not one, cannot be read, breaks its format's rules or changes
  ///   while it is read
  public static <T> T read(Path file, Reading<T> reading) {
    if (!Files.exists(file)) {
      if (ADDRESS.matcher(file.toString()).lookingAt()) {
        throw new InputException("only files are read, so download it first: " + file);
      }
      throw new InputException("no such file: " + file);
    }
    if (!Files.isRegularFile(file)) {
      throw new InputException("not a file, but a folder or device: " + file);
    }
    return fromFolderOrFile(
        file,
        f -> {
          if (Files.size(f) == 0) {
            throw new InputException("the file is empty: " + f);
          }
          return unchanged(List.of(f), () -> reading.read(f));
        });
  }

  /// Reads files that must not change meanwhile. Whatever is wrong with one that does, that it
  /// changed is the reason.
  ///
  /// @throws InputException if one has changed
  public static <T> T unchanged(List<Path> files, Reader<T> reader) throws IOException {
    var before = new ArrayList<FileSnapshot>();
    for (Path file : files) {
      before.add(FileSnapshot.of(file));
    }
    T result;
    try {
      result = reader.read();
    } catch (IOException | RuntimeException e) {
      requireUnchanged(before);
      throw e;
    }
    requireUnchanged(before);
    return result;
  }

  private static void requireUnchanged(List<FileSnapshot> files) throws IOException {
    for (FileSnapshot file : files) {
      file.requireUnchanged();
    }
  }

  /// Reads something from a folder.
  ///
  /// @throws InputException if it is none, or something in it cannot be read or breaks its format's
  ///   rules
  public static <T> T readFolder(Path folder, Reading<T> reading) {
    if (!Files.isDirectory(folder)) {
      throw new InputException("not a folder: " + folder);
    }
    return fromFolderOrFile(folder, reading);
  }

  private static <T> T fromFolderOrFile(Path path, Reading<T> reading) {
    try {
      return reading.read(path);
    } catch (MalformedModelException e) {
      throw new InputException(path + ": " + e.getMessage());
    } catch (IOException e) {
      throw new InputException("%s cannot be read: %s".formatted(path, FileFaults.reason(e)));
    }
  }
}
