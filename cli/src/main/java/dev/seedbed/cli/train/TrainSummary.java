package dev.seedbed.cli.train;

import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Severity;
import dev.seedbed.cli.terminal.Lines;
import dev.seedbed.cli.terminal.Tones;
import dev.seedbed.cli.terminal.Words;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Feature;
import dev.seedbed.data.Table;
import dev.seedbed.data.Target;
import dev.seedbed.init.Scheme;
import dev.seedbed.io.document.ResultDocument;
import dev.seedbed.io.run.RunRecord;
import dev.seedbed.report.text.NoticeText;
import dev.seedbed.report.text.NumberText;
import dev.seedbed.report.text.TestScoreText;
import dev.seedbed.study.Keep;
import dev.seedbed.study.Kept;
import dev.seedbed.study.StudyResult;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.Vary;
import dev.seedbed.train.AdamW;
import dev.seedbed.train.ClassWeights;
import dev.seedbed.train.Metric;
import dev.seedbed.train.Schedule;
import dev.seedbed.train.Sgd;
import dev.seedbed.train.TrainingSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The output of `train` for people: the data and the network before, the leaderboard and the best
/// network after.
final class TrainSummary {
  private static final int MOST_FINDINGS = 5;

  /// The files of a run folder to list, those that exist.
  private static final List<String> FILES =
      List.of(
          "model.onnx",
          "model.safetensors",
          "trials.csv",
          "curves.csv",
          "test.csv",
          "activations.csv",
          "tensorboard");

  private final Lines out;
  private final StudySpec spec;

  TrainSummary(Lines out, StudySpec spec) {
    this.out = out;
    this.spec = spec;
  }

  void before(Table table, Dataset data, int threads) {
    out.label(
        "data",
        "%s: %,d rows, %s -> %s"
            .formatted(
                table.name(),
                data.rows(),
                columns(data.encoder().features()),
                target(data.target())));
    out.label(
        "",
        "%,d rows to train, %,d to validate, %,d to test"
            .formatted(data.train().rows(), data.validation().rows(), data.test().rows()));
    NoticeText.sentences(data).forEach(notice -> out.label("", notice));
    out.label(
        "network",
        "%s, %s, %,d parameters, start: %s"
            .formatted(
                spec.network().widths().stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining("-")),
                spec.network().activation().name(),
                spec.network().parameters(),
                spec.schemes().stream().map(Scheme::name).collect(Collectors.joining(", "))));
    out.label(
        "training",
        "%s, minibatch %d".formatted(rule(spec.training()), spec.training().minibatch()));
    more(spec.training()).ifPresent(line -> out.label("", line));
    out.label(
        "",
        "%s, up to %s each, %s"
            .formatted(
                trials(),
                Words.count(spec.training().epochs(), "epoch"),
                Words.count(threads, "thread")));
    if (!spec.rungs().isEmpty()) {
      out.label(
          "",
          "rungs after %s epochs keep the best 1/%d; %s never stopped"
              .formatted(
                  spec.rungs().stream().map(String::valueOf).collect(Collectors.joining(", ")),
                  spec.halving().orElseThrow().eta(),
                  references()));
    }
  }

  private String references() {
    int references = Math.min(spec.references(), spec.seeds().size());
    return switch (references) {
      case 0 -> "none is";
      case 1 -> "the first seed is";
      default -> "the first %d seeds are".formatted(references);
    };
  }

  private String trials() {
    String seeds =
        switch (spec.vary()) {
          case INIT -> Words.count(spec.seeds().size(), "seed");
          case ORDER -> Words.count(spec.seeds().size(), "seed") + " of the order of rows";
          case BOTH ->
              "%d × %d seeds of weights and order"
                  .formatted(spec.seeds().size(), spec.seeds().size());
        };
    return spec.schemes().size() == 1
        ? seeds
        : Words.count(spec.schemes().size(), "scheme") + " × " + seeds;
  }

  /// Prints the verdict on the first start of each scheme.
  void starts(Map<String, Diagnosis> checks) {
    checks.forEach(
        (scheme, diagnosis) -> start(checks.size() == 1 ? "" : scheme + ": ", diagnosis));
    out.empty();
  }

  private void start(String scheme, Diagnosis diagnosis) {
    List<Finding> findings =
        diagnosis.findings().stream().filter(f -> f.severity() != Severity.INFO).toList();
    if (findings.isEmpty()) {
      out.label(
          "start",
          Tones.GOOD,
          scheme + "healthy",
          " (loss %.2f, chance %.2f)"
              .formatted(diagnosis.network().loss(), diagnosis.network().chance()));
    }
    for (int i = 0; i < Math.min(MOST_FINDINGS, findings.size()); i++) {
      Finding finding = findings.get(i);
      out.label(
          i == 0 ? "start" : "",
          Tones.of(finding.severity()),
          scheme + finding.severity(),
          " %s %s: %s".formatted(finding.rule().title(), finding.layer(), finding.message()));
    }
    if (findings.size() > MOST_FINDINGS) {
      out.label("", "and %d more: see seedbed check".formatted(findings.size() - MOST_FINDINGS));
    }
  }

  private static String rule(TrainingSpec training) {
    return switch (training.optimizer()) {
      case Sgd sgd ->
          "SGD, learning rate %s, schedule %s, %smomentum %s, weight decay %s"
              .formatted(
                  Words.plain(sgd.learningRate()),
                  schedule(training.schedule()),
                  sgd.nesterov() ? "Nesterov " : "",
                  Words.plain(sgd.momentum()),
                  Words.plain(sgd.weightDecay()));
      case AdamW adamW ->
          "AdamW, learning rate %s, schedule %s, betas %s and %s, weight decay %s"
              .formatted(
                  Words.plain(adamW.learningRate()),
                  schedule(training.schedule()),
                  Words.plain(adamW.beta1()),
                  Words.plain(adamW.beta2()),
                  Words.plain(adamW.weightDecay()));
    };
  }

  /// As at the command line; of a warm-up, the schedule that follows it.
  private static String schedule(Schedule schedule) {
    return switch (schedule) {
      case Schedule.Cosine(double floor) when floor == 0 -> "cosine";
      case Schedule.WarmUp(_, Schedule then) -> schedule(then);
      case Schedule.Constant _, Schedule.Step _, Schedule.Cosine _, Schedule.InverseTime _ ->
          schedule.notation();
    };
  }

  /// Settings of the training that are off by default.
  private static Optional<String> more(TrainingSpec training) {
    var parts = new ArrayList<String>();
    if (training.schedule() instanceof Schedule.WarmUp warmUp) {
      parts.add(Words.count(warmUp.epochs(), "epoch") + " of warm-up");
    }
    if (training.clips()) {
      parts.add("gradient clipped to " + Words.plain(training.maxGradientNorm()));
    }
    if (training.dropout() > 0) {
      parts.add("dropout " + Words.plain(training.dropout()));
    }
    if (training.classWeights() == ClassWeights.BALANCED) {
      parts.add("all classes weigh the same");
    }
    if (training.metric() != Metric.LOSS) {
      parts.add("ranked by " + training.metric().notation());
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
  }

  private static String columns(List<Feature> features) {
    var counts = new LinkedHashMap<String, Long>();
    for (Feature feature : features) {
      String kind =
          switch (feature) {
            case Feature.Scaled _ -> "number";
            case Feature.Dated _ -> "date";
            case Feature.OneHot _ -> "text";
          };
      counts.merge(kind, 1L, Long::sum);
    }
    List<String> kinds =
        counts.entrySet().stream()
            .map(kind -> Words.count(kind.getValue(), kind.getKey()))
            .toList();
    String last = kinds.getLast();
    return kinds.size() == 1
        ? last
        : String.join(", ", kinds.subList(0, kinds.size() - 1)) + " and " + last;
  }

  private static String target(Target target) {
    return switch (target) {
      case Target.Classes classes ->
          "%s (%d classes)".formatted(classes.column(), classes.labels().size());
      case Target.Quantity quantity ->
          "%s (quantity, mean %s, sd %s)"
              .formatted(
                  quantity.column(),
                  NumberText.four(quantity.mean()),
                  NumberText.four(quantity.deviation()));
    };
  }

  /// The trials in the order of their losses.
  void leaderboard(StudyResult result) {
    new Leaderboard(out, spec).print(result.ranking());
    out.empty();
  }

  /// How the losses of the seeds are spread, and how the best trial learnt.
  void curves(StudyResult result) {
    new CurveSummary(out, spec, result).print();
  }

  /// Prints the decisions of the rungs, and how much the seed mattered.
  void effect(StudyResult result) {
    if (result.winner().isPresent()) {
      new EffectSummary(out, spec, result).print();
      new KeepSummary(out, spec.keep(), result.winner().get().kept()).print();
    }
  }

  private static String more(Kept kept) {
    int more = kept.trials().size() - 1;
    return switch (kept.way()) {
      case Keep.Best _ -> "";
      case Keep.Ensemble _ when more == 0 -> "";
      case Keep.Soup _ when more == 0 -> "";
      case Keep.Ensemble _ -> " and %d more together".formatted(more);
      case Keep.Soup _ -> " and %d more, their mean".formatted(more);
    };
  }

  void result(Dataset data, StudyResult study, ResultDocument result, Path folder) {
    if (study.winner().isEmpty() || result.best().isEmpty()) {
      return;
    }
    ResultDocument.Best best = result.best().get();
    out.label(
        "best",
        Tones.STRONG,
        "%sseed %d%s%s: %s"
            .formatted(
                spec.schemes().size() == 1 ? "" : best.scheme() + ", ",
                best.seed(),
                spec.vary() == Vary.INIT ? "" : ", order " + best.orderSeed(),
                more(study.winner().get().kept()),
                TestScoreText.headline(best)),
        ", on %s that nothing else has seen".formatted(Words.count(data.test().rows(), "row")));
    out.label("scores", TestScoreText.others(best));
    Path report = folder.resolve(RunRecord.REPORT);
    if (Files.exists(report)) {
      out.label("report", report + ": open it in a browser");
    }
    out.label(
        "files",
        FILES.stream()
            .filter(name -> Files.exists(folder.resolve(name)))
            .collect(Collectors.joining(", ", folder + " (", ")")));
    out.label("took", "%.1f s".formatted(result.seconds()));
  }
}
