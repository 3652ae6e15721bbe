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
import java.util.HashSet;
import java.util.List;
import java.util.stream.LongStream;

/// A race: one network, one way to train it, several starts.
///
/// @param seeds of the starts, all different
public record StudySpec(
    NetworkSpec network, TrainingSpec training, Scheme scheme, List<Seed> seeds) {
  public static final List<Integer> DEFAULT_HIDDEN = List.of(128);
  public static final Activation DEFAULT_ACTIVATION = new Activation.Tanh();
  public static final int DEFAULT_SEEDS = 16;

  /// The lecture's: glorot-uniform weights, biases 0.
  public static final Scheme DEFAULT_SCHEME = Catalogue.scheme("glorot-uniform");

  public StudySpec {
    seeds = List.copyOf(seeds);
    if (seeds.isEmpty()) {
      throw new IllegalArgumentException("a study must have at least one seed");
    }
    if (training.dropout() > 0 && network.layers() == 1) {
      throw new IllegalArgumentException(
          "dropout needs a hidden layer to drop units of: " + training.dropout());
    }
    var seen = new HashSet<Seed>();
    for (Seed seed : seeds) {
      if (!seen.add(seed)) {
        throw new IllegalArgumentException("seeds must differ from each other: " + seed.value());
      }
    }
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
            DEFAULT_SCHEME,
            seeds(DEFAULT_SEEDS))
        .withHidden(DEFAULT_HIDDEN);
  }

  /// The seeds 0, 1, … `count` − 1.
  public static List<Seed> seeds(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("a study must have at least one seed: " + count);
    }
    return LongStream.range(0, count).mapToObj(Seed::new).toList();
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
    return new StudySpec(newNetwork, training, scheme, seeds);
  }

  public StudySpec withTraining(TrainingSpec newTraining) {
    return new StudySpec(network, newTraining, scheme, seeds);
  }

  public StudySpec withScheme(Scheme newScheme) {
    return new StudySpec(network, training, newScheme, seeds);
  }

  public StudySpec withSeeds(List<Seed> newSeeds) {
    return new StudySpec(network, training, scheme, newSeeds);
  }

  /// The runners, in the order of the seeds.
  public List<Trial> trials() {
    return seeds.stream().map(seed -> new Trial(scheme, seed)).toList();
  }
}
