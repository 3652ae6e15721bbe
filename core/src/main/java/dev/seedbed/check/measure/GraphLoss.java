package dev.seedbed.check.measure;

import dev.seedbed.check.chain.Chain.Head;
import dev.seedbed.data.InputException;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.LongArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.TargetLoss;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.init.Law;
import dev.seedbed.random.RandomStream;
import dev.seedbed.random.Seed;
import java.util.Optional;

/// The loss of an output of a graph.
///
/// @param head what the output was taken for
/// @param loss with its gradient
/// @param chance the loss of outputs that know nothing but how often each target is there
/// @param means of the targets over rows, one a unit of the last axis
/// @param variances likewise
record GraphLoss(Head head, TargetLoss loss, double chance, double[] means, double[] variances) {

  /// The loss against given targets: whole numbers are classes, one for each row or place, or 0 and
  /// 1 of a sigmoid; real numbers are values.
  ///
  /// @throws InputException if targets do not fit the output
  static GraphLoss of(Head head, FloatArray output, NdArray targets) {
    try {
      return switch (targets) {
        case LongArray classes when head == Head.SIGMOID -> ofFlags(output, asFloats(classes));
        case FloatArray flags when head == Head.SIGMOID -> ofFlags(output, flags);
        case LongArray classes -> ofClasses(output, classes, Optional.empty());
        case FloatArray _ when head == Head.SOFTMAX ->
            throw new InputException(
                "the network ends in a softmax, whose targets are numbers of classes");
        case NdArray values -> ofValues(output, values.asFloats(), Optional.empty());
      };
    } catch (IllegalArgumentException e) {
      throw new InputException("targets do not fit the output: " + e.getMessage());
    }
  }

  /// The loss against targets at random: classes, flags, or standard normal values.
  static GraphLoss atRandom(Head head, FloatArray output, Seed seed) {
    TensorShape shape = output.shape();
    RandomStream stream = seed.stream("check/targets");
    if (head == Head.SOFTMAX && shape.rank() > 0 && shape.elements() > 0) {
      int width = shape.length(shape.rank() - 1);
      LongArray classes = LongArray.of(TensorShape.of(shape.elements() / width));
      int[] words = new int[classes.data().length];
      stream.words(0, words, 0, words.length);
      for (int i = 0; i < words.length; i++) {
        classes.data()[i] = ((words[i] & 0xFFFFFFFFL) * width) >>> 32;
      }
      return ofClasses(output, classes, Optional.of(StrictMath.log(width)));
    }
    FloatArray values = FloatArray.of(shape);
    new Law.Normal(0, 1).draw(stream, 0, values.data());
    if (head != Head.SIGMOID) {
      return ofValues(output, values, Optional.of(1.0));
    }
    for (int i = 0; i < values.data().length; i++) {
      values.data()[i] = values.data()[i] > 0 ? 1 : 0;
    }
    return ofFlags(output, values);
  }

  private static FloatArray asFloats(LongArray longs) {
    FloatArray floats = FloatArray.of(longs.shape());
    for (int i = 0; i < floats.data().length; i++) {
      floats.data()[i] = longs.data()[i];
    }
    return floats;
  }

  private static GraphLoss ofClasses(
      FloatArray output, LongArray classes, Optional<Double> chance) {
    TargetLoss loss = TargetLoss.crossEntropy(output, classes);
    double[] means = new double[output.shape().length(output.shape().rank() - 1)];
    for (long each : classes.data()) {
      means[(int) each] += 1.0 / classes.data().length;
    }
    double entropy = 0;
    double[] variances = new double[means.length];
    for (int j = 0; j < means.length; j++) {
      entropy += entropy(means[j]);
      variances[j] = means[j] * (1 - means[j]);
    }
    return new GraphLoss(Head.SOFTMAX, loss, chance.orElse(entropy), means, variances);
  }

  private static double entropy(double share) {
    return share > 0 ? -share * StrictMath.log(share) : 0;
  }

  private static GraphLoss ofFlags(FloatArray output, FloatArray flags) {
    TargetLoss loss = TargetLoss.binaryCrossEntropy(output, flags);
    Moments moments = Moments.of(output.shape(), flags);
    double chance = 0;
    for (double mean : moments.means()) {
      chance += (entropy(mean) + entropy(1 - mean)) / moments.means().length;
    }
    return new GraphLoss(Head.SIGMOID, loss, chance, moments.means(), moments.variances());
  }

  private static GraphLoss ofValues(FloatArray output, FloatArray values, Optional<Double> chance) {
    TargetLoss loss = TargetLoss.squaredError(output, values);
    Moments moments = Moments.of(output.shape(), values);
    double variance = 0;
    for (double each : moments.variances()) {
      variance += each / moments.variances().length;
    }
    return new GraphLoss(
        Head.LINEAR, loss, chance.orElse(variance), moments.means(), moments.variances());
  }

  /// The moments of targets, one a unit of the last axis.
  private record Moments(double[] means, double[] variances) {
    static Moments of(TensorShape shape, FloatArray targets) {
      int width = shape.rank() == 0 ? 1 : shape.length(shape.rank() - 1);
      double[] means = new double[width];
      double[] variances = new double[width];
      float[] data = targets.data();
      double share = (double) width / data.length;
      for (int i = 0; i < data.length; i++) {
        means[i % width] += data[i] * share;
      }
      for (int i = 0; i < data.length; i++) {
        double difference = data[i] - means[i % width];
        variances[i % width] += difference * difference * share;
      }
      return new Moments(means, variances);
    }
  }
}
