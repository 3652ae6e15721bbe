package dev.seedbed.bench.check.graph;

import dev.seedbed.graph.BooleanArray;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.LongArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.random.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Rows to learn from, and others to see whether anything was learned.
///
/// @param kinds of whole numbers that the inputs are; 0 if they are real
/// @param outputs the number of classes, or of numbers to give
/// @param chance the loss on `held` of a network that knows only how often each class, or which
///   mean, occurs in `train`
/// @param steps that a reference is trained for, B
/// @param learnt the share of the loss at chance that a reference must reach
record GraphTask(
    String name,
    Rows train,
    Rows held,
    int kinds,
    int outputs,
    double chance,
    int minibatch,
    int steps,
    double learnt) {

  /// The name of the input of networks.
  static final String INPUT = "x";

  /// As many rows as a check looks at: 256, or 64 sequences.
  private static final int CHECKED = 256;

  private static final int CHECKED_SEQUENCES = 64;

  /// Rows, the first axis, and their targets.
  record Rows(NdArray inputs, NdArray targets) {
    int count() {
      return inputs.shape().length(0);
    }

    Rows at(int[] order, int from, int to) {
      return new Rows(
          GraphTask.at(inputs, order, from, to), GraphTask.at(targets, order, from, to));
    }

    Rows first(int count) {
      return at(IntStream.range(0, count).toArray(), 0, count);
    }

    Rows from(int from, int to) {
      return at(IntStream.range(0, count()).toArray(), from, to);
    }

    /// Splits rows by a fixed stream.
    ///
    /// @param train how many are to train on
    List<Rows> split(int train) {
      int[] order = new Seed(0).stream("check/split").permutation(count());
      return List.of(at(order, 0, train), at(order, train, count()));
    }
  }

  static GraphTask of(
      String name, List<Rows> parts, int kinds, int minibatch, int steps, double learnt) {
    Rows train = parts.get(0);
    Rows held = parts.get(1);
    int outputs =
        switch (train.targets) {
          case LongArray classes -> 1 + (int) Arrays.stream(classes.data()).max().orElse(0);
          case NdArray values -> values.shape().elements() / values.shape().length(0);
        };
    double chance =
        switch (train.targets) {
          case LongArray classes -> entropy(classes, (LongArray) held.targets, outputs);
          case NdArray values -> variance(values.asFloats(), held.targets.asFloats(), outputs);
        };
    return new GraphTask(name, train, held, kinds, outputs, chance, minibatch, steps, learnt);
  }

  private static double entropy(LongArray train, LongArray held, int classes) {
    double[] counts = new double[classes];
    for (long one : train.data()) {
      counts[(int) one]++;
    }
    double sum = 0;
    for (long one : held.data()) {
      sum -= StrictMath.log(Math.max(counts[(int) one], 1) / train.data().length);
    }
    return sum / held.data().length;
  }

  private static double variance(FloatArray train, FloatArray held, int columns) {
    double[] means = new double[columns];
    for (int k = 0; k < train.data().length; k++) {
      means[k % columns] += (double) train.data()[k] * columns / train.data().length;
    }
    double sum = 0;
    for (int k = 0; k < held.data().length; k++) {
      double difference = held.data()[k] - means[k % columns];
      sum += difference * difference;
    }
    return sum / held.data().length;
  }

  /// The same rows in another order, and no others.
  private static NdArray at(NdArray array, int[] order, int from, int to) {
    TensorShape shape = array.shape().with(0, (long) to - from);
    int each = array.shape().elements(1, array.shape().rank());
    return switch (array) {
      case FloatArray floats -> {
        FloatArray some = FloatArray.of(shape);
        for (int i = from; i < to; i++) {
          System.arraycopy(floats.data(), order[i] * each, some.data(), (i - from) * each, each);
        }
        yield some;
      }
      case LongArray longs -> {
        LongArray some = LongArray.of(shape);
        for (int i = from; i < to; i++) {
          System.arraycopy(longs.data(), order[i] * each, some.data(), (i - from) * each, each);
        }
        yield some;
      }
      case BooleanArray _ -> throw new IllegalArgumentException("no task has booleans");
    };
  }

  /// The input that a network for this task has.
  Graph.Input input() {
    var axes = new ArrayList<Long>(List.of(-1L));
    TensorShape shape = train.inputs.shape();
    for (int axis = 1; axis < shape.rank(); axis++) {
      axes.add((long) shape.length(axis));
    }
    return new Graph.Input(
        INPUT, kinds > 0 ? Graph.ElementType.LONG : Graph.ElementType.FLOAT, axes, true);
  }

  /// The lengths of a row's axes.
  int length(int axis) {
    return train.inputs.shape().length(axis);
  }

  /// Whether a target belongs to each place of a sequence.
  boolean isOfPlaces() {
    return kinds > 0;
  }

  /// The rows that a check looks at.
  Rows checked() {
    boolean sequences = isOfPlaces() || name.equals("adding");
    return train.first(Math.min(train.count(), sequences ? CHECKED_SEQUENCES : CHECKED));
  }
}
