package dev.seedbed.bench.study;

import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Table;
import dev.seedbed.io.table.TableFiles;
import dev.seedbed.random.Seed;
import dev.seedbed.study.Study;
import dev.seedbed.study.StudyListener;
import dev.seedbed.study.StudyResult;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.SuccessiveHalving;
import dev.seedbed.study.TrialExecutor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;

/// What successive halving loses and saves: 64 seeds of digits, once all trained to the end, and
/// with several ways of halving; on several splits of the data. The default was chosen by the first
/// ten splits; the others show whether that holds.
///
/// The noise that a loss is compared with is the split-half one of all 64 at their ends: √2 times
/// the standard deviation of half the difference between the losses on two halves of the validation
/// rows.
public final class HalvingExperiment {
  private static final Path HOME = Path.of(System.getProperty("seedbed.home", "."));
  private static final int SEEDS = 64;
  private static final int SPLITS = 10;
  private static final List<SuccessiveHalving> WAYS =
      List.of(
          SuccessiveHalving.DEFAULT,
          new SuccessiveHalving(3, 2),
          new SuccessiveHalving(3, 5),
          new SuccessiveHalving(4, 3),
          new SuccessiveHalving(2, 3));

  private HalvingExperiment() {}

  /// One race beside the whole truth.
  ///
  /// @param cost epochs trained, as a share of those of all trials trained to the end
  /// @param behind by how much the loss it found is above the lowest
  /// @param rank of what it found, among all
  private record Outcome(
      SuccessiveHalving way, double cost, double behind, int rank, double noise) {}

  /// Runs all, and prints tables in Markdown.
  public static void run() throws InterruptedException {
    Table table = TableFiles.read(HOME.resolve("examples/digits.csv"));
    long first = DataSpec.DEFAULT_SEED.value();
    print("The splits that the default was chosen by", table, first);
    print("Ten others", table, first + SPLITS);
  }

  private static void print(String title, Table table, long first) throws InterruptedException {
    System.out.printf("%s, `--seed %d` to `%d`:%n%n", title, first, first + SPLITS - 1);
    var outcomes = new ArrayList<Outcome>();
    for (int i = 0; i < SPLITS; i++) {
      outcomes.addAll(split(table, new Seed(first + i)));
    }
    System.out.println(
        "| way | epochs, mean | of them least, most | behind the best of all 64, in noise: mean, most | the very best found | worst rank found |");
    System.out.println("|---|---:|---:|---:|---:|---:|");
    for (SuccessiveHalving way : WAYS) {
      List<Outcome> own = outcomes.stream().filter(o -> o.way.equals(way)).toList();
      DoubleSummaryStatistics cost = own.stream().mapToDouble(Outcome::cost).summaryStatistics();
      DoubleSummaryStatistics behind =
          own.stream().mapToDouble(o -> o.behind / o.noise).summaryStatistics();
      System.out.printf(
          "| %s | %.1f %% | %.1f, %.1f %% | %.2f, %.2f | %d of %d | %d |%n",
          title(way),
          100 * cost.getAverage(),
          100 * cost.getMin(),
          100 * cost.getMax(),
          behind.getAverage(),
          behind.getMax(),
          own.stream().filter(o -> o.rank == 1).count(),
          own.size(),
          own.stream().mapToInt(o -> o.rank).max().orElseThrow());
    }
    System.out.println();
  }

  private static List<Outcome> split(Table table, Seed seed) throws InterruptedException {
    Dataset data = Dataset.of(table, DataSpec.of("digit").withSeed(seed));
    StudySpec usual = StudySpec.of(data).withSeeds(StudySpec.seeds(SEEDS));
    StudySpec spec = usual.withTraining(usual.training().withOrderSeed(seed));
    StudyResult whole = run(spec.withHalving(Optional.empty()), data);
    double lowest = whole.ranking().getFirst().loss();
    var outcomes = new ArrayList<Outcome>();
    for (SuccessiveHalving way : WAYS) {
      StudyResult raced = run(spec.withHalving(Optional.of(way)), data);
      double found = raced.winner().orElseThrow().trial().loss();
      long better = whole.ranking().stream().filter(trial -> trial.loss() < found).count();
      outcomes.add(
          new Outcome(
              way,
              (double) raced.epochs() / whole.epochs(),
              found - lowest,
              (int) better + 1,
              noise(whole)));
    }
    return outcomes;
  }

  private static String title(SuccessiveHalving way) {
    return "η %d, first rung at %d%s"
        .formatted(
            way.eta(),
            way.smallestBudget(),
            way.equals(SuccessiveHalving.DEFAULT) ? " (default)" : "");
  }

  private static StudyResult run(StudySpec spec, Dataset data) throws InterruptedException {
    int threads = Runtime.getRuntime().availableProcessors();
    return Study.run(spec, data, TrialExecutor.local(threads), StudyListener.NONE);
  }

  private static double noise(StudyResult whole) {
    double variance = whole.seedEffect().schemes().getFirst().variance().orElseThrow().noise();
    return Math.sqrt(2 * variance);
  }
}
