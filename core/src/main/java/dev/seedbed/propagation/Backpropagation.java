package dev.seedbed.propagation;

import dev.seedbed.data.Targets;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Panels;
import dev.seedbed.kernel.Team;
import dev.seedbed.network.Network;
import dev.seedbed.tensor.Activation;
import dev.seedbed.tensor.Matrix;

/// Backward propagation of the gradient of the mean loss, through rows that a [Propagation] has
/// just propagated forward. Like that it owns its memory and belongs to one thread at a time.
///
/// The gradient of the weights comes in tiles of 32 × 32, each handed to its [Use] as soon as the
/// layer below has been told, while the tile's weights are in the first cache. So an optimiser that
/// changes them at once reads and writes all weights once a step, and no gradient is ever stored.
public final class Backpropagation {
  private final Propagation forward;
  private final Kernels kernels;

  /// ∂loss/∂zˡ.
  private final Panels[] dz;

  /// The same transposed.
  private final Panels[] dzT;

  /// ∂loss/∂aˡ, transposed.
  private final Panels[] daT;

  /// The gradient of a tile, for each worker.
  private final float[][] tiles;

  private final float[][] biasGradients;
  private final Team.Work weights = this::weights;
  private final Team.Work below = this::below;

  /// The rows being propagated, for the workers.
  private int rows;

  private int layer;
  private Use use = NOTHING;

  private static final Use NOTHING =
      new Use() {
        @Override
        public void weights(int layer, int at, float[] gradient, int length) {}

        @Override
        public void biases(int layer, float[] gradient) {}
      };

  /// Uses the gradient, panel by panel.
  public interface Use {

    /// Takes ∂loss/∂w of one tile. Called by several threads at once, if a [Team] is at work.
    ///
    /// @param layer 0 is the first
    /// @param at where the tile's weights start in the data of the layer's weights; it may change
    ///   them
    /// @param gradient `length` numbers from 0 on; overwritten by the next tile
    void weights(int layer, int at, float[] gradient, int length);

    /// Takes ∂loss/∂bias of one layer, padded as its biases are.
    void biases(int layer, float[] gradient);
  }

  public Backpropagation(Propagation forward) {
    this.forward = forward;
    this.kernels = forward.kernels();
    Network network = forward.network();
    int rows = forward.mostRows();
    this.dz = Propagation.perLayer(network, rows);
    this.dzT = transposed(network, rows);
    this.daT = transposed(network, rows);
    this.tiles = new float[forward.team().size()][Panels.WIDTH * Panels.WIDTH];
    this.biasGradients =
        network.layers().stream()
            .map(layer -> new float[layer.bias().length])
            .toArray(float[][]::new);
  }

  private static Panels[] transposed(Network network, int rows) {
    return network.layers().stream()
        .map(layer -> new Panels(layer.fanOut(), rows))
        .toArray(Panels[]::new);
  }

  /// Propagates backward through the `rows` rows that were last propagated forward.
  ///
  /// @param targets theirs
  public void backward(Targets targets, int rows, Use use) {
    int last = dz.length - 1;
    LossArithmetic.of(forward.network().spec().loss())
        .gradient(forward.a(last), targets, rows, dz[last]);
    backward(rows, use);
  }

  /// As [#backward], for a loss of which only the derivative by the outputs' pre-activations is
  /// known.
  ///
  /// @param outputGradient rows × outputs
  public void backwardFrom(Matrix outputGradient, int rows, Use use) {
    for (int i = 0; i < rows; i++) {
      dz[dz.length - 1].copyRow(outputGradient, i, i);
    }
    backward(rows, use);
  }

  private void backward(int newRows, Use newUse) {
    rows = newRows;
    use = newUse;
    Team team = forward.team();
    for (layer = dz.length - 1; layer >= 0; layer--) {
      biases(layer);
      team.run(weights);
      if (layer > 0) {
        team.run(below);
      }
    }
  }

  private void biases(int l) {
    for (int p = 0; p < dz[l].panels(); p++) {
      kernels.sumRows(dz[l], p, rows, biasGradients[l]);
    }
    use.biases(l, biasGradients[l]);
    if (l > 0) {
      for (int r = 0; r * Panels.WIDTH < rows; r++) {
        kernels.transpose(dz[l], dzT[l], r, dz[l].columns());
      }
    }
  }

  /// Through the weights of some inputs of the layer, to these inputs and to the weights
  /// themselves.
  private void weights(int worker, int workers) {
    int l = layer;
    Panels w = forward.network().layers().get(l).weight();
    Panels x = forward.in(l);
    int start = Team.start(x.panels(), worker, workers);
    int end = Team.start(x.panels(), worker + 1, workers);
    int toP;
    for (int fromP = 0; fromP < w.panels(); fromP = toP) {
      toP = Math.min(w.panels(), fromP + Kernels.TILES_AT_ONCE);
      int toQ;
      for (int fromQ = start; fromQ < end; fromQ = toQ) {
        toQ = Math.min(end, fromQ + Kernels.TILES_AT_ONCE);
        if (l > 0) {
          kernels.inputGradient(w, fromQ, toQ, fromP, toP, dzT[l], daT[l - 1], rows);
        }
        for (int q = fromQ; q < toQ; q++) {
          for (int p = fromP; p < toP; p++) {
            kernels.weightGradient(x, q, dz[l], p, rows, tiles[worker]);
            use.weights(l, w.at(p, q * Panels.WIDTH), tiles[worker], x.columnsOf(q) * Panels.WIDTH);
          }
        }
      }
    }
  }

  /// Through the activation of some units of the layer below.
  private void below(int worker, int workers) {
    int l = layer - 1;
    Activation f = forward.network().spec().activation();
    int end = Team.start(dz[l].panels(), worker + 1, workers);
    for (int p = Team.start(dz[l].panels(), worker, workers); p < end; p++) {
      kernels.transpose(daT[l], dz[l], p, rows);
      forward.dropGradient(l, dz[l], p, rows);
      kernels.timesDerivative(f, forward.z(l), forward.a(l), dz[l], p, rows);
    }
  }

  /// A use that stores the gradient.
  ///
  /// @param gradients receives it: a network's shape, filled anew by each pass
  public static Use storing(Network gradients) {
    return new Use() {
      @Override
      public void weights(int layer, int at, float[] gradient, int length) {
        float[] data = gradients.layers().get(layer).weight().data();
        System.arraycopy(gradient, 0, data, at, length);
      }

      @Override
      public void biases(int layer, float[] gradient) {
        float[] bias = gradients.layers().get(layer).bias();
        System.arraycopy(gradient, 0, bias, 0, bias.length);
      }
    };
  }
}
