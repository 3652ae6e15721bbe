package dev.seedbed.graph;

import java.util.List;

/// The windows of convolutions and pools as a file describes them: a list has one number for each
/// spatial axis, or is empty for the default.
///
/// @param kernel lengths of a window; empty in convolutions, where the weights say it
/// @param strides how far apart windows are; 1 by default
/// @param dilations how far apart the elements of a window are; 1 by default
/// @param pads the padding at the beginning of each axis, then at the end of each; 0 by default
public record WindowSpec(
    List<Long> kernel, List<Long> strides, List<Long> dilations, List<Long> pads, Padding padding) {

  /// No length of a window, stride, dilation or padding is larger, so that sums of them are exact.
  private static final long MOST = Integer.MAX_VALUE;

  public WindowSpec {
    kernel = List.copyOf(kernel);
    strides = List.copyOf(strides);
    dilations = List.copyOf(dilations);
    pads = List.copyOf(pads);
  }

  /// Windows of an array of some shape: with rows and channels first, then 1 to 3 spatial axes.
  ///
  /// @param kernelOfWeights the lengths of the weights' spatial axes; empty in pools
  /// @param ceiling whether a last window that is not full counts
  /// @throws IllegalArgumentException if the lists do not fit the shape, or a window is larger than
  ///   the padded array
  Windows windows(TensorShape shape, int[] kernelOfWeights, boolean ceiling) {
    int[] lengths = kernel(shape, kernelOfWeights);
    int axes = lengths.length;
    int[] steps = positive("strides", strides, axes);
    int[] gaps = positive("dilations", dilations, axes);
    int[] begin = new int[axes];
    int[] end = new int[axes];
    int[] out = new int[axes];
    for (int axis = 0; axis < axes; axis++) {
      int in = shape.length(2 + axis);
      long extent = (lengths[axis] - 1L) * gaps[axis] + 1;
      if (padding == Padding.EXPLICIT) {
        begin[axis] = pad(axis, axes);
        end[axis] = pad(axes + axis, axes);
      } else if (padding != Padding.VALID) {
        long places = (in + steps[axis] - 1L) / steps[axis];
        long total = Math.max(0, (places - 1) * steps[axis] + extent - in);
        long more = (total + 1) / 2;
        begin[axis] = (int) (padding == Padding.SAME_LOWER ? more : total - more);
        end[axis] = (int) total - begin[axis];
      }
      if ((long) in + begin[axis] + end[axis] > MOST) {
        throw new IllegalArgumentException("the padding is too large: " + pads);
      }
      long room = (long) in + begin[axis] + end[axis] - extent;
      if (room < 0) {
        throw new IllegalArgumentException(
            "a window must fit into the padded array: %d of %s".formatted(extent, shape));
      }
      long count = (ceiling ? room + steps[axis] - 1 : room) / steps[axis] + 1;
      if (ceiling && (count - 1) * steps[axis] >= (long) in + begin[axis]) {
        // The last window would start in the padding.
        count--;
      }
      out[axis] = (int) count;
    }
    int[] in = new int[axes];
    for (int axis = 0; axis < axes; axis++) {
      in[axis] = shape.length(2 + axis);
    }
    return new Windows(in, out, lengths, steps, gaps, begin, end);
  }

  /// The windows of the convolution whose transpose makes an output of an array of some shape: its
  /// windows are the elements of that array.
  ///
  /// @param outputPadding what is added to the output at the end of each axis; 0 by default
  /// @param outputShape lengths of the output's axes; empty if the padding says them
  /// @throws IllegalArgumentException if the lists do not fit the shape
  Windows transposed(
      TensorShape shape, int[] kernelOfWeights, List<Long> outputPadding, List<Long> outputShape) {
    int[] lengths = kernel(shape, kernelOfWeights);
    int axes = lengths.length;
    int[] steps = positive("strides", strides, axes);
    int[] gaps = positive("dilations", dilations, axes);
    int[] more = list("output_padding", outputPadding, axes, 0, 0);
    int[] wanted = list("output_shape", outputShape, axes, 0, 0);
    int[] begin = new int[axes];
    int[] end = new int[axes];
    int[] in = new int[axes];
    int[] out = new int[axes];
    for (int axis = 0; axis < axes; axis++) {
      out[axis] = shape.length(2 + axis);
      // The output without padding. It may be longer than the input's windows reach.
      long full =
          (out[axis] - 1L) * steps[axis] + more[axis] + (lengths[axis] - 1L) * gaps[axis] + 1;
      long length;
      if (!outputShape.isEmpty()) {
        length = wanted[axis];
      } else if (padding == Padding.SAME_UPPER || padding == Padding.SAME_LOWER) {
        length = (long) out[axis] * steps[axis];
      } else if (padding == Padding.VALID) {
        length = full;
      } else {
        length = full - pad(axis, axes) - pad(axes + axis, axes);
      }
      if (length < 1 || full > MOST || length > MOST) {
        throw new IllegalArgumentException(
            "an axis of the output must have from 1 to %d places: %d".formatted(MOST, length));
      }
      in[axis] = (int) length;
      if (outputShape.isEmpty() && padding == Padding.EXPLICIT) {
        begin[axis] = pad(axis, axes);
      } else {
        long total = Math.max(0, full - length);
        begin[axis] = (int) (padding == Padding.SAME_UPPER ? total / 2 : total - total / 2);
      }
    }
    return new Windows(in, out, lengths, steps, gaps, begin, end);
  }

  /// The lengths of a window.
  int[] kernel(TensorShape shape, int[] kernelOfWeights) {
    int axes = shape.rank() - 2;
    if (axes < 1 || axes > 3) {
      throw new IllegalArgumentException(
          "convolutions and pools must have 1 to 3 spatial axes: " + shape);
    }
    if (kernelOfWeights.length == 0) {
      if (kernel.isEmpty()) {
        throw new IllegalArgumentException("kernel_shape is missing");
      }
      return positive("kernel_shape", kernel, axes);
    }
    if (kernelOfWeights.length != axes) {
      throw new IllegalArgumentException(
          "the weights must have %d spatial axes: %d".formatted(axes, kernelOfWeights.length));
    }
    for (int axis = 0; axis < axes; axis++) {
      if (kernelOfWeights[axis] < 1) {
        throw new IllegalArgumentException("a window must have elements: " + kernelOfWeights[axis]);
      }
      if (!kernel.isEmpty()
          && (kernel.size() != axes || kernel.get(axis) != kernelOfWeights[axis])) {
        throw new IllegalArgumentException("kernel_shape must be that of the weights: " + kernel);
      }
    }
    return kernelOfWeights;
  }

  int pad(int i, int axes) {
    return list("pads", pads, 2 * axes, 0, 0)[i];
  }

  static int[] positive(String name, List<Long> given, int axes) {
    return list(name, given, axes, 1, 1);
  }

  static int[] list(String name, List<Long> given, int count, long usual, long least) {
    if (!given.isEmpty() && given.size() != count) {
      throw new IllegalArgumentException(
          "%s must have %d numbers: %s".formatted(name, count, given));
    }
    int[] list = new int[count];
    for (int i = 0; i < count; i++) {
      long value = given.isEmpty() ? usual : given.get(i);
      if (value < least || value > MOST) {
        throw new IllegalArgumentException(
            "%s must be from %d to %d: %d".formatted(name, least, MOST, value));
      }
      list[i] = (int) value;
    }
    return list;
  }
}
