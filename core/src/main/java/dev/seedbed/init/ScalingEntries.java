package dev.seedbed.init;

import dev.seedbed.init.Elementwise.Distribution;
import dev.seedbed.init.Elementwise.FanMode;
import dev.seedbed.init.Elementwise.GainScaling;
import dev.seedbed.init.Elementwise.VarianceScaling;
import dev.seedbed.init.Elementwise.Way;
import dev.seedbed.init.Entry.Family;
import java.util.List;

/// Schemes whose width follows from the fans, and from a gain.
final class ScalingEntries {
  private static final String GLOROT = "Glorot & Bengio 2010, ";
  private static final String HE = "He et al. 2015, arXiv:1502.01852, ";
  private static final String LECUN =
      "LeCun, Bottou, Orr & Müller 1998, Efficient BackProp, sec. 4.6";
  private static final String QUADRATURE = "for any activation f by quadrature over z ~ N(0, 1)";
  private static final Entry.Parameter GAIN = Entry.Parameter.of("gain", 1, "times as wide");
  private static final Entry.Parameter SLOPE =
      Entry.Parameter.of("slope", 0, "of a leaky ReLU below 0: 2 becomes 2 / (1 + slope²)");

  private ScalingEntries() {}

  private static Entry scaled(
      String name, VarianceScaling law, String formula, String source, String use) {
    return Entry.of(
        Family.SCALED_BY_THE_FANS,
        name,
        formula,
        source,
        use,
        a -> new Ingredient.Single(law.times(a.number("gain"))),
        GAIN);
  }

  private static Entry he(
      String name, VarianceScaling law, String formula, String source, String use) {
    return Entry.of(
        Family.SCALED_BY_THE_FANS,
        name,
        formula,
        source,
        use,
        a -> {
          double slope = a.number("slope");
          return new Ingredient.Single(law.times(Math.sqrt(1 / (1 + slope * slope))));
        },
        SLOPE);
  }

  private static Entry gain(
      String name, Initializer initializer, String formula, String source, String use) {
    return Entry.of(
        Family.SCALED_BY_A_GAIN,
        name,
        formula,
        source,
        use,
        a -> new Ingredient.Single(initializer));
  }

  static List<Entry> all() {
    return List.of(
        scaled(
            "glorot-uniform",
            Initializers.glorotUniform(),
            "U[-b, b], b = √6 / √(fan-in + fan-out)",
            GLOROT + "eq. 16",
            "the default; tanh and other units that are linear near 0"),
        scaled(
            "glorot-normal",
            Initializers.glorotNormal(),
            "N(0, s²), s² = 2 / (fan-in + fan-out)",
            GLOROT + "eq. 12",
            "as glorot-uniform"),
        scaled(
            "glorot-truncated",
            Initializers.glorotTruncated(),
            "N(0, σ²) cut at ±2σ, variance after cutting 2 / (fan-in + fan-out)",
            GLOROT + "eq. 12",
            "as glorot-uniform, without the tails"),
        he(
            "he-normal",
            Initializers.heNormal(),
            "N(0, s²), s² = 2 / fan-in",
            HE + "eq. 10; slopes: eq. 15",
            "ReLU"),
        he(
            "he-uniform",
            Initializers.heUniform(),
            "U[-b, b], b = √(6 / fan-in)",
            HE + "eq. 10, as a uniform law",
            "ReLU"),
        he(
            "he-truncated",
            Initializers.heTruncated(),
            "N(0, σ²) cut at ±2σ, variance after cutting 2 / fan-in",
            HE + "eq. 10, without the tails",
            "ReLU"),
        he(
            "he-normal-backward",
            Initializers.heNormalBackward(),
            "N(0, s²), s² = 2 / fan-out",
            HE + "eq. 14",
            "ReLU, when gradients matter more than activations"),
        scaled(
            "lecun-normal",
            Initializers.lecunNormal(),
            "N(0, s²), s² = 1 / fan-in",
            LECUN,
            "SELU; units that are linear near 0, going forward"),
        scaled(
            "lecun-uniform",
            Initializers.lecunUniform(),
            "U[-b, b], b = √(3 / fan-in)",
            LECUN + ", as a uniform law",
            "as lecun-normal"),
        scaled(
            "lecun-truncated",
            Initializers.lecunTruncated(),
            "N(0, σ²) cut at ±2σ, variance after cutting 1 / fan-in",
            LECUN + ", without the tails",
            "as lecun-normal"),
        scaled(
            "standard-uniform",
            Initializers.standardUniform(),
            "U[-b, b], b = 1 / √fan-in",
            GLOROT + "eq. 1",
            "what PyTorch draws for weights and biases when told nothing; signals shrink by √3 a layer"),
        scaled(
            "glorot-uniform-sigmoid",
            Initializers.glorotUniformSigmoid(),
            "U[-b, b], b = 4 √6 / √(fan-in + fan-out)",
            "Theano's Deep Learning Tutorials, after " + GLOROT + "eq. 16",
            "sigmoid"),
        scaled(
            "logistic-uniform",
            Initializers.logisticUniform(),
            "U[-b, b], b = √2 / √(fan-in + fan-out)",
            "scikit-learn, MLPClassifier with logistic units",
            "to repeat what scikit-learn does; the opposite of glorot-uniform-sigmoid"),
        scaled(
            "legacy-normal",
            Initializers.legacyNormal(),
            "N(0, s²), s² = 1 / (fan-in + fan-out)",
            "DL4J, XAVIER_LEGACY",
            "to repeat old work: half the variance of glorot-normal"),
        scaled(
            "geometric-normal",
            new VarianceScaling(1, FanMode.GEOMETRIC, Distribution.NORMAL),
            "N(0, s²), s² = 1 / √(fan-in · fan-out)",
            "JAX, variance_scaling with fan_geo_avg",
            "layers of very different widths"),
        scaled(
            "spectral",
            Initializers.spectral(),
            "N(0, s²), s = min(1, √(fan-out / fan-in)) / √fan-in",
            "Yang, Simon & Bernstein 2023, arXiv:2310.17813, parametrization 1",
            "learning rates that hold at any width, with updates in proportion to fan-out / fan-in"),
        Entry.of(
            Family.SCALED_BY_THE_FANS,
            "haykin-uniform",
            "U[-b, b], b = range / fan-in",
            "Haykin 1994, Neural Networks, sec. 6.7",
            "small sigmoid networks of old; far too narrow for wide layers",
            a -> new Ingredient.Single(Initializers.haykinUniform(a.number("range"))),
            Entry.Parameter.of("range", 2.4, "of the pre-activations")),
        Entry.of(
            Family.SCALED_BY_THE_FANS,
            "variance-scaling",
            "mean 0, variance scale / fan",
            "the family of all of these",
            "your own member of the family",
            a ->
                new Ingredient.Single(
                    new VarianceScaling(
                        a.number("scale"),
                        a.word("mode", FanMode.class),
                        a.word("law", Distribution.class))),
            Entry.Parameter.of("scale", 1, "above 0"),
            new Entry.Parameter(
                "mode",
                "in",
                "the fan: in, out, average, geometric, in-squared, out-squared or spectral"),
            new Entry.Parameter(
                "law", "normal", "uniform, normal, truncated-normal or truncated-uncorrected")),
        gain(
            "gain-normal",
            new GainScaling(Way.FORWARD, Distribution.NORMAL),
            "N(0, s²), s² = g² / fan-in, g = 1 / √E f(z)²",
            HE + "sec. 2.2, " + QUADRATURE,
            "any activation, going forward"),
        gain(
            "gain-uniform",
            new GainScaling(Way.FORWARD, Distribution.UNIFORM),
            "U[-b, b], b² = 3 g² / fan-in, g = 1 / √E f(z)²",
            HE + "sec. 2.2, as a uniform law, " + QUADRATURE,
            "any activation, going forward"),
        gain(
            "gain-normal-backward",
            new GainScaling(Way.BACKWARD, Distribution.NORMAL),
            "N(0, s²), s² = h² / fan-out, h = 1 / √E f'(z)²",
            HE + "sec. 2.2, " + QUADRATURE,
            "any activation, when gradients matter more than activations"),
        gain(
            "gain-normal-compromise",
            new GainScaling(Way.COMPROMISE, Distribution.NORMAL),
            "N(0, s²), s² = 2 / (fan-in / g² + fan-out / h²), g and h as in the two above",
            GLOROT + "eq. 12, " + QUADRATURE,
            "any activation; the counterpart of glorot-normal, which suits units that are linear near 0"),
        gain(
            "autoinit",
            new GainScaling(Way.FORWARD, Distribution.TRUNCATED_NORMAL),
            "N(0, σ²) cut at ±2σ, variance after cutting 1 / (fan-in · (ν + μ²)), μ and ν propagated",
            "Bingham & Miikkulainen 2023, arXiv:2109.08958, for dense layers on inputs of mean 0, variance 1",
            "any activation, going forward"),
        gain(
            "kumar",
            new Elementwise.Kumar(),
            "N(0, s²), s² = 1 / (fan-in · f'(0)² (1 + f(0)²)); g² / fan-in where f has a kink at 0, which is 2 / fan-in for ReLU",
            "Kumar 2017, arXiv:1704.08863",
            "sigmoid, 3.58 / √fan-in there"),
        gain(
            "random-walk",
            new Elementwise.RandomWalk(),
            "N(0, s²), s² = g² / fan-in, g = exp(1 / (2 · fan-in)), or √2 exp(1.2 / (max(fan-in, 6) - 2.4)) for ReLU",
            "Sussillo & Abbott 2014, arXiv:1412.6558",
            "very deep, narrow networks of linear units or ReLU"),
        Entry.of(
            Family.SCALED_BY_A_GAIN,
            "critical",
            "N(0, s²), s² = σ_w² / fan-in where χ₁ = 1; biases N(0, σ_b²)",
            "Poole et al. 2016, arXiv:1606.05340; Schoenholz et al. 2017, arXiv:1611.01232",
            "any activation, at the edge of chaos: deep networks without shortcuts",
            a -> {
              var critical = new Elementwise.Critical(a.number("bias-variance"));
              return new Ingredient.WeightsAndBiases(critical, critical, List.of());
            },
            Entry.Parameter.of(
                "bias-variance",
                0,
                "σ_b²; 0.05 is usual for tanh, ReLU has 0 only, GELU none below 0.17")));
  }
}
