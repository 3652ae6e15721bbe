package dev.seedbed.io.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Law;
import dev.seedbed.init.TensorScheme;
import dev.seedbed.io.start.Planned.Drawn;
import dev.seedbed.io.start.Planned.Kept;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.WeightFile;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `--init torch` against networks that PyTorch itself has just started: `torch_layers.py` made the
/// files.
class TorchStartTest {
  private static WeightFile file(String name) {
    try {
      return WeightFile.read(
          Path.of(
              Objects.requireNonNull(TorchStartTest.class.getResource(name + ".onnx")).toURI()));
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, Planned> plan(WeightFile file) {
    var wishes =
        new Plan.Wishes(
            List.of(),
            List.of(),
            Optional.of(TensorScheme.of(Catalogue.scheme("torch"))),
            Optional.empty(),
            List.of(),
            new Activation.Relu(),
            new Seed(5));
    var planned = new HashMap<String, Planned>();
    Plan.of(file, wishes).tensors().forEach(it -> planned.put(it.tensor().name(), it));
    return planned;
  }

  private static Law law(Map<String, Planned> planned, String name) {
    return ((Drawn) Objects.requireNonNull(planned.get(name), name)).source().law().orElseThrow();
  }

  /// What PyTorch drew fits the law that Seedbed draws by, tensor by tensor: none beyond the bound,
  /// the largest near it, and the chi-square test says no more rarely than once in a million.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "layers-folded",
        "layers-training",
        "attention-folded",
        "attention-training",
        "gates-folded",
        "gates-unfolded"
      })
  void torch_everyTensor_fitsWhatPyTorchDrew(String name) throws IOException {
    WeightFile file = file(name);
    Map<String, Planned> planned = plan(file);
    for (StoredTensor tensor : file.tensors()) {
      if (planned.get(tensor.name()) instanceof Drawn drawn) {
        Law law = drawn.source().law().orElseThrow();
        float[] values = file.values(tensor);
        var statistics = new DrawStatistics(Optional.of(law));
        statistics.add(values, 0, values.length);
        assertThat(statistics.fit().orElse(1.0)).as(tensor.name()).isGreaterThan(1e-6);
        if (law instanceof Law.Normal) {
          continue;
        }
        double reach = Math.max(statistics.max() - law.mean(), law.mean() - statistics.min());
        assertThat(reach).as(tensor.name()).isLessThanOrEqualTo(law.bound() * (1 + 1e-6) + 1e-9);
        // The largest of n falls short of (1 − s) of the bound with probability (1 − s)^n, which
        // is once in a million for s = 13.8 / n.
        assertThat(reach)
            .as(tensor.name())
            .isGreaterThanOrEqualTo(law.bound() * (1 - 13.8 / values.length));
      }
    }
  }

  /// The documented formulas, by kind of layer.
  @Test
  void torch_layers_documentedBounds() {
    Map<String, Planned> planned = plan(file("layers-training"));
    Map<String, Double> bounds =
        Map.of(
            "conv.weight", 1 / Math.sqrt(3 * 9),
            "conv.bias", 1 / Math.sqrt(3 * 9),
            "depthwise.weight", 1 / 3.0,
            "depthwise.bias", 1 / 3.0,
            "grouped.weight", 1 / Math.sqrt(2 * 9),
            "transposed.weight", 1 / Math.sqrt(4 * 16),
            "transposed.bias", 1 / Math.sqrt(4 * 16),
            "linear.weight", 1 / 2.0,
            "linear.bias", 1 / 2.0);
    bounds.forEach((name, bound) ->
        assertThat(law(planned, name).bound()).as(name).isCloseTo(bound, within(1e-12)));
    for (String norm : List.of("group_norm", "instance_norm", "batch_norm", "layer_norm")) {
      assertThat(law(planned, norm + ".weight")).isEqualTo(new Law.Constant(1));
      assertThat(law(planned, norm + ".bias")).isEqualTo(new Law.Constant(0));
    }
    assertThat(planned.get("prelu.weight")).isInstanceOf(Kept.class);
    assertThat(planned.get("scale")).isInstanceOf(Kept.class);
    assertThat(planned.get("batch_norm.running_var")).isInstanceOf(Kept.class);
  }

  @Test
  void torch_attention_documentedLaws() {
    Map<String, Planned> planned = plan(file("attention-training"));
    assertThat(law(planned, "attention.in_proj_weight").bound())
        .isCloseTo(Math.sqrt(6.0 / (16 + 48)), within(1e-12));
    assertThat(law(planned, "attention.in_proj_bias")).isEqualTo(new Law.Constant(0));
    assertThat(law(planned, "attention.out_proj.weight").bound()).isCloseTo(1 / 4.0, within(1e-12));
    assertThat(law(planned, "attention.out_proj.bias")).isEqualTo(new Law.Constant(0));
    assertThat(law(planned, "embed.weight")).isEqualTo(new Law.Normal(0, 1));
    for (String kept : List.of("token", "pos_embed", "pe", "mask")) {
      assertThat(planned.get(kept)).as(kept).isInstanceOf(Kept.class);
    }
    assertThat(((Kept) Objects.requireNonNull(planned.get("mask"))).reason())
        .isEqualTo("constant: a buffer, by its name");
  }

  @Test
  void torch_gates_byHiddenUnits() {
    Map<String, Planned> planned = plan(file("gates-unfolded"));
    for (String name : List.of("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")) {
      assertThat(law(planned, "lstm." + name).bound()).isCloseTo(1 / Math.sqrt(8), within(1e-12));
    }
  }
}
