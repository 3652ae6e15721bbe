package dev.seedbed.check.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.seedbed.check.CheckTest;
import dev.seedbed.check.chain.Chain;
import dev.seedbed.data.Dataset;
import dev.seedbed.kernel.Panels;
import dev.seedbed.network.Layer;
import dev.seedbed.network.Network;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PassTest {
  private static final List<Activation> HIDDEN =
      List.of(new Activation.Tanh(), new Activation.Gelu(), new Activation.Softplus());

  /// Layers of different activations, one of them normalised.
  private static Chain chain(Chain.Head head) {
    Network network = CheckTest.draw("7 40 12 9 4", "tanh", "lecun-normal", 3);
    var stages = new ArrayList<Chain.Stage>();
    for (int l = 0; l < 4; l++) {
      Layer layer = network.layers().get(l);
      Optional<Chain.Normalization> normalization = Optional.empty();
      if (l == 1) {
        float[] scale = new float[12];
        float[] shift = new float[12];
        for (int j = 0; j < 12; j++) {
          scale[j] = 0.5f + 0.1f * j;
          shift[j] = 0.05f * (j - 6);
        }
        normalization = Optional.of(new Chain.Normalization(scale, shift, 1e-5));
      }
      Activation f =
          l < 3
              ? HIDDEN.get(l)
              : head == Chain.Head.LINEAR ? new Activation.Tanh() : new Activation.Identity();
      stages.add(new Chain.Stage("layer" + (l + 1), layer, true, normalization, f));
    }
    return new Chain(stages, head);
  }

  private static double loss(Chain chain, Dataset.Part rows) {
    var pass = new Pass(chain, rows.inputs(), rows.rows());
    pass.forward();
    return pass.loss(rows.targets());
  }

  @ParameterizedTest
  @EnumSource(Chain.Head.class)
  void backward_heads_differencesOfTheLoss(Chain.Head head) {
    Chain chain = chain(head);
    Dataset.Part all = ProbeRows.standardNormal(chain);
    int[] order = new int[30];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    Dataset.Part rows = all.rows(order, 0, order.length);
    var pass = new Pass(chain, rows.inputs(), rows.rows());
    pass.forward();
    var gradients = new float[4][];
    for (int l = 0; l < 4; l++) {
      gradients[l] = new float[chain.stages().get(l).layer().weight().data().length];
    }
    pass.backward(
        rows.targets(),
        (l, q, p, gradient, inputs, outputs) -> {
          int at = chain.stages().get(l).layer().weight().at(p, q * Panels.WIDTH);
          System.arraycopy(gradient, 0, gradients[l], at, inputs * Panels.WIDTH);
        });
    for (int l = 0; l < 4; l++) {
      Panels w = chain.stages().get(l).layer().weight();
      double largest = 0;
      for (float g : gradients[l]) {
        largest = Math.max(largest, Math.abs(g) / rows.rows());
      }
      for (int trial = 0; trial < 6; trial++) {
        int k = trial * 5 % w.rows();
        int j = trial * 7 % w.columns();
        int at = w.at(j / Panels.WIDTH, k) + j % Panels.WIDTH;
        float old = w.data()[at];
        // Floats round a loss to 1e-7 of itself: over 2·0.02, 1e-5.
        float h = 0.02f;
        w.data()[at] = old + h;
        double above = loss(chain, rows);
        w.data()[at] = old - h;
        double below = loss(chain, rows);
        w.data()[at] = old;
        double expected = (above - below) / (2 * h);
        assertThat(gradients[l][at] / (double) rows.rows())
            .as("%s layer %d (%d, %d)", head, l + 1, k, j)
            .isCloseTo(expected, offset(0.02 * largest + 3e-5));
      }
    }
  }
}
