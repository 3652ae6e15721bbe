package dev.seedbed.propagation;

import dev.seedbed.data.Targets;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Panels;
import dev.seedbed.kernel.Team;
import dev.seedbed.network.Layer;
import dev.seedbed.network.Network;
import dev.seedbed.tensor.Matrix;
import org.jspecify.annotations.Nullable;

/// Forward propagation through one network. It owns the memory for a minibatch, so nothing is
/// allocated from step to step; one thread uses it at a time, which a [Team] may help.
///
/// In the notation of Glorot & Bengio 2010, zˡ = aˡ⁻¹·Wˡ + bˡ and aˡ = f(zˡ) for layer l.
public final class Propagation {
  /// A good number of rows to propagate at once where no minibatch sets it.
  public static final int USUAL_ROWS = 256;

  /// Multiply-adds of a pass from which on a [Team] is worth what waiting for each other costs, a
  /// few microseconds a layer.
  private static final long WORTH_SHARING = 2_000_000;

  private final Network network;
  private final Kernels kernels;
  private final Team team;
  private final Team.Work layerForward = this::layerForward;
  private final Panels x;
  private final Panels[] z;
  private final Panels[] a;

  private final LossArithmetic loss;
  private final LossArithmetic.Work work;

  /// The rows being propagated, for the workers.
  private int rows;

  private int layer;
  private long step;

  /// The dropout of the rows last propagated; null if nothing was dropped.
  private @Nullable Dropout dropout;

  /// @param mostRows the largest minibatch it can take
  public Propagation(Network network, int mostRows, Kernels kernels) {
    this(network, mostRows, kernels, Team.ALONE);
  }

  /// @param mostRows the largest minibatch it can take
  /// @param team shares out the work if there is enough of it
  public Propagation(Network network, int mostRows, Kernels kernels, Team team) {
    this.network = network;
    this.kernels = kernels;
    this.team = network.spec().parameters() * mostRows < WORTH_SHARING ? Team.ALONE : team;
    this.x = new Panels(mostRows, network.spec().widths().getFirst());
    this.z = perLayer(network, mostRows);
    this.a = perLayer(network, mostRows);
    this.loss = LossArithmetic.of(network.spec().loss());
    this.work = LossArithmetic.Work.of(mostRows, network.spec().widths().getLast());
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

  Team team() {
    return team;
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
    begin(inputs, from, rows);
    return forward(rows, null, 0);
  }

  /// Takes `rows` rows of `inputs`, from row `from` on, to be propagated layer by layer.
  public void begin(Matrix inputs, int from, int rows) {
    for (int i = 0; i < rows; i++) {
      kernels.copyRow(inputs, from + i, x, i);
    }
    this.rows = rows;
    dropout = null;
  }

  /// Propagates through layer `l` alone, 0 the first, as its weights are now; the layer below must
  /// have been before.
  ///
  /// @return its pre-activations
  public Panels forward(int l) {
    layer = l;
    team.run(layerForward);
    return z[l];
  }

  /// Likewise the rows `order[from]` and the next of `inputs`.
  public Panels forward(Matrix inputs, int[] order, int from, int rows) {
    for (int i = 0; i < rows; i++) {
      kernels.copyRow(inputs, order[from + i], x, i);
    }
    return forward(rows, null, 0);
  }

  /// Likewise with dropout, for training.
  ///
  /// @param step decides what is dropped; 0 is the first
  public Panels forward(
      Matrix inputs, int[] order, int from, int rows, Dropout dropping, long step) {
    for (int i = 0; i < rows; i++) {
      kernels.copyRow(inputs, order[from + i], x, i);
    }
    return forward(rows, dropping, step);
  }

  private Panels forward(int newRows, @Nullable Dropout dropping, long newStep) {
    rows = newRows;
    dropout = dropping;
    step = newStep;
    int last = z.length - 1;
    for (int l = 0; l <= last; l++) {
      forward(l);
    }
    loss.output(z[last], rows, a[last], work, kernels);
    return a[last];
  }

  private void layerForward(int worker, int workers) {
    int l = layer;
    Panels in = in(l);
    Layer parameters = network.layers().get(l);
    int panels = z[l].panels();
    int end = Team.start(panels, worker + 1, workers);
    for (int p = Team.start(panels, worker, workers); p < end; p++) {
      kernels.affine(in, rows, parameters.weight(), parameters.bias(), z[l], p);
      if (l < z.length - 1) {
        kernels.activate(network.spec().activation(), z[l], a[l], p, rows);
        if (dropout != null) {
          dropout.drop(step, l, a[l], p, rows, kernels);
        }
      }
    }
  }

  /// The sum of the losses of the rows that were last propagated forward; their targets are the
  /// rows of `targets` from `from` on.
  public double lossSum(Targets targets, int from, int rows) {
    loss.rows(z[z.length - 1], targets, from, rows, work, kernels);
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      sum += work.losses()[i];
    }
    return sum;
  }

  /// The loss of row `i` of those that [#lossSum] last added up.
  public double loss(int i) {
    return work.losses()[i];
  }
}
