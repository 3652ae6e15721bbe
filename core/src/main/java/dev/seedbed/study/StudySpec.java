package dev.seedbed.study;

import dev.seedbed.data.Dataset;
import dev.seedbed.data.Target;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Scheme;
import dev.seedbed.network.Loss;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import dev.seedbed.train.TrainingSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// A race: one network, one way to train it, several starts.
///
/// @param schemes that the starts are drawn by, of different names
/// @param seeds all different
/// @param vary what the seeds decide
/// @param halving when trials are stopped early; empty to train all to the end
/// @param references how many seeds of each scheme, the first ones, are never stopped, so that it
///   can be told what one seed would have given; at least 0
/// @param finalRows what the network that is kept learns from
/// @param keep how many networks are kept, and as what
public record StudySpec(
    NetworkSpec network,
    TrainingSpec training,
    List<Scheme> schemes,
    List<Seed> seeds,
    Vary vary,
    Optional<SuccessiveHalving> halving,
    int references,
    FinalRows finalRows,
    Keep keep) {
  public static final List<Integer> DEFAULT_HIDDEN = List.of(128);
  public static final Activation DEFAULT_ACTIVATION = new Activation.Tanh();
  public static final int DEFAULT_SEEDS = 16;
  public static final int DEFAULT_REFERENCES = 5;

  public static final String DEFAULT_SCHEME_NAME = "glorot-uniform";

  /// The lecture's: glorot-uniform weights, biases 0.
  public static final Scheme DEFAULT_SCHEME = Catalogue.scheme(DEFAULT_SCHEME_NAME);

  /// The largest number of trials.
  public static final int MOST_TRIALS = 1_000_000;

  public StudySpec {
    schemes = List.copyOf(schemes);
    seeds = List.copyOf(seeds);
    if (seeds.isEmpty()) {
      throw new IllegalArgumentException("a study must have at least one seed");
    }
    if (schemes.isEmpty()) {
      throw new IllegalArgumentException("a study must have at least one scheme");
    }
    if (training.dropout() > 0 && network.layers() == 1) {
      throw new IllegalArgumentException(
          "dropout needs a hidden layer to drop units of: " + training.dropout());
    }
    if (references < 0) {
      throw new IllegalArgumentException("references must be at least 0: " + references);
    }
    requireDifferent(seeds);
    var names = new HashSet<String>();
    for (Scheme scheme : schemes) {
      if (!names.add(scheme.name())) {
        throw new IllegalArgumentException("schemes must differ from each other: " + scheme.name());
      }
    }
    long trials = trials(schemes, seeds, vary);
    if (trials > MOST_TRIALS) {
      throw new IllegalArgumentException(
          "a study must have at most %d trials: %d".formatted(MOST_TRIALS, trials));
    }
  }

  /// Sorted numbers, not a set: a million seeds then take 8 MB.
  private static void requireDifferent(List<Seed> seeds) {
    long[] values = seeds.stream().mapToLong(Seed::value).sorted().toArray();
    for (int i = 1; i < values.length; i++) {
      if (values[i] == values[i - 1]) {
        throw new IllegalArgumentException("seeds must differ from each other: " + values[i]);
      }
    }
  }

  private static long trials(List<Scheme> schemes, List<Seed> seeds, Vary vary) {
    return (long) schemes.size() * seeds.size() * (vary == Vary.BOTH ? seeds.size() : 1);
  }

  /// The default study of a dataset: a network of its width with the default hidden layers,
  /// activation, training and seeds.
  public static StudySpec of(Dataset data) {
    Loss loss =
        switch (data.target()) {
          case Target.Classes _ -> Loss.CROSS_ENTROPY;
          case Target.Quantity _ -> Loss.SQUARED_ERROR;
        };
    var ends = List.of(data.encoder().width(), data.target().width());
    return new StudySpec(
            new NetworkSpec(ends, DEFAULT_ACTIVATION, loss),
            TrainingSpec.DEFAULT,
            List.of(DEFAULT_SCHEME),
            seeds(DEFAULT_SEEDS),
            Vary.INIT,
            Optional.of(SuccessiveHalving.DEFAULT),
            DEFAULT_REFERENCES,
            FinalRows.TRAINING,
            new Keep.Best())
        .withHidden(DEFAULT_HIDDEN);
  }

  /// The seeds 0, 1, … `count` − 1.
  public static List<Seed> seeds(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a study must have at least one seed: " + count);
    }
    return LongStream.range(0, count).mapToObj(Seed::new).toList();
  }

  /// The same study with hidden layers of these widths.
  public StudySpec withHidden(int... hidden) {
    return withHidden(Arrays.stream(hidden).boxed().toList());
  }

  /// The same study with other hidden layers.
  ///
  /// @param hidden the widths of the hidden layers; none for a linear model
  public StudySpec withHidden(List<Integer> hidden) {
    var widths = new ArrayList<Integer>();
    widths.add(network.widths().getFirst());
    widths.addAll(hidden);
    widths.add(network.widths().getLast());
    return withNetwork(new NetworkSpec(widths, network.activation(), network.loss()));
  }

  public StudySpec withActivation(Activation activation) {
    return withNetwork(new NetworkSpec(network.widths(), activation, network.loss()));
  }

  private StudySpec withNetwork(NetworkSpec newNetwork) {
    return new StudySpec(
        newNetwork, training, schemes, seeds, vary, halving, references, finalRows, keep);
  }

  public StudySpec withTraining(TrainingSpec newTraining) {
    return new StudySpec(
        network, newTraining, schemes, seeds, vary, halving, references, finalRows, keep);
  }

  public StudySpec withSchemes(List<Scheme> newSchemes) {
    return new StudySpec(
        network, training, newSchemes, seeds, vary, halving, references, finalRows, keep);
  }

  public StudySpec withSeeds(List<Seed> newSeeds) {
    return new StudySpec(
        network, training, schemes, newSeeds, vary, halving, references, finalRows, keep);
  }

  /// The same study with the seeds 0, 1, … `count` − 1.
  public StudySpec withSeeds(int count) {
    return withSeeds(seeds(count));
  }

  public StudySpec withVary(Vary newVary) {
    return new StudySpec(
        network, training, schemes, seeds, newVary, halving, references, finalRows, keep);
  }

  public StudySpec withHalving(Optional<SuccessiveHalving> newHalving) {
    return new StudySpec(
        network, training, schemes, seeds, vary, newHalving, references, finalRows, keep);
  }

  public StudySpec withReferences(int newReferences) {
    return new StudySpec(
        network, training, schemes, seeds, vary, halving, newReferences, finalRows, keep);
  }

  public StudySpec withFinalRows(FinalRows rows) {
    return new StudySpec(network, training, schemes, seeds, vary, halving, references, rows, keep);
  }

  public StudySpec withKeep(Keep newKeep) {
    return new StudySpec(
        network, training, schemes, seeds, vary, halving, references, finalRows, newKeep);
  }

  /// The epochs after which trials are compared and some are stopped.
  public List<Integer> rungs() {
    return halving.map(h -> h.budgets(training.epochs())).orElse(List.of());
  }

  /// How many runners there are, from 1 to [#MOST_TRIALS].
  public int trialCount() {
    return (int) trials(schemes, seeds, vary);
  }

  /// About how many epochs all trials take together: as many as if none ended by itself, and none
  /// but those that are never stopped came past the first rung.
  long roughEpochs() {
    int last = training.epochs();
    int first = rungs().stream().findFirst().orElse(last);
    long neverStopped = (long) schemes.size() * Math.min(references, seeds.size());
    return (long) trialCount() * first + neverStopped * (last - first);
  }

  /// The runners: scheme by scheme, in the order of the seeds.
  public List<Trial> trials() {
    var trials = new ArrayList<Trial>();
    for (Scheme scheme : schemes) {
      for (Seed seed : seeds) {
        switch (vary) {
          case INIT -> trials.add(new Trial(trials.size(), scheme, seed, training.orderSeed()));
          case ORDER -> trials.add(new Trial(trials.size(), scheme, training.orderSeed(), seed));
          case BOTH -> {
            for (Seed order : seeds) {
              trials.add(new Trial(trials.size(), scheme, seed, order));
            }
          }
        }
      }
    }
    return trials;
  }

  /// The numbers of the trials that are never stopped: of each scheme, those of the first seeds; if
  /// both kinds of seeds vary, each with itself, so that no two share one.
  public Set<Integer> referenceTrials() {
    Set<Seed> first = Set.copyOf(seeds.subList(0, Math.min(references, seeds.size())));
    return trials().stream()
        .filter(trial ->
            switch (vary) {
              case INIT -> first.contains(trial.seed());
              case ORDER -> first.contains(trial.order());
              case BOTH -> first.contains(trial.seed()) && trial.seed().equals(trial.order());
            })
        .map(Trial::number)
        .collect(Collectors.toSet());
  }
}
