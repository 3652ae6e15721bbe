package dev.seedbed.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.init.Initializer.Distribution;
import dev.seedbed.init.Initializer.FanMode;
import dev.seedbed.init.Initializer.VarianceScaling;
import dev.seedbed.network.Activation;
import dev.seedbed.network.Loss;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.network.Tensor;
import dev.seedbed.random.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every scheme of the catalogue against its closed form.
class InitializerTest {
  private static final Fans FANS = new Fans(784, 100);
  private static final int COUNT = 78_400;

  /// For the schemes that depend on the activation.
  private static final Activation GELU = new Activation.Gelu();

  static List<Catalogue.Entry> entries() {
    return Catalogue.all();
  }

  private static Law law(Catalogue.Entry entry) {
    return entry.weights().apply(GELU).law(FANS);
  }

  private static float[] draw(Law law, long seed) {
    float[] values = new float[COUNT];
    law.draw(new Seed(seed).stream("layer1/weight"), 0, values);
    return values;
  }

  /// The bound, or where there is none the standard deviation, at fan-in 784 and fan-out 100, from
  /// `core/src/test/python/initialisers.py`; the gains of GELU to 9 decimals.
  @ParameterizedTest
  @CsvSource({
    "glorot-uniform, 0.08238525545716346",
    "glorot-normal, 0.04756514941544941",
    "glorot-truncated, 0.10814861712770774",
    "he-normal, 0.050507627227610534",
    "he-uniform, 0.08748177652797065",
    "he-truncated, 0.11483891265342361",
    "he-normal-backward, 0.1414213562373095",
    "lecun-normal, 0.03571428571428571",
    "lecun-uniform, 0.06185895741317419",
    "lecun-truncated, 0.08120337388132545",
    "standard-uniform, 0.03571428571428571",
    "glorot-uniform-sigmoid, 0.32954102182865386",
    "geometric-normal, 0.05976143046671968",
    "gain-normal, 0.05476894432142857",
    "gain-normal-backward, 0.1481114413",
    "gain-normal-compromise, 0.07264722678"
  })
  void law_scale_isThatOfThePaper(String name, double expected) {
    Law law = law(Catalogue.find(name).orElseThrow());
    double scale = Double.isFinite(law.bound()) ? law.bound() : Math.sqrt(law.variance());
    assertThat(scale / expected).isCloseTo(1, within(name.startsWith("gain") ? 1e-8 : 1e-14));
  }

  @Test
  void law_everyEntryHasAReferenceNumber() throws NoSuchMethodException {
    var references =
        InitializerTest.class
            .getDeclaredMethod("law_scale_isThatOfThePaper", String.class, double.class)
            .getAnnotation(CsvSource.class)
            .value();
    assertThat(Arrays.stream(references).map(line -> line.substring(0, line.indexOf(','))))
        .containsExactlyElementsOf(entries().stream().map(Catalogue.Entry::name).toList());
  }

  @ParameterizedTest
  @MethodSource("entries")
  void draw_obeysItsLaw(Catalogue.Entry entry) {
    for (long seed = 0; seed < 3; seed++) {
      assertThat(defects(law(entry), draw(law(entry), seed))).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("entries")
  void draw_sameSeedEqual_otherSeedDifferent_slicesEqual(Catalogue.Entry entry) {
    Law law = law(entry);
    float[] whole = draw(law, 3);
    assertThat(draw(law, 3)).containsExactly(whole);
    assertThat(draw(law, 4)).isNotEqualTo(whole);
    for (int from : new int[] {1, 777, COUNT - 5}) {
      float[] slice = new float[5];
      law.draw(new Seed(3).stream("layer1/weight"), from, slice);
      assertThat(slice).containsExactly(Arrays.copyOfRange(whole, from, from + 5));
    }
  }

  /// What is wrong with numbers that are said to be drawn from `law`. Each check gives a false
  /// alarm less than once in a million sound draws.
  private static List<String> defects(Law law, float[] values) {
    var defects = new ArrayList<String>();
    int n = values.length;
    double deviation = Math.sqrt(law.variance());
    double mean = 0;
    double square = 0;
    double distance = 0;
    int above = 0;
    for (float value : values) {
      double centred = value - law.mean();
      mean += centred / n;
      square += centred * centred / n;
      above += centred > 0 ? 1 : 0;
      if (Math.abs(centred) > law.bound()) {
        defects.add("beyond the bound: " + value);
      }
    }
    // Standard error of a mean of n: σ/√n; of a count of heads: √n/2. 5 of them: 6e-7.
    if (Math.abs(mean) > 5 * deviation / Math.sqrt(n)) {
      defects.add("mean: " + mean);
    }
    if (Math.abs(above - n / 2.0) > 5 * Math.sqrt(n) / 2) {
      defects.add("sign: " + above);
    }
    // The mean square has relative standard error √((κ − 1)/n).
    double kurtosis =
        switch (law) {
          case Law.Uniform _ -> 1.8;
          case Law.Normal _ -> 3;
          case Law.TruncatedNormal _ -> 2.365537;
          case Law.Constant _ -> Double.NaN;
        };
    if (!(Math.abs(square / law.variance() - 1) <= 5 * Math.sqrt((kurtosis - 1) / n))) {
      defects.add("variance: " + square);
    }
    // Kolmogorov–Smirnov: P(√n·D > 2.8) = 2 exp(−2·2.8²) = 3e-7.
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < n; i++) {
      double cdf = law.cdf(sorted[i]);
      distance = Math.max(distance, Math.max(cdf - (double) i / n, (i + 1.0) / n - cdf));
    }
    if (Math.sqrt(n) * distance > 2.8) {
      defects.add("distribution: " + distance);
    }
    return defects;
  }

  /// The mistakes that libraries make, planted: the checks above must find each.
  @Test
  void defects_plantedBugs_found() {
    Law glorot = Initializer.glorotUniform().law(FANS);
    Law he = Initializer.heNormal().law(FANS);
    double bound = glorot.bound();

    float[] oneSided = draw(glorot, 0);
    for (int i = 0; i < COUNT; i++) {
      oneSided[i] = Math.abs(oneSided[i]);
    }
    assertThat(defects(glorot, oneSided)).anyMatch(d -> d.startsWith("sign"));

    Law wider = Law.Uniform.within(bound * Math.sqrt(2));
    assertThat(defects(glorot, draw(wider, 0))).anyMatch(d -> d.startsWith("beyond"));
    Law narrower = Law.Uniform.within(bound / Math.sqrt(3));
    assertThat(defects(glorot, draw(narrower, 0))).anyMatch(d -> d.startsWith("variance"));

    Law fanOut = new VarianceScaling(2, FanMode.OUT, Distribution.NORMAL).law(FANS);
    assertThat(defects(he, draw(fanOut, 0))).anyMatch(d -> d.startsWith("variance"));

    Law uniform = new VarianceScaling(2, FanMode.IN, Distribution.UNIFORM).law(FANS);
    assertThat(defects(he, draw(uniform, 0)))
        .allMatch(d -> d.startsWith("distribution"))
        .isNotEmpty();

    Law uncorrected = new Law.TruncatedNormal(0, Math.sqrt(2.0 / 784), 2);
    assertThat(defects(Initializer.heTruncated().law(FANS), draw(uncorrected, 0)))
        .anyMatch(d -> d.startsWith("variance"));
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

  @Test
  void scheme_network_biasesZeroAndEachTensorItsOwnStream() {
    var spec = new NetworkSpec(List.of(20, 20, 20), new Activation.Tanh(), Loss.CROSS_ENTROPY);
    Network network =
        Catalogue.find("he-normal").orElseThrow().scheme(GELU).draw(spec, new Seed(4));
    List<Tensor> tensors = network.tensors();
    assertThat(tensors.get(1).values()).containsOnly(0);
    assertThat(tensors.get(3).values()).containsOnly(0);
    assertThat(tensors.get(0).values()).isNotEqualTo(tensors.get(2).values());
    float[] alone = new float[400];
    Initializer.heNormal()
        .law(new Fans(20, 20))
        .draw(new Seed(4).stream("layer2/weight"), 0, alone);
    assertThat(tensors.get(2).values()).containsExactly(alone);
  }

  @Test
  void catalogue_names_areUniqueAndFound() {
    var names = new ArrayList<String>();
    for (Catalogue.Entry entry : entries()) {
      names.add(entry.name());
      names.addAll(entry.aliases());
      assertThat(Catalogue.find(entry.name())).contains(entry);
      entry.aliases().forEach(alias -> assertThat(Catalogue.find(alias)).contains(entry));
    }
    assertThat(names).doesNotHaveDuplicates();
    assertThat(Catalogue.find("glorot")).isEmpty();
  }

  @Test
  void parameters_outOfRange_refused() {
    assertThatThrownBy(() -> new Fans(0, 3)).hasMessageContaining("fan-in 0.0, fan-out 3.0");
    assertThatThrownBy(() -> new VarianceScaling(-1, FanMode.IN, Distribution.NORMAL))
        .hasMessage("scale must be above 0 and finite: -1.0");
    assertThatThrownBy(() -> new Law.Normal(0, Double.NaN))
        .hasMessage("deviation must be above 0 and finite: NaN");
    assertThatThrownBy(() -> new Law.TruncatedNormal(0, 1, 0))
        .hasMessage("cut must be at least 0.1 and finite: 0.0");
    assertThatThrownBy(() -> new Law.Constant(Double.POSITIVE_INFINITY))
        .hasMessage("value must be finite: Infinity");
  }
}
