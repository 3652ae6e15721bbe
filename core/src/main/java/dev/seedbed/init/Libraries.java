package dev.seedbed.init;

import dev.seedbed.init.Elementwise.ByFormula;
import dev.seedbed.init.Elementwise.Distribution;
import dev.seedbed.init.Elementwise.FanMode;
import dev.seedbed.init.Elementwise.Fixed;
import dev.seedbed.init.Elementwise.VarianceScaling;
import dev.seedbed.init.Elementwise.WithFans;
import dev.seedbed.init.Kernel.Kind;
import dev.seedbed.tensor.Activation;
import java.util.List;
import java.util.Map;

/// The libraries whose starts can be repeated. What was found by running them, and in which
/// versions, stands in `docs/peers.md`; Keras, Flax and Haiku are as their sources have it.
final class Libraries {
  private static final Initializer ZERO = new Fixed(new Law.Constant(0));
  private static final Initializer FORGET_ONE =
      new Initializer.ByKind(Map.of(Kind.RECURRENT, new Structured.GateBias(1, 1)), ZERO);

  /// U(±1/√hidden): the fan-out of packed gates is the hidden units.
  private static final Elementwise BY_HIDDEN =
      new VarianceScaling(1.0 / 3, FanMode.OUT, Distribution.UNIFORM);

  private Libraries() {}

  static List<Library> all() {
    return List.of(
        torch(), keras(), flax(), haiku(), dl4j(), djl(), sklearn(), encog(), neuroph(), smile(),
        spark(), weka());
  }

  private static Initializer uniform(double bound) {
    return new Fixed(Law.Uniform.within(bound));
  }

  private static Initializer normal(double deviation) {
    return new Fixed(new Law.Normal(0, deviation));
  }

  private static Ingredient.WeightsAndBiases whole(Initializer weights, Initializer biases) {
    return new Ingredient.WeightsAndBiases(weights, biases, List.of());
  }

  private static VarianceScaling uncorrected(FanMode mode) {
    return new VarianceScaling(1, mode, Distribution.TRUNCATED_UNCORRECTED);
  }

  private static Library torch() {
    var standard = Initializers.standardUniform();
    return Library.of("torch", "PyTorch 1.13 and 2")
        .name("zeros_", "zeros")
        .name("ones_", "ones")
        .name("constant_", "constant")
        .name("uniform_", "uniform(low=0,high=1)")
        .name("normal_", "normal(deviation=1)")
        .name("trunc_normal_", "truncated-normal(deviation=1,corrected=no)")
        .name("xavier_uniform_", "glorot-uniform")
        .name("xavier_normal_", "glorot-normal")
        .name("kaiming_uniform_", "he-uniform")
        .name("kaiming_normal_", "he-normal")
        .name("orthogonal_", "orthogonal")
        .name("eye_", "identity")
        .name("dirac_", "identity")
        .name(
            "sparse_",
            "sparse",
            "it limits the links that leave an input, by 10 % of zeros here, not those that reach a unit",
            new Structured.SparseColumns(0.1, 0.01))
        .defaults(
            "U[-b, b], b = 1 / √fan-in, biases too; transposed convolutions by their fan-out, recurrent layers by their hidden units; embeddings N(0, 1); packed attention Glorot as one matrix, its biases 0; normalisations 1 and 0",
            new Initializer.ByKind(
                Map.of(
                    Kind.EMBEDDING,
                    normal(1),
                    Kind.RECURRENT,
                    BY_HIDDEN,
                    Kind.ATTENTION,
                    new WithFans(LibraryFans.TORCH, Initializers.glorotUniform())),
                new WithFans(LibraryFans.TORCH, standard)),
            new Initializer.ByKind(
                Map.of(Kind.RECURRENT, BY_HIDDEN, Kind.ATTENTION, ZERO),
                new WithFans(LibraryFans.TORCH, standard)));
  }

  private static Library keras() {
    var glorot = Initializers.glorotUniform();
    return Library.of("keras", "Keras 3")
        .name("zeros", "zeros")
        .name("ones", "ones")
        .name("constant", "constant(value=0)")
        .name("random_uniform", "uniform")
        .name("random_normal", "normal(deviation=0.05)")
        .name("truncated_normal", "truncated-normal(deviation=0.05,corrected=no)")
        .name("glorot_uniform", "glorot-uniform")
        .name("glorot_normal", "glorot-truncated")
        .name("he_uniform", "he-uniform")
        .name("he_normal", "he-truncated")
        .name("lecun_uniform", "lecun-uniform")
        .name("lecun_normal", "lecun-truncated")
        .name("variance_scaling", "variance-scaling(law=truncated-normal)")
        .name("orthogonal", "orthogonal")
        .name("identity", "identity")
        .defaults(
            "as glorot-uniform, biases 0 (forget gate 1), embeddings U[-0.05, 0.05]; recurrent kernels are orthogonal: give them a rule",
            whole(
                new Initializer.ByKind(Map.of(Kind.EMBEDDING, uniform(0.05)), glorot), FORGET_ONE),
            "depthwise kernels have all channels in their fan-in, transposed ones their fans swapped, gates count as one matrix",
            whole(
                new Initializer.ByKind(
                    Map.of(Kind.EMBEDDING, uniform(0.05)), new WithFans(LibraryFans.KERAS, glorot)),
                FORGET_ONE));
  }

  private static Library flax() {
    return Library.of("flax", "Flax, JAX")
        .name("zeros", "zeros")
        .name("ones", "ones")
        .name("constant", "constant")
        .name(
            "uniform",
            "uniform(low=-0.01,high=0.01)",
            "it is one-sided, U[0, 0.01)",
            new Fixed(new Law.Uniform(0.005, 0.005)))
        .name("normal", "normal(deviation=0.01)")
        .name("truncated_normal", "truncated-normal(deviation=0.01,corrected=no)")
        .name("glorot_uniform", "glorot-uniform")
        .name("xavier_uniform", "glorot-uniform")
        .name("glorot_normal", "glorot-truncated")
        .name("xavier_normal", "glorot-truncated")
        .name("he_uniform", "he-uniform")
        .name("he_normal", "he-truncated")
        .name("lecun_uniform", "lecun-uniform")
        .name("lecun_normal", "lecun-truncated")
        .name("orthogonal", "orthogonal")
        .name("delta_orthogonal", "delta-orthogonal")
        .defaults(
            "as lecun-truncated, biases 0, embeddings N(0, 1 / dimension)",
            new Initializer.ByKind(
                Map.of(Kind.EMBEDDING, new VarianceScaling(1, FanMode.OUT, Distribution.NORMAL)),
                Initializers.lecunTruncated()),
            ZERO);
  }

  private static Library haiku() {
    return Library.of("haiku", "Haiku")
        .name("Constant", "constant(value=0)")
        .name("RandomNormal", "normal(deviation=1)")
        .name("RandomUniform", "uniform(low=0,high=1)")
        .name("TruncatedNormal", "truncated-normal(deviation=1,corrected=no)")
        .name("UniformScaling", "lecun-uniform")
        .name("VarianceScaling", "lecun-truncated")
        .name("Orthogonal", "orthogonal")
        .name("Identity", "identity")
        .defaults(
            "as lecun-truncated, biases 0, embeddings N(0, 1) cut at ±2",
            haiku(Initializers.lecunTruncated()),
            "it is not widened after cutting: 0.88 of the standard deviation",
            haiku(uncorrected(FanMode.IN)));
  }

  private static Ingredient.WeightsAndBiases haiku(Elementwise weights) {
    return whole(
        new Initializer.ByKind(
            Map.of(Kind.EMBEDDING, new Fixed(new Law.TruncatedNormal(0, 1, 2))), weights),
        ZERO);
  }

  private static Library dl4j() {
    String wide = "the bound is 3 / √fan, √3 too wide";
    String narrow =
        "cut at ±2σ and not widened: 0.88 of the standard deviation (and its native code leaves 2 % of the elements 0, which is not repeated)";
    var glorot = Initializers.glorotNormal();
    return Library.of("dl4j", "DL4J 1.0.0-M2.1")
        .name("ZERO", "zeros")
        .name("ONES", "ones")
        .name("IDENTITY", "identity")
        .name("XAVIER", "glorot-normal")
        .name("XAVIER_UNIFORM", "glorot-uniform")
        .name("XAVIER_FAN_IN", "lecun-normal")
        .name("XAVIER_LEGACY", "legacy-normal")
        .name("RELU", "he-normal")
        .name("RELU_UNIFORM", "he-uniform")
        .name("SIGMOID_UNIFORM", "glorot-uniform-sigmoid")
        .name("UNIFORM", "standard-uniform")
        .name("NORMAL", "lecun-normal")
        .name("LECUN_NORMAL", "lecun-normal")
        .name("LECUN_UNIFORM", "lecun-uniform", wide, wide(FanMode.IN))
        .name("VAR_SCALING_UNIFORM_FAN_IN", "lecun-uniform", wide, wide(FanMode.IN))
        .name(
            "VAR_SCALING_UNIFORM_FAN_OUT",
            "variance-scaling(mode=out,law=uniform)",
            wide,
            wide(FanMode.OUT))
        .name("VAR_SCALING_UNIFORM_FAN_AVG", "glorot-uniform", wide, wide(FanMode.AVERAGE))
        .name("VAR_SCALING_NORMAL_FAN_IN", "lecun-truncated", narrow, uncorrected(FanMode.IN))
        .name(
            "VAR_SCALING_NORMAL_FAN_OUT",
            "variance-scaling(mode=out,law=truncated-normal)",
            narrow,
            uncorrected(FanMode.OUT))
        .name(
            "VAR_SCALING_NORMAL_FAN_AVG", "glorot-truncated", narrow, uncorrected(FanMode.AVERAGE))
        .name("OrthogonalDistribution", "orthogonal")
        .defaults(
            "as glorot-normal, biases 0 (forget gate 1)",
            whole(glorot, FORGET_ONE),
            "depthwise kernels have all channels in their fan-in, and LSTMs count hidden units as fan-in, inputs and hidden units as fan-out",
            whole(new WithFans(LibraryFans.DL4J, glorot), FORGET_ONE));
  }

  private static VarianceScaling wide(FanMode mode) {
    return new VarianceScaling(3, mode, Distribution.UNIFORM);
  }

  private static Library djl() {
    var he = Initializers.heNormal();
    return Library.of("djl", "DJL 0.36")
        .name("ZEROS", "zeros")
        .name("ONES", "ones")
        .name("ConstantInitializer", "constant")
        .name("UniformInitializer", "uniform(low=-0.07,high=0.07)")
        .name("NormalInitializer", "normal(deviation=0.01)")
        .name("TruncatedNormalInitializer", "truncated-normal(deviation=0.01,corrected=no)")
        .name(
            "XavierInitializer",
            "glorot-uniform",
            "the magnitude is 6 where its documentation has 3: √2 too wide",
            Initializers.glorotUniform().times(Math.sqrt(2)))
        .defaults(
            "as he-normal, biases 0; the fan-in of an embedding is its dimension",
            new Initializer.ByKind(Map.of(Kind.EMBEDDING, new WithFans(LibraryFans.TORCH, he)), he),
            ZERO);
  }

  private static Library sklearn() {
    var glorot = Initializers.glorotUniform();
    return Library.of("sklearn", "scikit-learn 1.2")
        .name("identity", "glorot-uniform")
        .name("tanh", "glorot-uniform")
        .name("relu", "glorot-uniform")
        .name(
            "logistic",
            "glorot-uniform",
            "the factor is 2 where Glorot's is 6: √3 narrower",
            Initializers.logisticUniform())
        .defaults("as glorot-uniform, biases too", glorot, glorot);
  }

  private static Library encog() {
    return Library.of("encog", "Encog 3.4")
        .name("RangeRandomizer", "uniform(low=-1,high=1)")
        .name("ConsistentRandomizer", "uniform(low=-1,high=1)")
        .name("GaussianRandomizer", "normal(deviation=1)")
        .name("Distort", "distort")
        .name(
            "FanInRandomizer",
            "haykin-uniform",
            "it divides by fan-out",
            new ByFormula(place -> Law.Uniform.within(2.4 / place.fans().out())))
        .name(
            "XaiverRandomizer",
            "glorot-uniform",
            "2 stands for √6: √1.5 narrower",
            new ByFormula(
                place -> Law.Uniform.within(2 / Math.sqrt(place.fans().in() + place.fans().out()))))
        .name(
            "NguyenWidrowRandomizer",
            "nguyen-widrow",
            "no weight is negative, no unit is scaled to length β, and half the active range is missed",
            new ByFormula(Libraries::encogNguyenWidrow))
        .defaults("U[-1, 1], biases too", uniform(1), uniform(1));
  }

  /// U(0, β / (f(∞) − f(0))), where it should be the whole range of f.
  private static Law encogNguyenWidrow(Place place) {
    Activation f = place.output();
    double range = f.value(1e9) - f.value(0.0);
    double bound = new Structured.NguyenWidrow(1).length(place.kernel()) / range;
    return new Law.Uniform(bound / 2, bound / 2);
  }

  private static Library neuroph() {
    return Library.of("neuroph", "Neuroph 2.98")
        .name("WeightsRandomizer", "uniform(low=-0.5,high=0.5)")
        .name("RangeRandomizer", "uniform")
        .name("GaussianRandomizer", "normal")
        .name("DistortRandomizer", "distort")
        .name(
            "HeZhangRenSunUniform",
            "he-uniform",
            "3 stands for √3, and the bias counts as an input: √3 too wide",
            new ByFormula(place -> Law.Uniform.within(3 * Math.sqrt(2 / (place.fans().in() + 1)))))
        .name(
            "NguyenWidrowRandomizer",
            "nguyen-widrow",
            "the length β is that of the whole layer, not of each unit",
            new ByFormula(place ->
                Law.Uniform.within(
                    new Structured.NguyenWidrow(1).length(place.kernel())
                        * Math.sqrt(3 / ((place.fans().in() + 1) * place.fans().out())))))
        .defaults("U[-0.7, 0.7], biases too", uniform(0.7), uniform(0.7));
  }

  private static Library smile() {
    return Library.of("smile", "Smile 6.3")
        .defaults("as glorot-uniform, biases 0", Initializers.glorotUniform(), ZERO);
  }

  private static Library spark() {
    var law = Initializers.standardUniform().times(2.4);
    return Library.of("spark", "Spark MLlib 4.0")
        .defaults("U[-b, b], b = 2.4 / √fan-in, biases too", law, law);
  }

  private static Library weka() {
    return Library.of("weka", "WEKA 3.8.7")
        .defaults("U[-0.05, 0.05], biases too", uniform(0.05), uniform(0.05));
  }
}
