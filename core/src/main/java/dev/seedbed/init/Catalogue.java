package dev.seedbed.init;

import dev.seedbed.data.Names;
import dev.seedbed.network.Activation;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// The schemes by name, with what there is to know of each.
public final class Catalogue {

  /// One scheme of the catalogue.
  ///
  /// @param weights how they are drawn in a network with that activation; most schemes do not care
  /// @param aliases what others call it; "library:name" where only that library does
  /// @param formula of the law
  /// @param source the paper, with its equation or section
  /// @param use when to take it
  public record Entry(
      String name,
      Function<Activation, Initializer> weights,
      List<String> aliases,
      String formula,
      String source,
      String use) {
    public Entry {
      aliases = List.copyOf(aliases);
    }

    /// The scheme for a network with that activation; biases 0.
    public Scheme scheme(Activation activation) {
      return new Scheme(name, weights.apply(activation), ZERO);
    }

    private Stream<String> names() {
      return Stream.concat(Stream.of(name), aliases.stream());
    }
  }

  private static final Initializer ZERO = new Initializer.Fixed(new Law.Constant(0));
  private static final String GLOROT = "Glorot & Bengio 2010, ";
  private static final String HE = "He et al. 2015, arXiv:1502.01852, ";
  private static final String LECUN =
      "LeCun, Bottou, Orr & Müller 1998, Efficient BackProp, sec. 4.6";

  private static final List<Entry> ENTRIES =
      List.of(
          entry(
              "glorot-uniform",
              Initializer.glorotUniform(),
              "U[-b, b], b = √6 / √(fan-in + fan-out)",
              GLOROT + "eq. 16",
              "the default; tanh and other units that are linear near 0",
              "xavier-uniform",
              "keras:glorot_uniform",
              "torch:xavier_uniform_",
              "dl4j:XAVIER_UNIFORM"),
          entry(
              "glorot-normal",
              Initializer.glorotNormal(),
              "N(0, s²), s² = 2 / (fan-in + fan-out)",
              GLOROT + "eq. 12",
              "as glorot-uniform",
              "xavier-normal",
              "torch:xavier_normal_",
              "dl4j:XAVIER"),
          entry(
              "glorot-truncated",
              Initializer.glorotTruncated(),
              "N(0, σ²) cut at ±2σ, variance after cutting 2 / (fan-in + fan-out)",
              GLOROT + "eq. 12",
              "as glorot-uniform, without the tails",
              "keras:glorot_normal",
              "jax:glorot_normal"),
          entry(
              "he-normal",
              Initializer.heNormal(),
              "N(0, s²), s² = 2 / fan-in",
              HE + "eq. 10",
              "ReLU",
              "kaiming-normal",
              "torch:kaiming_normal_",
              "dl4j:RELU"),
          entry(
              "he-uniform",
              Initializer.heUniform(),
              "U[-b, b], b = √(6 / fan-in)",
              HE + "eq. 10, as a uniform law",
              "ReLU",
              "kaiming-uniform",
              "torch:kaiming_uniform_",
              "keras:he_uniform",
              "dl4j:RELU_UNIFORM"),
          entry(
              "he-truncated",
              Initializer.heTruncated(),
              "N(0, σ²) cut at ±2σ, variance after cutting 2 / fan-in",
              HE + "eq. 10, without the tails",
              "ReLU",
              "keras:he_normal",
              "jax:he_normal"),
          entry(
              "he-normal-backward",
              Initializer.heNormalBackward(),
              "N(0, s²), s² = 2 / fan-out",
              HE + "eq. 14",
              "ReLU, when gradients matter more than activations"),
          entry(
              "lecun-normal",
              Initializer.lecunNormal(),
              "N(0, s²), s² = 1 / fan-in",
              LECUN,
              "SELU; units that are linear near 0, going forward",
              "dl4j:LECUN_NORMAL"),
          entry(
              "lecun-uniform",
              Initializer.lecunUniform(),
              "U[-b, b], b = √(3 / fan-in)",
              LECUN + ", as a uniform law",
              "as lecun-normal",
              "keras:lecun_uniform",
              "jax:lecun_uniform"),
          entry(
              "lecun-truncated",
              Initializer.lecunTruncated(),
              "N(0, σ²) cut at ±2σ, variance after cutting 1 / fan-in",
              LECUN + ", without the tails",
              "as lecun-normal",
              "keras:lecun_normal",
              "jax:lecun_normal"),
          entry(
              "standard-uniform",
              Initializer.standardUniform(),
              "U[-b, b], b = 1 / √fan-in",
              GLOROT + "eq. 1",
              "what PyTorch draws for weights when told nothing; signals shrink by √3 a layer",
              "dl4j:UNIFORM"),
          entry(
              "glorot-uniform-sigmoid",
              Initializer.glorotUniformSigmoid(),
              "U[-b, b], b = 4 √6 / √(fan-in + fan-out)",
              "Theano's Deep Learning Tutorials, after " + GLOROT + "eq. 16",
              "sigmoid",
              "dl4j:SIGMOID_UNIFORM"),
          entry(
              "geometric-normal",
              Initializer.geometricNormal(),
              "N(0, s²), s² = 1 / √(fan-in · fan-out)",
              "JAX, variance_scaling with fan_geo_avg",
              "layers of very different widths"),
          byGain(
              "gain-normal",
              Initializer::forwardGain,
              "N(0, s²), s² = g² / fan-in, g = 1 / √E f(z)²",
              "any activation, going forward"),
          byGain(
              "gain-normal-backward",
              Initializer::backwardGain,
              "N(0, s²), s² = g² / fan-out, g = 1 / √E f'(z)²",
              "any activation, when gradients matter more than activations"),
          byGain(
              "gain-normal-compromise",
              Initializer.GainCompromise::new,
              "N(0, s²), s² = 2 / (fan-in / g² + fan-out / h²), g and h as in the two above",
              "any activation; what glorot-normal is for units that are linear near 0"));

  private Catalogue() {}

  private static Entry entry(
      String name,
      Initializer weights,
      String formula,
      String source,
      String use,
      String... aliases) {
    return new Entry(name, activation -> weights, List.of(aliases), formula, source, use);
  }

  private static Entry byGain(
      String name, Function<Gain, Initializer> weights, String formula, String use) {
    return new Entry(
        name,
        activation -> weights.apply(Gain.of(activation)),
        List.of(),
        formula,
        HE + "sec. 2.2, for any activation f by quadrature over z ~ N(0, 1)",
        use);
  }

  /// All schemes, the most used first.
  public static List<Entry> all() {
    return ENTRIES;
  }

  /// "did you mean 'x'?" for a name that the catalogue does not have.
  public static String hint(String wanted) {
    return Names.hint(ENTRIES.stream().flatMap(Entry::names).toList(), wanted);
  }

  /// The scheme with that name or alias.
  public static Optional<Entry> find(String name) {
    return ENTRIES.stream().filter(entry -> entry.names().anyMatch(name::equals)).findFirst();
  }
}
