package dev.seedbed.graph;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Interpolates an array on another grid, axis by axis. Inputs: the array, the region that is meant
/// (only for [Coordinates#TF_CROP_AND_RESIZE]), how much longer each axis becomes, and, instead of
/// that, the new lengths. With two inputs, the second is how much longer axes become, as in opset
/// 10. Whole numbers and truth values that are not only looked up are interpolated as real ones,
/// and lose their fractions afterwards.
///
/// @param interpolation between elements
/// @param coordinates where an element of the output stands in the input
/// @param rounding of places where the nearest element is taken
/// @param cubic the coefficient a of cubic convolution
/// @param antialias whether filters are stretched where axes become shorter
/// @param excludeOutside whether elements beyond the ends weigh nothing; otherwise the outermost
///   are repeated
/// @param extrapolation the value outside of the input, for [Coordinates#TF_CROP_AND_RESIZE]
/// @param axes that the other inputs mean; empty for all
/// @param aspect what new lengths mean
public record Resize(
    Interpolation interpolation,
    Coordinates coordinates,
    Rounding rounding,
    float cubic,
    boolean antialias,
    boolean excludeOutside,
    float extrapolation,
    List<Integer> axes,
    Aspect aspect)
    implements Operator {

  /// How values between elements are found.
  public enum Interpolation {
    NEAREST,
    LINEAR,
    CUBIC
  }

  /// Where an element of the output stands in the input.
  public enum Coordinates {
    HALF_PIXEL,
    /// With the middles of both grids at one place, whatever their lengths are rounded to.
    HALF_PIXEL_SYMMETRIC,
    /// As half-pixel, but 0 on an axis of length 1.
    PYTORCH_HALF_PIXEL,
    ALIGN_CORNERS,
    ASYMMETRIC,
    /// Half-pixel without moving back by half an element; in opsets 11 and 12.
    TF_HALF_PIXEL_FOR_NN,
    TF_CROP_AND_RESIZE
  }

  /// Which element is nearest.
  public enum Rounding {
    ROUND_PREFER_FLOOR,
    ROUND_PREFER_CEIL,
    FLOOR,
    CEIL
  }

  /// What new lengths mean.
  public enum Aspect {
    STRETCH,
    /// All axes grow alike, and none becomes longer than said.
    NOT_LARGER,
    /// All axes grow alike, and none becomes shorter than said.
    NOT_SMALLER
  }

  public Resize {
    axes = List.copyOf(axes);
  }

  /// One axis.
  ///
  /// @param scaled the length before it is rounded to `output`
  /// @param start of the region, as a share of the input's length
  /// @param end of the region
  private record Axis(
      int number, int input, int output, float scale, float scaled, float start, float end) {}

  private List<Axis> axes(TensorShape x, Operands in) {
    int[] numbers =
        axes.isEmpty()
            ? IntStream.range(0, x.rank()).toArray()
            : axes.stream().mapToInt(axis -> Lengths.axis(axis, x)).toArray();
    if (Arrays.stream(numbers).distinct().count() != numbers.length) {
      throw new IllegalArgumentException("axes must be different: " + axes);
    }
    Optional<NdArray> scales = given(in, in.count() == 2 ? 1 : 2);
    Optional<NdArray> sizes = given(in, 3);
    if (scales.isPresent() == sizes.isPresent()) {
      throw new IllegalArgumentException("either scales or sizes must be given");
    }
    float[] regions = regions(in, numbers.length);
    float[] factors = scales.map(it -> it.asFloats().data()).orElse(new float[numbers.length]);
    long[] lengths = sizes.map(it -> it.asLongs().data()).orElse(new long[numbers.length]);
    if (factors.length != numbers.length || lengths.length != numbers.length) {
      throw new IllegalArgumentException(
          "scales or sizes must be one number for each of %d axes".formatted(numbers.length));
    }
    for (int i = 0; i < numbers.length; i++) {
      if (sizes.isPresent()) {
        factors[i] = (float) lengths[i] / x.length(numbers[i]);
      }
      if (!(factors[i] > 0 && factors[i] < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "axis %d of %s must not be resized by %s".formatted(numbers[i], x, factors[i]));
      }
    }
    if (sizes.isPresent() && aspect != Aspect.STRETCH) {
      float common = factors[0];
      for (float factor : factors) {
        common = aspect == Aspect.NOT_LARGER ? Math.min(common, factor) : Math.max(common, factor);
      }
      Arrays.fill(factors, common);
    }
    List<Axis> resized =
        IntStream.range(0, numbers.length)
            .mapToObj(i -> {
              int input = x.length(numbers[i]);
              float start = regions[i];
              float end = regions[numbers.length + i];
              float scaled = factors[i] * input;
              double output = Math.floor(scaled * (end - start));
              if (sizes.isPresent()) {
                output = aspect == Aspect.STRETCH ? lengths[i] : Math.floor(scaled + 0.5);
              }
              TensorShape.of((long) output);
              return new Axis(numbers[i], input, (int) output, factors[i], scaled, start, end);
            })
            .toList();
    TensorShape shape = x;
    for (Axis axis : resized) {
      shape = shape.with(axis.number, axis.output);
    }
    NdArray.checkMemory(shape, 2 * Float.BYTES);
    return resized;
  }

  private static Optional<NdArray> given(Operands in, int i) {
    return in.find(i).filter(array -> array.shape().elements() > 0);
  }

  private float[] regions(Operands in, int count) {
    if (coordinates != Coordinates.TF_CROP_AND_RESIZE) {
      float[] whole = new float[2 * count];
      Arrays.fill(whole, count, 2 * count, 1);
      return whole;
    }
    float[] regions = in.floats(1).data();
    if (regions.length != 2 * count) {
      throw new IllegalArgumentException(
          "roi must be two numbers for each of %d axes: %d".formatted(count, regions.length));
    }
    return regions;
  }

  /// Where element `i` of the output stands.
  private double place(Axis axis, int i) {
    float last = axis.input - 1;
    return switch (coordinates) {
      case ALIGN_CORNERS -> axis.scaled == 1 ? 0 : i * last / (axis.scaled - 1);
      case ASYMMETRIC -> i / axis.scale;
      case TF_HALF_PIXEL_FOR_NN -> (i + 0.5f) / axis.scale;
      case PYTORCH_HALF_PIXEL -> axis.output == 1 ? 0 : (i + 0.5f) / axis.scale - 0.5f;
      case HALF_PIXEL -> (i + 0.5f) / axis.scale - 0.5f;
      case HALF_PIXEL_SYMMETRIC ->
          axis.input / 2f * (1 - axis.output / axis.scaled) + (i + 0.5f) / axis.scale - 0.5f;
      case TF_CROP_AND_RESIZE -> {
        float length = axis.end - axis.start;
        yield axis.start * last
            + (axis.output == 1 ? length * last / 2 : i * length * last / (axis.output - 1));
      }
    };
  }

  private int nearest(Axis axis, int i) {
    double place = place(axis, i);
    double rounded =
        switch (rounding) {
          case ROUND_PREFER_FLOOR -> Math.ceil(place - 0.5);
          case ROUND_PREFER_CEIL -> Math.floor(place + 0.5);
          case FLOOR -> Math.floor(place);
          case CEIL -> Math.ceil(place);
        };
    return Math.clamp((long) rounded, 0, axis.input - 1);
  }

  private AxisInterpolation map(Axis axis) {
    double shrink = antialias ? Math.min(axis.scale, 1) : 1;
    int reach = interpolation == Interpolation.LINEAR ? 1 : 2;
    int first = (int) Math.floor(-reach / shrink) + 1;
    int taps = 2 - 2 * first;
    int[] sources = new int[Math.multiplyExact(axis.output, taps)];
    double[] weights = new double[sources.length];
    for (int i = 0; i < axis.output; i++) {
      double place = place(axis, i);
      double left = Math.ceil(place) - 1;
      double sum = 0;
      for (int k = 0; k < taps; k++) {
        long source = (long) left + first + k;
        sources[i * taps + k] = Math.clamp(source, 0, axis.input - 1);
        boolean counts = !excludeOutside || (source >= 0 && source < axis.input);
        double weight = counts ? weight(Math.abs(source - place) * shrink) : 0;
        weights[i * taps + k] = weight;
        sum += weight;
      }
      if (antialias || excludeOutside) {
        for (int k = 0; k < taps; k++) {
          weights[i * taps + k] /= sum;
        }
      }
    }
    return new AxisInterpolation(axis.input, taps, sources, weights);
  }

  /// How much an element weighs that stands this far away.
  private double weight(double distance) {
    return interpolation == Interpolation.LINEAR
        ? Math.max(0, 1 - distance)
        : CubicConvolution.weight(distance, cubic);
  }

  @Override
  public List<NdArray> outputs(Operands in) {
    NdArray x = in.get(0);
    List<Axis> resized = axes(x.shape(), in);
    boolean looksUp =
        interpolation == Interpolation.NEAREST && coordinates != Coordinates.TF_CROP_AND_RESIZE;
    NdArray y = looksUp ? x : Conversion.Type.FLOAT.of(x);
    // The last axis comes first: longer arrays are then made of longer runs.
    for (Axis axis : resized.reversed()) {
      if (interpolation == Interpolation.NEAREST) {
        int[] sources = IntStream.range(0, axis.output).map(i -> nearest(axis, i)).toArray();
        if (!isIdentity(sources, axis)) {
          y = IndexedRuns.along(y.shape(), axis.number, sources).read(y, in.team());
        }
      } else {
        AxisInterpolation map = map(axis);
        if (!map.isIdentity()) {
          y = map.apply(y.asFloats(), axis.number, in.team());
        }
      }
    }
    if (coordinates == Coordinates.TF_CROP_AND_RESIZE) {
      y = outsideSet(y.asFloats(), resized, extrapolation);
    }
    return List.of(looksUp ? y : Conversion.Type.like(x).of(y));
  }

  private static boolean isIdentity(int[] sources, Axis axis) {
    return Arrays.equals(sources, IntStream.range(0, axis.input).toArray());
  }

  /// The same with another value where the input does not reach.
  private FloatArray outsideSet(FloatArray y, List<Axis> resized, float value) {
    float[] data = y.data().clone();
    for (Axis axis : resized) {
      int inner = y.shape().elements(axis.number + 1, y.shape().rank());
      for (int row = 0; row < y.shape().elements(0, axis.number + 1); row++) {
        double place = place(axis, row % axis.output);
        if (place < 0 || place > axis.input - 1) {
          Arrays.fill(data, row * inner, (row + 1) * inner, value);
        }
      }
    }
    return new FloatArray(y.shape(), data);
  }

  @Override
  public Keeps keeps() {
    return Keeps.LATER_INPUTS;
  }

  @Override
  public void gradients(Backward back) {
    if (!back.wants(0) || back.gradient(0).isEmpty()) {
      return;
    }
    FloatArray g = back.gradientOrZeros(0);
    List<Axis> resized = axes(back.inputShape(0), back.operands());
    if (coordinates == Coordinates.TF_CROP_AND_RESIZE) {
      g = outsideSet(g, resized, 0);
    }
    for (Axis axis : resized) {
      if (interpolation == Interpolation.NEAREST) {
        int[] sources = IntStream.range(0, axis.output).map(i -> nearest(axis, i)).toArray();
        if (!isIdentity(sources, axis)) {
          TensorShape shape = g.shape().with(axis.number, axis.input);
          g = IndexedRuns.along(shape, axis.number, sources).addUp(g, shape, back.team());
        }
      } else {
        AxisInterpolation map = map(axis);
        if (!map.isIdentity()) {
          g = map.applyTransposed(g, axis.number, back.team());
        }
      }
    }
    back.add(0, g);
  }
}
