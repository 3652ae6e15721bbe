package dev.seedbed.io.file;

import dev.seedbed.data.InputException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A folder in which Seedbed keeps its files, perhaps among others. No link in it is followed: what
/// is read, written or removed is a regular file in a real folder, so nothing outside is ever
/// touched. What bears no name that Seedbed gives is left alone.
///
/// The outermost folder is the user's to name, and may itself be reached by a link.
///
/// @param path may not exist yet
/// @param parent the folder that this one is in; empty for the outermost
public record PlainFolder(Path path, Optional<PlainFolder> parent) {

  /// The kind of file at a path; links are not followed.
  private enum Kind {
    NOTHING("nothing"),
    FILE("a regular file"),
    FOLDER("a folder"),
    LINK("a link"),
    OTHER("a device or pipe");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    static Kind of(Path path) {
      BasicFileAttributes attributes;
      try {
        attributes =
            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      } catch (NoSuchFileException e) {
        return NOTHING;
      } catch (IOException e) {
        throw new InputException(path + " cannot be read: " + FileFaults.reason(e));
      }
      if (attributes.isRegularFile()) {
        return FILE;
      }
      if (attributes.isSymbolicLink()) {
        return LINK;
      }
      return attributes.isDirectory() ? FOLDER : OTHER;
    }
  }

  /// An outermost folder.
  public static PlainFolder of(Path path) {
    return new PlainFolder(path, Optional.empty());
  }

  /// The folder of that name in this one; it need not exist.
  public PlainFolder folder(String name) {
    return new PlainFolder(path.resolve(name), Optional.of(this));
  }

  /// Where the file of that name is, or can be made.
  ///
  /// @throws InputException if something else than a regular file stands there, or the folder is
  ///   not a real one
  public Path file(String name) {
    exists();
    Path file = path.resolve(name);
    requireOneOf(file, Kind.of(file), Kind.FILE);
    return file;
  }

  /// The file of that name, if there is one.
  ///
  /// @throws InputException as [#file]
  public Optional<Path> find(String name) {
    return Optional.of(file(name)).filter(file -> Kind.of(file) == Kind.FILE);
  }

  /// Whether there is such a folder.
  ///
  /// @throws InputException if something else stands there, such as a link to a folder
  public boolean exists() {
    if (parent.isEmpty()) {
      return Files.isDirectory(path);
    }
    boolean inside = parent.get().exists();
    Kind kind = Kind.of(path);
    requireOneOf(path, kind, Kind.FOLDER);
    return inside && kind == Kind.FOLDER;
  }

  private static void requireOneOf(Path path, Kind kind, Kind wanted) {
    if (kind != Kind.NOTHING && kind != wanted) {
      throw new InputException(
          "%s must be %s, not %s: replace it or move it away"
              .formatted(path, wanted.words, kind.words));
    }
  }

  /// Makes the folder, unless it is there. Several threads may.
  ///
  /// @throws InputException as [#exists]
  public PlainFolder make() throws IOException {
    if (!exists()) {
      try {
        Files.createDirectory(path);
      } catch (FileAlreadyExistsException e) {
        if (!exists()) {
          throw e;
        }
      }
    }
    return this;
  }

  /// The names of the regular files in it that `names` matches; none if it is not a real folder.
  public List<String> files(Pattern names) throws IOException {
    return list(names, Kind.FILE);
  }

  /// The real folders in it, likewise.
  public List<PlainFolder> folders() throws IOException {
    return list(Pattern.compile(".*", Pattern.DOTALL), Kind.FOLDER).stream()
        .map(this::folder)
        .toList();
  }

  private List<String> list(Pattern names, Kind kind) throws IOException {
    if (!isReal()) {
      return List.of();
    }
    try (Stream<Path> content = Files.list(path)) {
      return content
          .filter(entry -> names.matcher(entry.getFileName().toString()).matches())
          .filter(entry -> Kind.of(entry) == kind)
          .map(entry -> entry.getFileName().toString())
          .toList();
    }
  }

  /// Whether it is there, and no link.
  public boolean isReal() {
    return parent.isEmpty()
        ? Files.isDirectory(path)
        : parent.get().isReal() && Kind.of(path) == Kind.FOLDER;
  }

  /// Removes the regular files in it that `names` matches, and nothing else.
  public void removeFiles(Pattern names) throws IOException {
    for (String name : files(names)) {
      Files.delete(path.resolve(name));
    }
  }

  /// Removes the folder if it is a real one and nothing is left in it.
  public void removeIfEmpty() throws IOException {
    if (isReal()) {
      try {
        Files.delete(path);
      } catch (DirectoryNotEmptyException e) {
        // Something that is not ours.
      }
    }
  }
}
