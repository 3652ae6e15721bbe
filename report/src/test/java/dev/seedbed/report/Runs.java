package dev.seedbed.report;

import dev.seedbed.check.Check;
import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.data.Column;
import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Table;
import dev.seedbed.init.Catalogue;
import dev.seedbed.io.document.CheckDocument;
import dev.seedbed.io.document.LayerRow;
import dev.seedbed.io.document.ResultDocument;
import dev.seedbed.io.run.RunFolder;
import dev.seedbed.io.run.RunRecord;
import dev.seedbed.io.run.RunSpec;
import dev.seedbed.io.table.TableSpec;
import dev.seedbed.kernel.Team;
import dev.seedbed.network.Network;
import dev.seedbed.random.Seed;
import dev.seedbed.report.text.NoticeText;
import dev.seedbed.study.ActivationCurve;
import dev.seedbed.study.Study;
import dev.seedbed.study.StudyListener;
import dev.seedbed.study.StudyResult;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.SuccessiveHalving;
import dev.seedbed.study.Trial;
import dev.seedbed.study.TrialExecutor;
import dev.seedbed.study.TrialResult;
import dev.seedbed.study.TrialRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;

/// Runs of small studies, for reports of them.
final class Runs {
  /// A name that means harm to whoever takes it for anything but text.
  static final String HOSTILE =
      "{a|b}</script><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}\u2028\u202e\u001b[31m&amp;'\"";

  /// Names that objects of JavaScript have something by, and one that a spreadsheet would run.
  static final String PROTOTYPE = "__proto__";

  static final String CONSTRUCTOR = "constructor";
  static final String FORMULA = "=cmd|' /C calc'!A0";

  private static final int ROWS = 150;

  private Runs() {}

  /// Runs a study of the sign of a sum, with hostile names for its file and its target.
  static RunRecord run(Path folder, UnaryOperator<StudySpec> change)
      throws IOException, InterruptedException {
    float[] sums = sums(uniform("a"), uniform("b"));
    String[] signs = new String[ROWS];
    for (int i = 0; i < ROWS; i++) {
      signs[i] = sums[i] > 0 ? HOSTILE : CONSTRUCTOR;
    }
    return run(folder, new Column.Texts(HOSTILE, signs), DataSpec.Task.CLASSIFICATION, change);
  }

  /// Runs a study of the sum itself.
  static RunRecord quantity(Path folder) throws IOException, InterruptedException {
    return run(
        folder,
        new Column.Numbers(HOSTILE, sums(uniform("a"), uniform("b"))),
        DataSpec.Task.REGRESSION,
        study -> study.withSchemes(study.schemes().subList(0, 1)));
  }

  private static float[] uniform(String name) {
    float[] values = new float[ROWS];
    new Seed(1).stream(name).symmetricUniform(0, values);
    return values;
  }

  private static float[] sums(float[] a, float[] b) {
    float[] sums = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      sums[i] = a[i] + b[i];
    }
    return sums;
  }

  private static RunRecord run(
      Path folder, Column target, DataSpec.Task task, UnaryOperator<StudySpec> change)
      throws IOException, InterruptedException {
    var table =
        new Table(
            HOSTILE,
            List.of(
                new Column.Numbers(PROTOTYPE, uniform("a")),
                new Column.Numbers(FORMULA, uniform("b")),
                target));
    var dataSpec = DataSpec.of(HOSTILE).withTask(task);
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
    var spec = RunSpec.of("<b>data.csv", TableSpec.FOUND, dataSpec, study);
    try (RunFolder run = RunFolder.create(folder)) {
      run.begin(spec, RunSpec.Tables.of(table), data);
      StudyResult result =
          Study.run(
              study,
              data,
              TrialExecutor.local(2),
              run.states(new TrialRunner(study, data)),
              run.journaling(StudyListener.NONE));
      if (result.winner().isPresent()) {
        TrialResult best = result.winner().get().trial();
        run.addStart(start(study, data, best.trial()));
        run.addActivations(ActivationCurve.of(new TrialRunner(study, data), best, Team.ALONE));
      }
      run.finish(
          table,
          data,
          result,
          ResultDocument.of(
              folder.toString(), data, NoticeText.parts(data), study, result, List.of(), 1.0));
    }
    return RunRecord.of(folder);
  }

  private static CheckDocument start(StudySpec study, Dataset data, Trial trial) {
    Network network = trial.scheme().draw(study.network(), trial.seed(), Optional.of(data.train()));
    return check(Check.of(network).on(data.train()).run());
  }

  /// What `check` says of a start, as far as a report is drawn from it.
  static CheckDocument check(Diagnosis diagnosis) {
    List<CheckDocument.FindingRow> findings =
        diagnosis.findings().stream()
            .map(finding ->
                new CheckDocument.FindingRow(
                    finding.rule().title(),
                    finding.rule().id(),
                    finding.severity().name().toLowerCase(Locale.ROOT),
                    finding.layer(),
                    OptionalDouble.of(finding.value()),
                    "above " + finding.threshold().bound(),
                    finding.message(),
                    finding.remedies().isEmpty() ? "" : "draw again",
                    finding.rule().source()))
            .toList();
    return new CheckDocument(
        diagnosis.verdict().title(),
        findings,
        diagnosis.layers().stream().map(layer -> LayerRow.drawn(layer, layer.likeliest())).toList(),
        Optional.of(CheckDocument.NetworkPart.of(diagnosis)),
        Optional.of(CheckDocument.RowsPart.of(diagnosis)),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(HOSTILE),
        Optional.of(diagnosis.verdict().meaning()));
  }
}
