package dev.seedbed.bench.study;

import dev.seedbed.data.Dataset;
import dev.seedbed.descent.Evaluation;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Team;
import dev.seedbed.random.Seed;
import dev.seedbed.statistics.LastingLead;
import dev.seedbed.study.SeedEffect;
import dev.seedbed.study.Study;
import dev.seedbed.study.StudyListener;
import dev.seedbed.study.StudyResult;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.TrialExecutor;
import dev.seedbed.study.TrialResult;
import dev.seedbed.study.TrialStates;
import dev.seedbed.train.Score;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/// Whether what `train` says of a winner's lead holds on new rows: on each split, the winner's lead
/// over all seeds on the test rows, which are as many, beside the interval that was told. Only an
/// experiment may look at the test rows of all trials.
public final class LuckExperiment {
  private static final int SEEDS = 100;
  private static final int SPLITS = 10;

  private LuckExperiment() {}

  /// A split: the winner's lead on the validation rows, what was expected, and what came.
  private record Told(LastingLead lead, double onTestRows, boolean tells) {
    boolean covers() {
      return lead.interval().contains(onTestRows);
    }
  }

  /// Runs all, and prints a table in Markdown.
  public static void run() throws InterruptedException, IOException {
    System.out.println(
        "| data | validation rows | lead on them, mean | expected on new rows, mean | found on test rows, mean | too few rows to say | within the interval, of the others |");
    System.out.println("|---|---:|---:|---:|---:|---:|---:|");
    for (ExampleTable example : ExampleTable.all()) {
      var losses = new ArrayList<Told>();
      var accuracies = new ArrayList<Told>();
      int rows = 0;
      for (int i = 0; i < SPLITS; i++) {
        Seed seed = new Seed(i);
        Dataset data = example.split(seed);
        rows = data.validation().rows();
        StudySpec spec = ExampleTable.unhalved(data, seed).withSeeds(StudySpec.seeds(SEEDS));
        var kept = new TrialStates.InMemory(new ConcurrentHashMap<>());
        StudyResult result =
            Study.run(
                spec,
                data,
                TrialExecutor.local(Runtime.getRuntime().availableProcessors()),
                kept,
                StudyListener.NONE);
        SeedEffect.Lead lead = result.seedEffect().lead().orElseThrow();
        List<Score> test = onTestRows(result.ranking(), kept, data);
        losses.add(new Told(lead.loss(), -ahead(test, Score::loss), lead.tells()));
        if (lead.winner() instanceof Score.Classification) {
          lead.metric()
              .ifPresent(accuracy ->
                  accuracies.add(new Told(accuracy, ahead(test, Score::metric), lead.tells())));
        }
      }
      print(example.name() + ", loss", rows, losses);
      if (!accuracies.isEmpty()) {
        print(example.name() + ", accuracy", rows, accuracies);
      }
    }
  }

  private static void print(String name, int rows, List<Told> all) {
    List<Told> told = all.stream().filter(Told::tells).toList();
    System.out.printf(
        "| %s | %d | %s | %s | %s | %d of %d | %d of %d |%n",
        name,
        rows,
        mean(told, split -> split.lead.observed()),
        mean(told, split -> split.lead.expected()),
        mean(told, Told::onTestRows),
        all.size() - told.size(),
        all.size(),
        told.stream().filter(Told::covers).count(),
        told.size());
  }

  private static String mean(List<Told> told, ToDoubleFunction<Told> value) {
    var mean = told.stream().mapToDouble(value).average();
    return mean.isPresent() ? "%.4f".formatted(mean.getAsDouble()) : "–";
  }

  private static List<Score> onTestRows(
      List<TrialResult> trials, TrialStates.InMemory kept, Dataset data) {
    return trials.stream()
        .map(trial -> kept.find(trial.trial()).orElseThrow().snapshot().best())
        .map(network ->
            Evaluation.of(network, data.test(), data.target(), Kernels.best(), Team.ALONE).score())
        .toList();
  }

  /// By how much the first is above the mean of all.
  private static double ahead(List<Score> scores, ToDoubleFunction<Score> value) {
    return value.applyAsDouble(scores.getFirst())
        - scores.stream().mapToDouble(value).average().orElseThrow();
  }
}
