package dev.seedbed.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Scheme;
import dev.seedbed.network.NetworkSpec;
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
  private static Survey survey(String widths, String scheme, List<Seed> seeds) {
    NetworkSpec network = CheckTest.spec(widths, "relu");
    Scheme start = Catalogue.scheme(scheme);
    return Survey.of(network, start, Survey.count(network, start, seeds, Optional.empty()));
  }

  private static List<Seed> seeds(int from, int to) {
    return LongStream.range(from, to).mapToObj(Seed::new).toList();
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
    Proportion dead = survey(widths, "he-uniform", seeds(0, seeds)).bornDead();
    assertThat(dead.value()).isCloseTo(share, offset(4 * error));
    assertThat(dead.low()).isLessThan(dead.value());
    assertThat(dead.high()).isGreaterThan(dead.value());
  }

  @Test
  void plus_countsOfParts_areThoseOfTheWhole() {
    NetworkSpec network = CheckTest.spec("2 5*5 3", "relu");
    Scheme scheme = Catalogue.scheme("he-uniform");
    Survey.Counts first = Survey.count(network, scheme, seeds(0, 15), Optional.empty());
    Survey.Counts second = Survey.count(network, scheme, seeds(15, 40), Optional.empty());
    Survey.Counts whole = Survey.count(network, scheme, seeds(0, 40), Optional.empty());
    assertThat(first.plus(second)).isEqualTo(whole);
    assertThat(whole.seeds()).isEqualTo(40);
    assertThat(whole.rules()).isNotEmpty();
  }

  @Test
  void findings_schemeWithoutFans_dependsOnWidth() {
    for (String scheme : List.of("he-normal", "normal(deviation=0.1)")) {
      Survey survey = survey("10 32 32 32 3", scheme, List.of(new Seed(0)));
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
