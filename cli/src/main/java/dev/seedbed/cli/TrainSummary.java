package dev.seedbed.cli;

import dev.seedbed.check.Diagnosis;
import dev.seedbed.check.Finding;
import dev.seedbed.check.Severity;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Feature;
import dev.seedbed.data.Table;
import dev.seedbed.data.Target;
import dev.seedbed.init.Scheme;
import dev.seedbed.io.VisibleText;
import dev.seedbed.study.Outcome;
import dev.seedbed.study.StudyResult;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.Trial;
import dev.seedbed.study.TrialResult;
import dev.seedbed.study.Vary;
import dev.seedbed.study.statistics.Interval;
import dev.seedbed.train.AdamW;
import dev.seedbed.train.Schedule;
import dev.seedbed.train.ScheduleNotation;
import dev.seedbed.train.Score;
import dev.seedbed.train.Sgd;
import dev.seedbed.train.TrainingSpec;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What `train` prints for people: the data and the network before, the leaderboard and the best
/// network after.
final class TrainSummary {
  private static final int MOST_ON_BOARD = 10;
  private static final int MOST_FINDINGS = 5;

  private final PrintWriter out;
  private final StudySpec spec;

  TrainSummary(PrintWriter out, StudySpec spec) {
    this.out = out;
    this.spec = spec;
  }

  void before(Table table, Dataset data, int threads) {
    long texts =
        data.encoder().features().stream().filter(f -> f instanceof Feature.OneHot).count();
    long numbers = data.encoder().features().size() - texts;
    print(
        "data      %s: %,d rows, %s -> %s"
            .formatted(table.name(), data.rows(), columns(numbers, texts), target(data.target())));
    print(
        "          %,d rows to train, %,d to validate, %,d to test"
            .formatted(data.train().rows(), data.validation().rows(), data.test().rows()));
    data.remarks().forEach(remark -> print("          " + remark));
    print(
        "network   %s, %s, %,d parameters, start: %s"
            .formatted(
                spec.network().widths().stream()
                    .map(String::valueOf)
                    .collect(Collectors.joining("-")),
                spec.network().activation().name(),
                spec.network().parameters(),
                spec.schemes().stream().map(Scheme::name).collect(Collectors.joining(", "))));
    print(
        "training  %s, minibatch %d".formatted(rule(spec.training()), spec.training().minibatch()));
    more(spec.training()).ifPresent(line -> print("          " + line));
    print(
        "          %s, up to %s each, %s"
            .formatted(
                trials(), count(spec.training().epochs(), "epoch"), count(threads, "thread")));
    if (!spec.rungs().isEmpty()) {
      print(
          "          after %s epochs 1 in %d trains on; %s never stopped"
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
          case INIT -> count(spec.seeds().size(), "seed");
          case ORDER -> count(spec.seeds().size(), "seed") + " of the order of rows";
          case BOTH ->
              "%d × %d seeds of weights and order"
                  .formatted(spec.seeds().size(), spec.seeds().size());
        };
    return spec.schemes().size() == 1
        ? seeds
        : count(spec.schemes().size(), "scheme") + " × " + seeds;
  }

  /// What the checks of the first start of each scheme have found.
  void starts(Map<String, Diagnosis> checks) {
    checks.forEach(
        (scheme, diagnosis) -> start(checks.size() == 1 ? "" : scheme + ": ", diagnosis));
    print("");
  }

  private void start(String scheme, Diagnosis diagnosis) {
    List<Finding> findings =
        diagnosis.findings().stream().filter(f -> f.severity() != Severity.INFO).toList();
    if (findings.isEmpty()) {
      print(
          "start     %shealthy (loss %.2f, chance %.2f)"
              .formatted(scheme, diagnosis.whole().loss(), diagnosis.whole().chance()));
    }
    for (int i = 0; i < Math.min(MOST_FINDINGS, findings.size()); i++) {
      Finding finding = findings.get(i);
      print(
          "%-9s %s%s %s %s: %s"
              .formatted(
                  i == 0 ? "start" : "",
                  scheme,
                  finding.severity(),
                  finding.rule().title(),
                  finding.layer(),
                  finding.message()));
    }
    if (findings.size() > MOST_FINDINGS) {
      print("          and %d more: see seedbed check".formatted(findings.size() - MOST_FINDINGS));
    }
  }

  private static String rule(TrainingSpec training) {
    return switch (training.optimizer()) {
      case Sgd sgd ->
          "SGD, learning rate %s, %smomentum %s, weight decay %s"
              .formatted(
                  plain(sgd.learningRate()),
                  sgd.nesterov() ? "Nesterov " : "",
                  plain(sgd.momentum()),
                  plain(sgd.weightDecay()));
      case AdamW adamW ->
          "AdamW, learning rate %s, betas %s and %s, weight decay %s"
              .formatted(
                  plain(adamW.learningRate()),
                  plain(adamW.beta1()),
                  plain(adamW.beta2()),
                  plain(adamW.weightDecay()));
    };
  }

  /// What is not there by default.
  private static Optional<String> more(TrainingSpec training) {
    var parts = new ArrayList<String>();
    String schedule = ScheduleNotation.write(training.schedule());
    if (!schedule.equals(ScheduleNotation.write(TrainingSpec.DEFAULT.schedule()))) {
      parts.add("schedule " + schedule);
    }
    if (training.schedule() instanceof Schedule.WarmUp warmUp) {
      parts.add(count(warmUp.epochs(), "epoch") + " of warm-up");
    }
    if (training.clips()) {
      parts.add("gradient clipped to " + plain(training.maxGradientNorm()));
    }
    if (training.dropout() > 0) {
      parts.add("dropout " + plain(training.dropout()));
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
  }

  /// A number without zeros at its end, and without an exponent unless it is very small or large.
  static String plain(double value) {
    return value >= 1e-6 && value < 1e7
        ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
        : Double.toString(value);
  }

  private static String columns(long numbers, long texts) {
    if (texts == 0) {
      return count(numbers, "number");
    }
    return numbers == 0
        ? count(texts, "text")
        : count(numbers, "number") + " and " + count(texts, "text");
  }

  static String count(long n, String what) {
    return "%,d %s%s".formatted(n, what, n == 1 ? "" : "s");
  }

  private static String target(Target target) {
    return switch (target) {
      case Target.Classes classes ->
          "%s (%d classes)".formatted(classes.column(), classes.labels().size());
      case Target.Quantity quantity ->
          "%s (quantity, mean %.4g, sd %.4g)"
              .formatted(quantity.column(), quantity.mean(), quantity.deviation());
    };
  }

  void leaderboard(StudyResult result) {
    List<TrialResult> ranking = result.ranking();
    boolean quantity =
        ranking.stream()
            .flatMap(trial -> trial.outcome().best().stream())
            .anyMatch(score -> score instanceof Score.Regression);
    print(
        "rank  %s   validation loss   %s   best epoch"
            .formatted(name("scheme", "seed", "order"), quantity ? "    rmse" : "accuracy"));
    for (int i = 0; i < ranking.size(); i++) {
      boolean last = i == ranking.size() - 1;
      if (i < MOST_ON_BOARD || last) {
        print("%4d  %s".formatted(i + 1, row(ranking.get(i))));
      } else if (i == MOST_ON_BOARD) {
        print("   …");
      }
    }
    long diverged =
        ranking.stream().filter(trial -> trial.outcome() instanceof Outcome.Diverged).count();
    if (diverged > 0) {
      print("%d of %d diverged".formatted(diverged, ranking.size()));
    }
    print("");
  }

  /// What the rungs decided, and how much the seed mattered.
  void effect(StudyResult result) {
    if (result.winner().isPresent()) {
      new EffectSummary(this::print, spec, result).print();
    }
  }

  /// The columns that tell trials apart: as many as vary.
  private String name(String scheme, String seed, String order) {
    String name = "%9s".formatted(seed);
    if (spec.vary() != Vary.INIT) {
      name += "  %9s".formatted(order);
    }
    if (spec.schemes().size() > 1) {
      int width = spec.schemes().stream().mapToInt(s -> s.name().length()).max().orElseThrow();
      name += "   %-" + width + "s";
      name = name.formatted(scheme);
    }
    return name;
  }

  private String row(TrialResult result) {
    Trial trial = result.trial();
    String name =
        name(
            trial.scheme().name(),
            Long.toString(trial.seed().value()),
            Long.toString(trial.order().value()));
    return switch (result.outcome()) {
      case Outcome.Completed completed ->
          "%s   %s".formatted(name, scored(completed.validation(), completed.bestEpoch()));
      case Outcome.Stopped stopped ->
          "%s   %s   stopped at rung %d, epoch %d: above %.4f"
              .formatted(
                  name,
                  scored(stopped.validation(), stopped.bestEpoch()),
                  stopped.rung(),
                  spec.rungs().get(stopped.rung() - 1),
                  stopped.cut());
      case Outcome.Diverged diverged ->
          "%s   diverged in epoch %d".formatted(name, diverged.epoch());
    };
  }

  private static String scored(Score score, int bestEpoch) {
    return "%15.4f   %s   %10d".formatted(score.loss(), metric(score), bestEpoch);
  }

  private static String metric(Score score) {
    return switch (score) {
      case Score.Classification c -> "%6.2f %%".formatted(100 * c.accuracy());
      case Score.Regression r -> "%8.4g".formatted(r.rmse());
    };
  }

  void result(Dataset data, StudyResult result, Path folder, double seconds) {
    if (result.winner().isEmpty()) {
      return;
    }
    var winner = result.winner().get();
    Interval interval = winner.interval();
    String score =
        switch (winner.test()) {
          case Score.Classification c ->
              "test accuracy %.2f %% (95 %% interval %.1f to %.1f)"
                  .formatted(100 * c.accuracy(), 100 * interval.low(), 100 * interval.high());
          case Score.Regression r ->
              "test RMSE %.4g%s%s"
                  .formatted(
                      r.rmse(),
                      Double.isFinite(interval.high())
                          ? " (95 %% interval %.4g to %.4g)"
                              .formatted(interval.low(), interval.high())
                          : "",
                      Double.isNaN(r.r2()) ? "" : ", R² %.3f".formatted(r.r2()));
        };
    Trial trial = winner.trial().trial();
    print(
        "best      %sseed %d%s: %s, on %s that nothing else has seen"
            .formatted(
                spec.schemes().size() == 1 ? "" : trial.scheme().name() + ", ",
                trial.seed().value(),
                spec.vary() == Vary.INIT ? "" : ", order " + trial.order().value(),
                score,
                count(data.test().rows(), "row")));
    print(
        "files     %s (report.html, model.onnx, model.safetensors, trials.csv, curves.csv)"
            .formatted(folder));
    print("took      %.1f s".formatted(seconds));
  }

  private void print(String line) {
    out.println(VisibleText.of(line));
    out.flush();
  }
}
