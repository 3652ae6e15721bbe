package dev.seedbed.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.Examples;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StudySpecTest {
  private static final StudySpec SPEC = StudySpec.of(Examples.classes(120)).withSeeds(16);

  /// All of them to the first rung, five from there to the end.
  @Test
  void roughEpochs_defaults_thoseBeforeTheFirstRungAndOfTheReferences() {
    assertThat(SPEC.roughEpochs()).isEqualTo(16 * 3 + 5 * 97);
  }

  @Test
  void roughEpochs_fewerSeedsThanReferences_allToTheEnd() {
    assertThat(SPEC.withSeeds(4).roughEpochs()).isEqualTo(4 * 100);
  }

  @Test
  void roughEpochs_withoutHalving_allToTheEnd() {
    assertThat(SPEC.withHalving(Optional.empty()).roughEpochs()).isEqualTo(16 * 100);
  }
}
