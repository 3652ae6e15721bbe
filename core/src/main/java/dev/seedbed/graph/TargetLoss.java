package dev.seedbed.graph;

import dev.seedbed.elementary.Elementary;

/// The loss of an output against targets, with its gradient.
///
/// @param value the loss
/// @param gradient of the loss by the output, of its shape
public record TargetLoss(double value, FloatArray gradient) {

  /// The loss that goes with the type of the targets: [#crossEntropy] of whole numbers,
  /// [#squaredError] of real ones.
  ///
  /// @throws IllegalArgumentException if the targets do not fit the output
  public static TargetLoss of(FloatArray output, NdArray targets) {
    return switch (targets) {
      case LongArray classes -> crossEntropy(output, classes);
      case FloatArray values -> squaredError(output, values);
      case BooleanArray _ ->
          throw new IllegalArgumentException("targets must be numbers, not booleans");
    };
  }

  /// The mean cross-entropy, −ln of the softmax over the last axis at the target's class.
  ///
  /// @param logits of shape … × classes
  /// @param classes numbers from 0 on, one for each row of logits, in whatever shape
  /// @throws IllegalArgumentException if they do not fit
  public static TargetLoss crossEntropy(FloatArray logits, LongArray classes) {
    TensorShape shape = logits.shape();
    int width = shape.rank() == 0 ? 0 : shape.length(shape.rank() - 1);
    int rows = classes.data().length;
    if (width == 0 || rows == 0 || rows * (long) width != shape.elements()) {
      throw new IllegalArgumentException(
          "there must be one class for each row of the output: %s and %s"
              .formatted(classes.shape(), shape));
    }
    FloatArray gradient = FloatArray.of(shape);
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      long target = classes.data()[i];
      if (target < 0 || target >= width) {
        throw new IllegalArgumentException(
            "a target must be from 0 to %d: %d".formatted(width - 1, target));
      }
      sum += row(logits.data(), gradient.data(), i * width, width, (int) target, rows);
    }
    return new TargetLoss(sum / rows, gradient);
  }

  private static double row(
      float[] logits, float[] gradient, int at, int width, int target, int rows) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int j = 0; j < width; j++) {
      largest = Math.max(largest, logits[at + j]);
    }
    double sum = 0;
    for (int j = 0; j < width; j++) {
      sum += Elementary.exp(logits[at + j] - largest);
    }
    for (int j = 0; j < width; j++) {
      double share = Elementary.exp(logits[at + j] - largest) / sum;
      gradient[at + j] = (float) ((j == target ? share - 1 : share) / rows);
    }
    return StrictMath.log(sum) - (logits[at + target] - largest);
  }

  /// The mean binary cross-entropy of probabilities 1 / (1 + e⁻ᶻ), each by itself, over all
  /// elements.
  ///
  /// @param logits z
  /// @param targets as many, from 0 to 1
  /// @throws IllegalArgumentException if they are not as many, or not from 0 to 1
  public static TargetLoss binaryCrossEntropy(FloatArray logits, FloatArray targets) {
    int count = sameCount(logits, targets);
    FloatArray gradient = FloatArray.of(logits.shape());
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double z = logits.data()[i];
      double t = targets.data()[i];
      if (!(t >= 0 && t <= 1)) {
        throw new IllegalArgumentException("a target must be from 0 to 1: " + t);
      }
      double e = Elementary.exp((float) -Math.abs(z));
      sum += Math.max(z, 0) + StrictMath.log1p(e) - t * z;
      gradient.data()[i] = (float) (((z >= 0 ? 1 : e) / (1 + e) - t) / count);
    }
    return new TargetLoss(sum / count, gradient);
  }

  private static int sameCount(FloatArray output, FloatArray targets) {
    int count = output.data().length;
    if (count == 0 || targets.data().length != count) {
      throw new IllegalArgumentException(
          "there must be one target for each element of the output: %s and %s"
              .formatted(targets.shape(), output.shape()));
    }
    return count;
  }

  /// The mean of the squared differences, over all elements.
  ///
  /// @param targets as many as the output has elements
  /// @throws IllegalArgumentException if they are not as many
  public static TargetLoss squaredError(FloatArray output, FloatArray targets) {
    int count = sameCount(output, targets);
    FloatArray gradient = FloatArray.of(output.shape());
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double difference = (double) output.data()[i] - targets.data()[i];
      sum += difference * difference;
      gradient.data()[i] = (float) (2 * difference / count);
    }
    return new TargetLoss(sum / count, gradient);
  }
}
