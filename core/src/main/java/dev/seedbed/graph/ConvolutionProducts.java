package dev.seedbed.graph;

import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Panels;
import dev.seedbed.kernel.Team;

/// The products of convolutions, between images, features, and weights. A convolution makes
/// features of images; a transposed one makes images of features.
///
/// For each group of channels, features = weights · windows, where a column of the second matrix
/// holds the elements of one window: of all its channels, one after the other. Places are the
/// columns: one for each window of each row of the minibatch, row by row.
///
/// @param rows of the minibatch
/// @param channels of an image
/// @param features of the output
/// @param groups into which channels and features are divided
record ConvolutionProducts(int rows, int channels, int features, int groups, Windows windows) {
  /// So many images are taken together that they have this number of places, where windows are put
  /// back.
  private static final int PLACES_TOGETHER = 256;

  private int channelsOfGroup() {
    return channels / groups;
  }

  private int featuresOfGroup() {
    return features / groups;
  }

  /// The elements of a window, of all channels of a group.
  private int windowElements() {
    return channelsOfGroup() * windows.kernelElements();
  }

  private int places() {
    return rows * windows.outputs();
  }

  /// Whether each group has one channel: then there is no product of matrices.
  private boolean depthwise() {
    return channelsOfGroup() == 1 && groups > 1;
  }

  private boolean empty() {
    return rows == 0 || channels == 0 || features == 0 || windows.outputs() == 0;
  }

  private Planes featurePlanes(float[] y, int group) {
    return new Planes(y, features, group * featuresOfGroup(), windows.outputs());
  }

  private Products.Source windowsOf(float[] x, int group) {
    return windows.pointwise()
        ? inputPlanes(x, group)
        : new WindowMatrix(x, channels, group * channelsOfGroup(), windows);
  }

  private Planes inputPlanes(float[] x, int group) {
    return new Planes(x, channels, group * channelsOfGroup(), windows.inputs());
  }

  private MatrixView weights(float[] w, int group) {
    return MatrixView.of(w, group * featuresOfGroup() * windowElements(), windowElements());
  }

  /// Features of images.
  ///
  /// @param x images: rows × channels × inputs
  /// @param w weights: features × channels of a group × elements of a window
  /// @param bias one for each feature, or none
  /// @param y receives the features: rows × features × outputs
  void features(float[] x, float[] w, float[] bias, float[] y, Team team) {
    if (empty()) {
      return;
    }
    if (depthwise()) {
      new DepthwiseConvolution(this).features(x, w, bias, y, team);
      return;
    }
    MatMul.each(
        team,
        groups,
        (group, threads) -> {
          Planes planes = featurePlanes(y, group);
          Products.multiply(
              featuresOfGroup(),
              places(),
              windowElements(),
              weights(w, group),
              windowsOf(x, group),
              bias.length == 0 ? planes : planes.plus(bias),
              threads);
        });
  }

  /// Images of features: each feature puts its weights back to where its window was, and what comes
  /// to one place is added up. It is the gradient by the images, given that by the features.
  ///
  /// @param x receives the images, and must be zero
  void images(float[] y, float[] w, float[] x, Team team) {
    if (empty()) {
      return;
    }
    if (depthwise()) {
      new DepthwiseConvolution(this).images(y, w, x, team);
      return;
    }
    MatMul.each(
        team,
        groups,
        (group, threads) -> {
          if (windows.pointwise()) {
            Products.multiply(
                channelsOfGroup(),
                places(),
                featuresOfGroup(),
                weights(w, group).transposed(),
                featurePlanes(y, group),
                inputPlanes(x, group),
                threads);
          } else {
            images(group, y, w, x, threads);
          }
        });
  }

  /// Each piece of work puts windows back to the channels of a block, of some images: nobody else
  /// adds to these. How images and places are cut does not depend on the number of threads, as the
  /// order of additions does on the places.
  private void images(int group, float[] y, float[] w, float[] x, Team team) {
    int taps = windows.kernelElements();
    int together = Math.max(1, PLACES_TOGETHER / windows.outputs());
    int parts = Products.ceilingQuotient(rows, together);
    int blockChannels = blockChannels(parts, team.size());
    int count = Products.ceilingQuotient(channelsOfGroup(), blockChannels);
    int k = featuresOfGroup();
    Panels[] blocks =
        Products.packRows(
            windowElements(), k, blockChannels * taps, weights(w, group).transposed(), team);
    Kernels kernels = Products.kernels((long) windowElements() * k * places());
    var target = new WindowMatrix(x, channels, group * channelsOfGroup(), windows);
    int width = Products.BLOCK;
    Parallel.ranges(
        team,
        parts * count,
        Integer.MAX_VALUE,
        (from, to) -> {
          var right = new Panels(k, width);
          var product = new Panels(blocks[0].rows(), width);
          for (int unit = from; unit < to; ) {
            int part = unit / count;
            int until = Math.min(to, (part + 1) * count);
            int first = part * together * windows.outputs();
            int last = Math.min(rows, (part + 1) * together) * windows.outputs();
            for (int place = first; place < last; place += width) {
              int columns = Math.min(width, last - place);
              featurePlanes(y, group).columns(place, columns).pack(0, right);
              WindowMatrix.Strip strip = target.columns(place, columns);
              for (int i = unit; i < until; i++) {
                Panels left = blocks[i % count];
                product = Products.fitting(product, left.rows(), width);
                Products.multiply(kernels, left, right, columns, product);
                strip.addBack(i % count * blockChannels * taps, product);
              }
            }
            unit = until;
          }
        });
  }

  /// How many channels make a block: their windows fill a block of a product, or less where there
  /// would be too few pieces of work for all threads.
  private int blockChannels(int parts, int threads) {
    int most = Math.max(1, Products.BLOCK / windows.kernelElements());
    int pieces = Math.max(1, 4 * threads / parts);
    return Math.clamp(Products.ceilingQuotient(channelsOfGroup(), pieces), 1, most);
  }

  /// The gradient by the weights, given that by the features.
  ///
  /// @param x images
  /// @param dy the gradient by the features
  /// @param dw receives the gradient by the weights
  void weightGradient(float[] x, float[] dy, float[] dw, Team team) {
    if (empty()) {
      return;
    }
    if (depthwise()) {
      new DepthwiseConvolution(this).weightGradient(x, dy, dw, team);
      return;
    }
    MatMul.each(team, groups, (group, threads) -> weightGradient(group, x, dy, dw, threads));
  }

  /// Transposes the features, or the images if a window is one place of them and that is less to
  /// copy. The bits are the same.
  private void weightGradient(int group, float[] x, float[] dy, float[] dw, Team team) {
    int m = windowElements();
    int n = featuresOfGroup();
    Planes features = featurePlanes(dy, group);
    MatrixView target = weights(dw, group);
    if (windows.pointwise() && m < n) {
      Planes inputs = inputPlanes(x, group);
      new LongProduct(n, m, places(), features, inputs.transposed()).into(target, team);
    } else {
      new LongProduct(m, n, places(), windowsOf(x, group), features.transposed())
          .into(target.transposed(), team);
    }
  }

  /// The sums of each feature over all rows and places.
  float[] featureSums(float[] dy, Team team) {
    return sums(dy, features, windows.outputs(), team);
  }

  /// The sums of each channel of the images over all rows and places.
  float[] channelSums(float[] dx, Team team) {
    return sums(dx, channels, windows.inputs(), team);
  }

  private float[] sums(float[] planes, int count, int places, Team team) {
    float[] sums = new float[count];
    Parallel.ranges(
        team,
        count,
        (long) rows * places,
        (from, to) -> {
          for (int c = from; c < to; c++) {
            double sum = 0;
            for (int row = 0; row < rows; row++) {
              int at = (row * count + c) * places;
              for (int i = at; i < at + places; i++) {
                sum += planes[i];
              }
            }
            sums[c] = (float) sum;
          }
        });
    return sums;
  }
}
