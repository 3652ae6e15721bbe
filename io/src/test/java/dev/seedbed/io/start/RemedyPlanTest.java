package dev.seedbed.io.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.check.result.InitializerMatch;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Elementwise;
import dev.seedbed.init.Law;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a tensor looks drawn by, drawn again.
class RemedyPlanTest {
  static Stream<Law> laws() {
    return Stream.of(
        new Law.Normal(0, 0.02),
        new Law.Normal(0.5, 0.02),
        new Law.Uniform(0, 0.125),
        new Law.Uniform(0.25, 0.5),
        new Law.TruncatedNormal(0, 0.02, 2),
        new Law.TruncatedNormal(1, 0.5, 3));
  }

  /// A description, as of a law that was fitted, names no scheme of the catalogue.
  private static InitializerMatch described(Law law) {
    return new InitializerMatch("a law, as described", law, 1);
  }

  @ParameterizedTest
  @MethodSource("laws")
  void scheme_ofADescribedLaw_drawsByThatLaw(Law law) {
    String scheme = RemedyPlan.scheme(described(law)).orElseThrow();

    assertThat(Catalogue.forTensors(scheme).weights()).isEqualTo(new Elementwise.Fixed(law));
  }

  @Test
  void scheme_ofTheCatalogue_isThatScheme() {
    var match = new InitializerMatch("he-normal", new Law.Normal(0, 0.1), 1);

    assertThat(RemedyPlan.scheme(match)).contains("he-normal");
  }

  @Test
  void scheme_ofALawThatNoSchemeDraws_isEmpty() {
    assertThat(RemedyPlan.scheme(described(new Law.LogarithmOfUniform(0, 1)))).isEmpty();
  }
}
