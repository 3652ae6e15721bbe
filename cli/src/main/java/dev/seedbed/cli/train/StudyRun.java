package dev.seedbed.cli.train;

import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.check.result.Rule;
import dev.seedbed.cli.check.CheckReport;
import dev.seedbed.cli.live.Progress;
import dev.seedbed.cli.options.RunOptions;
import dev.seedbed.cli.options.SchemeNames;
import dev.seedbed.cli.terminal.Errors;
import dev.seedbed.cli.terminal.Lines;
import dev.seedbed.cli.terminal.OutputStyle;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.InputException;
import dev.seedbed.init.Scheme;
import dev.seedbed.io.NotEnoughMemoryException;
import dev.seedbed.io.check.CheckResult;
import dev.seedbed.io.check.DrawnCheck;
import dev.seedbed.io.document.CheckDocument;
import dev.seedbed.io.document.Documents;
import dev.seedbed.io.document.Recorded;
import dev.seedbed.io.document.ResultDocument;
import dev.seedbed.io.file.Memory;
import dev.seedbed.io.model.ModelFiles;
import dev.seedbed.io.run.RunFolder;
import dev.seedbed.io.run.RunRecord;
import dev.seedbed.io.run.RunSpec;
import dev.seedbed.kernel.Team;
import dev.seedbed.random.Seed;
import dev.seedbed.report.StudyReport;
import dev.seedbed.report.text.NoticeText;
import dev.seedbed.study.ActivationCurve;
import dev.seedbed.study.Cluster;
import dev.seedbed.study.Study;
import dev.seedbed.study.StudyListener;
import dev.seedbed.study.StudyResult;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.Trial;
import dev.seedbed.study.TrialResult;
import dev.seedbed.study.TrialRunner;
import dev.seedbed.train.AdamW;
import dev.seedbed.train.ClassWeights;
import dev.seedbed.train.TrainingSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/// A run of a study, from the check of its first start to its result: what `train` and `resume`
/// have in common.
public final class StudyRun {
  /// Measured: 20,000 trials of one epoch fit into 80 MB and not into 48.
  private static final long LEAST_BYTES_OF_A_TRIAL = 1536;

  private final CommandLine command;
  private final RunOptions options;
  private final RunSpec spec;
  private final RunSpec.Tables tables;
  private final Dataset data;
  private final long started;
  private final Lines lines;
  private final TrainSummary summary;
  private Map<String, Diagnosis> checks = Map.of();
  private volatile @Nullable Progress progress;

  /// A run that has not begun.
  ///
  /// @param started when, by [System#nanoTime()]
  public StudyRun(
      CommandLine command,
      RunOptions options,
      RunSpec spec,
      RunSpec.Tables tables,
      Dataset data,
      long started) {
    this.command = command;
    this.options = options;
    this.spec = spec;
    this.tables = tables;
    this.data = data;
    this.started = started;
    this.lines = new Lines(command.getOut(), OutputStyle.ofStandardOutput());
    this.summary = new TrainSummary(lines, spec.study());
  }

  /// A scheme that makes no sense for this network says so before there is a run folder.
  public void checkSchemes() {
    checkMemory();
    StudySpec study = spec.study();
    Seed seed = study.trials().getFirst().seed();
    for (Scheme scheme : study.schemes()) {
      var drawn = new Scheme(scheme.name(), scheme.weights(), scheme.biases(), List.of());
      SchemeNames.named(() -> drawn.draw(study.network(), seed));
    }
  }

  /// The result holds every trial and its curve. A trial holds its network as it is and as it was
  /// at its best, and what the optimiser remembers.
  private void checkMemory() {
    StudySpec study = spec.study();
    int trials = study.trialCount();
    Memory.require(
        "a study of %d trials".formatted(trials),
        trials * LEAST_BYTES_OF_A_TRIAL,
        "use fewer --seeds");
    int members = Math.min(study.keep().members(), trials);
    if (members > 1) {
      ModelFiles.requireRoom(study.network(), members);
    }
    int networks = options.elsewhere() ? 1 : Math.min(options.threads(), trials);
    long bytes = 3 * Float.BYTES * study.network().parameters();
    Memory.requireFile("a trial of %d parameters".formatted(study.network().parameters()), bytes);
    Memory.require(
        "training %d networks of %d parameters at a time"
            .formatted(networks, study.network().parameters()),
        networks * bytes,
        "use a smaller --hidden, or --threads 1");
  }

  /// Tells of the data and the network, and checks the first start of each scheme.
  public void before() {
    if (options.talks()) {
      summary.before(tables.table(), data, options.threads());
    }
    // Also if nobody listens: result.json must not depend on that.
    var diagnoses = new LinkedHashMap<String, Diagnosis>();
    spec.study().schemes().forEach(scheme -> diagnoses.put(scheme.name(), firstStart(scheme)));
    checks = diagnoses;
    if (options.talks()) {
      summary.starts(checks);
    }
  }

  /// What `seedbed check` says of a scheme's first start, but for the length of AdamW's first step,
  /// which is not that of the gradient, and for classes that are out of balance, where weights
  /// balance them.
  private Diagnosis firstStart(Scheme scheme) {
    return applicable(check(scheme, spec.study().trials().getFirst().seed()).first());
  }

  private DrawnCheck check(Scheme scheme, Seed seed) {
    StudySpec study = spec.study();
    return new DrawnCheck(
        study.network(),
        scheme,
        List.of(seed),
        Optional.of(data.train()),
        asked ->
            asked
                .withLearningRate(study.training().optimizer().learningRate())
                .withThreads(options.threads()));
  }

  private Diagnosis applicable(Diagnosis diagnosis) {
    TrainingSpec training = spec.study().training();
    var beside = EnumSet.noneOf(Rule.class);
    if (training.optimizer() instanceof AdamW) {
      beside.add(Rule.UPDATE_RATIO);
    }
    if (training.classWeights() == ClassWeights.BALANCED) {
      beside.add(Rule.OUTPUT_BIAS);
    }
    return new Diagnosis(
        diagnosis.findings().stream().filter(finding -> !beside.contains(finding.rule())).toList(),
        diagnosis.layers(),
        diagnosis.network());
  }

  /// What is drawn of the start of a trial, likewise.
  private CheckDocument start(Trial trial) {
    CheckResult.OfRun checked = check(trial.scheme(), trial.seed()).figures();
    return CheckReport.of(checked.with(applicable(checked.diagnosis()))).drawn();
  }

  /// The machines that train.
  ///
  /// @throws IOException if there are none
  public Cluster cluster() throws IOException, InterruptedException {
    return options.cluster(this::notice);
  }

  private void notice(String line) {
    Progress shown = progress;
    if (shown == null) {
      Errors.report(command, line);
    } else {
      shown.aside(() -> Errors.report(command, line));
    }
  }

  /// Runs the study, and writes and prints what it found.
  ///
  /// @return the exit code
  public int run(RunFolder folder, Cluster cluster) throws IOException, InterruptedException {
    StudyResult result = race(folder, cluster);
    Optional<CheckDocument> start =
        result.winner().isPresent()
            ? addStart(folder, result.winner().get().trial().trial())
            : Optional.empty();
    ResultDocument document = document(folder, result);
    folder.finish(tables.table(), data, result, document);
    boolean drawn = drawReport(folder, document, start);
    print(folder, result, document);
    if (result.winner().isEmpty()) {
      return noWinner(command, folder.path());
    }
    return drawn ? 0 : Errors.FAILED;
  }

  private ResultDocument document(RunFolder folder, StudyResult result) {
    double seconds = (System.nanoTime() - started) / 1e9;
    return ResultDocument.of(
        folder.path().toString(),
        data,
        NoticeText.parts(data),
        spec.study(),
        result,
        firstStarts(),
        seconds);
  }

  private List<ResultDocument.SchemeCheck> firstStarts() {
    return checks.entrySet().stream()
        .map(check -> {
          Diagnosis diagnosis = check.getValue();
          var judged = CheckReport.judgement(diagnosis.verdict(), diagnosis.findings(), false);
          return new ResultDocument.SchemeCheck(
              check.getKey(), judged.verdict(), judged.findings());
        })
        .toList();
  }

  private void print(RunFolder folder, StudyResult result, ResultDocument document) {
    if (options.json()) {
      command.getOut().println(Documents.text(document));
      return;
    }
    if (!options.quiet()) {
      summary.leaderboard(result);
      summary.effect(result);
      summary.curves(result);
    }
    summary.result(data, result, document, folder.path());
  }

  /// Without memory for it the report does without.
  private Optional<CheckDocument> addStart(RunFolder folder, Trial trial) throws IOException {
    try {
      CheckDocument start = start(trial);
      folder.addStart(start);
      return Optional.of(start);
    } catch (OutOfMemoryError e) {
      Errors.report(command, "not enough memory to check the start of the best network");
      return Optional.empty();
    }
  }

  /// The result is on disk by now, and is printed whatever happens here.
  ///
  /// @return whether there is a report
  private boolean drawReport(
      RunFolder folder, ResultDocument result, Optional<CheckDocument> start) {
    try {
      StudyReport.write(RunRecord.of(folder.path()), spec.document(tables, data), result, start);
      return true;
    } catch (IOException | InputException e) {
      Errors.report(command, "the report could not be drawn: " + e.getMessage());
      return false;
    } catch (OutOfMemoryError e) {
      Errors.report(command, "the report could not be drawn: " + Memory.exhausted().getMessage());
      return false;
    }
  }

  /// Says that a run has no best network.
  ///
  /// @return the exit code
  public static int noWinner(CommandLine command, Path run) {
    Errors.report(
        command,
        "every trial that was trained to its end diverged: try a smaller --learning-rate; the curves are in "
            + run);
    return Errors.FAILED;
  }

  private StudyResult race(RunFolder folder, Cluster cluster)
      throws IOException, InterruptedException {
    try {
      StudyResult result =
          options.talks() ? shown(folder, cluster) : race(folder, cluster, StudyListener.NONE);
      if (result.winner().isPresent() && spec.recorded().contains(Recorded.ACTIVATIONS)) {
        record(folder, result.winner().get().trial());
      }
      return result;
    } catch (InterruptedException e) {
      folder.interrupted();
      Errors.report(command, "interrupted; to go on: seedbed resume " + folder.path());
      throw e;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (OutOfMemoryError e) {
      throw new NotEnoughMemoryException(
          "%s; then go on: seedbed resume %s"
              .formatted(Memory.exhausted().getMessage(), folder.path()));
    }
  }

  private StudyResult shown(RunFolder folder, Cluster cluster)
      throws IOException, InterruptedException {
    try (var shown = Progress.start(command.getErr(), spec.study(), cluster::machines)) {
      progress = shown;
      StudyResult result = race(folder, cluster, shown.listener());
      if (shown.drewOnTerminal()) {
        lines.resize(OutputStyle.columnsNow());
      }
      return result;
    } finally {
      progress = null;
    }
  }

  private StudyResult race(RunFolder folder, Cluster cluster, StudyListener listener)
      throws IOException, InterruptedException {
    var race = new TrialRunner(spec.study(), data);
    return Study.run(
        spec.study(), data, cluster.executor(), folder.states(race), folder.journaling(listener));
  }

  private void record(RunFolder folder, TrialResult best) throws IOException, InterruptedException {
    try (Team team = Team.of(options.threads())) {
      folder.addActivations(ActivationCurve.of(new TrialRunner(spec.study(), data), best, team));
    }
  }
}
