package dev.seedbed.report.text;

import dev.seedbed.io.document.LuckDocument;
import dev.seedbed.io.document.LuckDocument.BaselinePart;
import dev.seedbed.io.document.LuckDocument.BestOf;
import dev.seedbed.io.document.LuckDocument.ConfigurationPart;
import dev.seedbed.io.document.LuckDocument.ContrastPart;
import dev.seedbed.io.document.LuckDocument.Spread;
import dev.seedbed.io.document.LuckDocument.WinnerPart;
import dev.seedbed.io.results.ResultsSpec.Layout;
import dev.seedbed.io.results.ResultsSpec.Take;
import dev.seedbed.luck.Contrast;
import dev.seedbed.luck.Direction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What results of runs say, in sentences.
///
/// @param luck as `luck --json` says it
public record LuckText(LuckDocument luck) {
  private static final int MOST_NAMES = 10;
  private static final int MOST_COMPARISONS = 10;
  private static final double SIGNIFICANT = 0.05;

  /// What was read, and how.
  public String source() {
    LuckDocument.Source source = luck.source();
    int runs = luck.configurations().stream().mapToInt(LuckText::count).sum();
    List<String> words = new ArrayList<>();
    int configurations = luck.configurations().size();
    words.add(
        "%s (%s is better) of %s%s"
            .formatted(
                luck.metric(),
                luck.direction() == Direction.MINIMIZE ? "lower" : "higher",
                count(runs, "run"),
                configurations == 1 ? "" : " of %d configurations".formatted(configurations)));
    if (source.layout() == Layout.ROWS) {
      words.add("each on %,d rows".formatted(luck.rowsEvaluated().orElse(0)));
    }
    source.seed().ifPresent(seed -> words.add("seeds by '%s'".formatted(seed)));
    if (!source.configuration().isEmpty() && configurations > 1) {
      words.add(
          "configurations by "
              + source.configuration().stream()
                  .map(name -> name.isEmpty() ? "the first column" : "'" + name + "'")
                  .collect(Collectors.joining(", ")));
    }
    source
        .task()
        .filter(_ -> !luck.tasks().isEmpty())
        .ifPresent(
            task -> words.add("the mean of %d tasks by '%s'".formatted(luck.tasks().size(), task)));
    source
        .step()
        .ifPresent(step ->
            words.add(
                source.take().equals(Optional.of(Take.BEST))
                    ? "the best score of each run, which flatters all of them, by '%s'"
                        .formatted(step)
                    : "the last score of each run, by '%s'".formatted(step)));
    return String.join("; ", words);
  }

  private static int count(ConfigurationPart one) {
    return one.runs().size() + one.diverged().size() + one.unfinished().size() + one.empty().size();
  }

  /// What else to know of all, a sentence each.
  public List<String> notes() {
    List<String> notes = new ArrayList<>(luck.source().notes());
    boolean several = luck.configurations().stream().anyMatch(one -> one.runs().size() > 1);
    if (luck.rowsEvaluated().isEmpty() && several) {
      notes.add(
          "Rows are not known, so only seeds are counted, and how much of a lead lasts on new rows is not known. "
              + "--rows-evaluated N says on how many rows accuracies were measured; better is a table with each row's hit or loss (--rows).");
    }
    return notes;
  }

  private static String named(ConfigurationPart one) {
    return one.name().isEmpty() ? "" : one.name() + ": ";
  }

  /// Where the scores of a configuration lie.
  public String spread(ConfigurationPart one) {
    int runs = one.runs().size();
    if (one.scores().isEmpty()) {
      return named(one) + "no run has a score";
    }
    Spread scores = one.scores().get();
    if (runs == 1) {
      return "%s1 run (%s): %s. One run does not say where others lie: run at least 5 seeds."
          .formatted(
              named(one), seed(one.runs().getFirst().seed()), score(scores).text(scores.mean()));
    }
    if (scores.least() == scores.greatest()) {
      return "%s%d runs: all %s. If more than the seed was to vary, check that it did."
          .formatted(named(one), runs, score(scores).text(scores.mean()));
    }
    ScoreText text = score(scores);
    return "%s%d runs: %s ± %s (standard deviation), %s. A new seed gives %s (95 %%)."
        .formatted(
            named(one),
            runs,
            text.text(scores.mean()),
            text.text(scores.sd().orElse(0)),
            text.range(scores.least(), scores.greatest()),
            text.range(
                scores.predictionLow().orElse(scores.least()),
                scores.predictionHigh().orElse(scores.greatest())));
  }

  private static ScoreText score(Spread scores) {
    return ScoreText.of(scores.sd().orElse(Double.NaN));
  }

  /// The name of a run: `seed 3`, or as it is called.
  private String seed(String seed) {
    return luck.source().seedsNamed() || seed.matches("[0-9]+")
        ? (luck.source().seedsNamed() ? "seed " : "run ") + seed
        : seed;
  }

  /// All else that is to be said of a configuration, a sentence or two each.
  public List<String> more(ConfigurationPart one) {
    List<String> more = new ArrayList<>(leftOut(one));
    if (one.scores().isEmpty() || one.runs().size() < 2 || one.scores().get().sd().orElse(0) == 0) {
      return more;
    }
    Spread scores = one.scores().get();
    ScoreText text = score(scores);
    one.interquartileMean()
        .ifPresent(middle ->
            more.add(
                "The mean is in %s (95 %%); the interquartile mean is %s, in %s."
                    .formatted(
                        text.range(scores.meanLow().orElse(0), scores.meanHigh().orElse(0)),
                        text.text(middle.value()),
                        text.range(middle.low(), middle.high()))));
    one.winner().ifPresent(winner -> more.add(winner(one, winner, text)));
    one.independentErrors().map(errors -> baseline(errors, scores, text)).ifPresent(more::add);
    return more;
  }

  /// The runs of a configuration that no number counts.
  public List<String> leftOut(ConfigurationPart one) {
    return Stream.of(
            leftOut(one.diverged(), "diverged and %s left out, which flatters the others"),
            leftOut(one.unfinished(), "did not end and %s left out"),
            leftOut(one.empty(), "%s left out for want of a score"))
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<String> leftOut(List<String> seeds, String what) {
    if (seeds.isEmpty()) {
      return Optional.empty();
    }
    String names =
        seeds.stream().limit(MOST_NAMES).map(this::seed).collect(Collectors.joining(", "));
    int rest = seeds.size() - MOST_NAMES;
    return Optional.of(
        "%s %s: %s%s."
            .formatted(
                count(seeds.size(), "run"),
                what.formatted(seeds.size() == 1 ? "is" : "are"),
                names,
                rest > 0 ? " and %d more".formatted(rest) : ""));
  }

  private static String count(int n, String what) {
    return "%,d %s%s".formatted(n, what, n == 1 ? "" : "s");
  }

  private String winner(ConfigurationPart one, WinnerPart winner, ScoreText text) {
    int half = Math.max(2, one.runs().size() / 2);
    Optional<BestOf> some =
        one.bestOf().stream()
            .filter(best -> best.seeds() <= half)
            .max(Comparator.comparingInt(BestOf::seeds));
    String best =
        "The best, %s with %s, is %s better than the mean"
            .formatted(seed(winner.seed()), text.text(winner.score()), text.text(winner.lead()));
    String expected =
        some.filter(of -> of.seeds() > 1 && of.seeds() < one.runs().size())
            .map(of ->
                " (the best of %d seeds gives %s on average)"
                    .formatted(of.seeds(), text.text(of.unbiased())))
            .orElse("");
    return best + expected + lasting(one, winner, text);
  }

  private static String lasting(ConfigurationPart one, WinnerPart winner, ScoreText text) {
    if (winner.leadReal().isEmpty()) {
      return one.independentErrors().isEmpty()
          ? "."
          : ". Runs miss fewer than two rows on average: too few to say what lasts of that on new rows.";
    }
    double expected = winner.leadReal().getAsDouble();
    if (winner.leadRealLow().isPresent()) {
      return ". On as many new rows expect it to be %s better (95 %%: %s)."
          .formatted(
              text.text(expected),
              text.range(winner.leadRealLow().getAsDouble(), winner.leadRealHigh().orElse(0)));
    }
    String share =
        "%s of the lead, 95 %%: %s"
            .formatted(
                ScoreText.percent(winner.shareReal().orElse(0)),
                ScoreText.percents(
                    winner.shareRealLow().orElse(0), winner.shareRealHigh().orElse(1)));
    return expected == 0
        ? ". On new rows expect nothing of that (%s).".formatted(share)
        : ". On new rows expect it to be about %s better (%s)."
            .formatted(text.text(expected), share);
  }

  private String baseline(BaselinePart errors, Spread scores, ScoreText text) {
    String chance =
        "If seeds erred independently on the %,d rows, they would differ by %s%s (standard deviation)"
            .formatted(
                errors.rows(),
                luck.source().layout() == Layout.ROWS ? "" : "about ",
                text.text(errors.sd()));
    if (errors.p().isEmpty()) {
      return chance + ".";
    }
    String ratio =
        "%s times the variance, 95 %%: %s to %s, %s"
            .formatted(
                ScoreText.ratio(errors.varianceRatio().orElse(0)),
                ScoreText.ratio(errors.varianceRatioLow().orElse(0)),
                ScoreText.ratio(errors.varianceRatioHigh().orElse(0)),
                ScoreText.probability(errors.p().getAsDouble()));
    return errors.p().getAsDouble() > SIGNIFICANT
        ? "%s. They differ by %s, which is no more than such chance makes (%s)."
            .formatted(chance, text.text(scores.sd().orElse(0)), ratio)
        : "%s. They differ by %s, more than such chance makes (%s): probably some seeds are better than others."
            .formatted(chance, text.text(scores.sd().orElse(0)), ratio);
  }

  /// Configurations compared, those with the best first, the most important sentences only.
  public List<String> comparisons() {
    List<String> sentences =
        new ArrayList<>(ordered().stream().limit(MOST_COMPARISONS).map(this::comparison).toList());
    int rest = luck.comparisons().size() - MOST_COMPARISONS;
    if (rest > 0) {
      sentences.add("%s more: --json has all.".formatted(count(rest, "comparison")));
    }
    return sentences;
  }

  private List<ContrastPart> ordered() {
    String best = luck.best().map(ConfigurationPart::name).orElse("");
    return luck.comparisons().stream()
        .sorted(
            Comparator.comparing((ContrastPart contrast) -> !contrast.better().equals(best))
                .thenComparingDouble(ContrastPart::difference))
        .toList();
  }

  /// The first thing to say.
  public String answer() {
    List<ContrastPart> ordered = ordered();
    return ordered.isEmpty()
        ? luck.best().map(this::spread).orElse("No run has a score")
        : comparison(ordered.getFirst());
  }

  private String comparison(ContrastPart contrast) {
    boolean paired = contrast.pairing() == Contrast.Pairing.PAIRED;
    String over =
        paired
            ? "paired over %s".formatted(count(contrast.runsOfBetter(), "seed"))
            : "by %s and %d of the other, not paired"
                .formatted(count(contrast.runsOfBetter(), "run"), contrast.runsOfWorse());
    String p =
        ScoreText.probability(contrast.holm()) + (luck.comparisons().size() > 1 ? ", Holm" : "");
    if (contrast.difference() == 0) {
      return "%s and %s are equal on average, %s."
          .formatted(contrast.better(), contrast.worse(), over);
    }
    boolean spread = contrast.differenceLow().isPresent();
    double low = contrast.differenceLow().orElse(0);
    double high = contrast.differenceHigh().orElse(0);
    ScoreText text = ScoreText.of((high - low) / 4);
    String better =
        "%s is better than %s by %s%s, %s%s"
            .formatted(
                contrast.better(),
                contrast.worse(),
                text.text(contrast.difference()),
                low < high ? " (95 %%: %s)".formatted(text.range(low, high)) : "",
                over,
                paired && contrast.runsOfBetter() > 1
                    ? ", on %s of them".formatted(wins(contrast))
                    : "");
    if (contrast.toldApart()) {
      return "%s; that is more than chance (%s).".formatted(better, p);
    }
    if (!spread) {
      return better + "; one run does not say where others lie: run at least 6 seeds of both.";
    }
    long needed = contrast.seedsNeeded().orElse(0);
    int least = Math.min(contrast.runsOfBetter(), contrast.runsOfWorse());
    if (contrast.probability() == 1) {
      return "%s; so few runs cannot show more (%s), whatever the difference: %,d of each can."
          .formatted(better, p, Math.max(needed, least + 1));
    }
    return "%s; that is not enough to tell them apart (%s): %s."
        .formatted(
            better,
            p,
            needed > least
                ? "about %,d seeds of each would be, if the difference is real".formatted(needed)
                : "a few more seeds may be");
  }

  private static String wins(ContrastPart contrast) {
    double wins = contrast.probability() * contrast.runsOfBetter();
    double halves = Math.rint(2 * wins) / 2;
    return halves == Math.rint(halves) ? "%.0f".formatted(halves) : "%.1f".formatted(halves);
  }
}
