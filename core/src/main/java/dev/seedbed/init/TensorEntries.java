package dev.seedbed.init;

import dev.seedbed.init.Entry.Family;
import java.util.List;
import java.util.function.Function;

/// Schemes that do not look at the fans: constants and biases, fixed laws, isometries, sparse
/// matrices.
final class TensorEntries {
  /// σ(−10): the lecture's bias of −10.
  private static final double SPARSE_ACTIVITY = 1 / (1 + StrictMath.exp(10));

  private enum Cut {
    YES,
    NO
  }

  private TensorEntries() {}

  private static Entry constant(
      String name,
      String formula,
      String source,
      String use,
      Function<Arguments, Double> value,
      Entry.Parameter... parameters) {
    return Entry.of(
        Family.CONSTANTS_AND_BIASES,
        name,
        formula,
        source,
        use,
        a -> single(new Law.Constant(value.apply(a))),
        parameters);
  }

  private static Ingredient single(Law law) {
    return new Ingredient.Single(new Elementwise.Fixed(law));
  }

  private static Entry isometric(
      String name,
      String formula,
      String source,
      String use,
      Function<Arguments, Initializer> initializer,
      Entry.Parameter... parameters) {
    return Entry.of(
        Family.ISOMETRIC_AND_SPARSE,
        name,
        formula,
        source,
        use,
        a -> new Ingredient.Single(initializer.apply(a)),
        parameters);
  }

  static List<Entry> constants() {
    var value = Entry.Parameter.of("value", 1, "of all elements");
    return List.of(
        constant("zeros", "= 0", "", "biases; weights never: see check", _ -> 0.0),
        constant("ones", "= 1", "", "scales of normalisation layers", _ -> 1.0),
        constant("constant", "= value", "", "biases", a -> a.number("value"), value),
        constant(
            "small-positive",
            "= value",
            "Krizhevsky et al. 2012, sec. 5, with 1; 0.01 and 0.1 are usual",
            "biases of ReLU, to keep units alive",
            a -> a.number("value"),
            Entry.Parameter.of("value", 0.01, "of all elements")),
        constant(
            "sparse-bias",
            "= b with E σ(z + b) = activity, z ~ N(0, deviation²)",
            "the lecture, with -10",
            "biases of sigmoid units that are to be active rarely; gradients shrink as much",
            a -> Biases.forActivity(a.number("activity"), a.number("deviation")),
            new Entry.Parameter(
                "activity", "" + SPARSE_ACTIVITY, "mean of the sigmoid; preset σ(-10)"),
            Entry.Parameter.of("deviation", 0, "of what the weights add to the bias")),
        constant(
            "log-odds",
            "= ln(p / (1 - p))",
            "Lin et al. 2017, arXiv:1708.02002, sec. 3.3",
            "biases of sigmoid outputs for rare events",
            a -> LabelBias.Link.SIGMOID.bias(a.number("probability")),
            Entry.Parameter.of("probability", 0.01, "of the event")),
        Entry.of(
            Family.CONSTANTS_AND_BIASES,
            "forget-gate",
            "= value for one gate, 0 for the others",
            "Gers et al. 2000; Jozefowicz et al. 2015, sec. 4",
            "biases of an LSTM",
            a ->
                new Ingredient.Single(
                    new Structured.GateBias(a.number("value"), a.whole("gate", 0))),
            Entry.Parameter.of("value", 1, "1 or 2 are usual"),
            Entry.Parameter.of(
                "gate", 1, "place of the forget gate: 1 in PyTorch and Keras, 2 in ONNX")),
        Entry.of(
            Family.CONSTANTS_AND_BIASES,
            "chrono",
            "= ln U(1, longest - 1) for the forget gate, its negative for the input gate, else 0",
            "Tallec & Ollivier 2018, arXiv:1804.11188, sec. 2",
            "biases of an LSTM that is to remember long",
            a ->
                new Ingredient.Single(
                    new Structured.Chrono(
                        a.number("longest"), a.whole("forget", 0), a.whole("input", 0))),
            Entry.Parameter.of("longest", 784, "steps to remember"),
            Entry.Parameter.of("forget", 1, "place of the forget gate"),
            Entry.Parameter.of("input", 0, "place of the input gate")));
  }

  static List<Entry> fixed() {
    return List.of(
        Entry.of(
            Family.FIXED,
            "uniform",
            "U[low, high]",
            "",
            "a law of your own",
            a -> {
              double low = a.number("low");
              double high = a.number("high");
              return single(new Law.Uniform((low + high) / 2, (high - low) / 2));
            },
            Entry.Parameter.of("low", -0.05, "below high"),
            Entry.Parameter.of("high", 0.05, "above low")),
        Entry.of(
            Family.FIXED,
            "normal",
            "N(mean, deviation²)",
            "",
            "a law of your own; 0.02 is usual for transformers and embeddings",
            a -> single(new Law.Normal(a.number("mean"), a.number("deviation"))),
            Entry.Parameter.of("mean", 0, ""),
            Entry.Parameter.of("deviation", 0.02, "above 0")),
        Entry.of(
            Family.FIXED,
            "truncated-normal",
            "N(mean, σ²) cut at ±cut·σ",
            "",
            "a law of your own, without tails",
            a -> {
              double deviation = a.number("deviation");
              double scale =
                  a.word("corrected", Cut.class) == Cut.YES
                      ? Law.TruncatedNormal.corrected(deviation, a.number("cut")).scale()
                      : deviation;
              return single(new Law.TruncatedNormal(a.number("mean"), scale, a.number("cut")));
            },
            Entry.Parameter.of("mean", 0, ""),
            Entry.Parameter.of("deviation", 0.02, "after cutting if corrected, else before"),
            Entry.Parameter.of("cut", 2, "in standard deviations before cutting"),
            new Entry.Parameter("corrected", "yes", "yes or no")),
        Entry.of(
            Family.FIXED,
            "distort",
            "+ U[-factor, factor]",
            "",
            "to shake the weights of a file; adds to what is there",
            a ->
                new Ingredient.Single(
                    new Initializer.Perturbation(Law.Uniform.within(a.number("factor")))),
            Entry.Parameter.of("factor", 0.01, "above 0")));
  }

  static List<Entry> isometric() {
    var gain = Entry.Parameter.of("gain", 1, "times as long");
    return List.of(
        isometric(
            "orthogonal",
            "gain · Q, Q orthonormal and uniform among all such (Haar)",
            "Saxe et al. 2014, arXiv:1312.6120; Mezzadri 2007, arXiv:math-ph/0609050, sec. 5",
            "deep networks; recurrent matrices; no signal is lost in a linear layer",
            a -> new Orthogonal(a.number("gain"), Orthogonal.Window.FLATTENED),
            gain),
        isometric(
            "delta-orthogonal",
            "gain · Q at the middle of the window, 0 elsewhere",
            "Xiao et al. 2018, arXiv:1806.05393, sec. 3",
            "convolutions of very deep networks",
            a -> new Orthogonal(a.number("gain"), Orthogonal.Window.CENTRE),
            gain),
        isometric(
            "identity",
            "gain · I; of a convolution, at the middle of the window (Dirac)",
            "Le, Jaitly & Hinton 2015, arXiv:1504.00941",
            "recurrent matrices of ReLU units; convolutions that are to start as copies",
            a -> new Structured.Identity(a.number("gain")),
            gain),
        isometric(
            "looks-linear",
            "[[W, -W], [-W, W]], W orthogonal",
            "Balduzzi et al. 2017, arXiv:1702.08591, sec. 4.1; Burkholz & Dubatovka 2019, arXiv:1806.06362",
            "ReLU, in dense networks with even widths: linear at the start",
            _ -> new LooksLinear()),
        isometric(
            "zero-hadamard",
            "I; c·I·H·I with H Hadamard, c = 2^(-(m - 1)/2), m = ⌈log₂ units⌉, where a layer widens; 0 in the last layer",
            "Zhao et al. 2022, arXiv:2110.12661, alg. 1 and 2 (ZerO); the authors' example has c = 2^(-m/2)",
            "residual networks; nothing random",
            _ -> new ZeroHadamard()),
        isometric(
            "idinit",
            "value where unit ≡ input (mod inputs), else 0; + N(0, noise²)",
            "Pan et al. 2025, IDInit, arXiv:2503.04626, sec. 3.1 and 3.3",
            "the main stem of residual networks, and all but the last layer of a branch",
            a -> new PaddedIdentity(a.number("value"), a.number("noise")),
            Entry.Parameter.of("value", 1, "τ"),
            new Entry.Parameter("noise", "1e-6", "standard deviation, 0 or above")),
        isometric(
            "idinit-zero",
            "epsilon where unit ≡ input (mod inputs), -epsilon at another input, else 0",
            "Pan et al. 2025, IDInit, arXiv:2503.04626, sec. 3.2",
            "the last layer of a residual branch",
            a -> new PaddedZero(a.number("epsilon")),
            new Entry.Parameter("epsilon", "1e-6", "ε")),
        isometric(
            "scaled-orthogonal",
            "gain · max(1, √(units / inputs)) · Q at the middle of the window, 0 elsewhere",
            "Martens et al. 2021, arXiv:2110.01765, Parameter distributions",
            "very deep networks with the activations of DKS or TAT, which are no weights: transform these yourself",
            a -> new ScaledOrthogonal(a.number("gain")),
            gain),
        isometric(
            "tat",
            "scaled-orthogonal · √(2 / (1 + α²)), α such that cosines of 0 become similarity",
            "Zhang, Botev & Martens 2022, arXiv:2203.08120, sec. 4; the factor of the activation is in the weights behind it",
            "a deep chain of leaky ReLUs without shortcuts, whose slope α is printed; its first layer by scaled-orthogonal",
            a -> new TailoredWeights(a.whole("layers", 1), a.number("similarity")),
            Entry.Parameter.of("layers", 50, "with an activation"),
            Entry.Parameter.of(
                "similarity", 0.9, "η: the cosine behind all layers of inputs at right angles")),
        isometric(
            "icnr",
            "scale² equal output channels in a row, each by base",
            "Aitken et al. 2017, ICNR, arXiv:1707.02937, sec. 3",
            "convolutions in front of a pixel shuffle: no checkerboards",
            a -> new SubPixel(a.whole("scale", 2), a.weights("base")),
            Entry.Parameter.of("scale", 2, "of the pixel shuffle"),
            new Entry.Parameter("base", "he-normal", "a scheme without parameters")),
        isometric(
            "sparse",
            "links incoming weights N(0, deviation²) a unit, 0 elsewhere",
            "Martens 2010, Deep learning via Hessian-free optimization, sec. 5",
            "wide layers whose units are not to saturate",
            a -> new Structured.Sparse(a.whole("links", 1), a.number("deviation")),
            Entry.Parameter.of("links", 15, "incoming weights a unit"),
            Entry.Parameter.of("deviation", 1, "above 0")),
        Entry.of(
            Family.ISOMETRIC_AND_SPARSE,
            "nguyen-widrow",
            "|w| = β = range · 0.7 · units^(1/inputs), b = β · (-1 … 1) · sign w₁; outputs U[-0.5, 0.5]",
            "Nguyen & Widrow 1990, IJCNN, in the form of MATLAB's initnw",
            "one hidden layer of tanh, few inputs, all in [-1, 1]",
            a -> {
              var weights = new Structured.NguyenWidrow(a.number("range"));
              return nguyenWidrow(weights, List.of(new NguyenWidrowBiases(weights)));
            },
            Entry.Parameter.of("range", 1, "how far from 0 units are active")),
        Entry.of(
            Family.ISOMETRIC_AND_SPARSE,
            "nguyen-widrow-ranges",
            "as nguyen-widrow, for inputs of any range",
            "Nguyen & Widrow 1990, IJCNN, in the form of MATLAB's initnw",
            "one hidden layer of tanh, few inputs; needs data",
            a -> {
              var weights = new Structured.NguyenWidrow(a.number("range"));
              return nguyenWidrow(
                  weights, List.of(new NguyenWidrowBiases(weights), new InputRanges()));
            },
            Entry.Parameter.of("range", 1, "how far from 0 units are active")));
  }

  private static Ingredient nguyenWidrow(
      Structured.NguyenWidrow weights, List<Adjustment> adjustments) {
    return new Ingredient.WeightsAndBiases(
        new Initializer.ButLast(weights, new Elementwise.Fixed(Law.Uniform.within(0.5))),
        new Elementwise.Fixed(new Law.Constant(0)),
        adjustments);
  }
}
