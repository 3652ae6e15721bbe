package dev.seedbed.graph;

import dev.seedbed.kernel.Team;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Operators that compare samples with labels: the loss of a sample is −ln of the probability of
/// its class, times the weight of that class. Inputs: an array of rows × classes × any further
/// axes; the labels, of the same shape without the classes; and a weight for each class (1 if left
/// out).
public sealed interface LabelLoss extends Operator {
  LossReduction reduction();

  /// A label of samples that have no loss; empty if all have one.
  Optional<Long> ignoredLabel();

  /// The logarithms of the probabilities.
  FloatArray logs(FloatArray x, Team team);

  /// The gradient by input 0, given that by the logarithms.
  FloatArray slopes(FloatArray logs, FloatArray byLogs, Team team);

  /// What becomes of the losses of samples.
  enum LossReduction {
    NONE,
    SUM,
    /// The sum, divided by the sum of the samples' weights.
    MEAN
  }

  /// The samples that are not ignored.
  ///
  /// @param labels the shape of all labels
  /// @param numbers of the samples, in the order of the labels
  /// @param classes of the samples
  /// @param places of their classes in the array of logarithms
  /// @param weights of their classes
  record LabelledSamples(
      TensorShape labels, int[] numbers, int[] classes, int[] places, double[] weights) {

    private static LabelledSamples of(TensorShape x, Operands in, Optional<Long> ignored) {
      LongArray labels = in.longs(1);
      TensorShape shape = labels.shape();
      if (x.rank() < 2 || !shape.equals(withoutClasses(x))) {
        throw new IllegalArgumentException(
            "there must be one label for each sample of %s: %s".formatted(x, shape));
      }
      int classCount = x.length(1);
      Optional<float[]> classWeights = in.find(2).map(it -> it.asFloats().data());
      if (in.find(2).isPresent() && !in.shape(2).equals(TensorShape.of(classCount))) {
        throw new IllegalArgumentException(
            "there must be one weight for each of %d classes: %s"
                .formatted(classCount, in.shape(2)));
      }
      int inner = x.elements(2, x.rank());
      int[] numbers = new int[shape.elements()];
      int[] classes = new int[numbers.length];
      int[] places = new int[numbers.length];
      double[] weights = new double[numbers.length];
      int count = 0;
      for (int i = 0; i < numbers.length; i++) {
        long label = labels.data()[i];
        if (ignored.isPresent() && ignored.get() == label) {
          continue;
        }
        if (label < 0 || label >= classCount) {
          throw new IllegalArgumentException(
              "a label must be from 0 to %d: %d".formatted(classCount - 1, label));
        }
        numbers[count] = i;
        classes[count] = (int) label;
        places[count] = (i / inner * classCount + (int) label) * inner + i % inner;
        weights[count] = classWeights.isPresent() ? classWeights.get()[(int) label] : 1;
        count++;
      }
      return new LabelledSamples(
          shape,
          Arrays.copyOf(numbers, count),
          Arrays.copyOf(classes, count),
          Arrays.copyOf(places, count),
          Arrays.copyOf(weights, count));
    }

    private static TensorShape withoutClasses(TensorShape x) {
      long[] lengths = new long[x.rank() - 1];
      for (int axis = 0; axis < lengths.length; axis++) {
        lengths[axis] = x.length(axis == 0 ? 0 : axis + 1);
      }
      return TensorShape.of(lengths);
    }

    private double weightSum() {
      double sum = 0;
      for (double weight : weights) {
        sum += weight;
      }
      return sum;
    }

    private double lossSum(FloatArray logs) {
      double sum = 0;
      for (int i = 0; i < places.length; i++) {
        sum -= weights[i] * logs.data()[places[i]];
      }
      return sum;
    }
  }

  private FloatArray loss(FloatArray logs, LabelledSamples samples) {
    return switch (reduction()) {
      case NONE -> {
        FloatArray losses = FloatArray.of(samples.labels);
        for (int i = 0; i < samples.places.length; i++) {
          double loss = -samples.weights[i] * logs.data()[samples.places[i]];
          losses.data()[samples.numbers[i]] = (float) loss;
        }
        yield losses;
      }
      case SUM -> FloatArray.scalar((float) samples.lossSum(logs));
      case MEAN -> FloatArray.scalar((float) (samples.lossSum(logs) / samples.weightSum()));
    };
  }

  /// The gradients of the losses of samples before they are multiplied by weights.
  private double[] slopes(float[] byLoss, LabelledSamples samples) {
    double divisor = reduction() == LossReduction.MEAN ? samples.weightSum() : 1;
    double[] slopes = new double[samples.places.length];
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] = byLoss[reduction() == LossReduction.NONE ? samples.numbers[i] : 0] / divisor;
    }
    return slopes;
  }

  /// The gradient by the logarithms.
  ///
  /// @param more that of what depends on them beside the loss
  private FloatArray byLogs(double[] slopes, LabelledSamples samples, FloatArray more) {
    FloatArray gradient = new FloatArray(more.shape(), more.data().clone());
    for (int i = 0; i < slopes.length; i++) {
      gradient.data()[samples.places[i]] -= (float) (samples.weights[i] * slopes[i]);
    }
    return gradient;
  }

  private FloatArray byWeights(
      double[] slopes, LabelledSamples samples, FloatArray logs, TensorShape shape) {
    double mean =
        reduction() == LossReduction.MEAN ? samples.lossSum(logs) / samples.weightSum() : 0;
    double[] sums = new double[shape.elements()];
    for (int i = 0; i < slopes.length; i++) {
      sums[samples.classes[i]] -= slopes[i] * (logs.data()[samples.places[i]] + mean);
    }
    return Fold.floats(sums, shape);
  }

  @Override
  default List<NdArray> outputs(Operands in) {
    FloatArray x = in.floats(0);
    LabelledSamples samples = LabelledSamples.of(x.shape(), in, ignoredLabel());
    FloatArray logs = logs(x, in.team());
    FloatArray loss = loss(logs, samples);
    return in.outputCount() < 2 ? List.of(loss) : List.of(loss, logs);
  }

  @Override
  default void gradients(Backward back) {
    FloatArray logs = logs(back.floats(0), back.team());
    LabelledSamples samples = LabelledSamples.of(logs.shape(), back.operands(), ignoredLabel());
    double[] slopes = slopes(back.gradientOrZeros(0).data(), samples);
    if (back.wants(0)) {
      FloatArray more = back.gradient(1).orElseGet(() -> FloatArray.of(logs.shape()));
      back.add(0, slopes(logs, byLogs(slopes, samples, more), back.team()));
    }
    if (back.wants(2)) {
      back.add(2, byWeights(slopes, samples, logs, back.inputShape(2)));
    }
  }

  @Override
  default Keeps keeps() {
    return Keeps.INPUTS;
  }

  /// The loss of logarithms of probabilities.
  record NegativeLogLikelihoodLoss(LossReduction reduction, Optional<Long> ignoredLabel)
      implements LabelLoss {
    @Override
    public FloatArray logs(FloatArray x, Team team) {
      return x;
    }

    @Override
    public FloatArray slopes(FloatArray logs, FloatArray byLogs, Team team) {
      return byLogs;
    }
  }

  /// The loss of scores, whose softmax is the probabilities. Outputs: the loss, and the logarithms
  /// of the probabilities.
  record SoftmaxCrossEntropyLoss(LossReduction reduction, Optional<Long> ignoredLabel)
      implements LabelLoss {
    private static final SoftmaxFunction SOFTMAX =
        new SoftmaxFunction.LogSoftmax(1, SoftmaxFunction.Span.AXIS);

    @Override
    public FloatArray logs(FloatArray x, Team team) {
      return SOFTMAX.values(x, team);
    }

    @Override
    public FloatArray slopes(FloatArray logs, FloatArray byLogs, Team team) {
      return SOFTMAX.slopes(logs, byLogs, team);
    }
  }
}
