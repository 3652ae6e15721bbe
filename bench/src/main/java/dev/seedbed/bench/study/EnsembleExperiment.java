package dev.seedbed.bench.study;

import dev.seedbed.data.Dataset;
import dev.seedbed.descent.Evaluation;
import dev.seedbed.descent.Training;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.model.Model;
import dev.seedbed.network.Network;
import dev.seedbed.random.Seed;
import dev.seedbed.statistics.Quantiles;
import dev.seedbed.study.FinalRows;
import dev.seedbed.study.Keep;
import dev.seedbed.study.Outcome;
import dev.seedbed.study.Study;
import dev.seedbed.study.StudyListener;
import dev.seedbed.study.StudyResult.Winner;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.Trial;
import dev.seedbed.study.TrialExecutor;
import dev.seedbed.study.TrialResult;
import dev.seedbed.study.TrialRunner;
import dev.seedbed.study.TrialStates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

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
    System.out.println();
    System.out.println(
        "| data | what learns from other rows | test loss | lower than that of the best alone in | difference |");
    System.out.println("|---|---|---:|---:|---:|");
    for (ExampleTable example : ExampleTable.all()) {
      printOtherRows(example);
    }
  }

  /// Whether members differ more, or know more, if each learns from other rows than the race.
  private static void printOtherRows(ExampleTable example)
      throws InterruptedException, IOException {
    double[] best = new double[SPLITS];
    var others = new LinkedHashMap<String, double[]>();
    for (int i = 0; i < SPLITS; i++) {
      Seed seed = new Seed(FIRST_SPLIT + i);
      Dataset data = example.split(seed);
      StudySpec spec = ExampleTable.unhalved(data, seed);
      StudySpec together = spec.withKeep(new Keep.Ensemble(Keep.DEFAULT_MEMBERS));
      TrialStates states = TrialStates.inMemory();
      best[i] = testLoss(winner(spec, data, states), data);
      FinalRows all = FinalRows.ALL_BUT_TEST;
      put(others, "the best, `--refit`", i, winner(spec.withFinalRows(all), data, states), data);
      put(others, "8, `--refit`", i, winner(together.withFinalRows(all), data, states), data);
      List<TrialResult> trials = winner(together, data, states).kept().trials();
      Dataset.Part train = data.train();
      Dataset.Part known = train.and(data.validation());
      double[] drawn = others.computeIfAbsent("8, rows drawn with replacement", _ -> room());
      drawn[i] = testLoss(trained(spec, data, trials, k -> drawn(train, seed, k)), data);
      double[] folds = others.computeIfAbsent("8, seven eighths of all but test", _ -> room());
      folds[i] = testLoss(trained(spec, data, trials, k -> allBut(known, k, trials.size())), data);
    }
    others.forEach((name, losses) -> {
      double[] differences = new double[SPLITS];
      Arrays.setAll(differences, i -> losses[i] - best[i]);
      Quantiles difference = Quantiles.of(differences);
      System.out.printf(
          "| %s | %s | %.4f | %d of %d | %.4f ± %.4f |%n",
          example.name(),
          name,
          mean(losses),
          lower(losses, best),
          SPLITS,
          difference.mean(),
          difference.deviation() / Math.sqrt(SPLITS));
    });
  }

  private static double[] room() {
    return new double[SPLITS];
  }

  private static void put(
      Map<String, double[]> losses, String name, int split, Winner winner, Dataset data) {
    losses.computeIfAbsent(name, _ -> room())[split] = testLoss(winner, data);
  }

  /// The trials trained for as many epochs as were best in the race.
  ///
  /// @param rows of each, by its number among them
  private static Model trained(
      StudySpec spec, Dataset data, List<TrialResult> trials, IntFunction<Dataset.Part> rows) {
    var race = new TrialRunner(spec, data);
    var networks = new ArrayList<Network>();
    for (int k = 0; k < trials.size(); k++) {
      Trial trial = trials.get(k).trial();
      networks.add(
          Training.epochs(
              spec.training().withOrderSeed(trial.order()),
              race.start(trial),
              rows.apply(k),
              ((Outcome.Completed) trials.get(k).outcome()).bestEpoch()));
    }
    return new Model(data.encoder(), data.target(), networks);
  }

  /// As many rows, each drawn from all. Breiman 1996, "Bagging predictors".
  private static Dataset.Part drawn(Dataset.Part rows, Seed seed, int member) {
    int[] words = new int[rows.rows()];
    seed.stream("bagging/" + member).words(0, words, 0, words.length);
    int[] order =
        Arrays.stream(words)
            .map(word -> (int) ((Integer.toUnsignedLong(word) * words.length) >>> Integer.SIZE))
            .toArray();
    return rows.rows(order, 0, order.length);
  }

  /// All rows but one in `folds`. Krogh & Vedelsby 1995, "Neural network ensembles, cross
  /// validation, and active learning".
  private static Dataset.Part allBut(Dataset.Part rows, int fold, int folds) {
    int[] order = IntStream.range(0, rows.rows()).filter(row -> row % folds != fold).toArray();
    return rows.rows(order, 0, order.length);
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
    return testLoss(winner.model(), data);
  }

  private static double testLoss(Model model, Dataset data) {
    return Evaluation.of(model, data.test(), Kernels.best()).score().loss();
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
