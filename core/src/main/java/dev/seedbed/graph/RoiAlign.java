package dev.seedbed.graph;

import dev.seedbed.kernel.Team;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Means over the cells of a grid in each of several regions of images, interpolated (He et al.
/// 2017, arXiv:1703.06870, section 3). Inputs: rows × channels × height × width; regions × (left,
/// top, right, bottom); and the row of each region. Regions have no gradient.
///
/// @param height of the grid
/// @param width of the grid
/// @param samples along each axis of a cell; 0 for about one for each element
/// @param scale from the regions' coordinates to those of the images
/// @param halfPixel whether coordinates are moved by half an element
public record RoiAlign(int height, int width, int samples, float scale, boolean halfPixel)
    implements Operator {
  public RoiAlign {
    if (height < 1 || width < 1 || samples < 0) {
      throw new IllegalArgumentException(
          "the grid must have cells: %d x %d, %d samples".formatted(height, width, samples));
    }
  }

  private TensorShape shape(Operands in) {
    TensorShape x = in.shape(0);
    TensorShape regions = in.floats(1).shape();
    if (x.rank() != 4 || x.length(2) == 0 || x.length(3) == 0) {
      throw new IllegalArgumentException("images must have 4 axes, none of them empty: " + x);
    }
    if (regions.rank() != 2
        || regions.length(1) != 4
        || !in.longs(2).shape().equals(TensorShape.of(regions.length(0)))) {
      throw new IllegalArgumentException(
          "regions must have 4 numbers and a row each: %s and %s".formatted(regions, in.shape(2)));
    }
    return TensorShape.of(regions.length(0), x.length(1), height, width);
  }

  /// One axis of a region.
  ///
  /// @param lows the element before or at each sample of each cell; −1 where there is none
  /// @param shares of the element after it
  private record Axis(int samples, int[] lows, int[] highs, double[] shares) {}

  private Axis axis(float from, float to, int cells, int length) {
    double offset = halfPixel ? 0.5 : 0;
    double start = (double) from * scale - offset;
    double size = (double) to * scale - offset - start;
    if (!halfPixel) {
      size = Math.max(size, 1);
    }
    double wanted = samples > 0 ? samples : Math.ceil(size / cells);
    // Not a number, if a coordinate is none.
    if (!(wanted * cells < Integer.MAX_VALUE)) {
      throw new IllegalArgumentException("a region must have an end: %s to %s".formatted(from, to));
    }
    int count = (int) Math.max(0, wanted);
    int all = TensorShape.of(count, cells).elements();
    var axis = new Axis(count, new int[all], new int[all], new double[all]);
    for (int i = 0; i < all; i++) {
      int cell = i / count;
      double place = start + (cell + (i % count + 0.5) / count) * size / cells;
      boolean outside = place < -1 || place > length;
      double inside = Math.clamp(place, 0, length - 1);
      axis.lows[i] = outside ? -1 : (int) inside;
      axis.highs[i] = Math.min((int) inside + 1, length - 1);
      axis.shares[i] = inside - (int) inside;
    }
    return axis;
  }

  /// What the cells of a region are made of, as places in a plane.
  private WeightedPlaces places(float[] regions, int region, TensorShape x) {
    int at = 4 * region;
    Axis across = axis(regions[at], regions[at + 2], width, x.length(3));
    Axis down = axis(regions[at + 1], regions[at + 3], height, x.length(2));
    int samples = TensorShape.of(down.samples, across.samples).elements();
    int count = TensorShape.of(4, samples, height, width).elements() / (height * width);
    WeightedPlaces all = WeightedPlaces.of(height * width, count);
    for (int cell = 0; cell < height * width; cell++) {
      for (int k = 0; k < samples; k++) {
        int i = cell / width * down.samples + k / across.samples;
        int j = cell % width * across.samples + k % across.samples;
        if (down.lows[i] < 0 || across.lows[j] < 0) {
          continue;
        }
        for (int corner = 0; corner < 4; corner++) {
          boolean below = corner > 1;
          boolean right = corner % 2 == 1;
          int put = cell * count + 4 * k + corner;
          all.places()[put] =
              (below ? down.highs[i] : down.lows[i]) * x.length(3)
                  + (right ? across.highs[j] : across.lows[j]);
          all.weights()[put] =
              (below ? down.shares[i] : 1 - down.shares[i])
                  * (right ? across.shares[j] : 1 - across.shares[j])
                  / samples;
        }
      }
    }
    return all;
  }

  @Override
  public List<NdArray> outputs(Operands in) {
    FloatArray x = in.floats(0);
    FloatArray y = FloatArray.of(shape(in));
    int channels = x.shape().length(1);
    int plane = x.shape().elements(2, 4);
    int cells = height * width;
    for (int region = 0; region < y.shape().length(0); region++) {
      int row = Lengths.index(in.longs(2).data()[region], x.shape().length(0));
      WeightedPlaces places = places(in.floats(1).data(), region, x.shape());
      for (int channel = 0; channel < channels; channel++) {
        for (int cell = 0; cell < cells; cell++) {
          y.data()[(region * channels + channel) * cells + cell] =
              (float) places.sum(cell, x.data(), (row * channels + channel) * plane);
        }
      }
    }
    return List.of(y);
  }

  @Override
  public Keeps keeps() {
    return Keeps.LATER_INPUTS;
  }

  @Override
  public void gradients(Backward back) {
    if (back.wants(0) && back.gradient(0).isPresent()) {
      back.add(0, byImages(back, back.gradientOrZeros(0), back.team()));
    }
  }

  private FloatArray byImages(Backward back, FloatArray g, Team team) {
    TensorShape x = back.inputShape(0);
    int channels = x.length(1);
    int plane = x.elements(2, 4);
    int cells = height * width;
    float[] regions = back.floats(1).data();
    long[] rows = back.operands().longs(2).data();
    var all = new ArrayList<WeightedPlaces>();
    for (int region = 0; region < rows.length; region++) {
      all.add(places(regions, region, x));
    }
    FloatArray d = FloatArray.of(x);
    Parallel.ranges(
        team,
        channels,
        (long) g.shape().length(0) * cells,
        (from, to) -> {
          double[] sums = new double[plane];
          for (int row = 0; row < x.length(0); row++) {
            for (int channel = from; channel < to; channel++) {
              Arrays.fill(sums, 0);
              for (int region = 0; region < rows.length; region++) {
                if (Lengths.index(rows[region], x.length(0)) == row) {
                  WeightedPlaces places = all.get(region);
                  for (int cell = 0; cell < cells; cell++) {
                    places.spread(
                        cell, g.data()[(region * channels + channel) * cells + cell], sums);
                  }
                }
              }
              int start = (row * channels + channel) * plane;
              for (int i = 0; i < plane; i++) {
                d.data()[start + i] = (float) sums[i];
              }
            }
          }
        });
    return d;
  }
}
