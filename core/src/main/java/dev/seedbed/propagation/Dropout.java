package dev.seedbed.propagation;

import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Panels;
import dev.seedbed.network.Network;
import dev.seedbed.random.RandomStream;
import dev.seedbed.random.Seed;
import java.util.stream.IntStream;

/// Dropout of hidden units while a network is trained (Srivastava, Hinton, Krizhevsky, Sutskever &
/// Salakhutdinov 2014, "Dropout: a simple way to prevent neural networks from overfitting"), in its
/// inverted form, section 10: each activation of a hidden layer is 0 with probability p, else
/// divided by 1 − p, so that its mean is the same and a trained network is used as it is.
///
/// Which units are dropped depends only on the seed, the layer, the step, the row's place in the
/// minibatch and the unit: in step s, with at most R rows a step and P panels of 32 units, row i of
/// unit u is decided by number ((s·P + ⌊u/32⌋)·R + i)·32 + u mod 32 of the stream "dropout/layer1"
/// (layer1 the first). So the numbers of a panel stand side by side, as its activations do.
public final class Dropout {
  private final int least;
  private final float scale;
  private final RandomStream[] streams;
  private final int[][] words;
  private final Panels[] dropped;

  /// Memory for dropout in the hidden layers of `network`.
  ///
  /// @param rate the probability p that a unit is dropped; in (0, 1)
  /// @param mostRows the largest minibatch
  public Dropout(Network network, int mostRows, double rate, Seed seed) {
    // A word is an int, every one as likely: it drops its unit if it is among the lowest p·2³².
    this.least = (int) ((long) (rate * 0x1p32) + Integer.MIN_VALUE);
    this.scale = (float) (1 / (1 - rate));
    this.dropped = Propagation.perLayer(network, mostRows);
    int hidden = network.layers().size() - 1;
    this.streams =
        IntStream.rangeClosed(1, hidden)
            .mapToObj(layer -> seed.stream("dropout/layer" + layer))
            .toArray(RandomStream[]::new);
    this.words = new int[hidden][];
    for (int l = 0; l < hidden; l++) {
      words[l] = new int[dropped[l].data().length];
    }
  }

  /// Draws what step `step` drops of panel `p` of the activations `a` of layer `l`, 0 the first,
  /// and drops it.
  void drop(long step, int l, Panels a, int p, int rows, Kernels kernels) {
    long from = (step * a.panels() + p) * a.rows() * Panels.WIDTH;
    streams[l].words(from, words[l], a.at(p, 0), rows * Panels.WIDTH);
    kernels.drop(words[l], least, scale, a, dropped[l], p, rows);
  }

  /// The activations of layer `l` after dropout.
  Panels dropped(int l) {
    return dropped[l];
  }

  /// Takes a panel of the gradient back through what was last dropped.
  void dropGradient(int l, Panels d, int p, int rows, Kernels kernels) {
    kernels.drop(words[l], least, scale, d, d, p, rows);
  }
}
