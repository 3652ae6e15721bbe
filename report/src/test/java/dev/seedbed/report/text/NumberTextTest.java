package dev.seedbed.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, 0",
    "0.079374, 0.07937",
    "-0.079374, -0.07937",
    "0.000123456, 0.0001235",
    "0.0000123456, 1.235e-05",
    "7.158, 7.158",
    "9999.4, 9999",
    "9999.96, 10000",
    "15171.7, 15172",
    "-2300456.4, -2300456",
    "2836382751.1, 2.836e+09"
  })
  void four_digitsThatCount(double value, String text) {
    assertThat(NumberText.four(value)).isEqualTo(text);
  }

  /// Java's users have locales of their own.
  @Test
  void percent_germanLocale_pointAsEverywhere() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(NumberText.percent(0.97214)).isEqualTo("97.21 %");
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.00 %",
    "1, 100.00 %",
    "0.97214, 97.21 %",
    "0.99997, 99.997 %",
    "0.9999999, 99.99999 %",
    "0.00004, 0.004 %"
  })
  void percent_noneAndAllOnlyIfSo(double share, String text) {
    assertThat(NumberText.percent(share)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.000",
    "1, 1.000",
    "0.8462, 0.846",
    "0.99987, 0.9999",
    "-0.00042, -0.0004",
    "-2.5, -2.500",
    "-2836382751.1, -2.836e+09"
  })
  void score_noneAndAllOnlyIfSo(double score, String text) {
    assertThat(NumberText.score(score)).isEqualTo(text);
  }

  @Test
  void four_notFinite_said() {
    assertThat(NumberText.four(Double.POSITIVE_INFINITY)).isEqualTo("Infinity");
    assertThat(NumberText.score(Double.NaN)).isEqualTo("NaN");
  }

  @Test
  void scores_farFrom0OrBelow_rounded() {
    var text = new ScoreText(2);
    assertThat(text.text(-0.001)).isEqualTo("0.00");
    assertThat(text.text(0.915)).isEqualTo("0.92");
    assertThat(new ScoreText(-1).text(0.1)).isEqualTo("0.1");
  }

  @Test
  void shares_ofALead_allAndNoneOnlyIfSo() {
    assertThat(ScoreText.percents(0, 0.93)).isEqualTo("0 to 93 %");
    assertThat(ScoreText.percents(0, 0)).isEqualTo("0 %");
    assertThat(ScoreText.percents(0.001, 0.999)).isEqualTo("below 1 to above 99 %");
    assertThat(ScoreText.percents(0.996, 0.999)).isEqualTo("above 99 %");
  }
}
