package dev.seedbed.io.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.data.InputException;
import dev.seedbed.io.table.ColumnKinds.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArffFileTest {
  private static final String WEATHER =
      """
      % A comment, 100% of it.

      @RELATION 'the weather'
      @Attribute outlook {sunny, overcast, 'very rainy'}
      @attribute 'air temperature' NUMERIC % in degrees
      @attribute "day's" date "yyyy-MM-dd"
      @attribute remark string
      @attribute at date
      @attribute play{yes,no}
      @DATA
      sunny, 85.5, 2024-02-29, 'it''s', "1970-01-02T12:00:00", no
      'very rainy',?,?,?,?,yes

      % Blanks can divide values as well.
      overcast -1e3 '1970-01-02' "a \\"b\\", \\'c\\'" ? yes
      {1 2.5, 5 no}
      {}
      """
          .replace("it''s", "it\\'s");

  @TempDir private Path folder = Path.of("");

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("weather.arff"), content);
  }

  @Test
  void read_lineAtTheLimit_read_above_refused() throws IOException {
    String begin = "@relation r\n@attribute a string\n@data\n";
    assertThat(TableFiles.read(file(begin + "x".repeat(ArffLines.LONGEST_LINE) + "\n")).rows())
        .isEqualTo(1);
    Path above = file(begin + "x".repeat(ArffLines.LONGEST_LINE + 1) + "\n");
    assertThatThrownBy(() -> TableFiles.read(above))
        .hasMessageEndingWith("line 4: longer than 16 million characters");
  }

  @Test
  void read_denseAndSparseRows() throws IOException {
    assertThat(TableText.of(TableFiles.read(file(WEATHER))))
        .isEqualTo(
            """
            outlook TEXT: sunny very rainy overcast sunny sunny
            air temperature NUMBER: 85.5 ~ -1000 2.5 0
            day's DATE: 19782 ~ 1 0 0
            remark TEXT: it's ~ a "b", 'c' ~ ~
            at DATE: 1.5 ~ ~ 0 0
            play TEXT: no yes yes no yes\
            """);
  }

  @Test
  void read_compressedAndOfAnotherName_sameTable() throws IOException {
    Path packed = folder.resolve("weather.data.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(WEATHER.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }
    assertThat(TableText.of(TableFiles.read(packed)))
        .isEqualTo(TableText.of(TableFiles.read(file(WEATHER))));
    assertThat(TableFiles.read(packed).name()).isEqualTo("weather");
  }

  @Test
  void read_marksThatAreTextsInThisFormat_areTexts() throws IOException {
    Path file = file("@relation r\n@attribute a {none,NA,'?'}\n@data\nnone\nNA\n'?'\n?\n");
    assertThat(TableText.of(TableFiles.read(file))).isEqualTo("a TEXT: none NA ? ~");
  }

  @ParameterizedTest
  @CsvSource({
    "play, TEXTS, play TEXT: no yes yes no yes",
    "air temperature, NUMBERS, air temperature NUMBER: 85.5 ~ -1000 2.5 0",
    "air temperature, TEXTS, air temperature TEXT: 85.5 ~ -1e3 2.5 0",
    "at, DATES, at DATE: 1.5 ~ ~ 0 0",
    "at, TEXTS, at TEXT: 1970-01-02T12:00 ~ ~ 1970-01-01 1970-01-01"
  })
  void read_knownKinds_obeyed(String column, Kind kind, String expected) throws IOException {
    var kinds = new ColumnKinds(Map.of(column, kind), Kind.UNUSED);
    assertThat(TableText.of(TableFiles.read(file(WEATHER), TableSpec.of(kinds))))
        .isEqualTo(expected);
  }

  @Test
  void read_nominalNumbersAsNumbers() throws IOException {
    Path file = file("@relation r\n@attribute class {0,1,2}\n@data\n2\n0\n");
    var kinds = new ColumnKinds(Map.of("class", Kind.NUMBERS), Kind.UNUSED);
    assertThat(TableText.of(TableFiles.read(file, TableSpec.of(kinds))))
        .isEqualTo("class NUMBER: 2 0");
  }

  /// Content (with \n written out), and the end of the message.
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "@attribute a numeric\\n@data\\n1\\nx\\n # line 5, column 'a': 'x' is not a number; correct it or leave it empty",
        "@attribute a numeric\\n@data\\n1,2\\n # line 4: more values than the 1 attributes",
        "@attribute a numeric\\n@attribute b real\\n@data\\n1\\n # line 5: 1 values for 2 attributes",
        "@attribute a numeric\\n@attribute b real\\n@data\\n1,,2\\n # line 5: a value is empty; write ? if it is missing",
        "@attribute a numeric\\n@data\\n1,{5}\\n # line 4: weights of rows are not read: remove the last {…} of each row",
        "@attribute a numeric\\n@data\\n{0 1},{5}\\n # line 4: weights of rows are not read: remove the last {…} of each row",
        "@attribute a numeric\\n@data\\n{1 1}\\n # line 4: '1' must be the number of an attribute, from 0 to 0",
        "@attribute a numeric\\n@attribute b real\\n@data\\n{1 1, 0 1}\\n # line 5: '0' must be the number of an attribute, from 2 to 1",
        "@attribute a numeric\\n@data\\n{0 1\\n # line 4: ends too early",
        "@attribute a {x,y}\\n@data\\nz\\n # line 4: attribute 'a': 'z' is none of its values: did you mean 'x'?",
        "@attribute a date\\n@data\\n2024-01-01\\n # line 4: attribute 'a': '2024-01-01' is not a date of the pattern yyyy-MM-dd'T'HH:mm:ss",
        "@attribute a date 'yyyy'\\n@data\\n2024\\n # line 2: attribute 'a': a pattern of dates must have day, month and year, such as dd/MM/yyyy: 'yyyy'",
        "@attribute a relational\\n@end a\\n@data\\n # line 2: attribute 'a': relational attributes are not read; make a row of each of its rows",
        "@attribute a complex\\n@data\\n # line 2: attribute 'a': its type must be numeric, real, integer, string, date or {value, …}: 'complex'",
        "@attribute a {}\\n@data\\n # line 2: attribute 'a' has no values",
        "@attribute a {x\\n@data\\n # line 2: ends too early",
        "@attribute 'a numeric\\n@data\\n # line 2: a quote is not closed",
        "@attribute a\\n@data\\n # line 2: ends too early",
        "@attribut a numeric\\n@data\\n # line 2: expected @relation, @attribute or @data",
        "@attribute a numeric\\n # line 3: the file ends before @data",
        "@data\\n1\\n # line 2: no @attribute stands before @data",
        "@attribute a numeric\\n@data\\n # weather.arff has no rows",
        "@attribute a numeric\\n@attribute a real\\n@data\\n1,2\\n # weather has two columns 'a': give one of them another name",
        "@attribute a numeric\\n@data\\n1e99\\n # line 4, column 'a': 1e99 is too large for a 32-bit float; rescale the column"
      })
  void read_wrong_oneLine(String content, String message) throws IOException {
    Path file = file("@relation r\n" + content.replace("\\n", "\n"));
    assertThatThrownBy(() -> TableFiles.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith(message);
  }
}
