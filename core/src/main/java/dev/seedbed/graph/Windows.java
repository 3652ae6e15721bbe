package dev.seedbed.graph;

import java.util.Arrays;

/// The windows of a convolution or a pool, one for each element of the output. Arrays have a number
/// for each spatial axis; those of fewer than three axes are filled up at the front.
///
/// @param in lengths of the input's axes
/// @param out numbers of windows
/// @param kernel lengths of a window
/// @param strides how far apart windows are
/// @param dilations how far apart the elements of a window are
/// @param begin the padding at the beginning
/// @param end the padding at the end
record Windows(
    int[] in, int[] out, int[] kernel, int[] strides, int[] dilations, int[] begin, int[] end) {

  Windows {
    in = filled(in, 1);
    out = filled(out, 1);
    kernel = filled(kernel, 1);
    strides = filled(strides, 1);
    dilations = filled(dilations, 1);
    begin = filled(begin, 0);
    end = filled(end, 0);
  }

  private static int[] filled(int[] given, int value) {
    int[] three = new int[3];
    Arrays.fill(three, value);
    System.arraycopy(given, 0, three, 3 - given.length, given.length);
    return three;
  }

  int inputs() {
    return in[0] * in[1] * in[2];
  }

  int outputs() {
    return out[0] * out[1] * out[2];
  }

  int kernelElements() {
    return kernel[0] * kernel[1] * kernel[2];
  }

  /// The shape of the output.
  ///
  /// @param axes how many spatial axes it has
  TensorShape shape(long rows, long channels, int axes) {
    return shape(rows, channels, axes, out);
  }

  /// The shape of the input.
  ///
  /// @param axes how many spatial axes it has
  TensorShape inputShape(long rows, long channels, int axes) {
    return shape(rows, channels, axes, in);
  }

  private static TensorShape shape(long rows, long channels, int axes, int[] spatial) {
    long[] lengths = new long[2 + axes];
    lengths[0] = rows;
    lengths[1] = channels;
    for (int axis = 0; axis < axes; axis++) {
      lengths[2 + axis] = spatial[3 - axes + axis];
    }
    return TensorShape.of(lengths);
  }

  /// Where element `element` of window `window` stands along an axis of the input; outside of it in
  /// the padding.
  int place(int axis, int window, int element) {
    return window * strides[axis] - begin[axis] + element * dilations[axis];
  }

  /// The first window whose element `element` is not in the padding at the beginning of an axis.
  int first(int axis, int element) {
    int before = begin[axis] - element * dilations[axis];
    return before <= 0 ? 0 : Math.min(out[axis], Products.ceilingQuotient(before, strides[axis]));
  }

  /// The number of windows up to the last whose element `element` is not in the padding at the end.
  int end(int axis, int element) {
    int last = in[axis] - 1 + begin[axis] - element * dilations[axis];
    return last < 0 ? 0 : Math.min(out[axis], last / strides[axis] + 1);
  }

  /// Whether each window is one element, and each element one window.
  boolean pointwise() {
    return kernelElements() == 1
        && Arrays.equals(in, out)
        && strides[0] * (long) strides[1] * strides[2] == 1;
  }
}
