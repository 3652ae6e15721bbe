package dev.seedbed.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is printed for people: lines, columns, blocks and colours.
class LinesTest {
  private final StringWriter printed = new StringWriter();

  private Lines lines(int columns, boolean colours) {
    return new Lines(new PrintWriter(printed), new OutputStyle(columns, colours));
  }

  @Test
  void label_tooLong_goesOnUnderTheText() {
    lines(24, false).label("best", "seed 7, and some more words, and an_awfully_long_one");
    assertThat(printed.toString().lines())
        .containsExactly(
            "best      seed 7, and",
            "          some more",
            "          words, and",
            "          an_awfully_long_one");
  }

  /// As in the row of a table.
  @Test
  void text_brokenWithinSeveralSpaces_goesOnAtTheIndent() {
    lines(20, false).text(Tones.PLAIN, "  1   seed   0.1234     stopped", "", 6);
    assertThat(printed.toString().lines()).containsExactly("  1   seed   0.1234", "      stopped");
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 60, 80, 100, 200})
  void label_anyWidth_fitsAndLosesNothing(int columns) {
    String text = "one two three four five ".repeat(20).strip();
    lines(columns, false).label("words", text);
    assertThat(printed.toString().lines()).allMatch(line -> line.length() <= columns);
    assertThat(printed.toString().replaceAll("\\s+", " ").strip()).isEqualTo("words " + text);
  }

  /// A Chinese character takes two columns.
  @Test
  void label_wideCharacters_countTwice() {
    lines(20, false).label("data", "一二三 一二三");
    assertThat(printed.toString().lines()).containsExactly("data      一二三", "          一二三");
  }

  @Test
  void noColours_noEscapes_textOfDataNever() {
    lines(100, false).label("start", Tones.BAD, "\u001B[31mx", "\u001B]0;y\u0007 @|red z|@");
    assertThat(printed.toString())
        .isEqualTo(
            "start     <U+001B>[31mx<U+001B>]0;y<U+0007> @|red z|@" + System.lineSeparator());
  }

  @Test
  void colours_onlyThoseOfTheProgram() {
    lines(100, true).label("start", Tones.GOOD, "\u001B[31mx", " y");
    assertThat(printed.toString())
        .isEqualTo(
            "\u001B[2mstart     \u001B[32;22m<U+001B>[31mx\u001B[0m y" + System.lineSeparator());
  }

  /// The columns are spaced by what stands in them, colours do not count.
  @Test
  void colours_wrapLikePlainText() {
    var plain = new StringWriter();
    String text = "one two three four five ".repeat(20).strip();
    new Lines(new PrintWriter(plain), new OutputStyle(40, false)).label("words", text);
    lines(40, true).label("words", Tones.BAD, text, "");
    assertThat(printed.toString().replaceAll("\u001B\\[[0-9;]*m", "")).isEqualTo(plain.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "true,  '',  '',  '',  true",
    "false, '',  '',  '',  false",
    "true,  1,   '',  '',  false",
    "true,  1,   1,   '',  false",
    "false, '',  1,   '',  true",
    "false, '',  0,   '',  false",
    "true,  '',  '',  0,   false",
    "true,  '',  0,   1,   true"
  })
  void colours_byTheConventions(
      boolean terminal, String noColor, String force, String cliColor, boolean wanted) {
    var environment = Map.of("NO_COLOR", noColor, "CLICOLOR_FORCE", force, "CLICOLOR", cliColor);
    assertThat(OutputStyle.colours(terminal, environment)).isEqualTo(wanted);
    if (noColor.isEmpty() && force.isEmpty() && cliColor.isEmpty()) {
      assertThat(OutputStyle.colours(terminal, Map.of())).isEqualTo(wanted);
    }
  }

  @Test
  void columns_asWideAsTheWidestCell_numbersToTheRight() {
    var rows =
        List.of(
            List.of("seed", "scheme", "end"),
            List.of("12345678901", "zeros", ""),
            List.of("7", "一", "stopped"));
    assertThat(Columns.lines(rows, Set.of(0), 3))
        .containsExactly(
            "       seed   scheme   end", //
            "12345678901   zeros",
            "          7   一       stopped");
  }

  @Test
  void curve_logarithmic_gapsWhereNothingIsKnown() {
    assertThat(Blocks.curve(new double[] {100, 10, 1}, 10)).isEqualTo("█▅▁");
    assertThat(Blocks.curve(new double[] {1, 1}, 10)).isEqualTo("▁▁");
    assertThat(Blocks.curve(new double[] {4, Double.NaN, 0, 1}, 10)).isEqualTo("█  ▁");
    assertThat(Blocks.curve(new double[] {9, 9, 9, 1, 1, 1}, 2)).isEqualTo("█▁");
    assertThat(Blocks.curve(new double[] {}, 5)).isEmpty();
    assertThat(Blocks.curve(new double[1000], 5)).isEqualTo("     ");
  }

  @Test
  void histogram_countsInEqualParts() {
    assertThat(Blocks.histogram(new double[] {0, 0.1, 0.2, 1}, 0, 1, 4)).isEqualTo("█  ▃");
    assertThat(Blocks.histogram(new double[] {2}, 2, 2, 3)).isEqualTo(" █ ");
  }
}
