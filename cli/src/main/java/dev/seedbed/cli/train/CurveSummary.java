package dev.seedbed.cli.train;

import dev.seedbed.cli.terminal.Blocks;
import dev.seedbed.cli.terminal.Lines;
import dev.seedbed.cli.terminal.Words;
import dev.seedbed.init.Scheme;
import dev.seedbed.study.Outcome;
import dev.seedbed.study.StudyResult;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.TrialResult;
import dev.seedbed.train.Epoch;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The charts in block characters that `train` prints at the end.
record CurveSummary(Lines out, StudySpec spec, StudyResult result) {
  private static final int HISTOGRAM = 20;
  private static final int CURVE = 20;

  void print() {
    double[] all = losses(result.ranking());
    double least = Arrays.stream(all).min().orElse(Double.NaN);
    double most = Arrays.stream(all).max().orElse(Double.NaN);
    if (most > least) {
      List<Scheme> schemes = spec.schemes();
      IntStream.range(0, schemes.size())
          .forEach(i -> spread(i == 0 ? "spread" : "", schemes.get(i), least, most));
    }
    result.winner().ifPresent(winner -> curve(winner.trial()));
  }

  private static double[] losses(List<TrialResult> trials) {
    return trials.stream().mapToDouble(TrialResult::loss).filter(Double::isFinite).toArray();
  }

  /// How the losses of a scheme's trials are spread; all schemes on one scale.
  private void spread(String label, Scheme scheme, double least, double most) {
    List<TrialResult> trials =
        result.ranking().stream()
            .filter(trial -> trial.trial().scheme().name().equals(scheme.name()))
            .filter(trial -> Double.isFinite(trial.loss()))
            .toList();
    long stopped =
        trials.stream().filter(trial -> trial.outcome() instanceof Outcome.Stopped).count();
    out.label(
        label,
        "%s %s %s  validation loss of %s%s"
            .formatted(
                Words.loss(least),
                Blocks.histogram(losses(trials), least, most, HISTOGRAM),
                Words.loss(most),
                spec.schemes().size() == 1
                    ? Words.count(trials.size(), "trial")
                    : "%,d of %s".formatted(trials.size(), scheme.name()),
                stopped == 0 ? "" : ", %,d of them when stopped".formatted(stopped)));
  }

  /// How a trial's validation loss went.
  private void curve(TrialResult trial) {
    double[] losses =
        trial.curve().stream().map(Epoch::validation).mapToDouble(score -> score.loss()).toArray();
    if (losses.length < 2 || !(trial.outcome() instanceof Outcome.Completed(int best, _))) {
      return;
    }
    out.label(
        "curve",
        "%s %s %s  validation loss of the best over %,d epochs, log scale; lowest %s in epoch %,d"
            .formatted(
                Words.loss(losses[0]),
                Blocks.curve(losses, CURVE),
                Words.loss(losses[losses.length - 1]),
                losses.length,
                Words.loss(losses[best - 1]),
                best));
  }
}
