package dev.seedbed.io.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.random.RandomStream;
import dev.seedbed.random.Seed;
import java.math.BigDecimal;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// The JDK's parser is the judge of each bit.
class NumberScannerTest {
  private final NumberScanner scanner = new NumberScanner();

  private void check(String text) {
    assertThat(scanner.plain(text.toCharArray(), 0, text.length())).as(text).isTrue();
    assertThat(scanner.pointValue()).as(text).isEqualTo(Float.parseFloat(text));
    assertThat(scanner.number()).as(text).isEqualTo(Double.parseDouble(text));
  }

  @Test
  void plain_floats_asTheJdkReadsThem() {
    RandomStream stream = new Seed(1).stream("floats");
    int[] words = new int[200_000];
    stream.words(0, words, 0, words.length);
    for (int i = 0; i < words.length; i += 2) {
      float value = Float.intBitsToFloat(words[i]);
      if (Float.isFinite(value)) {
        check(Float.toString(value));
        check(String.format(Locale.ROOT, "%." + (words[i + 1] & 7) + "f", words[i + 1] / 1024.0));
        check(String.format(Locale.ROOT, "%.9e", (double) value));
        check(Double.toString(value * (1 + words[i + 1] * 0x1p-40)));
      }
    }
  }

  /// Half-way between two floats, a double that was rounded to it would round once more.
  @Test
  void plain_halfwayBetweenFloats_roundedOnce() {
    for (int i = 0; i < 1000; i++) {
      float low = 1 + i * Math.ulp(1f);
      String middle =
          new BigDecimal(low)
              .add(BigDecimal.ONE.divide(BigDecimal.valueOf(1 << 24)))
              .toPlainString();
      check(middle);
      check(middle + "0000000000000000000001");
      check(middle.substring(0, Math.min(middle.length(), 18)));
    }
    for (String text :
        new String[] {
          "3.4028235677973366e38", "3.4028235677973362e38", "1.4e-45", "7e-46", "7.1e-46", "1e400",
          "1e-400", "0.000", "-0.0", "123456789012345678901234567890", "9007199254740993", "1e22",
          "1e23", "4503599627370497.5"
        }) {
      check(text);
    }
  }
}
