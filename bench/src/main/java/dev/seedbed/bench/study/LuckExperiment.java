package dev.seedbed.bench.study;

import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Table;
import dev.seedbed.descent.Evaluation;
import dev.seedbed.io.table.ColumnKinds;
import dev.seedbed.io.table.TableFiles;
import dev.seedbed.io.table.TableSpec;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.random.Seed;
import dev.seedbed.statistics.SeedVariance;
import dev.seedbed.study.Study;
import dev.seedbed.study.StudyListener;
import dev.seedbed.study.StudyResult;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.Trial;
import dev.seedbed.study.TrialExecutor;
import dev.seedbed.study.TrialResult;
import dev.seedbed.study.TrialState;
import dev.seedbed.study.TrialStates;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Whether the share of a lead that `train` calls real is what lasts on new rows: for many seeds,
/// the slope of the loss on the test rows against that on the validation rows, beside the share
/// that was told. Only an experiment may look at the test rows of all trials.
public final class LuckExperiment {
  private static final Path HOME = Path.of(System.getProperty("seedbed.home", "."));
  private static final int SEEDS = 100;
  private static final int SPLITS = 10;

  private LuckExperiment() {}

  private record Example(String file, String target, Map<String, ColumnKinds.Kind> kinds) {}

  private static final List<Example> EXAMPLES =
      List.of(
          new Example("iris", "species", Map.of()),
          new Example("penguins", "species", Map.of()),
          new Example("auto-mpg", "mpg", Map.of("name", ColumnKinds.Kind.UNUSED)),
          new Example("digits", "digit", Map.of()));

  /// States that are all kept.
  private record Kept(Map<Integer, TrialState> states) implements TrialStates {
    @Override
    public Optional<TrialState> find(Trial trial) {
      return Optional.ofNullable(states.get(trial.number()));
    }

    @Override
    public void save(TrialState state) {
      states.put(state.trial().number(), state);
    }

    @Override
    public void release(Trial trial) {}
  }

  /// Runs all, and prints a table in Markdown.
  public static void run() throws InterruptedException, IOException {
    System.out.println(
        "| data | validation rows | share told: mean, least to most | slope: mean, least to most | slope within the interval |");
    System.out.println("|---|---:|---:|---:|---:|");
    for (Example example : EXAMPLES) {
      Path file = HOME.resolve("examples/" + example.file + ".csv");
      Table table =
          TableFiles.read(
              file, TableSpec.of(new ColumnKinds(example.kinds, ColumnKinds.Kind.FOUND)));
      double[] shares = new double[SPLITS];
      double[] slopes = new double[SPLITS];
      int within = 0;
      int rows = 0;
      for (int i = 0; i < SPLITS; i++) {
        Seed seed = new Seed(i);
        Dataset data = Dataset.of(table, DataSpec.of(example.target).withSeed(seed));
        rows = data.validation().rows();
        StudySpec usual = StudySpec.of(data).withSeeds(StudySpec.seeds(SEEDS));
        StudySpec spec =
            usual.withTraining(usual.training().withOrderSeed(seed)).withHalving(Optional.empty());
        var kept = new Kept(new ConcurrentHashMap<>());
        StudyResult result =
            Study.run(
                spec,
                data,
                TrialExecutor.local(Runtime.getRuntime().availableProcessors()),
                kept,
                StudyListener.NONE);
        SeedVariance told = result.seedEffect().schemes().getFirst().variance().orElseThrow();
        shares[i] = told.share();
        slopes[i] = slope(result.ranking(), kept, data);
        within += told.interval().contains(slopes[i]) ? 1 : 0;
      }
      System.out.printf(
          "| %s | %d | %s | %s | %d of %d |%n",
          example.file, rows, summary(shares), summary(slopes), within, SPLITS);
    }
  }

  private static String summary(double[] values) {
    var statistics = Arrays.stream(values).summaryStatistics();
    return "%.2f, %.2f to %.2f"
        .formatted(statistics.getAverage(), statistics.getMin(), statistics.getMax());
  }

  /// Of the loss on the test rows, by least squares over trials.
  private static double slope(List<TrialResult> trials, Kept kept, Dataset data) {
    double[] x = new double[trials.size()];
    double[] y = new double[trials.size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = trials.get(i).loss();
      TrialState state = kept.find(trials.get(i).trial()).orElseThrow();
      y[i] =
          Evaluation.of(state.snapshot().best(), data.test(), data.target(), Kernels.best())
              .score()
              .loss();
    }
    double meanX = Arrays.stream(x).average().orElseThrow();
    double meanY = Arrays.stream(y).average().orElseThrow();
    double products = 0;
    double squares = 0;
    for (int i = 0; i < x.length; i++) {
      products += (x[i] - meanX) * (y[i] - meanY);
      squares += (x[i] - meanX) * (x[i] - meanX);
    }
    return products / squares;
  }
}
