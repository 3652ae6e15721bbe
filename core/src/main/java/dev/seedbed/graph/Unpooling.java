package dev.seedbed.graph;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Puts elements back where a pool found them, among zeros. Inputs: an array of rows × channels ×
/// spatial axes; where each element stood, as an index of the whole array that was pooled; and the
/// shape of the output, which may be longer than that array at the ends of its axes.
///
/// @param kernel lengths of the pool's windows
/// @param strides 1 for all if empty
/// @param pads at the beginnings, then at the ends; 0 for all if empty
public record Unpooling(List<Long> kernel, List<Long> strides, List<Long> pads)
    implements Rearrangement {
  public Unpooling {
    kernel = List.copyOf(kernel);
    strides = List.copyOf(strides);
    pads = List.copyOf(pads);
  }

  @Override
  public String name() {
    return "MaxUnpool";
  }

  /// The shape of the array that was pooled.
  private TensorShape pooled(TensorShape x) {
    int axes = x.rank() - 2;
    if (axes < 1
        || kernel.size() != axes
        || (!strides.isEmpty() && strides.size() != axes)
        || (!pads.isEmpty() && pads.size() != 2 * axes)) {
      throw new IllegalArgumentException(
          "the window must have as many axes as %s has spatial ones: %s, %s, %s"
              .formatted(x, kernel, strides, pads));
    }
    long[] lengths = Arrays.stream(x.lengths()).asLongStream().toArray();
    for (int axis = 0; axis < axes; axis++) {
      long stride = small(strides.isEmpty() ? 1 : strides.get(axis));
      long padding = pads.isEmpty() ? 0 : small(pads.get(axis)) + small(pads.get(axes + axis));
      lengths[2 + axis] = (lengths[2 + axis] - 1) * stride + small(kernel.get(axis)) - padding;
    }
    return TensorShape.of(lengths);
  }

  private static long small(long given) {
    if (given < 0 || given > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "lengths of windows, strides and pads must be from 0 to 2^31: " + given);
    }
    return given;
  }

  private TensorShape shape(TensorShape pooled, Operands in) {
    if (in.find(2).isEmpty()) {
      return pooled;
    }
    TensorShape shape = TensorShape.of(in.longs(2).data());
    boolean fits =
        shape.rank() == pooled.rank()
            && IntStream.range(0, shape.rank())
                .allMatch(axis -> shape.length(axis) >= pooled.length(axis));
    if (!fits) {
      throw new IllegalArgumentException(
          "the output must be at least as long as %s: %s".formatted(pooled, shape));
    }
    return shape;
  }

  /// Where the elements stand in the array that was pooled.
  private static int[] places(TensorShape x, TensorShape pooled, Operands in) {
    LongArray indices = in.longs(1);
    if (!indices.shape().equals(x)) {
      throw new IllegalArgumentException(
          "there must be an index for each element of %s: %s".formatted(x, indices.shape()));
    }
    int[] places = new int[indices.data().length];
    for (int i = 0; i < places.length; i++) {
      places[i] = Lengths.index(indices.data()[i], pooled.elements());
    }
    return places;
  }

  @Override
  public List<NdArray> outputs(Operands in) {
    FloatArray x = in.floats(0);
    TensorShape pooled = pooled(x.shape());
    TensorShape shape = shape(pooled, in);
    int[] places = places(x.shape(), pooled, in);
    FloatArray y = FloatArray.of(pooled);
    for (int i = 0; i < places.length; i++) {
      y.data()[places[i]] = x.data()[i];
    }
    if (shape.equals(pooled)) {
      return List.of(y);
    }
    FloatArray longer = FloatArray.of(shape);
    inside(shape, pooled).write(y, longer, in.team());
    return List.of(longer);
  }

  private static Strided inside(TensorShape shape, TensorShape pooled) {
    return Strided.part(shape, new int[shape.rank()], pooled);
  }

  @Override
  public void gradients(Backward back) {
    if (!back.wants(0) || back.gradient(0).isEmpty()) {
      return;
    }
    TensorShape x = back.inputShape(0);
    TensorShape pooled = pooled(x);
    FloatArray g = back.gradientOrZeros(0);
    if (!g.shape().equals(pooled)) {
      g = inside(g.shape(), pooled).read(g, back.team()).asFloats();
    }
    int[] places = places(x, pooled, back.operands());
    FloatArray d = FloatArray.of(x);
    for (int i = 0; i < places.length; i++) {
      d.data()[i] = g.data()[places[i]];
    }
    back.add(0, d);
  }
}
