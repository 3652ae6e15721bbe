package dev.seedbed.io.file;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// Files of one folder that appear when all are written, or none of them. Until then they stand in
/// a folder of their own beside their places; several processes may write them.
///
/// They are put in their places one by one. Where older ones are replaced, the last of these goes
/// first: who is stopped in that moment finds no set, and not some files of both.
public final class FileSet implements AutoCloseable {
  private static final int ATTEMPTS = 10;
  private static final long PAUSE_NANOS = 100_000_000;

  private final Path folder;
  private final List<String> names;
  private final Path stage;

  /// Begins to write files.
  ///
  /// @param names in the order in which they appear; regular files of these names are replaced
  /// @throws FileSystemException names what is in the way
  public FileSet(Path folder, List<String> names) throws IOException {
    this.folder = folder;
    this.names = List.copyOf(names);
    for (String name : names) {
      Path file = folder.resolve(name);
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
          && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileSystemException(file.toString(), null, "not a regular file");
      }
    }
    if (!Files.isDirectory(folder)) {
      throw new FileSystemException(
          folder.resolve(names.getLast()).toString(), null, "no such folder");
    }
    stage = folder.resolve(AtomicFiles.PART + UUID.randomUUID());
    try {
      Files.createDirectory(stage);
    } catch (IOException e) {
      throw new FileSystemException(folder.toString(), null, FileFaults.reason(e));
    }
  }

  /// The folder of a file's name.
  public static Path folder(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent());
  }

  /// Where the files are written.
  public Path stage() {
    return stage;
  }

  /// Puts all files in their places.
  public void publish() throws IOException {
    Files.deleteIfExists(folder.resolve(names.getLast()));
    for (String name : names) {
      try {
        Files.move(stage.resolve(name), folder.resolve(name), ATOMIC_MOVE);
      } catch (IOException e) {
        throw new FileSystemException(folder.resolve(name).toString(), null, FileFaults.reason(e));
      }
    }
  }

  /// Removes what has not been published. A process that was given up may still write there.
  @Override
  public void close() throws IOException {
    for (int left = ATTEMPTS; left > 0; left--) {
      empty();
      try {
        Files.deleteIfExists(stage);
        return;
      } catch (DirectoryNotEmptyException e) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    // An empty folder that stays takes nothing from what was written.
  }

  private void empty() throws IOException {
    try (Stream<Path> left = Files.list(stage)) {
      for (Path file : left.toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
