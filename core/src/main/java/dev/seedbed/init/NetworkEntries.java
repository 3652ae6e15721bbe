package dev.seedbed.init;

import dev.seedbed.init.Entry.Family;
import java.util.List;
import java.util.function.Function;

/// Schemes for one architecture, and schemes that fit a whole network to data or to its gradients.
final class NetworkEntries {
  private static final Entry.Parameter LAYERS =
      Entry.Parameter.of("layers", 12, "of the whole network");
  private static final Entry.Parameter BASE =
      Entry.Parameter.of("base", 256, "the width that was tuned");
  private static final Entry.Parameter DEVIATION =
      Entry.Parameter.of("deviation", 0.02, "at the base width");
  private static final String GPT2 = "Radford et al. 2019, GPT-2, sec. 2.3";
  private static final String MUP = "Yang et al. 2022, arXiv:2203.03466, table 3";

  private static final Entry.Parameter HEADS = Entry.Parameter.of("heads", 12, "of the layer");
  private static final Entry.Parameter ALPHA = Entry.Parameter.of("alpha", 0.7, "");
  private static final Entry.Parameter BETA = Entry.Parameter.of("beta", 0.7, "");

  private NetworkEntries() {}

  private static Entry architecture(
      String name,
      String formula,
      String source,
      String use,
      Function<Arguments, Elementwise> initializer,
      Entry.Parameter... parameters) {
    return Entry.of(
        Family.FOR_AN_ARCHITECTURE,
        name,
        formula,
        source,
        use,
        a -> new Ingredient.Single(initializer.apply(a)),
        parameters);
  }

  private static Entry fitted(
      String name,
      String formula,
      String source,
      String use,
      Initializer base,
      Function<Arguments, List<Adjustment>> adjustments,
      Entry.Parameter... parameters) {
    return Entry.of(
        Family.FITTED_TO_DATA_OR_GRADIENTS,
        name,
        formula,
        source,
        use,
        a -> new Ingredient.After(base, adjustments.apply(a)),
        parameters);
  }

  private static Entry mimetic(
      String name,
      String formula,
      String use,
      Function<Arguments, List<Mimetic.Product>> products,
      Entry.Parameter... parameters) {
    return Entry.of(
        Family.FOR_AN_ARCHITECTURE,
        name,
        formula,
        "Trockman & Kolter 2023, arXiv:2305.09828",
        use,
        a -> new Ingredient.Single(new Mimetic(products.apply(a))),
        parameters);
  }

  private static Mimetic.Product queryKey(Arguments a) {
    return new Mimetic.Product(
        Mimetic.Pair.QUERY_KEY, a.whole("heads", 1), a.number("alpha"), a.number("beta"));
  }

  private static Mimetic.Product valueOutput(Arguments a, String alpha, String beta) {
    return new Mimetic.Product(Mimetic.Pair.VALUE_OUTPUT, 1, a.number(alpha), -a.number(beta));
  }

  static List<Entry> architectures() {
    return List.of(
        architecture(
            "siren",
            "U[-b, b], b = √(6 / fan-in) / frequency; 1 / fan-in in the first layer",
            "Sitzmann et al. 2020, arXiv:2006.09661, sec. 3.2 and suppl. 1.5",
            "units sin(frequency · z)",
            a -> new Elementwise.Siren(a.number("frequency")),
            Entry.Parameter.of("frequency", 30, "ω₀")),
        architecture(
            "siren-first",
            "U[-b, b], b = 1 / fan-in",
            "Sitzmann et al. 2020, arXiv:2006.09661, suppl. 1.5",
            "the first layer of a file with units sin(frequency · z)",
            _ -> Initializers.haykinUniform(1)),
        architecture(
            "fixup",
            "N(0, s²), s² = 2 / fan-out · blocks^(-1 / (depth - 1))",
            "Zhang, Dauphin & Ma 2019, arXiv:1901.09321, sec. 3, by fan-out as in the authors' code",
            "residual branches without normalisation; the last layer of each branch is zeros",
            a -> Initializers.fixup(a.whole("blocks", 1), a.whole("depth", 2)),
            Entry.Parameter.of("blocks", 9, "residual blocks of the network"),
            Entry.Parameter.of("depth", 2, "layers of one branch")),
        architecture(
            "residual-normal",
            "N(0, s²), s² = 2 / (fan-in + fan-out) / (2 · layers)",
            GPT2 + ", for any width",
            "what is added to a residual stream, so that it keeps its variance",
            a -> Initializers.glorotNormal().times(1 / Math.sqrt(2.0 * a.whole("layers", 1))),
            LAYERS),
        architecture(
            "gpt2-normal",
            "N(0, 0.02²)",
            GPT2,
            "all matrices and embeddings of a transformer but the next",
            _ -> new Elementwise.Fixed(new Law.Normal(0, 0.02))),
        architecture(
            "gpt2-residual",
            "N(0, (0.02 / √(2 · layers))²)",
            GPT2,
            "the matrices of a transformer that write to the residual stream (c_proj)",
            a ->
                new Elementwise.Fixed(
                    new Law.Normal(0, 0.02 / Math.sqrt(2.0 * a.whole("layers", 1)))),
            LAYERS),
        architecture(
            "small-normal",
            "N(0, s²), s² = 2 / (5 · fan-in)",
            "Nguyen & Salazar 2019, arXiv:1910.05895, sec. 2.2",
            "embeddings and matrices of a transformer",
            _ -> Initializers.smallNormal()),
        architecture(
            "wang-normal",
            "N(0, s²), s = 2 / (layers · √fan-in)",
            "Wang & Komatsuzaki 2021, GPT-J",
            "the matrices of a transformer that write to the residual stream",
            a -> Initializers.wangNormal(a.whole("layers", 1)),
            LAYERS),
        architecture(
            "deepnorm",
            "N(0, s²), s² = 2 β² / (fan-in + fan-out), β = (8 · layers)^(-1/4)",
            "Wang et al. 2022, arXiv:2203.00555, fig. 2",
            "value, output and feed-forward matrices of a post-norm encoder or decoder; the residual stream · (2 · layers)^(1/4)",
            a -> DeepNorm.alone(a.whole("layers", 1)).weights(),
            LAYERS),
        architecture(
            "deepnorm-encoder",
            "as deepnorm, β = 0.87 · (layers⁴ · decoder-layers)^(-1/16)",
            "Wang et al. 2022, arXiv:2203.00555, fig. 2",
            "the encoder in front of a decoder; the residual stream · 0.81 · (layers⁴ · decoder-layers)^(1/16)",
            a -> DeepNorm.encoder(a.whole("layers", 1), a.whole("decoder-layers", 1)).weights(),
            LAYERS,
            Entry.Parameter.of("decoder-layers", 12, "of the decoder")),
        architecture(
            "deepnorm-decoder",
            "as deepnorm, β = (12 · layers)^(-1/4)",
            "Wang et al. 2022, arXiv:2203.00555, fig. 2",
            "the decoder behind an encoder; the residual stream · (3 · layers)^(1/4)",
            a -> DeepNorm.decoder(a.whole("layers", 1)).weights(),
            LAYERS),
        architecture(
            "t-fixup-encoder",
            "glorot-uniform · 0.67 · layers^(-1/4)",
            "Huang et al. 2020, ICML, sec. 3.3",
            "value, output and feed-forward matrices of an encoder without normalisation",
            a -> Initializers.tFixupEncoder(a.whole("layers", 1)),
            LAYERS),
        architecture(
            "t-fixup-decoder",
            "glorot-uniform · (9 · layers)^(-1/4)",
            "Huang et al. 2020, ICML, sec. 3.3",
            "the same of a decoder",
            a -> Initializers.tFixupDecoder(a.whole("layers", 1)),
            LAYERS),
        architecture(
            "mup-hidden",
            "N(0, s²), s = deviation · √(base / fan-in)",
            MUP,
            "hidden matrices at any width, tuned at the base width",
            a -> Initializers.mupHidden(a.number("deviation"), a.number("base")),
            DEVIATION,
            BASE),
        architecture(
            "mup-output",
            "N(0, s²), s = deviation · base / fan-in",
            MUP,
            "the matrix of the outputs at any width, tuned at the base width",
            a -> Initializers.mupOutput(a.number("deviation"), a.number("base")),
            DEVIATION,
            BASE),
        architecture(
            "depth-mup",
            "N(0, s²), s = deviation · √(base / fan-in) · √(base-layers / layers)",
            "Yang et al. 2023, arXiv:2310.02244, table 1; the multiplier of the branch is in the weights",
            "the matrices that end residual branches, in a network without multipliers; scale Adam's learning rate of these by the last factor, too",
            a ->
                Initializers.depthMup(
                    a.number("deviation"),
                    a.number("base"),
                    a.whole("layers", 1),
                    a.whole("base-layers", 1)),
            DEVIATION,
            BASE,
            LAYERS,
            Entry.Parameter.of("base-layers", 1, "layers where the multiplier is 1")),
        architecture(
            "complete-p",
            "N(0, s²), s = deviation · √(base / fan-in) · base-layers / layers",
            "Dey et al. 2025, arXiv:2505.01618, table 1 with α = 1; the multiplier of the branch is in the weights",
            "as depth-mup; other hidden matrices by mup-hidden, outputs by mup-output",
            a ->
                Initializers.completeP(
                    a.number("deviation"),
                    a.number("base"),
                    a.whole("layers", 1),
                    a.whole("base-layers", 1)),
            DEVIATION,
            BASE,
            LAYERS,
            Entry.Parameter.of("base-layers", 2, "layers where the multiplier is 1")),
        architecture(
            "switch-truncated",
            "N(0, σ²) cut at ±2σ, σ² = scale / fan-in before cutting",
            "Fedus, Zoph & Shazeer 2021, arXiv:2101.03961, sec. 2.4",
            "all matrices of a mixture of experts, the router's too",
            a -> Initializers.switchTruncated(a.number("scale")),
            Entry.Parameter.of("scale", 0.1, "1 is usual without experts")),
        mimetic(
            "mimetic-qk",
            "query · key ≈ alpha · Z + beta · I for each head, Z of N(0, 1 / fan-in)",
            "query and key of an attention layer, in one rule: '*.{q,k}.weight=mimetic-qk(heads=12)'",
            a -> List.of(queryKey(a)),
            HEADS,
            ALPHA,
            BETA),
        mimetic(
            "mimetic-vo",
            "value · output = alpha · Z - beta · I, Z of N(0, 1 / fan-in)",
            "value and output of an attention layer, in one rule: '*.{v,proj}.weight=mimetic-vo'",
            a -> List.of(valueOutput(a, "alpha", "beta")),
            Entry.Parameter.of("alpha", 0.4, ""),
            Entry.Parameter.of("beta", 0.4, "")),
        mimetic(
            "mimetic",
            "mimetic-qk and mimetic-vo",
            "all of an attention layer, in one rule: '*.{qkv,proj}.weight=mimetic(heads=12)'",
            a -> List.of(queryKey(a), valueOutput(a, "value-alpha", "value-beta")),
            HEADS,
            ALPHA,
            BETA,
            Entry.Parameter.of("value-alpha", 0.4, "of value and output"),
            Entry.Parameter.of("value-beta", 0.4, "of value and output")));
  }

  static List<Entry> fitted() {
    return List.of(
        fitted(
            "label-bias",
            "biases of the outputs: ln of each class's share, or the target's mean",
            "Karpathy 2019, A recipe for training neural networks",
            "unequal classes: no training is spent on what counting tells; needs data",
            Initializers.glorotUniform(),
            _ -> List.of(new LabelBias())),
        fitted(
            "lsuv",
            "weights / √Var z, layer by layer, until |Var z - 1| ≤ tolerance",
            "Mishkin & Matas 2016, arXiv:1511.06422, alg. 1",
            "deep networks of any activation; needs data",
            new Orthogonal(1, Orthogonal.Window.FLATTENED),
            a -> List.of(new Lsuv(a.number("tolerance"), a.whole("tries", 1))),
            Entry.Parameter.of("tolerance", 0.1, "of the variance"),
            Entry.Parameter.of("tries", 10, "a layer")),
        fitted(
            "unit-variance",
            "w / σ, (b - μ) / σ + mean, unit by unit",
            "Krähenbühl et al. 2016, arXiv:1511.06856, sec. 3.1",
            "every unit alive, whatever the data; needs data",
            Initializers.heNormal(),
            a -> List.of(new UnitVariance(a.number("mean"))),
            Entry.Parameter.of("mean", 0.1, "of the pre-activations of hidden units")),
        fitted(
            "krahenbuhl",
            "unit-variance, then layers scaled until all have the same √(E g² / E w²)",
            "Krähenbühl et al. 2016, arXiv:1511.06856, sec. 3.1 and 3.2",
            "all layers learn at the same rate; needs data",
            Initializers.heNormal(),
            a ->
                List.of(
                    new UnitVariance(a.number("mean")), new GradientRatio(a.whole("rounds", 1))),
            Entry.Parameter.of("mean", 0.1, "of the pre-activations of hidden units"),
            Entry.Parameter.of("rounds", 10, "at the most")),
        fitted(
            "metainit",
            "norms of the weights that make the gradient quotient small",
            "Dauphin & Schoenholz 2019, MetaInit, eq. 1 and sec. 3",
            "any activation; slow for large networks",
            Initializers.heNormal(),
            a -> List.of(new MetaInit(a.whole("steps", 1), a.number("rate"))),
            Entry.Parameter.of("steps", 50, "500 in the paper"),
            Entry.Parameter.of("rate", 0.1, "change of a norm in a step")),
        fitted(
            "gradinit",
            "scales of the tensors that make the first step of SGD the best",
            "Zhu et al. 2021, arXiv:2102.08098, alg. 1, one scale a tensor",
            "any activation; needs data; slow for large networks",
            Initializers.heNormal(),
            a -> List.of(new GradInit(a.whole("steps", 1), a.number("rate"), a.number("longest"))),
            Entry.Parameter.of("steps", 50, "of Adam"),
            Entry.Parameter.of("rate", 0.1, "of the step of SGD that is looked at"),
            Entry.Parameter.of("longest", 1, "gradient that needs no shortening")));
  }
}
