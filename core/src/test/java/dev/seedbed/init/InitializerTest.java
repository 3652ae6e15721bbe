package dev.seedbed.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.init.Elementwise.Distribution;
import dev.seedbed.init.Elementwise.FanMode;
import dev.seedbed.init.Elementwise.VarianceScaling;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every scheme of the catalogue against its closed form.
class InitializerTest {
  private static final Kernel KERNEL = Kernel.dense(784, 100);
  private static final Place PLACE = Place.inside(KERNEL, new Activation.Gelu());

  static List<Entry> entries() {
    return Catalogue.all();
  }

  /// The initializers of weights and biases that a name stands for.
  private static Stream<Initializer> initializers(Entry entry) {
    return switch (entry.preset()) {
      case Ingredient.Single single -> Stream.of(single.initializer());
      case Ingredient.WeightsAndBiases whole -> Stream.of(whole.weights(), whole.biases());
      case Ingredient.After after -> Stream.of(after.base());
    };
  }

  /// A place where that scheme can be used.
  private static Place place(Initializer initializer) {
    return switch (initializer) {
      case Structured.GateBias _, Structured.Chrono _ ->
          Place.inside(Kernel.gates(4, 784, 100), new Activation.Tanh()).bias();
      // GELU has no critical point without biases.
      case Elementwise.Critical _ -> Place.inside(KERNEL, new Activation.Tanh());
      case Structured.Identity _ -> PLACE.with(Kernel.dense(100, 100));
      case Orthogonal orthogonal when orthogonal.window() == Orthogonal.Window.CENTRE ->
          PLACE.with(Kernel.convolution(80, 100, 9, 1, 1));
      case Initializer.ButLast _,
          Initializer.ByKind _,
          Initializer.Perturbation _,
          Elementwise _,
          Structured _,
          Joint _ ->
          PLACE;
    };
  }

  /// The law of each elementwise scheme, of its weights and of its biases.
  static Stream<Law> laws() {
    return entries().stream()
        .flatMap(InitializerTest::initializers)
        .flatMap(initializer ->
            switch (initializer.at(PLACE)) {
              case Elementwise elementwise -> Stream.of(elementwise.law(place(elementwise)));
              case Initializer.Perturbation disturbance -> Stream.of(disturbance.law());
              case Initializer.ByKind _, Initializer.ButLast _, Structured _, Joint _ ->
                  Stream.empty();
            })
        .distinct();
  }

  /// The bound, or where there is none the standard deviation, or the constant, at fan-in 784 and
  /// fan-out 100 between units of GELU (critical: tanh), from
  /// `core/src/test/python/initialisers.py`.
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "glorot-uniform; 0.08238525545716345",
        "glorot-uniform(gain=1.6666666666666667); 0.13730875909527243",
        "glorot-uniform(gain=1.4142135623730951); 0.1165103456070926",
        "glorot-normal; 0.04756514941544941",
        "glorot-truncated; 0.10814861712770774",
        "he-normal; 0.050507627227610534",
        "he-normal(slope=0.2); 0.049526803234395456",
        "he-uniform; 0.08748177652797065",
        "he-truncated; 0.11483891265342361",
        "he-normal-backward; 0.1414213562373095",
        "lecun-normal; 0.03571428571428571",
        "lecun-uniform; 0.06185895741317419",
        "lecun-truncated; 0.08120337388132545",
        "standard-uniform; 0.03571428571428571",
        "glorot-uniform-sigmoid; 0.3295410218286538",
        "logistic-uniform; 0.04756514941544941",
        "legacy-normal; 0.03363363969981562",
        "geometric-normal; 0.05976143046671968",
        "spectral; 0.012755102040816327",
        "haykin-uniform; 0.003061224489795918",
        "variance-scaling; 0.03571428571428571",
        "variance-scaling(scale=2,mode=out,law=uniform); 0.2449489742783178",
        "gain-normal; 0.05476894432841197",
        "gain-uniform; 0.09486259425372084",
        "gain-normal-backward; 0.1481114412708348",
        "gain-normal-compromise; 0.07264722678671566",
        "autoinit; 0.12452784577479503",
        "kumar; 0.07142857142857142",
        "random-walk; 0.03573706994682376",
        "critical; 0.03571428571428571",
        "zeros; 0.0",
        "ones; 1.0",
        "constant; 1.0",
        "constant(value=0.5); 0.5",
        "small-positive; 0.01",
        "sparse-bias; -10.0",
        "sparse-bias(activity=0.05); -2.9444389791664403",
        "log-odds; -4.59511985013459",
        "log-odds(probability=0.1); -2.197224577336219",
        "log-odds(probability=0.09090909090909091); -2.3025850929940455",
        "uniform; 0.05",
        "normal; 0.02",
        "truncated-normal; 0.045473889373542256",
        "truncated-normal(corrected=no); 0.04",
        "distort; 0.01",
        "siren; 0.0029160592175990216",
        "siren-first; 0.0012755102040816326",
        "fixup; 0.04714045207910317",
        "residual-normal; 0.009709195467257717",
        "gpt2-normal; 0.02",
        "gpt2-residual; 0.004082482904638631",
        "gpt2-residual(layers=24); 0.002886751345948129",
        "small-normal; 0.022587697572631283",
        "wang-normal; 0.005952380952380952",
        "deepnorm; 0.01519571211072251",
        "deepnorm-encoder; 0.019035486402174326",
        "deepnorm-decoder; 0.013730875909527243",
        "t-fixup-encoder; 0.029657120643856193",
        "t-fixup-decoder; 0.025556039682268026",
        "mup-hidden; 0.011428571428571429",
        "mup-output; 0.006530612244897959",
        "depth-mup; 0.00329914439536929",
        "depth-mup(layers=8,base-layers=2); 0.005714285714285714",
        "complete-p; 0.0019047619047619048",
        "switch-truncated; 0.022587697572631283",
        "rezero; 0.0",
        "skipinit; 0.0",
        "zero-gamma; 0.0",
        "layer-scale; 0.1",
        "layer-scale(layers=24); 1e-05",
        "layer-scale(layers=36); 1e-06",
        "zero-conv; 0.0",
        "adaln-zero; 0.0",
        "lru-nu; 1.282549830161864",
        "lru-theta; 1.0",
        "s4d-log-decay; -0.6931471805599453",
        "s4d-log-step; 2.302585092994046",
        "mamba-dt-bias; 2.342207703917065",
        "mamba2-a-log; 1.9574279703890998",
        "lora-a; 0.03571428571428571",
        "lora-a-gaussian; 0.01",
        "lora-b; 0.0"
      })
  void law_scale_isThatOfThePaper(String scheme, double expected) {
    Initializer weights = Catalogue.scheme(scheme).weights();
    Law law =
        weights instanceof Initializer.Perturbation disturbance
            ? disturbance.law()
            : ((Elementwise) weights).law(place(weights));
    double scale =
        law instanceof Law.Constant constant
            ? constant.value()
            : Double.isFinite(law.bound()) ? law.bound() : Math.sqrt(law.variance());
    boolean quadrature = scheme.matches("(gain|autoinit|critical|mamba-dt).*");
    assertThat(scale).isCloseTo(expected, within((quadrature ? 1e-9 : 1e-14) * Math.abs(expected)));
  }

  @Test
  void law_everyElementwiseEntryHasAReferenceNumber() throws NoSuchMethodException {
    var references =
        InitializerTest.class
            .getDeclaredMethod("law_scale_isThatOfThePaper", String.class, double.class)
            .getAnnotation(CsvSource.class)
            .value();
    var named = Arrays.stream(references).map(line -> line.split("[(;]", 2)[0]).toList();
    var elementwise =
        entries().stream()
            .filter(entry -> !(entry.preset() instanceof Ingredient.After))
            .filter(entry -> initializers(entry).findFirst().orElseThrow() instanceof Elementwise)
            .map(Entry::name);
    assertThat(named).containsAll(elementwise.toList());
  }

  @ParameterizedTest
  @MethodSource("laws")
  void draw_obeysItsLaw(Law law) {
    for (long seed = 0; seed < 3; seed++) {
      assertThat(Laws.defects(law, Laws.draw(law, seed))).isEmpty();
    }
  }

  @Test
  void draw_logarithmOfUniform_obeysItsLaw() {
    Law law = new Structured.Chrono(784, 1, 0).law();
    assertThat(Laws.defects(law, Laws.draw(law, 0))).isEmpty();
    assertThat(law.mean() + law.bound()).isLessThanOrEqualTo(Math.log(783) + law.bound());
    assertThat(law.cdf(6.663132695990803)).isCloseTo(1, within(1e-12));
  }

  /// Slices of elementwise schemes are the same bits as the whole.
  @ParameterizedTest
  @MethodSource("laws")
  void draw_slices_equalTheWhole(Law law) {
    float[] whole = Laws.draw(law, 3);
    for (int from : new int[] {1, 777, 40_003, Laws.COUNT - 5}) {
      float[] slice = new float[5];
      law.draw(new Seed(3).stream(Laws.PATH), from, slice);
      assertThat(slice).containsExactly(Arrays.copyOfRange(whole, from, from + 5));
    }
    float[] part = new float[Laws.COUNT];
    law.draw(new Seed(3).stream(Laws.PATH), 100, part, 100, 33_333);
    assertThat(Arrays.copyOfRange(part, 100, 33_433))
        .isEqualTo(Arrays.copyOfRange(whole, 100, 33_433));
    assertThat(part[99]).isZero();
    assertThat(part[33_433]).isZero();
  }

  /// Shape, and the seed: the same one gives the same bits, another one others. Of tensors that are
  /// made together: [JointTest].
  @ParameterizedTest
  @MethodSource("entries")
  void draw_shapeAndSeed(Entry entry) {
    initializers(entry)
        .filter(initializer -> !(initializer instanceof Joint))
        .forEach(initializer -> {
          Place place = place(initializer);
          float[] first = draw(initializer, place, 3);
          assertThat(first).hasSize((int) place.count());
          assertThat(draw(initializer, place, 3)).isEqualTo(first);
          boolean random =
              !(initializer instanceof Structured.Identity
                  || initializer instanceof ZeroHadamard
                  || initializer instanceof StateMatrix
                  || initializer instanceof PaddedZero
                  || initializer instanceof Structured.GateBias
                  || (initializer instanceof Elementwise elementwise
                      && elementwise.law(place) instanceof Law.Constant));
          assertThat(Arrays.equals(draw(initializer, place, 4), first)).isEqualTo(!random);
        });
  }

  private static float[] draw(Initializer initializer, Place place, long seed) {
    float[] values = new float[(int) place.count()];
    Draw.of(initializer, place, new Seed(seed).stream(Laws.PATH)).fill(values);
    return values;
  }

  /// The mistakes that libraries make, planted: the checks of [Laws#defects] must find each.
  @Test
  void defects_plantedBugs_found() {
    Law glorot = Initializers.glorotUniform().law(PLACE);
    Law he = Initializers.heNormal().law(PLACE);
    double bound = glorot.bound();

    float[] oneSided = Laws.draw(glorot, 0);
    for (int i = 0; i < oneSided.length; i++) {
      oneSided[i] = Math.abs(oneSided[i]);
    }
    assertThat(Laws.defects(glorot, oneSided)).anyMatch(d -> d.startsWith("sign"));

    Law wider = Law.Uniform.within(bound * Math.sqrt(2));
    assertThat(Laws.defects(glorot, Laws.draw(wider, 0))).anyMatch(d -> d.startsWith("beyond"));
    Law narrower = Law.Uniform.within(bound / Math.sqrt(3));
    assertThat(Laws.defects(glorot, Laws.draw(narrower, 0)))
        .anyMatch(d -> d.startsWith("variance"));

    Law fanOut = new VarianceScaling(2, FanMode.OUT, Distribution.NORMAL).law(PLACE);
    assertThat(Laws.defects(he, Laws.draw(fanOut, 0))).anyMatch(d -> d.startsWith("variance"));

    Law uniform = new VarianceScaling(2, FanMode.IN, Distribution.UNIFORM).law(PLACE);
    assertThat(Laws.defects(he, Laws.draw(uniform, 0)))
        .allMatch(d -> d.startsWith("distribution"))
        .isNotEmpty();

    Law truncated = Initializers.heTruncated().law(PLACE);
    Law uncorrected = new Law.TruncatedNormal(0, Math.sqrt(2.0 / 784), 2);
    assertThat(Laws.defects(truncated, Laws.draw(uncorrected, 0)))
        .anyMatch(d -> d.startsWith("variance"));

    // fastai's: the tails are folded back, and 0.8659 of the deviation is left instead of 0.8796.
    Law unit = new Law.TruncatedNormal(0, 1, 2);
    float[] folded = Laws.draw(new Law.Normal(0, 1), 0);
    double square = 0;
    for (int i = 0; i < folded.length; i++) {
      folded[i] %= 2;
      square += folded[i] * (double) folded[i] / folded.length;
    }
    assertThat(Math.sqrt(square)).isCloseTo(0.8658821844115272, within(0.01));
    assertThat(Laws.defects(unit, folded)).anyMatch(d -> d.startsWith("variance"));
  }

  /// Ring from 0 to the unit circle: ln of half an exponential variable, of mean −γ − ln 2 and
  /// variance π²/6. Narrower rings and time steps: against the quantiles of 10⁶ midpoints, whose
  /// error is below 1e-9 where the law ends.
  @Test
  void ofUniform_moments_areThoseOfTheFunction() {
    var disc = RingDecay.between(0, 1);
    assertThat(disc.mean()).isCloseTo(-0.5772156649015329 - Math.log(2), within(1e-13));
    assertThat(disc.variance()).isCloseTo(Math.PI * Math.PI / 6, within(1e-13));
    assertThat(disc.bound()).isInfinite();
    checkMoments(
        RingDecay.between(0.9, 0.999),
        u -> Math.log(-0.5 * Math.log(0.9 * 0.9 + u * (0.999 * 0.999 - 0.9 * 0.9))));
    checkMoments(
        RingDecay.between(0.5, 0.6), u -> Math.log(-0.5 * Math.log(0.25 + u * (0.36 - 0.25))));
    for (double[] steps : new double[][] {{1e-3, 0.1}, {0.5, 300}}) {
      checkMoments(
          TimeStepBias.between(steps[0], steps[1]),
          u -> {
            double step = steps[0] * Math.pow(steps[1] / steps[0], u);
            return step + Math.log(-Math.expm1(-step));
          });
    }
    checkMoments(new Law.LogarithmOfUniform(2, 5), u -> Math.log(2 + 3 * u));
    var angle = new Law.LogarithmOfUniform(0, 2 * Math.PI);
    assertThat(angle.mean()).isCloseTo(Math.log(2 * Math.PI) - 1, within(1e-15));
    assertThat(angle.variance()).isCloseTo(1, within(1e-14));
  }

  private static void checkMoments(Law.OfUniform law, DoubleUnaryOperator quantile) {
    int n = 1_000_000;
    double mean = 0;
    double square = 0;
    for (int i = 0; i < n; i++) {
      double x = quantile.applyAsDouble((i + 0.5) / n);
      mean += x / n;
      square += x * x / n;
    }
    assertThat(law.mean()).isCloseTo(mean, within(1e-9));
    assertThat(law.variance()).isCloseTo(square - mean * mean, within(1e-9 * square));
    double first = quantile.applyAsDouble(0);
    double last = quantile.applyAsDouble(1);
    assertThat(law.lowest()).isCloseTo(Math.min(first, last), within(1e-12));
    assertThat(law.highest()).isCloseTo(Math.max(first, last), within(1e-12));
    double tenth = quantile.applyAsDouble(0.1);
    assertThat(law.cdf(tenth)).isCloseTo(first < last ? 0.1 : 0.9, within(1e-12));
    assertThat(law.cdf(law.lowest() - 1)).isZero();
    assertThat(law.cdf(law.highest() + 1)).isOne();
    assertThat(Laws.defects(law, Laws.draw(law, 5))).isEmpty();
  }

  /// What the laws of state spaces promise of the numbers that a layer makes of them: moduli
  /// uniform by area, time steps uniform in their logarithm.
  @Test
  void ofUniform_inTheLayer_ringAndTimeSteps() {
    float[] decays = Laws.draw(RingDecay.between(0.9, 1), 1);
    float[] steps = Laws.draw(TimeStepBias.between(1e-3, 0.1), 1);
    for (int i = 0; i < decays.length; i++) {
      decays[i] = (float) Math.exp(-2 * Math.exp(decays[i]));
      steps[i] = (float) Math.log(Math.log1p(Math.exp(steps[i])));
    }
    assertThat(Laws.defects(new Law.Uniform(0.905, 0.095), decays)).isEmpty();
    double centre = Math.log(0.01);
    assertThat(Laws.defects(new Law.Uniform(centre, Math.log(10) + 1e-6), steps)).isEmpty();
  }

  /// 0.8796… is √0.773741: the standard deviation that remains of a normal law cut at ±2σ; ±1σ and
  /// ±3σ likewise (`initialisers.py`).
  @Test
  void truncatedNormal_remainingDeviation_knownValues() {
    assertThat(Math.sqrt(new Law.TruncatedNormal(0, 1, 2).variance()))
        .isCloseTo(0.8796256610342398, within(1e-13));
    assertThat(Math.sqrt(new Law.TruncatedNormal(0, 1, 1).variance()))
        .isCloseTo(0.5395600937548969, within(1e-13));
    assertThat(Math.sqrt(new Law.TruncatedNormal(0, 1, 3).variance()))
        .isCloseTo(0.9865783925581086, within(1e-13));
  }

  /// Reference numbers for other fans and for activations.
  @Test
  void law_otherPlaces_knownScales() {
    Place narrow = Place.inside(Kernel.dense(256, 256), new Activation.Identity());
    assertThat(law("siren", narrow).bound()).isCloseTo(0.005103103630798287, within(1e-16));
    assertThat(law("siren-first", narrow.with(Kernel.dense(2, 256))).bound()).isEqualTo(0.5);
    Place conv = PLACE.with(Kernel.convolution(3, 64, 9, 1, 1));
    assertThat(deviation("he-normal", conv)).isCloseTo(0.2721655269759087, within(1e-15));
    Place relu = Place.inside(KERNEL, new Activation.Relu());
    assertThat(deviation("random-walk", relu) * 28).isCloseTo(1.416386489314498, within(1e-13));
    assertThat(deviation("random-walk", relu.with(Kernel.dense(100, 9))) * 10)
        .isCloseTo(1.4317087661298527, within(1e-13));
    assertThat(deviation("random-walk", relu.with(Kernel.dense(6, 9))))
        .isCloseTo(0.8057572093, within(1e-10));
    // Below a fan-in of 6 the correction is that of 6: √2·exp(1.2 / 3.6), over √3 here.
    assertThat(deviation("random-walk", relu.with(Kernel.dense(3, 9))))
        .isCloseTo(Math.sqrt(2.0 / 3) * Math.exp(1 / 3.0), within(1e-13));
    assertThat(deviation("kumar", relu)).isCloseTo(Math.sqrt(2.0 / 784), within(1e-10));
    Place sigmoid = Place.inside(KERNEL, new Activation.Sigmoid());
    assertThat(deviation("kumar", sigmoid)).isCloseTo(0.12777531299998798, within(1e-15));
    Place residual = PLACE.with(Kernel.convolution(16, 16, 9, 1, 1));
    assertThat(deviation("fixup(blocks=9,depth=2)", residual))
        .isCloseTo(0.039283710065919304, within(1e-16));
    Place wide = PLACE.with(Kernel.dense(768, 768));
    assertThat(deviation("small-normal", wide)).isCloseTo(0.02282177322938192, within(1e-16));
    assertThat(deviation("wang-normal", wide)).isCloseTo(0.006014065304058602, within(1e-17));
    double glorot = law("glorot-uniform", wide).bound();
    assertThat(law("t-fixup-encoder(layers=6)", wide).bound() / glorot)
        .isCloseTo(0.4280918798450026, within(1e-14));
    assertThat(law("t-fixup-decoder(layers=6)", wide).bound() / glorot)
        .isCloseTo(0.36889397323344053, within(1e-14));
    // As many units as inputs or more: 1 / √fan-in.
    assertThat(deviation("spectral", PLACE.with(Kernel.dense(100, 400))))
        .isCloseTo(0.1, within(1e-16));
    Place attention = PLACE.with(Kernel.projections(3, 64, 64));
    assertThat(law("glorot-uniform", attention).bound())
        .isCloseTo(0.21650635094610965, within(1e-16));
    assertThat(
            new Elementwise.WithFans(LibraryFans.TORCH, Initializers.glorotUniform())
                .law(attention)
                .bound())
        .isCloseTo(0.15309310892394862, within(1e-16));
  }

  private static Law law(String scheme, Place place) {
    return ((Elementwise) Catalogue.scheme(scheme).weights()).law(place);
  }

  private static double deviation(String scheme, Place place) {
    return Math.sqrt(law(scheme, place).variance());
  }

  @Test
  void deepNorm_knownValues() {
    assertThat(DeepNorm.alone(12).residual()).isCloseTo(2.213363839400643, within(1e-14));
    assertThat(DeepNorm.alone(12).gain()).isCloseTo(0.3194715521231362, within(1e-15));
    assertThat(DeepNorm.decoder(12).residual()).isCloseTo(2.449489742783178, within(1e-14));
    assertThat(DeepNorm.decoder(12).gain()).isCloseTo(0.28867513459481287, within(1e-15));
    assertThat(DeepNorm.encoder(12, 12).residual()).isCloseTo(1.760877557, within(1e-9));
    assertThat(DeepNorm.encoder(12, 12).gain()).isCloseTo(0.400198184, within(1e-9));
  }

  @Test
  void scheme_network_biasesZeroAndEachTensorItsOwnStream() {
    Network network = Catalogue.scheme("he-normal").draw(Networks.tanh(20, 20, 20), new Seed(4));
    var tensors = network.tensors();
    assertThat(tensors.get(1).values()).containsOnly(0);
    assertThat(tensors.get(3).values()).containsOnly(0);
    assertThat(tensors.get(0).values()).isNotEqualTo(tensors.get(2).values());
    float[] alone = new float[400];
    Initializers.heNormal()
        .law(PLACE.with(Kernel.dense(20, 20)))
        .draw(new Seed(4).stream("layer2/weight"), 0, alone);
    assertThat(tensors.get(2).values()).isEqualTo(alone);
  }

  /// σ_w² = 1.760955 of tanh at σ_b² = 0.05, behind raw inputs too; outputs have no biases.
  @Test
  void scheme_critical_allLayersOfOneVariance() {
    Scheme critical = Catalogue.scheme("critical(bias-variance=0.05)");
    NetworkSpec spec = Networks.tanh(400, 400, 400, 4);
    for (String path : List.of("layer1/weight", "layer2/weight", "layer3/weight")) {
      Law law = critical.part(spec, path).law().orElseThrow();
      assertThat(law.variance() * 400).isCloseTo(1.760955, within(6e-7));
    }
    assertThat(critical.part(spec, "layer1/bias").law().orElseThrow().variance())
        .isCloseTo(0.05, within(1e-15));
    assertThat(critical.part(spec, "layer3/bias").law()).contains(new Law.Constant(0));
    assertThat(critical.draw(spec, new Seed(1)).tensors()).hasSize(6);
    Law alone = critical.part(Networks.tanh(400, 4), "layer1/weight").law().orElseThrow();
    assertThat(alone.variance() * 400).isCloseTo(1, within(1e-12));
  }

  /// The activation that counts is the one before the weights: none before the first layer.
  @Test
  void scheme_gain_firstLayerHasGainOne() {
    Network network = Catalogue.scheme("gain-uniform").draw(Networks.tanh(48, 48, 48), new Seed(0));
    assertThat(largest(network.tensors().get(0).values())).isBetween(0.2475f, 0.25f);
    assertThat(largest(network.tensors().get(2).values())).isBetween(0.394f, 0.3982f);
  }

  private static float largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  @Test
  void parameters_outOfRange_refused() {
    assertThatThrownBy(() -> new Fans(0, 3)).hasMessageContaining("fan-in 0.0, fan-out 3.0");
    assertThatThrownBy(() -> new VarianceScaling(-1, FanMode.IN, Distribution.NORMAL))
        .hasMessage("scale must be above 0 and finite: -1.0");
    assertThatThrownBy(() -> new Law.Normal(0, Double.NaN))
        .hasMessage("deviation must be above 0 and finite as a float: NaN");
    assertThatThrownBy(() -> new Law.TruncatedNormal(0, 1, 0))
        .hasMessage("cut must be at least 0.1 and finite: 0.0");
    assertThatThrownBy(() -> new Law.Constant(Double.POSITIVE_INFINITY))
        .hasMessage("value must be finite as a float: Infinity");
    assertThatThrownBy(() -> RingDecay.between(0.9, 0.9))
        .hasMessage("radii must be 0 <= inner < outer <= 1: 0.9, 0.9");
    assertThatThrownBy(() -> RingDecay.between(Double.NaN, 1))
        .hasMessageContaining("radii must be");
    assertThatThrownBy(() -> TimeStepBias.between(0.1, 0.1))
        .hasMessage("time steps must be 0 < low < high and finite as floats: 0.1, 0.1");
  }
}
