package dev.seedbed.report;

import dev.seedbed.data.Column;
import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Table;
import dev.seedbed.init.Catalogue;
import dev.seedbed.io.run.RunFolder;
import dev.seedbed.io.run.RunRecord;
import dev.seedbed.io.run.RunSpec;
import dev.seedbed.io.run.StudyJson;
import dev.seedbed.io.table.ColumnKinds;
import dev.seedbed.random.Seed;
import dev.seedbed.study.Race;
import dev.seedbed.study.Study;
import dev.seedbed.study.StudyListener;
import dev.seedbed.study.StudyResult;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.SuccessiveHalving;
import dev.seedbed.study.TrialExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Runs of small studies, for reports of them.
final class Runs {
  /// A name that means harm to whoever takes it for anything but text.
  static final String HOSTILE =
      "</script><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}\u2028\u202e\u001b[31m&amp;'\"";

  private Runs() {}

  /// Runs a study of the sign of a sum, with hostile names for its file and its target.
  static RunRecord run(Path folder, UnaryOperator<StudySpec> change)
      throws IOException, InterruptedException {
    int rows = 150;
    float[] a = new float[rows];
    float[] b = new float[rows];
    new Seed(1).stream("a").symmetricUniform(0, a);
    new Seed(1).stream("b").symmetricUniform(0, b);
    String[] signs = new String[rows];
    for (int i = 0; i < rows; i++) {
      signs[i] = a[i] + b[i] > 0 ? HOSTILE : "no";
    }
    var table =
        new Table(
            HOSTILE,
            List.of(
                new Column.Numbers("a", a),
                new Column.Numbers("b", b),
                new Column.Texts(HOSTILE, signs)));
    var dataSpec = DataSpec.of(HOSTILE).withTask(DataSpec.Task.CLASSIFICATION);
    Dataset data = Dataset.of(table, dataSpec);
    StudySpec usual =
        StudySpec.of(data)
            .withHidden(List.of(6))
            .withSeeds(StudySpec.seeds(12))
            .withReferences(3)
            .withHalving(Optional.of(new SuccessiveHalving(2, 1)))
            .withSchemes(
                List.of(Catalogue.scheme("glorot-uniform"), Catalogue.scheme("lecun-normal")));
    StudySpec study = change.apply(usual.withTraining(usual.training().withEpochs(12)));
    // A file name must not hold all that a table's name may.
    var spec = new RunSpec("<b>data.csv", ColumnKinds.found(), dataSpec, study);
    try (RunFolder run = RunFolder.create(folder)) {
      run.begin(spec, table, data);
      StudyResult result =
          Study.run(
              study,
              data,
              TrialExecutor.local(2),
              run.states(new Race(study, data)),
              run.journaling(StudyListener.NONE));
      var document = StudyJson.result(folder.toString(), data, study, result);
      document.putArray("checks");
      run.finish(table, data, study, result, document.put("seconds", 1.0));
    }
    return RunRecord.of(folder);
  }
}
