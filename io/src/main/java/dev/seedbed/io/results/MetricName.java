package dev.seedbed.io.results;

import dev.seedbed.luck.Direction;
import dev.seedbed.statistics.Interval;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What the name of a metric says of its scores.
///
/// @param words it is made of, in small letters
record MetricName(String name, Set<String> words) {
  private static final double PERCENT = 100;

  /// Shares of rows that are right.
  private static final Set<String> HITS =
      Set.of(
          "acc",
          "accuracy",
          "top1",
          "top5",
          "em",
          "hits",
          "correct",
          "success",
          "successes",
          "win",
          "winrate",
          "acc1",
          "acc5");

  /// Shares of rows that are wrong, or sizes of errors.
  private static final Set<String> ERRORS =
      Set.of("err", "error", "errors", "err1", "err5", "misclassification", "misclassifications");

  /// An error that has one of these words is a size.
  private static final Set<String> SIZES =
      Set.of("mean", "squared", "square", "absolute", "abs", "relative", "percentage", "max");

  /// Other scores of at most 1, or 100.
  private static final Set<String> UP_TO_ONE =
      Set.of(
          "f1",
          "fscore",
          "fbeta",
          "auc",
          "auroc",
          "auprc",
          "rocauc",
          "prauc",
          "ap",
          "map",
          "map50",
          "precision",
          "recall",
          "sensitivity",
          "specificity",
          "iou",
          "miou",
          "jaccard",
          "dice",
          "bleu",
          "sacrebleu",
          "rouge",
          "rouge1",
          "rouge2",
          "rougel",
          "meteor",
          "chrf",
          "ndcg",
          "mrr",
          "ssim");

  /// Scores that have 1 at the top, and no bottom at 0.
  private static final Set<String> COEFFICIENTS =
      Set.of(
          "r2",
          "rsquared",
          "mcc",
          "matthews",
          "kappa",
          "pearson",
          "spearman",
          "pearsonr",
          "spearmanr",
          "correlation");

  /// Others of which more is better.
  private static final Set<String> UP =
      Set.of(
          "reward",
          "rewards",
          "return",
          "returns",
          "psnr",
          "score",
          "scores",
          "elo",
          "likelihood",
          "elbo",
          "throughput",
          "utility",
          "gain");

  /// Of which less is better, and none is below 0.
  private static final Set<String> DOWN =
      Set.of(
          "rmse",
          "mse",
          "mae",
          "mape",
          "smape",
          "rmsle",
          "msle",
          "perplexity",
          "ppl",
          "wer",
          "cer",
          "fid",
          "kid",
          "brier",
          "ece",
          "regret",
          "rse",
          "deviance",
          "bpb",
          "bpc");

  /// Of which less is better, whatever its sign.
  private static final Set<String> LOSSES =
      Set.of(
          "loss",
          "losses",
          "nll",
          "bce",
          "ce",
          "crossentropy",
          "xent",
          "logloss",
          "cost",
          "kl",
          "objective",
          "hinge");

  static MetricName of(String name) {
    String split =
        ColumnName.of(name)
            .base()
            .replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ")
            .toLowerCase(Locale.ROOT)
            .replace("r^2", "r2")
            .replace("r²", "r2");
    List<String> parts =
        Arrays.stream(split.split("[^\\p{L}\\p{N}]+", -1)).filter(part -> !part.isEmpty()).toList();
    var words = new HashSet<>(parts);
    for (int i = 1; i < parts.size(); i++) {
      words.add(parts.get(i - 1) + parts.get(i));
    }
    return new MetricName(name, Set.copyOf(words));
  }

  private boolean isAny(Set<String> some) {
    return words.stream().anyMatch(some::contains);
  }

  /// Which scores are better; empty if the name does not say.
  Optional<Direction> direction() {
    if (words.contains("neg") || words.contains("negative")) {
      // Scikit-learn's neg_log_loss is to rise, a negative log-likelihood to fall.
      return Optional.of(words.contains("likelihood") ? Direction.MINIMIZE : Direction.MAXIMIZE);
    }
    boolean down = isAny(LOSSES) || isAny(DOWN) || isAny(ERRORS);
    boolean up = isAny(HITS) || isAny(UP_TO_ONE) || isAny(COEFFICIENTS) || isAny(UP);
    // A loss by any other name, such as f1_loss or top1_error.
    return down
        ? Optional.of(Direction.MINIMIZE)
        : up ? Optional.of(Direction.MAXIMIZE) : Optional.empty();
  }

  /// What scores can be.
  ///
  /// @param least of those there are
  /// @param greatest of those there are
  Interval range(double least, double greatest) {
    double low =
        least >= 0 && (isShare() || isAny(ERRORS) || isAny(DOWN) || isAny(LOSSES))
            ? 0
            : Double.NEGATIVE_INFINITY;
    boolean bounded =
        direction().equals(Optional.of(Direction.MAXIMIZE)) && isShare() && least >= 0;
    double high =
        bounded && greatest <= PERCENT
            ? whole(greatest)
            : isAny(COEFFICIENTS) && greatest <= 1 ? 1 : Double.POSITIVE_INFINITY;
    return new Interval(low, high);
  }

  private boolean isShare() {
    return isAny(HITS) || isAny(UP_TO_ONE);
  }

  /// Whether scores may be shares of rows that are right, or wrong.
  boolean mayBeHits() {
    return isAny(HITS)
        || (isAny(ERRORS) && !isAny(SIZES))
        || !(isAny(UP_TO_ONE)
            || isAny(COEFFICIENTS)
            || isAny(DOWN)
            || isAny(LOSSES)
            || isAny(ERRORS));
  }

  /// The score of all rows: 1, or 100 of percentages.
  static double whole(double greatest) {
    return greatest <= 1 ? 1 : PERCENT;
  }
}
