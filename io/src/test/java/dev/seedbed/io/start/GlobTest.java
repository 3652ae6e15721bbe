package dev.seedbed.io.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource({
    "*.weight, a.b.weight, true",
    "*.weight, weight, false",
    "*.weight, a.weights, false",
    "h.?.*, h.3.bias, true",
    "h.?.*, h.13.bias, false",
    "'', '', true",
    "*, '', true",
    "?, '', false",
    "a**b, ab, true",
    "*ab*ac, abaabac, true",
    "*ab*ac, abaabad, false",
    "a.b, axb, false",
    "[ab](+), [ab](+), true",
    "Weight, weight, false",
    "?.weight, 🌱.weight, true",
    "🌱.*, 🌱.weight, true"
  })
  void matches_starsAndQuestionMarks(String glob, String name, boolean expected) {
    assertThat(new Glob(glob).matches(name)).isEqualTo(expected);
  }

  /// Backtracking over all stars would take longer than the universe is old.
  @Test
  void matches_manyStars_fast() {
    var glob = new Glob("*a".repeat(30) + "b");
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertThat(glob.matches("a".repeat(5000))).isFalse());
  }
}
