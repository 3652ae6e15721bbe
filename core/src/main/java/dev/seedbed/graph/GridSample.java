package dev.seedbed.graph;

import dev.seedbed.graph.Resize.Interpolation;
import dev.seedbed.kernel.Team;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// Looks up the values of an array at any places, as spatial transformers do (Jaderberg et al.
/// 2015, arXiv:1506.02025). Inputs: an array of rows × channels × 1 to 3 spatial axes; and a grid
/// of rows × any lengths of as many axes × the coordinates of one place, the last axis first, from
/// −1 to 1.
///
/// Numbers beyond the ends are those of PyTorch: elements are repeated there, or reflected, and
/// interpolated as all others are. Whole numbers and truth values are looked up as real ones, and
/// lose their fractions afterwards.
///
/// @param interpolation between elements; halves are rounded to even ones for the nearest
/// @param outside what stands beyond the ends
/// @param alignCorners whether −1 and 1 are the middles of the first and the last element, and not
///   their outer ends
public record GridSample(Interpolation interpolation, Outside outside, boolean alignCorners)
    implements Operator {
  /// The coefficient a of cubic convolution.
  private static final double CUBIC = -0.75;

  /// What stands beyond the ends of an axis.
  public enum Outside {
    ZEROS,
    /// The outermost element.
    BORDER,
    /// The elements in reverse order, again and again.
    REFLECTION
  }

  private TensorShape shape(TensorShape x, TensorShape grid) {
    if (x.rank() < 3 || x.rank() > 5 || x.elements(2, x.rank()) == 0) {
      throw new IllegalArgumentException(
          "the input must have 1 to 3 spatial axes, none of them empty: " + x);
    }
    int last = x.rank() - 1;
    if (grid.rank() != x.rank()
        || grid.length(0) != x.length(0)
        || grid.length(last) != x.rank() - 2) {
      throw new IllegalArgumentException(
          "the grid must have the rows of %s and %d coordinates of each place: %s"
              .formatted(x, last - 1, grid));
    }
    long[] lengths = new long[x.rank()];
    lengths[0] = x.length(0);
    lengths[1] = x.length(1);
    for (int axis = 2; axis < lengths.length; axis++) {
      lengths[axis] = grid.length(axis - 1);
    }
    return TensorShape.of(lengths);
  }

  /// How many elements along an axis make a value.
  private int taps() {
    return switch (interpolation) {
      case NEAREST -> 1;
      case LINEAR -> 2;
      case CUBIC -> 4;
    };
  }

  /// By how many elements a place moves when its coordinate grows by 1.
  private double scale(int length) {
    return (alignCorners ? length - 1 : length) / 2.0;
  }

  /// What the values of one row are made of.
  ///
  /// @param derived the spatial axis by whose place they are derived, if by any
  private WeightedPlaces places(
      TensorShape x, FloatArray grid, int row, Team team, OptionalInt derived) {
    int axes = x.rank() - 2;
    int points = grid.shape().elements(1, grid.shape().rank() - 1);
    int taps = taps();
    int count = 1;
    for (int axis = 0; axis < axes; axis++) {
      count *= taps;
    }
    WeightedPlaces all = WeightedPlaces.of(points, count);
    int sums = count;
    Parallel.ranges(
        team,
        points,
        count,
        (from, to) -> {
          int[] indices = new int[taps];
          double[] weights = new double[taps];
          for (int point = from; point < to; point++) {
            int first = point * sums;
            all.weights()[first] = 1;
            int made = 1;
            for (int axis = 0; axis < axes; axis++) {
              int length = x.length(2 + axis);
              float coordinate = grid.data()[(row * points + point + 1) * axes - 1 - axis];
              axis(length, coordinate, derived.equals(OptionalInt.of(axis)), indices, weights);
              // From the end, so that nothing is overwritten before it is read.
              for (int k = made * taps - 1; k >= 0; k--) {
                int at = first + k / taps;
                all.places()[first + k] = all.places()[at] * length + indices[k % taps];
                all.weights()[first + k] = all.weights()[at] * weights[k % taps];
              }
              made *= taps;
            }
          }
        });
    return all;
  }

  /// Finds the elements along one axis that a coordinate means.
  ///
  /// @param derived whether weights are derivatives by the place
  private void axis(
      int length, float coordinate, boolean derived, int[] indices, double[] weights) {
    double place = (coordinate + 1.0) * scale(length) - (alignCorners ? 0 : 0.5);
    if (outside != Outside.REFLECTION) {
      // All that is farther away is the same.
      place = Math.clamp(place, -4.0, length + 3.0);
    }
    double start =
        switch (interpolation) {
          case NEAREST -> Math.rint(place);
          case LINEAR -> Math.floor(place);
          case CUBIC -> Math.floor(place) - 1;
        };
    for (int k = 0; k < indices.length; k++) {
      long index = (long) start + k;
      double distance = start + k - place;
      boolean counts = outside != Outside.ZEROS || (index >= 0 && index < length);
      indices[k] = counts ? inside(index, length) : 0;
      weights[k] = counts ? derived ? slope(distance) : weight(distance) : 0;
    }
  }

  /// The element that stands at an index, which may be beyond the ends.
  private int inside(long index, int length) {
    if (outside != Outside.REFLECTION) {
      return Math.clamp(index, 0, length - 1);
    }
    // With corners aligned, the outermost elements are not repeated.
    int repeated = alignCorners ? 0 : 1;
    long period = Math.max(1, 2L * (length - 1 + repeated));
    long at = Math.floorMod(index, period);
    return (int) (at < length ? at : period - repeated - at);
  }

  private double weight(double distance) {
    return switch (interpolation) {
      // NaN of a place that is none.
      case NEAREST -> 1 + 0 * distance;
      case LINEAR -> 1 - Math.abs(distance);
      case CUBIC -> CubicConvolution.weight(Math.abs(distance), CUBIC);
    };
  }

  /// The derivative of the weight by the place.
  private double slope(double distance) {
    return switch (interpolation) {
      case NEAREST -> 0;
      case LINEAR -> distance > 0 ? 1 : -1;
      case CUBIC -> -Math.signum(distance) * CubicConvolution.slope(Math.abs(distance), CUBIC);
    };
  }

  @Override
  public List<NdArray> outputs(Operands in) {
    FloatArray x = Conversion.Type.FLOAT.of(in.get(0)).asFloats();
    FloatArray grid = in.floats(1);
    FloatArray y = FloatArray.of(shape(x.shape(), grid.shape()));
    int channels = x.shape().length(1);
    int inputs = x.shape().elements(2, x.shape().rank());
    int points = y.shape().elements(2, y.shape().rank());
    for (int row = 0; row < x.shape().length(0); row++) {
      WeightedPlaces places = places(x.shape(), grid, row, in.team(), OptionalInt.empty());
      int first = row * channels;
      Parallel.ranges(
          in.team(),
          channels * points,
          places.count(),
          (from, to) -> {
            for (int i = from; i < to; i++) {
              int start = (first + i / points) * inputs;
              y.data()[first * points + i] = (float) places.sum(i % points, x.data(), start);
            }
          });
    }
    return List.of(Conversion.Type.like(in.get(0)).of(y));
  }

  @Override
  public Keeps keeps() {
    return Keeps.INPUTS;
  }

  @Override
  public void gradients(Backward back) {
    if (back.gradient(0).isEmpty()) {
      return;
    }
    FloatArray g = back.gradientOrZeros(0);
    if (back.wants(0)) {
      back.add(0, byInput(back.inputShape(0), back.floats(1), g, back.team()));
    }
    if (back.wants(1)) {
      back.add(1, byGrid(back.floats(0), back.floats(1), g, back.team()));
    }
  }

  private FloatArray byInput(TensorShape x, FloatArray grid, FloatArray g, Team team) {
    FloatArray d = FloatArray.of(x);
    int channels = x.length(1);
    int inputs = x.elements(2, x.rank());
    int points = g.shape().elements(2, x.rank());
    for (int row = 0; row < x.length(0); row++) {
      WeightedPlaces places = places(x, grid, row, team, OptionalInt.empty());
      int first = row * channels;
      Parallel.ranges(
          team,
          channels,
          (long) points * places.count(),
          (from, to) -> {
            double[] plane = new double[inputs];
            for (int channel = first + from; channel < first + to; channel++) {
              Arrays.fill(plane, 0);
              for (int i = 0; i < points; i++) {
                places.spread(i, g.data()[channel * points + i], plane);
              }
              for (int i = 0; i < inputs; i++) {
                d.data()[channel * inputs + i] = (float) plane[i];
              }
            }
          });
    }
    return d;
  }

  private FloatArray byGrid(FloatArray x, FloatArray grid, FloatArray g, Team team) {
    TensorShape shape = x.shape();
    FloatArray d = FloatArray.of(grid.shape());
    if (interpolation == Interpolation.NEAREST) {
      return d;
    }
    int axes = shape.rank() - 2;
    int channels = shape.length(1);
    int inputs = shape.elements(2, shape.rank());
    int points = g.shape().elements(2, shape.rank());
    for (int row = 0; row < shape.length(0); row++) {
      for (int axis = 0; axis < axes; axis++) {
        WeightedPlaces slopes = places(shape, grid, row, team, OptionalInt.of(axis));
        double scale = scale(shape.length(2 + axis));
        int first = row * channels;
        int at = row * points * axes + axes - 1 - axis;
        Parallel.ranges(
            team,
            points,
            (long) channels * slopes.count(),
            (from, to) -> {
              for (int i = from; i < to; i++) {
                double sum = 0;
                for (int channel = first; channel < first + channels; channel++) {
                  double slope = slopes.sum(i, x.data(), channel * inputs);
                  sum = Math.fma(g.data()[channel * points + i], slope, sum);
                }
                d.data()[at + i * axes] = (float) (sum * scale);
              }
            });
      }
    }
    return d;
  }
}
