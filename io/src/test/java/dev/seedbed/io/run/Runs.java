package dev.seedbed.io.run;

import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Table;
import dev.seedbed.io.table.TableFiles;
import dev.seedbed.io.table.TableSpec;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.SuccessiveHalving;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A small run for tests.
final class Runs {
  static final Table TABLE = TableFiles.read(Path.of("examples/iris.csv"));
  static final RunSpec.Tables TABLES = RunSpec.Tables.of(TABLE);
  static final DataSpec DATA_SPEC = DataSpec.of("species").withTask(DataSpec.Task.CLASSIFICATION);
  static final Dataset DATA = Dataset.of(TABLE, DATA_SPEC);

  /// Rungs after 1, 2 and 4 of 6 epochs.
  static final StudySpec STUDY = study(DATA);

  static final RunSpec SPEC =
      RunSpec.of(
          "examples/iris.csv", TableSpec.FOUND.withNeeded(DATA_SPEC.columns()), DATA_SPEC, STUDY);

  private Runs() {}

  static StudySpec study(Dataset data) {
    StudySpec spec = StudySpec.of(data).withHidden(List.of(5)).withSeeds(StudySpec.seeds(9));
    return spec.withTraining(spec.training().withEpochs(6))
        .withReferences(2)
        .withHalving(Optional.of(new SuccessiveHalving(2, 1)));
  }
}
