package dev.seedbed.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What other libraries draw. `ProfilesTest` in the module bench holds the same laws against the
/// libraries themselves.
class LibrariesTest {
  private static final Place PLACE = Place.inside(Kernel.dense(784, 100), new Activation.Tanh());

  static List<Library> libraries() {
    return Catalogue.libraries();
  }

  private static Law law(String scheme, Place place) {
    return ((Elementwise) Catalogue.scheme(scheme).weights().at(place)).law(place);
  }

  private static Law biases(String scheme, Place place) {
    return ((Elementwise) Catalogue.scheme(scheme).biases().at(place)).law(place);
  }

  /// Every name stands for a scheme of ours, and draws.
  @ParameterizedTest
  @MethodSource("libraries")
  void names_draw(Library library) {
    for (Entry entry : library.names()) {
      Scheme scheme = Catalogue.scheme(entry.name());
      // As many units as inputs, for the identity; other fans where a mistake may exchange them.
      int units = Library.departs(entry) ? 25 : 50;
      Place place = PLACE.with(Kernel.dense(50, units));
      float[] elements = new float[50 * units];
      Draw.of(scheme.weights(), place, new Seed(1).stream("w")).fill(elements);
      assertThat(entry.name()).startsWith(library.id() + ":");
      assertThat(entry.use()).startsWith("as ");
      if (Library.departs(entry)) {
        float[] faithful = new float[elements.length];
        Draw.of(
                Catalogue.scheme(Catalogue.faithful(entry.name())).weights(),
                place,
                new Seed(1).stream("w"))
            .fill(faithful);
        assertThat(faithful).isNotEqualTo(elements);
      }
    }
    assertThat(Catalogue.scheme(library.id()).name()).isEqualTo(library.id());
  }

  /// Bound, or where there is none standard deviation, of weights at 784 → 100 between tanh units.
  @ParameterizedTest
  @CsvSource({
    "dl4j:LECUN_UNIFORM, 0.06185895741317419, 0.10714285714285714",
    "dl4j:VAR_SCALING_UNIFORM_FAN_AVG, 0.08238525545716346, 0.14269544824634822",
    "djl:XavierInitializer, 0.08238525545716346, 0.1165103456070926",
    "encog:XaiverRandomizer, 0.08238525545716346, 0.06726727939963124",
    "encog:FanInRandomizer, 0.003061224489795918, 0.024",
    "neuroph:HeZhangRenSunUniform, 0.08748177652797065, 0.1514263395375206",
    "sklearn:logistic, 0.08238525545716346, 0.04756514941544941"
  })
  void faithful_knownMistakes(String name, double right, double wrong) {
    assertThat(law(name, PLACE).bound()).isCloseTo(right, within(1e-14));
    assertThat(law(Catalogue.faithful(name), PLACE).bound()).isCloseTo(wrong, within(1e-14));
  }

  /// Before the bias counted as an input, Neuroph's bound was 3·√(2/784).
  @Test
  void faithful_otherKnownNumbers() {
    assertThat(
            law("neuroph:HeZhangRenSunUniform(faithful=yes)", PLACE.with(new Fans(783, 100)))
                .bound())
        .isCloseTo(0.1515228816828316, within(1e-14));
    assertThat(Math.sqrt(law(Catalogue.faithful("haiku"), PLACE).variance()))
        .isCloseTo(0.03141520214285714, within(1e-10));
    double slope = 0.25;
    var msra =
        new Elementwise.VarianceScaling(
            2 / (1 + slope * slope), Elementwise.FanMode.AVERAGE, Elementwise.Distribution.NORMAL);
    assertThat(Math.sqrt(msra.law(PLACE).variance())).isCloseTo(0.06525884661473284, within(1e-14));
    Law encog = law("encog:NguyenWidrowRandomizer(faithful=yes)", PLACE);
    assertThat(encog.mean() - encog.bound()).isCloseTo(0, within(1e-14));
    assertThat(encog.mean() + encog.bound()).isCloseTo(0.7041238588905187, within(1e-9));
  }

  @Test
  void defaults_kindsOfLayers() {
    Place embedding = PLACE.with(Kernel.embedding(1000, 64));
    assertThat(law("torch", embedding)).isEqualTo(new Law.Normal(0, 1));
    assertThat(Math.sqrt(law("flax", embedding).variance())).isEqualTo(0.125);
    assertThat(law("keras", embedding).bound()).isEqualTo(0.05);
    assertThat(Math.sqrt(law("djl", embedding).variance()))
        .isCloseTo(Math.sqrt(2.0 / 64), within(1e-15));
    Place gates = PLACE.with(Kernel.gates(4, 64, 128));
    assertThat(law("torch", gates).bound()).isCloseTo(1 / Math.sqrt(128), within(1e-15));
    Place attention = PLACE.with(Kernel.projections(3, 64, 64));
    assertThat(law("torch", attention).bound()).isCloseTo(0.15309310892394862, within(1e-15));
    assertThat(law("keras", attention).bound()).isCloseTo(0.21650635094610965, within(1e-15));
    Place transposed = PLACE.with(Kernel.transposedConvolution(64, 32, 16, 1, 1)).bias();
    assertThat(biases("torch", transposed).bound()).isCloseTo(1 / Math.sqrt(512), within(1e-15));
    Scheme torch = Catalogue.scheme("torch");
    assertThat(((Elementwise) torch.biases().at(PLACE.bias())).law(PLACE.bias()).bound())
        .isCloseTo(1.0 / 28, within(1e-15));
    float[] bias = new float[512];
    Draw.of(Catalogue.scheme("dl4j").biases(), gates.bias(), new Seed(1).stream("b")).fill(bias);
    for (int i = 0; i < bias.length; i++) {
      assertThat(bias[i]).isEqualTo(i / 128 == 1 ? 1 : 0);
    }
  }

  /// Every library, whatever else it does.
  @ParameterizedTest
  @MethodSource("libraries")
  void defaults_normalisations_oneAndZero(Library library) {
    Place scale = PLACE.with(Kernel.normalisation(8));
    assertThat(law(library.id(), scale)).isEqualTo(new Law.Constant(1));
    assertThat(biases(library.id(), scale.bias())).isEqualTo(new Law.Constant(0));
  }

  @Test
  void names_parametersAndSums() {
    assertThat(law("torch:xavier_uniform_(gain=2)", PLACE).bound())
        .isCloseTo(2 * 0.08238525545716346, within(1e-14));
    assertThat(law("keras:random_normal", PLACE)).isEqualTo(new Law.Normal(0, 0.05));
    assertThat(Catalogue.faithful("djl:XavierInitializer(gain=2)+torch:zeros_"))
        .isEqualTo("djl:XavierInitializer(gain=2,faithful=yes)+torch:zeros_");
    assertThatThrownBy(() -> Catalogue.scheme("torch:xavier_uniform"))
        .hasMessage("no scheme 'torch:xavier_uniform': did you mean 'torch:xavier_uniform_'?");
    assertThat(Catalogue.inLibraries(Catalogue.find("glorot-uniform").orElseThrow()))
        .extracting(Entry::name)
        .contains("keras:glorot_uniform", "djl:XavierInitializer", "dl4j:XAVIER_UNIFORM");
  }

  /// ⌈0.1 · units⌉ zeros among the links of each input.
  @Test
  void sparseColumns_zerosOfEachInput() {
    Place place = PLACE.with(Kernel.dense(40, 25));
    float[] w = new float[1000];
    Draw.of(
            Catalogue.scheme("torch:sparse_(faithful=yes)").weights(),
            place,
            new Seed(1).stream("w"))
        .fill(w);
    for (int j = 0; j < 40; j++) {
      int zeros = 0;
      for (int i = 0; i < 25; i++) {
        zeros += w[i * 40 + j] == 0 ? 1 : 0;
      }
      assertThat(zeros).isEqualTo(3);
    }
  }
}
