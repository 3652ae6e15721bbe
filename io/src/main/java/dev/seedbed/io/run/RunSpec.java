package dev.seedbed.io.run;

import dev.seedbed.data.DataSpec;
import dev.seedbed.io.table.ColumnKinds;
import dev.seedbed.study.StudySpec;
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
  }

  /// With nothing recorded.
  public static RunSpec of(String file, ColumnKinds kinds, DataSpec data, StudySpec study) {
    return new RunSpec(file, kinds, data, study, Set.of());
  }

  public RunSpec withRecorded(Set<Recorded> some) {
    return new RunSpec(file, kinds, data, study, some);
  }
}
