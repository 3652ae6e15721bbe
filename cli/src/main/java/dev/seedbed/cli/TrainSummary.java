package dev.seedbed.cli;

import dev.seedbed.check.Diagnosis;
import dev.seedbed.check.Finding;
import dev.seedbed.check.Severity;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Feature;
import dev.seedbed.data.Table;
import dev.seedbed.data.Target;
import dev.seedbed.study.Outcome;
import dev.seedbed.study.StudyResult;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.TrialResult;
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
import java.util.Optional;
import java.util.stream.Collectors;

/// What `train` prints for people: the data and the network before, the leaderboard and the best
/// network after.
final class TrainSummary {
  private static final int MOST_ON_BOARD = 10;
  private static final int MOST_FINDINGS = 5;

  private final PrintWriter out;

  TrainSummary(PrintWriter out) {
    this.out = out;
  }

  void before(Table table, Dataset data, StudySpec spec, int threads) {
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
                spec.scheme().name()));
    print(
        "training  %s, minibatch %d".formatted(rule(spec.training()), spec.training().minibatch()));
    more(spec.training()).ifPresent(line -> print("          " + line));
    print(
        "          %s, up to %s each, %s"
            .formatted(
                count(spec.seeds().size(), "seed"),
                count(spec.training().epochs(), "epoch"),
                count(threads, "thread")));
  }

  /// What the check of the first start has found.
  void start(Diagnosis diagnosis) {
    List<Finding> findings =
        diagnosis.findings().stream().filter(f -> f.severity() != Severity.INFO).toList();
    if (findings.isEmpty()) {
      print(
          "start     healthy (loss %.2f, chance %.2f)"
              .formatted(diagnosis.whole().loss(), diagnosis.whole().chance()));
    }
    for (int i = 0; i < Math.min(MOST_FINDINGS, findings.size()); i++) {
      Finding finding = findings.get(i);
      print(
          "%-9s %s %s %s: %s"
              .formatted(
                  i == 0 ? "start" : "",
                  finding.severity(),
                  finding.rule().title(),
                  finding.layer(),
                  finding.message()));
    }
    if (findings.size() > MOST_FINDINGS) {
      print("          and %d more: see seedbed check".formatted(findings.size() - MOST_FINDINGS));
    }
    print("");
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
        ranking.getFirst().outcome() instanceof Outcome.Completed completed
            && completed.validation() instanceof Score.Regression;
    print(
        "rank       seed   validation loss   %s   best epoch"
            .formatted(quantity ? "    rmse" : "accuracy"));
    for (int i = 0; i < ranking.size(); i++) {
      boolean last = i == ranking.size() - 1;
      if (i < MOST_ON_BOARD || last) {
        print("%4d   %s".formatted(i + 1, row(ranking.get(i))));
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

  private static String row(TrialResult trial) {
    long seed = trial.trial().seed().value();
    return switch (trial.outcome()) {
      case Outcome.Completed completed ->
          "%8d   %15.4f   %s   %10d"
              .formatted(
                  seed,
                  completed.validation().loss(),
                  metric(completed.validation()),
                  completed.bestEpoch());
      case Outcome.Diverged diverged ->
          "%8d   diverged in epoch %d".formatted(seed, diverged.epoch());
    };
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
    String score =
        switch (winner.test()) {
          case Score.Classification c -> "test accuracy %.2f %%".formatted(100 * c.accuracy());
          case Score.Regression r ->
              Double.isNaN(r.r2())
                  ? "test RMSE %.4g".formatted(r.rmse())
                  : "test RMSE %.4g, R² %.3f".formatted(r.rmse(), r.r2());
        };
    print(
        "best      seed %d: %s, on %d rows that nothing else has seen"
            .formatted(winner.trial().trial().seed().value(), score, data.test().rows()));
    print("files     %s (model.onnx, model.safetensors, trials.csv, curves.csv)".formatted(folder));
    print("took      %.1f s".formatted(seconds));
  }

  private void print(String line) {
    out.println(Terminal.plain(line));
    out.flush();
  }
}
