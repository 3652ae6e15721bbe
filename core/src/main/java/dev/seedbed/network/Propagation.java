package dev.seedbed.network;

import dev.seedbed.tensor.Kernels;
import dev.seedbed.tensor.Matrix;
import dev.seedbed.tensor.Panels;
import org.jspecify.annotations.Nullable;

/// Forward propagation through one network. It owns the memory for a minibatch, so nothing is
/// allocated from step to step; one thread uses it at a time.
///
/// In the notation of Glorot & Bengio 2010, zˡ = aˡ⁻¹·Wˡ + bˡ and aˡ = f(zˡ) for layer l.
public final class Propagation {
  /// A good number of rows to propagate at once where no minibatch sets it.
  public static final int USUAL_ROWS = 256;

  private final Network network;
  private final Kernels kernels;
  private final Panels x;
  private final Panels[] z;
  private final Panels[] a;

  /// What a softmax leaves behind for the loss: the largest z of each row, and its sum.
  private final float[] largest;

  private final float[] sums;

  /// Of the rows last propagated; null if nothing was dropped.
  private @Nullable Dropout dropout;

  /// @param mostRows the largest minibatch it can take
  public Propagation(Network network, int mostRows, Kernels kernels) {
    this.network = network;
    this.kernels = kernels;
    this.x = new Panels(mostRows, network.spec().widths().getFirst());
    this.z = perLayer(network, mostRows);
    this.a = perLayer(network, mostRows);
    this.largest = new float[mostRows];
    this.sums = new float[mostRows];
  }

  /// For each layer a matrix of `rows` rows and a column a unit.
  static Panels[] perLayer(Network network, int rows) {
    return network.layers().stream()
        .map(layer -> new Panels(rows, layer.fanOut()))
        .toArray(Panels[]::new);
  }

  /// The largest minibatch that it can take.
  public int mostRows() {
    return x.rows();
  }

  Network network() {
    return network;
  }

  Kernels kernels() {
    return kernels;
  }

  /// The pre-activations of layer `l`, 0 the first, of the rows last propagated.
  public Panels z(int l) {
    return z[l];
  }

  /// The activations of layer `l`, 0 the first, of the rows last propagated; of the last layer, the
  /// outputs.
  Panels a(int l) {
    return a[l];
  }

  /// The inputs of layer `l`, 0 the first, of the rows last propagated: x, or the activations of
  /// the layer below, after dropout.
  Panels in(int l) {
    if (l == 0) {
      return x;
    }
    return dropout == null ? a[l - 1] : dropout.dropped(l - 1);
  }

  /// Takes a panel of the gradient by the inputs of the layer above `l` back to the activations of
  /// `l`.
  void dropGradient(int l, Panels d, int p, int rows) {
    if (dropout != null) {
      dropout.dropGradient(l, d, p, rows, kernels);
    }
  }

  /// Propagates `rows` rows of `inputs`, from row `from` on, forward.
  ///
  /// @return the outputs, rows × outputs: probabilities for cross-entropy, else values; overwritten
  ///   by the next pass
  public Panels forward(Matrix inputs, int from, int rows) {
    for (int i = 0; i < rows; i++) {
      x.copyRow(inputs, from + i, i);
    }
    return forward(rows, null, 0);
  }

  /// Likewise the rows `order[from]` and the next of `inputs`.
  public Panels forward(Matrix inputs, int[] order, int from, int rows) {
    for (int i = 0; i < rows; i++) {
      x.copyRow(inputs, order[from + i], i);
    }
    return forward(rows, null, 0);
  }

  /// Likewise with dropout, for training.
  ///
  /// @param step decides what is dropped; 0 is the first
  public Panels forward(
      Matrix inputs, int[] order, int from, int rows, Dropout dropping, long step) {
    for (int i = 0; i < rows; i++) {
      x.copyRow(inputs, order[from + i], i);
    }
    return forward(rows, dropping, step);
  }

  private Panels forward(int rows, @Nullable Dropout dropping, long step) {
    dropout = dropping;
    int last = z.length - 1;
    for (int l = 0; l <= last; l++) {
      Layer layer = network.layers().get(l);
      Panels in = in(l);
      for (int p = 0; p < z[l].panels(); p++) {
        kernels.affine(in, rows, layer.weight(), layer.bias(), z[l], p);
        if (l < last) {
          kernels.activate(network.spec().activation(), z[l], a[l], p, rows);
          if (dropping != null) {
            dropping.drop(step, l, a[l], p, rows, kernels);
          }
        }
      }
    }
    network.spec().loss().output(z[last], rows, a[last], largest, sums, kernels);
    return a[last];
  }

  /// The sum of the losses of the rows that were last propagated forward; their targets are the
  /// rows of `targets` from `from` on.
  public double lossSum(Matrix targets, int from, int rows) {
    return network.spec().loss().sum(z[z.length - 1], targets, from, rows, largest, sums);
  }
}
