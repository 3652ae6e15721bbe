package dev.seedbed.io.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
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
    "'h.*.{q,k}.weight', h.1.k.weight, true",
    "'h.*.{q,k}.weight', h.1.v.weight, false",
    "'*{,.a}.weight', x.weight, true",
    "{q}, {q}, true",
    "{q}, q, false",
    "'a{b,c', 'a{b,c', true",
    "?.weight, 🌱.weight, true",
    "🌱.*, 🌱.weight, true"
  })
  void matches_starsAndQuestionMarks(String glob, String name, boolean expected) {
    assertThat(new Glob(glob).matches(name)).isEqualTo(expected);
  }

  /// What stars and question marks stand for is the same in all names.
  @Test
  void companions_oneOfEachAlternative() {
    var attention = new Glob("h.*.?ttn.{q,k}.weight");
    assertThat(attention.companions(1, "h.1.x.attn.k.weight"))
        .contains(List.of("h.1.x.attn.q.weight", "h.1.x.attn.k.weight"));
    assertThat(attention.companions(0, "h.1.x.attn.k.weight")).isEmpty();
    assertThat(new Glob("*{,.lora_A,.lora_B}.weight").companions(1, "a.lora_A.weight"))
        .contains(List.of("a.weight", "a.lora_A.weight", "a.lora_B.weight"));
    assertThat(new Glob("(*).weight").companions(0, "(🌱).weight"))
        .contains(List.of("(🌱).weight"));
  }

  /// Backtracking over all stars would take longer than the universe is old.
  @Test
  void matches_manyStars_fast() {
    var glob = new Glob("*a".repeat(30) + "b");
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertThat(glob.matches("a".repeat(5000))).isFalse());
  }
}
