package dev.seedbed.graph;

import java.util.Arrays;
import java.util.List;

/// Turns pairs of elements of each head by angles that depend on the position. Inputs: an array of
/// rows × heads × positions × elements, or of rows × positions × (heads · elements); cosines and
/// sines, and the positions whose cosines and sines to take: without them, these have one row for
/// each row and position.
///
/// @param interleaved whether pairs are neighbours; else the halves of what is turned are paired
/// @param dimension how many elements of each head are turned; 0 for all
/// @param heads how many heads an array with three axes has
public record RotaryEmbedding(boolean interleaved, int dimension, int heads)
    implements MatrixProduct {
  /// Where everything stands.
  private record Layout(
      int rows, int heads, int positions, int elements, int turned, boolean headsFirst) {
    int at(int row, int head, int position) {
      return (headsFirst
              ? (row * heads + head) * positions + position
              : (row * positions + position) * heads + head)
          * elements;
    }
  }

  private Layout layout(TensorShape x) {
    boolean headsFirst = x.rank() == 4;
    if (!headsFirst && (x.rank() != 3 || heads < 1 || x.length(2) % heads != 0)) {
      throw new IllegalArgumentException(
          "RotaryEmbedding must have 4 axes, or 3 and heads that divide the last: %s, %d heads"
              .formatted(x, heads));
    }
    int elements = headsFirst ? x.length(3) : x.length(2) / heads;
    int turned = dimension == 0 ? elements : dimension;
    if (turned < 0 || turned > elements || turned % 2 != 0) {
      throw new IllegalArgumentException(
          "the turned elements must be even and at most %d: %d".formatted(elements, turned));
    }
    return new Layout(
        x.length(0),
        headsFirst ? x.length(1) : heads,
        headsFirst ? x.length(2) : x.length(1),
        elements,
        turned,
        headsFirst);
  }

  @Override
  public List<NdArray> outputs(Operands in) {
    FloatArray x = in.floats(0);
    Layout layout = layout(x.shape());
    int[] angles = angles(layout, in);
    return List.of(turned(x, in.floats(1).data(), in.floats(2).data(), layout, angles, false, in));
  }

  /// The row of the cosines and sines for each row and position.
  private static int[] angles(Layout layout, Operands in) {
    TensorShape cosines = in.floats(1).shape();
    if (!cosines.equals(in.floats(2).shape())
        || cosines.rank() < 1
        || cosines.length(cosines.rank() - 1) != layout.turned / 2) {
      throw new IllegalArgumentException(
          "cosines and sines must have %d columns: %s and %s"
              .formatted(layout.turned / 2, cosines, in.floats(2).shape()));
    }
    int there = cosines.elements(0, cosines.rank() - 1);
    int[] angles = new int[TensorShape.of(layout.rows, layout.positions).elements()];
    if (in.find(3).isEmpty()) {
      if (!cosines.equals(TensorShape.of(layout.rows, layout.positions, layout.turned / 2))) {
        throw new IllegalArgumentException(
            "cosines must have one row for each position: " + cosines);
      }
      Arrays.setAll(angles, i -> i);
      return angles;
    }
    LongArray positions = in.longs(3);
    if (!positions.shape().equals(TensorShape.of(layout.rows, layout.positions))) {
      throw new IllegalArgumentException(
          "positions must be %d x %d: %s"
              .formatted(layout.rows, layout.positions, positions.shape()));
    }
    for (int i = 0; i < angles.length; i++) {
      long position = positions.data()[i];
      if (position < 0 || position >= there) {
        throw new IllegalArgumentException(
            "positions must be from 0 to %d: %d".formatted(there - 1, position));
      }
      angles[i] = (int) position;
    }
    return angles;
  }

  /// @param back whether to turn the other way
  private FloatArray turned(
      FloatArray x,
      float[] cosines,
      float[] sines,
      Layout layout,
      int[] angles,
      boolean back,
      Operands in) {
    FloatArray y = FloatArray.of(x.shape());
    System.arraycopy(x.data(), 0, y.data(), 0, x.data().length);
    int half = layout.turned / 2;
    Parallel.ranges(
        in.team(),
        angles.length,
        (long) layout.heads * layout.elements,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            for (int head = 0; head < layout.heads; head++) {
              int at = layout.at(i / layout.positions, head, i % layout.positions);
              for (int j = 0; j < half; j++) {
                int first = interleaved ? at + 2 * j : at + j;
                int second = interleaved ? first + 1 : first + half;
                float cosine = cosines[angles[i] * half + j];
                float sine = back ? -sines[angles[i] * half + j] : sines[angles[i] * half + j];
                float a = x.data()[first];
                float b = x.data()[second];
                y.data()[first] = cosine * a - sine * b;
                y.data()[second] = sine * a + cosine * b;
              }
            }
          }
        });
    return y;
  }

  @Override
  public void gradients(Backward back) {
    if (back.gradient(0).isEmpty()) {
      return;
    }
    Operands in = back.operands();
    FloatArray g = back.gradientOrZeros(0);
    Layout layout = layout(g.shape());
    int[] angles = angles(layout, in);
    float[] cosines = in.floats(1).data();
    float[] sines = in.floats(2).data();
    if (back.wants(0)) {
      back.add(0, turned(g, cosines, sines, layout, angles, true, in));
    }
    if (back.wants(1) || back.wants(2)) {
      addAngleGradients(back, layout, angles, in.floats(0).data(), g.data());
    }
  }

  private void addAngleGradients(Backward back, Layout layout, int[] angles, float[] x, float[] g) {
    int half = layout.turned / 2;
    double[] byCosine = new double[back.inputShape(1).elements()];
    double[] bySine = new double[byCosine.length];
    for (int i = 0; i < angles.length; i++) {
      for (int head = 0; head < layout.heads; head++) {
        int at = layout.at(i / layout.positions, head, i % layout.positions);
        for (int j = 0; j < half; j++) {
          int first = interleaved ? at + 2 * j : at + j;
          int second = interleaved ? first + 1 : first + half;
          int angle = angles[i] * half + j;
          byCosine[angle] += (double) g[first] * x[first] + (double) g[second] * x[second];
          bySine[angle] += (double) g[second] * x[first] - (double) g[first] * x[second];
        }
      }
    }
    if (back.wants(1)) {
      back.add(1, rounded(back.inputShape(1), byCosine));
    }
    if (back.wants(2)) {
      back.add(2, rounded(back.inputShape(2), bySine));
    }
  }

  private static FloatArray rounded(TensorShape shape, double[] values) {
    FloatArray rounded = FloatArray.of(shape);
    for (int i = 0; i < values.length; i++) {
      rounded.data()[i] = (float) values[i];
    }
    return rounded;
  }

  @Override
  public Keeps keeps() {
    return Keeps.INPUTS;
  }
}
