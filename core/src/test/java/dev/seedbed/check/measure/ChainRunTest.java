package dev.seedbed.check.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.seedbed.check.CheckTest;
import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.data.Dataset;
import dev.seedbed.network.Layer;
import dev.seedbed.network.Network;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChainRunTest {
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

  @ParameterizedTest
  @EnumSource(Chain.Head.class)
  void backward_heads_differencesOfTheLoss(Chain.Head head) {
    GraphStart start = GraphStart.of(chain(head));
    Dataset.Part all = ProbeRows.standardNormal(chain(head));
    Dataset.Part rows = all.rows(IntStream.range(0, 30).toArray(), 0, 30);
    var run = new ChainRun(start, rows);
    run.backward();
    for (String name : start.graph().parameters()) {
      float[] values = start.graph().tensor(name).orElseThrow().asFloats().data();
      float[] gradient = run.gradient(name).data();
      double largest = 0;
      for (float g : gradient) {
        largest = Math.max(largest, Math.abs(g));
      }
      for (int trial = 0; trial < 6; trial++) {
        int at = trial * 67 % values.length;
        float old = values[at];
        // Floats round a loss to 1e-7 of itself: over 2·0.02, 1e-5.
        float h = 0.02f;
        values[at] = old + h;
        double above = new ChainRun(start, rows).loss();
        values[at] = old - h;
        double below = new ChainRun(start, rows).loss();
        values[at] = old;
        assertThat((double) gradient[at])
            .as("%s %s %d", head, name, at)
            .isCloseTo((above - below) / (2 * h), offset(0.02 * largest + 3e-5));
      }
    }
  }
}
