package dev.seedbed.bench.train;

import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.io.table.TableFiles;
import dev.seedbed.study.StudySpec;
import dev.seedbed.train.TrainingSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The example `examples/digits.csv`, and studies of it with a hidden layer of 128 units.
public final class Digits {
  /// Where the project is; `./seedbed-bench` says.
  private static final Path HOME = Path.of(System.getProperty("seedbed.home", "."));

  private Digits() {}

  /// The table, made ready.
  public static Dataset data() {
    return Dataset.of(TableFiles.read(HOME.resolve("examples/digits.csv")), DataSpec.of("digit"));
  }

  /// A race of so many seeds, all trained to the end.
  static StudySpec study(Dataset data, int seeds, int epochs) {
    return StudySpec.of(data)
        .withHidden(List.of(128))
        .withSeeds(StudySpec.seeds(seeds))
        .withHalving(Optional.empty())
        .withTraining(
            TrainingSpec.DEFAULT
                .withOptimizer(Case.OPTIMIZER)
                .withSchedule(Case.SCHEDULE)
                .withMinibatch(16)
                .withEpochs(epochs)
                .withPatience(epochs));
  }
}
