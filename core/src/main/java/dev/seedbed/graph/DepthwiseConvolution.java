package dev.seedbed.graph;

import dev.seedbed.kernel.Team;
import java.util.Arrays;

/// Convolutions whose groups have one channel each, line by line along the last axis.
record DepthwiseConvolution(ConvolutionProducts of) {
  private Windows windows() {
    return of.windows();
  }

  private int featuresOfGroup() {
    return of.features() / of.groups();
  }

  /// A line of outputs, and the line of inputs that one element of its windows lies on.
  private interface Line {
    /// @param tap which element of the window
    /// @param in where the first input stands, for the output with number 0
    /// @param out where the output with number 0 stands
    /// @param from the first output whose element is not in the padding
    /// @param to likewise the last, and one more
    void take(int tap, int in, int out, int from, int to);
  }

  /// Goes through all lines of a plane.
  ///
  /// @param in where the plane of inputs starts
  /// @param out where the plane of outputs starts
  private void lines(int in, int out, Line line) {
    Windows w = windows();
    for (int z = 0; z < w.out()[0]; z++) {
      for (int y = 0; y < w.out()[1]; y++) {
        int to = out + (z * w.out()[1] + y) * w.out()[2];
        int tap = 0;
        for (int k0 = 0; k0 < w.kernel()[0]; k0++) {
          int inZ = w.place(0, z, k0);
          for (int k1 = 0; k1 < w.kernel()[1]; k1++) {
            int inY = w.place(1, y, k1);
            if (inZ < 0 || inZ >= w.in()[0] || inY < 0 || inY >= w.in()[1]) {
              tap += w.kernel()[2];
              continue;
            }
            int from = in + (inZ * w.in()[1] + inY) * w.in()[2];
            for (int k2 = 0; k2 < w.kernel()[2]; k2++) {
              line.take(tap++, from + w.place(2, 0, k2), to, w.first(2, k2), w.end(2, k2));
            }
          }
        }
      }
    }
  }

  void features(float[] x, float[] w, float[] bias, float[] y, Team team) {
    int outputs = windows().outputs();
    int taps = windows().kernelElements();
    int step = windows().strides()[2];
    Parallel.ranges(
        team,
        of.rows() * of.features(),
        (long) outputs * taps,
        (first, last) -> {
          for (int plane = first; plane < last; plane++) {
            int f = plane % of.features();
            int input = plane / of.features() * of.channels() + f / featuresOfGroup();
            int out = plane * outputs;
            lines(
                input * windows().inputs(),
                out,
                (tap, at, to, from, end) ->
                    addMultiple(w[f * taps + tap], x, at, step, y, to, 1, from, end));
            if (bias.length > 0) {
              for (int i = out; i < out + outputs; i++) {
                y[i] += bias[f];
              }
            }
          }
        });
  }

  /// target(at + i·step) += factor·source(at + i·step) for i from `from` to `end`, without `end`.
  private static void addMultiple(
      float factor,
      float[] source,
      int sourceAt,
      int sourceStep,
      float[] target,
      int targetAt,
      int targetStep,
      int from,
      int end) {
    if (sourceStep == 1 && targetStep == 1) {
      for (int i = from; i < end; i++) {
        target[targetAt + i] = Math.fma(factor, source[sourceAt + i], target[targetAt + i]);
      }
      return;
    }
    for (int i = from; i < end; i++) {
      int to = targetAt + i * targetStep;
      target[to] = Math.fma(factor, source[sourceAt + i * sourceStep], target[to]);
    }
  }

  void images(float[] y, float[] w, float[] x, Team team) {
    int outputs = windows().outputs();
    int taps = windows().kernelElements();
    int step = windows().strides()[2];
    Parallel.ranges(
        team,
        of.rows() * of.channels(),
        (long) outputs * taps * featuresOfGroup(),
        (first, last) -> {
          for (int plane = first; plane < last; plane++) {
            int channel = plane % of.channels();
            for (int i = 0; i < featuresOfGroup(); i++) {
              int f = channel * featuresOfGroup() + i;
              lines(
                  plane * windows().inputs(),
                  (plane / of.channels() * of.features() + f) * outputs,
                  (tap, at, to, from, end) ->
                      addMultiple(w[f * taps + tap], y, to, 1, x, at, step, from, end));
            }
          }
        });
  }

  /// Each element of the weights is a sum over lines for each place of a line, then over these.
  void weightGradient(float[] x, float[] dy, float[] dw, Team team) {
    int outputs = windows().outputs();
    int taps = windows().kernelElements();
    int step = windows().strides()[2];
    int length = windows().out()[2];
    Parallel.ranges(
        team,
        of.features(),
        (long) of.rows() * outputs * taps,
        (first, last) -> {
          float[] sums = new float[taps * length];
          for (int feature = first; feature < last; feature++) {
            int f = feature;
            Arrays.fill(sums, 0);
            for (int row = 0; row < of.rows(); row++) {
              lines(
                  (row * of.channels() + f / featuresOfGroup()) * windows().inputs(),
                  (row * of.features() + f) * outputs,
                  (tap, at, to, from, end) ->
                      addProducts(x, at, step, dy, to, sums, tap * length, from, end));
            }
            for (int tap = 0; tap < taps; tap++) {
              double sum = 0;
              for (int i = 0; i < length; i++) {
                sum += sums[tap * length + i];
              }
              dw[f * taps + tap] = (float) sum;
            }
          }
        });
  }

  private static void addProducts(
      float[] x,
      int at,
      int step,
      float[] dy,
      int dyAt,
      float[] sums,
      int sumsAt,
      int from,
      int end) {
    if (step == 1) {
      for (int i = from; i < end; i++) {
        sums[sumsAt + i] = Math.fma(x[at + i], dy[dyAt + i], sums[sumsAt + i]);
      }
      return;
    }
    for (int i = from; i < end; i++) {
      sums[sumsAt + i] = Math.fma(x[at + i * step], dy[dyAt + i], sums[sumsAt + i]);
    }
  }
}
