package dev.seedbed.graph;

import dev.seedbed.kernel.Team;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A value of a run: an array, and later the gradient of the loss by it. An array of floats is let
/// go when nobody needs it any more; its shape stays.
final class Value {
  private final TensorShape shape;
  private @Nullable NdArray array;
  private @Nullable FloatArray gradient;

  /// Whether the array in [#gradient] is this value's own, which may be added to.
  private boolean ownGradient;

  /// Whether it depends on parameters, so that it has a gradient.
  final boolean differentiable;

  /// Whether it depends on the network's inputs by more than their shapes.
  final boolean dependsOnInputs;

  /// Whether the way back needs the array.
  private boolean kept;

  Value(NdArray array, boolean differentiable, boolean dependsOnInputs) {
    this.array = array;
    this.shape = array.shape();
    this.differentiable = differentiable && array instanceof FloatArray;
    this.dependsOnInputs = dependsOnInputs;
  }

  TensorShape shape() {
    return shape;
  }

  Optional<NdArray> array() {
    return Optional.ofNullable(array);
  }

  void keep() {
    kept = true;
  }

  /// Lets the array go if the way back does not need it.
  void releaseUnlessKept() {
    if (!kept) {
      release();
    }
  }

  void release() {
    if (array instanceof FloatArray) {
      array = null;
    }
  }

  Optional<FloatArray> gradient() {
    return Optional.ofNullable(gradient);
  }

  void releaseGradient() {
    gradient = null;
    ownGradient = false;
  }

  void add(FloatArray more, Team team) {
    if (!more.shape().equals(shape)) {
      throw new IllegalStateException("gradient of shape %s by %s".formatted(more.shape(), shape));
    }
    if (gradient == null) {
      gradient = more;
      return;
    }
    float[] sum = ownGradient ? gradient.data() : gradient.data().clone();
    float[] added = more.data();
    Parallel.ranges(
        team,
        sum.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            sum[i] += added[i];
          }
        });
    gradient = new FloatArray(shape, sum);
    ownGradient = true;
  }
}
