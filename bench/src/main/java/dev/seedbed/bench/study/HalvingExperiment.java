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
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/// What successive halving loses and saves: 64 seeds of digits, once trained to the end, and with
/// several ways of halving; on several splits of the data.
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
          new SuccessiveHalving(3, 2),
          new SuccessiveHalving(3, 3),
          new SuccessiveHalving(4, 2),
          new SuccessiveHalving(4, 3),
          new SuccessiveHalving(4, 5));

  private HalvingExperiment() {}

  /// One race beside the whole truth.
  private record Outcome(
      SuccessiveHalving way, double cost, double behind, int rank, double noise) {}

  /// Runs all, and prints tables in Markdown.
  public static void run() throws InterruptedException {
    Table table = TableFiles.read(HOME.resolve("examples/digits.csv"));
    System.out.println(
        "| split | way | epochs, of those of all to the end | best loss found | lowest of all 64 | behind by | in noise |");
    System.out.println("|---:|---|---:|---:|---:|---:|---:|");
    var outcomes = new ArrayList<Outcome>();
    for (int split = 0; split < SPLITS; split++) {
      Seed seed = new Seed(DataSpec.DEFAULT_SEED.value() + split);
      Dataset data = Dataset.of(table, DataSpec.of("digit").withSeed(seed));
      StudySpec spec = StudySpec.of(data).withSeeds(StudySpec.seeds(SEEDS));
      spec = spec.withTraining(spec.training().withOrderSeed(seed));
      StudyResult whole = run(spec.withHalving(Optional.empty()), data);
      double noise = noise(whole);
      double lowest = whole.ranking().getFirst().loss();
      for (SuccessiveHalving way : WAYS) {
        StudyResult raced = run(spec.withHalving(Optional.of(way)), data);
        double found = raced.winner().orElseThrow().trial().loss();
        double cost = (double) raced.epochs() / whole.epochs();
        long better = whole.ranking().stream().filter(trial -> trial.loss() < found).count();
        var outcome = new Outcome(way, cost, found - lowest, (int) better + 1, noise);
        outcomes.add(outcome);
        System.out.printf(
            "| %d | %s | %.1f %% | %.4f | %.4f | %.4f | %.2f |%n",
            seed.value(),
            title(way),
            100 * cost,
            found,
            lowest,
            outcome.behind,
            outcome.behind / noise);
      }
    }
    System.out.println();
    System.out.println(
        "| way | epochs, mean (most) | behind in noise, mean (most) | found the very best | rank found, worst |");
    System.out.println("|---|---:|---:|---:|---:|");
    for (SuccessiveHalving way : WAYS) {
      List<Outcome> own = outcomes.stream().filter(o -> o.way.equals(way)).toList();
      System.out.printf(
          "| %s | %.1f %% (%.1f) | %.2f (%.2f) | %d of %d | %d |%n",
          title(way),
          100 * costs(own).average().orElseThrow(),
          100 * costs(own).max().orElseThrow(),
          behind(own).average().orElseThrow(),
          behind(own).max().orElseThrow(),
          own.stream().filter(o -> o.rank == 1).count(),
          own.size(),
          own.stream().mapToInt(o -> o.rank).max().orElseThrow());
    }
  }

  private static String title(SuccessiveHalving way) {
    return "η %d, first rung at %d%s"
        .formatted(
            way.eta(),
            way.smallestBudget(),
            way.equals(SuccessiveHalving.DEFAULT) ? " (default)" : "");
  }

  private static DoubleStream costs(List<Outcome> outcomes) {
    return outcomes.stream().mapToDouble(outcome -> outcome.cost);
  }

  private static DoubleStream behind(List<Outcome> outcomes) {
    return outcomes.stream().mapToDouble(outcome -> outcome.behind / outcome.noise);
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
