package dev.seedbed.bench.study;

import dev.seedbed.data.Dataset;
import dev.seedbed.descent.Evaluation;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.random.Seed;
import dev.seedbed.study.Keep;
import dev.seedbed.study.Study;
import dev.seedbed.study.StudyListener;
import dev.seedbed.study.StudyResult.Winner;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.TrialExecutor;
import dev.seedbed.study.TrialStates;
import java.io.IOException;
import java.util.Arrays;

/// Whether several networks are better on new rows than the best alone: `--keep ensemble` and
/// `--keep soup` of 8 beside `--keep best`, all of the same 16 seeds, each trained to its end. Only
/// an experiment may look at the test rows of all three.
public final class EnsembleExperiment {
  private static final int FIRST_SPLIT = 42;
  private static final int SPLITS = 10;

  private EnsembleExperiment() {}

  /// Runs all, and prints a table in Markdown.
  public static void run() throws InterruptedException, IOException {
    System.out.println(
        "| data | validation rows | test loss of the best alone | of the best 8 together | lower in | of what --keep soup keeps | soup kept in |");
    System.out.println("|---|---:|---:|---:|---:|---:|---:|");
    for (ExampleTable example : ExampleTable.all()) {
      print(example);
    }
  }

  private static void print(ExampleTable example) throws InterruptedException, IOException {
    double[] best = new double[SPLITS];
    double[] ensemble = new double[SPLITS];
    double[] soup = new double[SPLITS];
    int kept = 0;
    int rows = 0;
    for (int i = 0; i < SPLITS; i++) {
      Seed seed = new Seed(FIRST_SPLIT + i);
      Dataset data = example.split(seed);
      rows = data.validation().rows();
      StudySpec spec = ExampleTable.unhalved(data, seed);
      // What one study has trained, the next finds.
      TrialStates states = TrialStates.inMemory();
      best[i] = testLoss(winner(spec, data, states), data);
      var together = new Keep.Ensemble(Keep.DEFAULT_MEMBERS);
      ensemble[i] = testLoss(winner(spec.withKeep(together), data, states), data);
      Winner mean = winner(spec.withKeep(new Keep.Soup(Keep.DEFAULT_MEMBERS)), data, states);
      kept += mean.kept().way() instanceof Keep.Soup ? 1 : 0;
      soup[i] = testLoss(mean, data);
    }
    System.out.printf(
        "| %s | %d | %.4f | %.4f | %d of %d | %.4f | %d of %d |%n",
        example.name(),
        rows,
        mean(best),
        mean(ensemble),
        lower(ensemble, best),
        SPLITS,
        mean(soup),
        kept,
        SPLITS);
  }

  private static Winner winner(StudySpec spec, Dataset data, TrialStates states)
      throws InterruptedException, IOException {
    return Study.run(
            spec,
            data,
            TrialExecutor.local(Runtime.getRuntime().availableProcessors()),
            states,
            StudyListener.NONE)
        .winner()
        .orElseThrow();
  }

  private static double testLoss(Winner winner, Dataset data) {
    return Evaluation.of(winner.model(), data.test(), Kernels.best()).score().loss();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static int lower(double[] some, double[] others) {
    int count = 0;
    for (int i = 0; i < some.length; i++) {
      count += some[i] < others[i] ? 1 : 0;
    }
    return count;
  }
}
