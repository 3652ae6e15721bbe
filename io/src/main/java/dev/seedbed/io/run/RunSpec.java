package dev.seedbed.io.run;

import dev.seedbed.data.DataSpec;
import dev.seedbed.io.table.ColumnKinds;
import dev.seedbed.study.StudySpec;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;

/// What a run does.
///
/// @param file the table's path as it was given
/// @param kinds how it is read
/// @param data how it becomes a dataset
/// @param recorded what is written down beside the result
public record RunSpec(
    String file, ColumnKinds kinds, DataSpec data, StudySpec study, Set<Recorded> recorded) {
  public RunSpec {
    recorded = Set.copyOf(recorded);
    checkTarget(kinds, data);
    checkName(file);
  }

  @SuppressWarnings("ReturnValueIgnored") // It is only asked whether there is such a path.
  private static void checkName(String file) {
    try {
      Path.of(file);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("the table must have a name that files can have: " + file);
    }
  }

  /// Whether the target can be what the task needs.
  ///
  /// @throws IllegalArgumentException if the target is not read, or not as the task needs it
  public static void checkTarget(ColumnKinds kinds, DataSpec data) {
    ColumnKinds.Kind kind = kinds.known().get(data.target());
    if (kind == ColumnKinds.Kind.UNUSED) {
      throw new IllegalArgumentException("the target must not be ignored: '" + data.target() + "'");
    }
    if (kind != null && data.task() == DataSpec.Task.REGRESSION) {
      throw new IllegalArgumentException(
          "the target of a regression must not be read as text: '" + data.target() + "'");
    }
  }

  /// With nothing recorded.
  public static RunSpec of(String file, ColumnKinds kinds, DataSpec data, StudySpec study) {
    return new RunSpec(file, kinds, data, study, Set.of());
  }

  public RunSpec withRecorded(Set<Recorded> some) {
    return new RunSpec(file, kinds, data, study, some);
  }
}
