package dev.seedbed.init;

import dev.seedbed.init.Entry.Family;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Constants by which a residual branch, or one that conditions another network, adds little or
/// nothing at first.
final class BranchEntries {

  private BranchEntries() {}

  private static Entry constant(
      String name,
      String formula,
      String source,
      String use,
      ToDoubleFunction<Arguments> value,
      Entry.Parameter... parameters) {
    return Entry.of(
        Family.FOR_RESIDUAL_BRANCHES,
        name,
        formula,
        source,
        use,
        a -> new Ingredient.Single(new Elementwise.Fixed(new Law.Constant(value.applyAsDouble(a)))),
        parameters);
  }

  private static Entry zero(String name, String source, String use) {
    return constant(name, "= 0", source, use, _ -> 0);
  }

  static List<Entry> all() {
    return List.of(
        zero(
            "rezero",
            "Bachlechner et al. 2020, arXiv:2003.04887",
            "the number α in x + α · F(x) of each branch; no normalisation needed"),
        zero(
            "skipinit",
            "De & Smith 2020, arXiv:2002.10444",
            "the number α at the end of each branch; other weights by he-normal"),
        zero(
            "zero-gamma",
            "Goyal et al. 2017, arXiv:1706.02677, sec. 5.1",
            "the scale of the last normalisation of each branch; others by ones"),
        constant(
            "layer-scale",
            "= 0.1 up to 18 layers, 1e-5 up to 24, 1e-6 beyond",
            "Touvron et al. 2021, CaiT, arXiv:2103.17239, sec. 2",
            "the scale of each channel at the end of each branch of a transformer",
            a -> layerScale(a.whole("layers", 1)),
            Entry.Parameter.of("layers", 12, "of the whole network")),
        zero(
            "zero-conv",
            "Zhang, Rao & Agrawala 2023, ControlNet, arXiv:2302.05543, sec. 3.1",
            "weights and biases of the 1 × 1 convolutions that join a copy to a trained network"),
        zero(
            "adaln-zero",
            "Peebles & Xie 2023, DiT, arXiv:2212.09748, sec. 3.2",
            "weights and biases of the layer that gives shifts, scales and gates to a block, and the last layer's"));
  }

  /// The paper has 0.1 until 18 layers, 1e-5 for 24, 1e-6 for more; between 18 and 24 it has
  /// nothing.
  private static double layerScale(int layers) {
    return layers <= 18 ? 0.1 : layers <= 24 ? 1e-5 : 1e-6;
  }
}
