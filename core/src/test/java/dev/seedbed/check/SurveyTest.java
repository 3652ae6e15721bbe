package dev.seedbed.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.init.Catalogue;
import dev.seedbed.random.Seed;
import dev.seedbed.statistics.Proportion;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurveyTest {
  private static Survey survey(String widths, int seeds, int threads) {
    List<Seed> list = LongStream.range(0, seeds).mapToObj(Seed::new).toList();
    return Survey.of(
        CheckTest.spec(widths, "relu"),
        Catalogue.scheme("he-uniform"),
        list,
        Optional.empty(),
        threads);
  }

  /// Shares that 2,000 other seeds gave elsewhere. The difference of two such shares has standard
  /// error √(2·p·(1 − p)/n); four of them.
  @ParameterizedTest
  @CsvSource({"2 5*5 3, 0.007", "2 5*15 3, 0.188"})
  void bornDead_narrowRectifiers_asElsewhere(String widths, double share) {
    assertBornDead(widths, share, 200);
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @CsvSource({"2 5*5 3, 0.007", "2 5*15 3, 0.188"})
  void bornDead_ofManySeeds_asElsewhere(String widths, double share) {
    assertBornDead(widths, share, 1000);
  }

  private static void assertBornDead(String widths, double share, int seeds) {
    double error = Math.sqrt(share * (1 - share) * (1.0 / seeds + 1.0 / 2000));
    Proportion dead = survey(widths, seeds, 2).bornDead();
    assertThat(dead.value()).isCloseTo(share, offset(4 * error));
    assertThat(dead.low()).isLessThan(dead.value());
    assertThat(dead.high()).isGreaterThan(dead.value());
  }

  @Test
  void of_threads_sameSurvey() {
    assertThat(survey("2 5*5 3", 40, 1)).isEqualTo(survey("2 5*5 3", 40, 2));
  }

  @Test
  void findings_schemeWithoutFans_dependsOnWidth() {
    List<Seed> seeds = List.of(new Seed(0));
    for (String scheme : List.of("he-normal", "normal(deviation=0.1)")) {
      Survey survey =
          Survey.of(
              CheckTest.spec("10 32 32 32 3", "relu"),
              Catalogue.scheme(scheme),
              seeds,
              Optional.empty(),
              1);
      assertThat(survey.findings().stream().map(Finding::rule).toList())
          .isEqualTo(scheme.equals("he-normal") ? List.of() : List.of(Rule.WIDTH));
    }
  }

  /// Wilson's intervals, by R's prop.test(correct = FALSE).
  @Test
  void share_counts_intervals() {
    assertThat(new Proportion(3, 20).low()).isCloseTo(0.05236, offset(1e-5));
    assertThat(new Proportion(3, 20).high()).isCloseTo(0.36042, offset(1e-5));
    assertThat(new Proportion(0, 10).low()).isZero();
    assertThat(new Proportion(0, 10).high()).isCloseTo(0.27753, offset(1e-5));
    assertThat(new Proportion(10, 10).high()).isEqualTo(1);
  }
}
