package dev.seedbed.io.transfer;

import dev.seedbed.data.InputException;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Files that other machines must see as this one does: by the same paths, of the same sizes, and
/// written at the same times.
///
/// @param what they are, such as "the model and the data"
public record SharedFiles(String what, ArrayList<String> paths, ArrayList<String> marks)
    implements Serializable {

  /// The files as they are here and now.
  public static SharedFiles of(String what, List<Path> files) throws IOException {
    var shared = new SharedFiles(what, new ArrayList<>(), new ArrayList<>());
    for (Path file : files) {
      shared.paths.add(file.toAbsolutePath().toString());
      shared.marks.add(mark(file));
    }
    return shared;
  }

  private static String mark(Path file) throws IOException {
    return Files.size(file) + "@" + Files.getLastModifiedTime(file).toMillis();
  }

  /// Does nothing where they are the same files.
  ///
  /// @throws InputException says which is not
  public void require() throws IOException {
    for (int i = 0; i < paths.size(); i++) {
      Path file = Path.of(paths.get(i));
      requireSeen(what, file);
      if (!mark(file).equals(marks.get(i))) {
        throw new InputException(
            "%s is another file there, or was changed: all machines must see the same, as on a shared file system"
                .formatted(file));
      }
    }
  }

  /// Does nothing where there is a file or folder of that path.
  ///
  /// @param what must be seen
  /// @throws InputException if there is none
  public static void requireSeen(String what, Path path) {
    if (!Files.exists(path)) {
      throw new InputException(
          "%s is not there: all machines must see %s by the same paths, as on a shared file system"
              .formatted(path, what));
    }
  }
}
