package dev.seedbed.check.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.check.CheckTest;
import dev.seedbed.check.TensorCheck;
import dev.seedbed.check.chain.TensorFacts;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.InitializerMatch;
import dev.seedbed.check.result.Rule;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Draw;
import dev.seedbed.init.Kernel;
import dev.seedbed.init.Place;
import dev.seedbed.network.Network;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentificationTest {
  private static TensorFacts weights(Kernel kernel) {
    return new TensorFacts("w", TensorFacts.Role.WEIGHT, Optional.of(kernel), List.of());
  }

  private static TensorFacts other(String name) {
    return new TensorFacts(name, TensorFacts.Role.OTHER, Optional.empty(), List.of());
  }

  private static TensorCheck check(String scheme, long seed) {
    Network network = CheckTest.draw("60 100 100 10", "tanh", scheme, seed);
    float[] weights = network.layers().get(1).weights();
    return TensorCheck.of(weights(Kernel.dense(100, 100)), weights);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "glorot-uniform",
        "glorot-normal",
        "he-uniform",
        "he-normal",
        "standard-uniform",
        "glorot-truncated",
        "he-truncated",
        "lecun-truncated"
      })
  void of_schemes_foundAmongTheLikeliest(String scheme) {
    for (long seed = 0; seed < 5; seed++) {
      TensorCheck tensor = check(scheme, seed);
      double variance = tensor.deviation() * tensor.deviation();
      // Square layers draw the same by several names: the law counts.
      assertThat(tensor.initialisers())
          .as("%s %s", scheme, variance)
          .extracting(InitializerMatch::symbols)
          .contains(law(scheme));
    }
  }

  private static String law(String scheme) {
    var spec = CheckTest.spec("60 100 100 10", "tanh");
    return Catalogue.scheme(scheme).part(spec, Network.weightPath(1)).symbols();
  }

  @Test
  void of_unknownDeviation_described() {
    TensorCheck tensor = check("normal(deviation=0.123)", 0);
    assertThat(tensor.initialisers().getFirst().scheme())
        .startsWith("normal, standard deviation 0.12");
    assertThat(tensor.findings()).extracting(Finding::rule).containsExactly(Rule.INITIALISER);
  }

  /// A sum of two laws, as training's steps add to a start: no law of the catalogue.
  @Test
  void of_mixture_looksTrained() {
    Network network = CheckTest.draw("60 100 100 10", "tanh", "glorot-uniform", 0);
    float[] weights = network.layers().get(1).weights();
    for (int i = 0; i < weights.length; i += 10) {
      weights[i] *= 4;
    }
    TensorCheck tensor = TensorCheck.of(weights(Kernel.dense(100, 100)), weights);
    assertThat(tensor.initialisers()).isEmpty();
    assertThat(tensor.findings()).extracting(Finding::rule).containsExactly(Rule.LOOKS_TRAINED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"orthogonal", "looks-linear", "sparse", "zero-hadamard"})
  void of_structuredDraws_notTrained(String scheme) {
    assertThat(check(scheme, 0).findings())
        .extracting(Finding::rule)
        .doesNotContain(Rule.LOOKS_TRAINED);
  }

  @Test
  void of_equalUnits_symmetry() {
    float[] weights = new float[600];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (i % 60 - 30) * 0.01f;
    }
    TensorCheck tensor = TensorCheck.of(weights(Kernel.dense(60, 10)), weights);
    assertThat(tensor.findings()).extracting(Finding::rule).contains(Rule.SYMMETRY);
  }

  private static String likeliest(String scheme, Kernel kernel) {
    float[] weights = new float[Math.toIntExact(kernel.count())];
    Place place = Place.inside(kernel, new Activation.Identity());
    Draw.of(Catalogue.scheme(scheme).weights(), place, new Seed(1).stream("w")).fill(weights);
    return TensorCheck.of(weights(kernel), weights).likeliest().orElseThrow().scheme();
  }

  /// N(0, 1) is no law of fan-in 1, and Glorot's of a packed tensor no mistake of Keras's.
  @Test
  void of_kindsOfLayers_byTheirOwnName() {
    assertThat(likeliest("torch", Kernel.embedding(1000, 64))).isEqualTo("torch");
    assertThat(likeliest("keras", Kernel.embedding(1000, 64))).isEqualTo("uniform");
    assertThat(likeliest("torch", Kernel.projections(3, 64, 64)))
        .isEqualTo("glorot-uniform of all as one matrix");
    assertThat(likeliest("glorot-uniform", Kernel.packed(3, 64, 64))).isEqualTo("glorot-uniform");
    assertThat(likeliest("torch", Kernel.gates(4, 64, 128))).isEqualTo("torch");
  }

  @Test
  void of_bias_onlyFinite() {
    TensorCheck zero = TensorCheck.of(other("b"), new float[8]);
    assertThat(zero.findings()).isEmpty();
    TensorCheck nan = TensorCheck.of(other("b"), new float[] {1, Float.NaN});
    assertThat(nan.findings()).extracting(Finding::rule).containsExactly(Rule.NON_FINITE);
  }

  @Test
  void of_optimisersMoments_looksTrained() {
    for (String name :
        new String[] {"state.0.exp_avg", "optimizer/adam/fc1/m", "momentum_buffer"}) {
      TensorCheck moments = TensorCheck.of(other(name), new float[] {0.1f, 0.2f});
      assertThat(moments.findings()).extracting(Finding::rule).containsExactly(Rule.LOOKS_TRAINED);
      assertThat(TensorCheck.of(other(name), new float[2]).findings()).isEmpty();
    }
  }
}
