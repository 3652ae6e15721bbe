package dev.seedbed.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Table;
import dev.seedbed.io.run.RunFolder;
import dev.seedbed.io.run.RunSpec;
import dev.seedbed.io.table.TableFiles;
import dev.seedbed.io.table.TableSpec;
import dev.seedbed.study.Study;
import dev.seedbed.study.StudyListener;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.SuccessiveHalving;
import dev.seedbed.study.Trial;
import dev.seedbed.study.TrialExecutor;
import dev.seedbed.study.TrialRunner;
import dev.seedbed.study.TrialStates;
import dev.seedbed.train.Epoch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// A study that is small, and how it can be killed.
final class SmallStudy {
  static final Table TABLE = TableFiles.read(Path.of("examples/iris.csv"));
  static final DataSpec DATA_SPEC = DataSpec.of("species").withTask(DataSpec.Task.CLASSIFICATION);
  static final Dataset DATA = Dataset.of(TABLE, DATA_SPEC);
  static final StudySpec STUDY = study();
  static final TrialRunner RACE = new TrialRunner(STUDY, DATA);

  private SmallStudy() {}

  private static StudySpec study() {
    StudySpec spec = StudySpec.of(DATA).withHidden(List.of(5)).withSeeds(StudySpec.seeds(6));
    return spec.withTraining(spec.training().withEpochs(9))
        .withReferences(2)
        .withHalving(Optional.of(new SuccessiveHalving(2, 2)));
  }

  /// Begins a run in `folder`, which ends abruptly after `epochs` epochs.
  static void begin(RunFolder folder, int epochs) throws IOException {
    var spec = RunSpec.of("examples/iris.csv", TableSpec.FOUND, DATA_SPEC, STUDY);
    folder.begin(spec, RunSpec.Tables.of(TABLE), DATA);
    goOn(folder, epochs);
  }

  /// Goes on with the run in `folder`, and ends abruptly after `epochs` epochs.
  static void goOn(RunFolder folder, int epochs) throws IOException {
    var left = new AtomicInteger(epochs);
    var listener =
        new StudyListener() {
          @Override
          public void epochDone(Trial trial, Epoch epoch) {
            if (left.decrementAndGet() < 0) {
              throw new IllegalStateException("killed");
            }
          }
        };
    TrialStates states = folder.states(RACE);
    assertThatThrownBy(() ->
            Study.run(STUDY, DATA, TrialExecutor.local(2), states, folder.journaling(listener)))
        .hasMessage("killed");
  }
}
