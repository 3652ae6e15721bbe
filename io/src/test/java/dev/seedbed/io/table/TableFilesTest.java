package dev.seedbed.io.table;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.data.CellNotation;
import dev.seedbed.data.Column;
import dev.seedbed.data.Encoder;
import dev.seedbed.data.Feature;
import dev.seedbed.data.InputException;
import dev.seedbed.data.Table;
import dev.seedbed.io.table.ColumnKinds.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableFilesTest {
  @TempDir private Path folder = Path.of("");

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("data.csv"), content);
  }

  private Table read(String content) throws IOException {
    return TableFiles.read(file(content));
  }

  private static float[] numbers(Table table, String column) {
    return ((Column.Numbers) table.column(column)).values();
  }

  private static double[] days(Table table, String column) {
    return ((Column.Dates) table.column(column)).days();
  }

  private static TableSpec spec(Map<String, Kind> kinds) {
    return TableSpec.of(new ColumnKinds(kinds, Kind.FOUND));
  }

  private static @Nullable String[] texts(Table table, String column) {
    return ((Column.Texts) table.column(column)).values();
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void read_delimiters_found(String delimiter) throws IOException {
    Table table = read("a,b,c\n1,x,2.5\n2,y,-1e3\n".replace(",", delimiter));
    assertThat(numbers(table, "a")).containsExactly(1, 2);
    assertThat(texts(table, "b")).containsExactly("x", "y");
    assertThat(numbers(table, "c")).containsExactly(2.5f, -1000);
  }

  @Test
  void read_quotesLineEndsAndByteOrderMark_asRfc4180() throws IOException {
    Table table = read("\uFEFF\"a,1\",b\r\n\"x \"\"y\"\"\r\nz\",1\r\n\"\",2");
    assertThat(texts(table, "a,1")).containsExactly("x \"y\"\r\nz", null);
    assertThat(numbers(table, "b")).containsExactly(1, 2);
  }

  /// As Macs once ended lines too, and all of them in one file.
  @ParameterizedTest
  @CsvSource({"\\r, \\r", "\\r\\n, \\r\\n", "\\r, \\n", "\\n, \\r\\n"})
  void read_endsOfLinesOfAnyKind_found(String one, String other) throws IOException {
    String end = one.translateEscapes();
    String next = other.translateEscapes();
    String rows = ("1,x" + end + "2,\"y, z\"" + next).repeat(3);
    for (String before : List.of("", "# a comment" + end, "sep=," + end)) {
      Table table = read(before + "a,b" + next + rows);
      assertThat(numbers(table, "a")).containsExactly(1, 2, 1, 2, 1, 2);
      assertThat(texts(table, "b")).containsExactly("x", "y, z", "x", "y, z", "x", "y, z");
    }
    assertThatThrownBy(() -> read("a,b" + end + rows + "3"))
        .hasMessageContaining("line 8: 1 field where the header has 2");
  }

  /// What is looked at ends within a row, which would seem to have too few fields.
  @ParameterizedTest
  @ValueSource(strings = {"\r", "\n", "\r\n"})
  void read_namesOfRowsInALongFile_found(String end) throws IOException {
    String row = "row,1,2" + end;
    int rows = CsvDialect.SAMPLE / row.length() + 1;
    Table table = read("a,b" + end + row.repeat(rows));
    assertThat(numbers(table, "b")).hasSize(rows).containsOnly(2);
  }

  @Test
  void read_missingMarks_areMissing() throws IOException {
    Table table = read("a,b\n1,x\n,\nNA,n/a\nNaN,null\n?, \n2,y\n3,z\n4,z\n5,z\n");
    assertThat(numbers(table, "a"))
        .containsExactly(1, Float.NaN, Float.NaN, Float.NaN, Float.NaN, 2, 3, 4, 5);
    assertThat(texts(table, "b")).containsExactly("x", null, null, null, null, "y", "z", "z", "z");
  }

  @Test
  void read_numbersOfAllKinds_exact() throws IOException {
    Table table = read("a\n-0\n+1\n.5\n5.\n1e-3\n0.1\n0.07\n16777217\n1e-60\n");
    assertThat(numbers(table, "a"))
        .containsExactly(-0f, 1, 0.5f, 5, 1e-3f, 0.1f, 0.07f, 16777216, 0);
  }

  /// Columns as people write them, cells separated by spaces, and the numbers that they are; NaN
  /// stands for a missing value. In the file the delimiter is |, or ; where it says so.
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        // Thousands, in the ways of several countries.
        "1,000 ~ 900 ~ 1,250.5           # 1000 900 1250.5",
        "1,000 ~ 2,000                   # 1000 2000",
        "1.000,5 ~ 900 ~ 1.250           # 1000.5 900 1250",
        "1 000 ~ 12 345,5                # 1000 12345.5",
        "1'000 ~ 12'345.5                # 1000 12345.5",
        "12,34,567 ~ 1,000               # 1234567 1000",
        // A decimal comma, where one cell of the column shows it.
        "1,5 ~ 1,000 ~ 22,125            # 1.5 1 22.125",
        "0,001 ~ 1                       # 0.001 1",
        // A point, where one cell shows it.
        "1.5 ~ 1,000                     # 1.5 1000",
        "1.000 ~ 2.125                   # 1 2.125",
        // Money, shares, accounting.
        "$1,000 ~ $ 900.50 ~ -$3         # 1000 900.5 -3",
        "€ 1.000,50 ~ € 2                # 1000.5 2",
        "12.50 EUR ~ 3 EUR               # 12.5 3",
        "USD 12 ~ USD 1,300              # 12 1300",
        "R$ 5 ~ R$ 6                     # 5 6",
        "12% ~ 3.5 % ~ 0.5               # 0.12 0.035 0.5",
        "(1,000) ~ 20 ~ ($3.50)          # -1000 20 -3.5",
        "−5 ~ 6                          # -5 6",
        // Missing values.
        "1 ~ - ~ N/A ~ None ~ <NA> ~ . ~ 2 # 1 NaN NaN NaN NaN NaN 2",
      })
  void read_numbersAsPeopleWriteThem(String cells, String expected) throws IOException {
    String[] written = cells.strip().split(" *~ *", -1);
    Table table = read("a|b\n" + String.join("|x\n", written) + "|x\n");
    String[] values = expected.strip().split(" ", -1);
    float[] numbers = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      numbers[i] = Float.parseFloat(values[i]);
    }
    assertThat(numbers(table, "a")).containsExactly(numbers);
  }

  /// What is in semicolons may have decimal commas, where nothing speaks against it.
  @Test
  void read_pointsBetweenSemicolons_areDecimal() throws IOException {
    assertThat(numbers(read("a;y\n1;0.077\n2;0.091\n"), "y")).containsExactly(0.077f, 0.091f);
    // One column shows what a point is in all.
    assertThat(numbers(read("a;y\n7.6;1.978\n8.1;2.125\n"), "y")).containsExactly(1.978f, 2.125f);
    assertThat(read("a;b\n1;x\n2;y\n").notation().decimalCommas()).isEmpty();
  }

  @Test
  void read_oneColumnWithDecimalCommas_isOneColumn() throws IOException {
    assertThat(numbers(read("x\n1,5\n2,5\n8,5\n"), "x")).containsExactly(1.5f, 2.5f, 8.5f);
  }

  @Test
  void read_oneOddCellAmongMany_doesNotChangeTheColumn() throws IOException {
    var rows = new StringBuilder("a|b\n05|x\n");
    for (int i = 0; i < 200; i++) {
      rows.append(i).append("|x\n");
    }
    assertThat(numbers(read(rows.toString()), "a")).hasSize(201).startsWith(5, 0, 1);
  }

  @Test
  void read_naAsAClass_ifTheUserSaysSo() throws IOException {
    Path file = file("a,y\n1,NA\n2,EU\n3,\n");
    assertThat(texts(TableFiles.read(file), "y")).containsExactly(null, "EU", null);
    TableSpec verbatim =
        spec(Map.of("y", Kind.TEXTS))
            .withNotation(new CellNotation(Map.of(), Set.of(), Set.of("y"), Set.of()));
    assertThat(texts(TableFiles.read(file, verbatim), "y")).containsExactly("NA", "EU", null);
  }

  @Test
  void read_whatExcelRAndNumpyWriteAround_isNoData() throws IOException {
    assertThat(numbers(read("sep=;\na;b\n1,5;2\n"), "a")).containsExactly(1.5f);
    assertThat(numbers(read("a,b\n1,2\n3,4\n   \n"), "a")).containsExactly(1, 3);
    assertThat(numbers(read("# a, b\n1.5, 2\n2.5, 3\n"), "b")).containsExactly(2, 3);
    assertThat(numbers(read("a,b\n ,2\n3,4\n"), "a")).containsExactly(Float.NaN, 3);
  }

  @Test
  void read_commasBetweenSemicolons_areDecimal() throws IOException {
    assertThat(numbers(read("a;b\n1,000;x\n2,500;y\n"), "a")).containsExactly(1, 2.5f);
    assertThat(numbers(read("a;b\n1,000.5;x\n2,500;y\n"), "a")).containsExactly(1000.5f, 2500);
    Table table = read("a;b\n1,5;x\n2,25;y\n");
    assertThat(table.notation().decimalCommas()).containsExactly("a");
  }

  /// Cells of a column, and the first of them as a date and a time.
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "2024-06-05 ~ 2024-06-06                       # 2024-06-05 # 0      # yyyy-MM-dd",
        "2024/6/5 ~ 2024/12/6                          # 2024-06-05 # 0      # yyyy-MM-dd",
        "2024-06-05 06:00 ~ 2024-06-06                 # 2024-06-05 # 0.25   # yyyy-MM-dd",
        "2024-06-05T18:00:00Z ~ 2024-06-06T01:02:03.5Z # 2024-06-05 # 0.75   # yyyy-MM-dd",
        "2024-06-05 03:00:00+03:00 ~ 2024-06-05        # 2024-06-05 # 0      # yyyy-MM-dd",
        "2024-06-05 01:00:00 -0500 ~ 2024-06-05        # 2024-06-05 # 0.25   # yyyy-MM-dd",
        "2024-06-05 12:00:00 UTC ~ 2024-06-05          # 2024-06-05 # 0.5    # yyyy-MM-dd",
        "05/06/2024 ~ 25/06/2024                       # 2024-06-05 # 0      # dd/MM/yyyy",
        "06/05/2024 ~ 06/25/2024                       # 2024-06-05 # 0      # MM/dd/yyyy",
        "6/5/24 6:00 PM ~ 6/25/99 12:00 am             # 2024-06-05 # 0.75   # MM/dd/yyyy",
        "5.6.2024 ~ 6.6.2024                           # 2024-06-05 # 0      # dd/MM/yyyy",
        "05-06-2024 ~ 13-06-2024                       # 2024-06-05 # 0      # dd/MM/yyyy",
        "5 Jun 2024 ~ 5 September 2024                 # 2024-06-05 # 0      # d MMM yyyy",
        "05-Jun-24 ~ 06-JUL-24                         # 2024-06-05 # 0      # d MMM yyyy",
        "June 5, 2024 ~ Sept. 6, 2024                  # 2024-06-05 # 0      # d MMM yyyy",
      })
  void read_datesAsPeopleWriteThem(String cells, String date, double time, String pattern)
      throws IOException {
    String[] written = cells.strip().split(" *~ *", -1);
    Table table = read("a|b\n" + String.join("|x\n", written) + "|x\n");
    assertThat(days(table, "a")[0]).isEqualTo(LocalDate.parse(date).toEpochDay() + time);
    assertThat(table.notation().dates()).isEqualTo(Map.of("a", pattern));
  }

  @Test
  void read_datesThatCouldBeTwo_askWhich() throws IOException {
    Path file = file("a,b\n05/06/2024,1\n07/08/2024,2\n");
    assertThatThrownBy(() -> TableFiles.read(file))
        .isInstanceOf(InputException.class)
        .hasMessage("column 'a': its dates could have the day or the month first");
    var notation = new CellNotation(Map.of("a", "dd/MM/yyyy"), Set.of(), Set.of(), Set.of());
    Table table = TableFiles.read(file, TableSpec.FOUND.withNotation(notation));
    assertThat(days(table, "a")[0]).isEqualTo((double) LocalDate.of(2024, 6, 5).toEpochDay());
    assertThat(texts(TableFiles.read(file, spec(Map.of("a", Kind.TEXTS))), "a"))
        .containsExactly("05/06/2024", "07/08/2024");
  }

  @Test
  void read_patternsOfDates_ofAnyKind() throws IOException {
    Path file = file("a,b\n20240605,1\n20240706,2\n");
    var notation = new CellNotation(Map.of("a", "yyyyMMdd"), Set.of(), Set.of(), Set.of());
    Table table = TableFiles.read(file, TableSpec.FOUND.withNotation(notation));
    assertThat(days(table, "a")[0]).isEqualTo((double) LocalDate.of(2024, 6, 5).toEpochDay());
    assertThatThrownBy(() ->
            TableSpec.FOUND.withNotation(
                new CellNotation(Map.of("a", "HH:mm"), Set.of(), Set.of(), Set.of())))
        .hasMessageContaining("a pattern of dates must have day, month and year");
    assertThatThrownBy(() -> TableFiles.read(file("a,b\n2024-06-05,1\nsoon,2\n2024-06-06,3\n")))
        .hasMessageEndingWith(
            "line 3, column 'a': 'soon' is not a date; correct it or leave it empty");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "02134 ~ 90210 ~ 10001", // zip codes
        "30/02/2024 ~ 31/02/2024", // no such days
        "$5 ~ €6 ~ $7", // not one currency
        "1,00 ~ 1.00 ~ x ~ y ~ z", // mostly neither
        "192.168.1.10 ~ 10.0.0.1",
        "10.100.71.200 ~ 10.100.71.201",
        "TOP1 ~ TOP2 ~ TOP10", // a currency, but not of these
        "1:30 ~ 2:45",
        "555-1234 ~ 555-9876",
        "1 2 3 ~ 4 5 6"
      })
  void read_whatOnlyLooksLikeNumbersOrDates_isText(String cells) throws IOException {
    String[] written = cells.split(" *~ *", -1);
    Table table = read("a|b\n" + String.join("|1\n", written) + "|1\n");
    assertThat(texts(table, "a")).containsExactly(written);
  }

  @Test
  void read_missingMarks_thatAUserNames() throws IOException {
    Path file = file("a,b\n-999,x\n2,unknown\n3,y\n-999.0,y\n");
    var notation = new CellNotation(Map.of(), Set.of(), Set.of(), Set.of("-999", "unknown"));
    Table table = TableFiles.read(file, TableSpec.FOUND.withNotation(notation));
    assertThat(numbers(table, "a")).containsExactly(Float.NaN, 2, 3, Float.NaN);
    assertThat(texts(table, "b")).containsExactly("x", null, "y", "y");
    assertThat(table.notation().missing()).containsExactly("-999", "unknown");
  }

  /// What pandas, R and spreadsheets leave behind, and the names of the columns that are read.
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        ",x,y\\n0,1,a\\n1,2,b\\n # x y # column1: it has no name",
        "Unnamed: 0,x,y\\n0,1,a\\n1,2,b\\n # x y # Unnamed: 0: it has no name",
        "x;y\\nA;1;2\\nB;3;4\\n # x y # column1: it has no name", // R's names of rows
        "x,y,\\n1,a,\\n2,b,\\n # x y # column3: it has no name",
        "x,y\\n1,a,\\n2,b,\\n # x y # column3: it has no name",
        "x,z,y\\n1,,a\\n2,NA,b\\n # x y # z: no row has a value"
      })
  void read_columnsThatSayNothing_leftOut(String content, String names, String leftOut)
      throws IOException {
    Table table = read(content.replace("\\n", "\n"));
    assertThat(table.columns())
        .extracting(Column::name)
        .containsExactly(names.strip().split(" ", -1));
    assertThat(table.leftOut())
        .extracting(use -> use.name() + ": " + use.leftOut().orElseThrow().words())
        .containsExactly(leftOut);
  }

  @Test
  void read_commentsBeforeTheHeader_skipped() throws IOException {
    Table table = read("# exported 2024\n# by hand, twice\nx,y\n1,2\n3,9\n4,5\n6,7\n");
    assertThat(numbers(table, "x")).containsExactly(1, 3, 4, 6);
    assertThat(numbers(read("# x,y\n1,2\n3,4\n"), "x")).containsExactly(1, 3);
    assertThat(numbers(read("#,x\n5,1\n7,2\n"), "#")).containsExactly(5, 7);
    assertThatThrownBy(() -> read("# note\nx,y\n1,2\n3\n"))
        .hasMessageContaining("line 4: 1 field where the header has 2");
  }

  @Test
  void read_bothPasses_agreeWithTheWholeColumn() throws IOException {
    // The sample shows whole numbers; a comma far below shows what they are.
    StringBuilder rows = new StringBuilder("a|b\n");
    for (int i = 0; i < 300_000; i++) {
      rows.append(i % 1000).append("|t\n");
    }
    float[] numbers = numbers(read(rows + "1,5|t\n2.000,5|t\n"), "a");
    assertThat(numbers[300_000]).isEqualTo(1.5f);
    assertThat(numbers[300_001]).isEqualTo(2000.5f);
    assertThat(numbers[999]).isEqualTo(999);
    assertThat(texts(read(rows + "x5|t\n".repeat(300_001)), "a")[5]).isEqualTo("5");
  }

  @Test
  void read_givenFormat_isTaken() throws IOException {
    Path file = file("1;2,5\n3;4,5\n");
    var format = new CsvFormat(Optional.of(','), Optional.of(true), Optional.empty());
    assertThat(TableFiles.read(file, TableSpec.FOUND.withCsv(format)).columns())
        .extracting(Column::name)
        .containsExactly("1;2", "5");
    assertThatThrownBy(() -> new CsvFormat(Optional.of('"'), Optional.empty(), Optional.empty()))
        .hasMessageContaining("must be neither a quote nor the end of a line");
  }

  @Test
  void read_encodings_byMarkOrName() throws IOException {
    String text = "a,b\nä,1\nö,2\n";
    for (Charset charset : List.of(UTF_16, UTF_16LE, UTF_16BE, UTF_8)) {
      String marked = charset.equals(UTF_16) ? text : "\uFEFF" + text;
      Path file = Files.write(folder.resolve("w.csv"), marked.getBytes(charset));
      assertThat(texts(TableFiles.read(file), "a")).containsExactly("ä", "ö");
    }
    Path latin = Files.write(folder.resolve("l.csv"), text.getBytes(ISO_8859_1));
    assertThatThrownBy(() -> TableFiles.read(latin)).hasMessageContaining("not a text in UTF-8");
    var format = new CsvFormat(Optional.empty(), Optional.empty(), Optional.of(ISO_8859_1));
    assertThat(texts(TableFiles.read(latin, TableSpec.FOUND.withCsv(format)), "a"))
        .containsExactly("ä", "ö");
  }

  @Test
  void read_asLearnt_doesNotGuess() throws IOException {
    var encoder =
        new Encoder(
            List.of(new Feature.Scaled("a", 0, 1)),
            new CellNotation(Map.of(), Set.of(), Set.of(), Set.of("-1")));
    TableSpec spec = TableSpec.neededBy(encoder);
    assertThat(numbers(TableFiles.read(file("a,b\n\"1,300\",x\n-1,y\n"), spec), "a"))
        .containsExactly(1300, Float.NaN);
    assertThatThrownBy(() -> TableFiles.read(file("a;b\n1,5;x\n"), spec))
        .hasMessageEndingWith("'1,5' is not a number; correct it or leave it empty");
    var commas = new CellNotation(Map.of(), Set.of("a"), Set.of(), Set.of());
    TableSpec european = TableSpec.neededBy(new Encoder(encoder.features(), commas));
    assertThat(numbers(TableFiles.read(file("a;b\n1.300;x\n"), european), "a"))
        .containsExactly(1300);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x1p3", "1_000", "١٢٣", "1f", "Infinity", "2020-01", "1,5,2", "--1"})
  void read_lookalikesOfNumbers_areTexts(String cell) throws IOException {
    Table table = read("a|b\n" + cell + "|1\n" + cell + "|2\n");
    assertThat(texts(table, "a")).containsExactly(cell, cell);
  }

  @Test
  void read_semicolonsAndDecimalCommas_areNumbers() throws IOException {
    assertThat(numbers(read("a;b\n1,5;x\n-2,25;y\n"), "a")).containsExactly(1.5f, -2.25f);
  }

  @Test
  void read_noHeader_namesColumns() throws IOException {
    Table table = read("5.1,3.5,setosa\n4.9,3.0,setosa\n");
    assertThat(table.columns())
        .extracting(Column::name)
        .containsExactly("column1", "column2", "column3");
    assertThat(table.rows()).isEqualTo(2);
  }

  @Test
  void read_blankLines_areNoRowsButMissingValuesOfASingleColumn() throws IOException {
    assertThat(numbers(read("a,b\n\n1,2\n\n\n3,4\n\n"), "a")).containsExactly(1, 3);
    assertThat(numbers(read("a\n1\n\n3\n\n"), "a")).containsExactly(1, Float.NaN, 3);
  }

  /// They cannot be told apart as floats; that the target cannot is an error.
  @Test
  void read_numbersTooNearEachOther_leftOut() throws IOException {
    Path file = file("a,b\n1700000001,2\n1700000059,3\n");
    assertThat(TableFiles.read(file).leftOut().getFirst().leftOut().orElseThrow().words())
        .startsWith("numbers from 1700000001 to 1700000059 are too near");
    assertThatThrownBy(() -> TableFiles.read(file, TableSpec.FOUND.withNeeded(Set.of("a"))))
        .hasMessageContaining("column 'a': numbers from 1700000001 to 1700000059 are too near");
  }

  @Test
  void read_compressed_unpacked() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write("a,b\n1,2\n".getBytes(UTF_8));
    }
    Path file = Files.write(folder.resolve("data.csv.gz"), bytes.toByteArray());
    assertThat(numbers(TableFiles.read(file), "b")).containsExactly(2);
  }

  @Test
  void read_headerThatBeginsLikeAZip_isAHeader() throws IOException {
    assertThat(numbers(read("PK,x\n1,2\n"), "PK")).containsExactly(1);
  }

  @Test
  void read_numbersAmongHeaderNames_stillHeader() throws IOException {
    Table table = read("0,1,digit\n5,6,7\n8,9,1\n");
    assertThat(table.columns()).extracting(Column::name).containsExactly("0", "1", "digit");
  }

  @Test
  void read_knownKinds_win() throws IOException {
    Path file = file("a,b\n1,2\n2,x\n3,y\n");
    Table table = TableFiles.read(file, spec(Map.of("a", Kind.TEXTS, "b", Kind.UNUSED)));
    assertThat(texts(table, "a")).containsExactly("1", "2", "3");
    assertThat(table.columns()).hasSize(1);
    assertThatThrownBy(() -> TableFiles.read(file, spec(Map.of("b", Kind.NUMBERS))))
        .hasMessageEndingWith(
            "line 3, column 'b': 'x' is not a number; correct it or leave it empty");
    assertThatThrownBy(() -> TableFiles.read(file, spec(Map.of("bb", Kind.TEXTS))))
        .hasMessageEndingWith("data.csv has no column 'bb': did you mean 'b'?");
  }

  /// Content of a file (with \n, \r and \0 written out), and a part of the message.
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "a,b\\n1,2\\n3,4\\n5,abc\\n # line 4, column 'b': 'abc' is not a number",
        "a,b\\n1,2\\n3\\n # line 3: 1 field where the header has 2",
        "a,b\\n1,2\\n3,4,5\\n # line 3: 3 fields where the header has 2",
        "a,b,a\\nx,y,z\\n # two columns 'a'",
        "a,b\\n # has no rows",
        "NA,\\n,\\n # has no column with a name and a value",
        "a,b\\n1e999,2\\n # 1e999 is too large for a 32-bit float",
        "PK\\0\\0zip # is not a CSV file (it holds binary data)",
        "a,b\\n1,\"2\\n # malformed CSV after line 1: a quote is not closed",
        "a,b\\n1,2\\n\"x\"y,2\\n # malformed CSV after line 2: a quote is not closed",
        "\\n\\n # no rows"
      })
  void read_brokenFile_saysWhereAndWhat(String content, String message) {
    String text = content.replace("\\n", "\n").replace("\\0", "\0");
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void read_notAFile_saysSo() throws IOException {
    assertThatThrownBy(() -> TableFiles.read(folder.resolve("none.csv")))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("no such file: ");
    assertThatThrownBy(() -> TableFiles.read(folder))
        .hasMessageEndingWith("has no file of a table; folders within it are not read");
    Path empty = Files.createFile(folder.resolve("empty.csv"));
    assertThatThrownBy(() -> TableFiles.read(empty)).hasMessageStartingWith("the file is empty");
  }

  /// A row of 100,000 columns, and a cell of a million characters.
  @Test
  void read_wideAndLong_works() throws IOException {
    String[] names = new String[100_000];
    Arrays.setAll(names, i -> "c" + i);
    String header = String.join(",", names);
    String row = "1" + ",1".repeat(names.length - 1);
    assertThat(read(header + "\n" + row + "\n" + row + "\n").columns()).hasSize(names.length);
    String semicolons = (row + "\n" + row + "\n").replace(',', ';');
    assertThat(read(semicolons).columns()).hasSize(names.length);
    String cell = "x".repeat(1_000_000);
    assertThat(texts(read("a,b\n" + cell + ",1\n"), "a")).containsExactly(cell);
  }

  @Test
  void read_tooManyColumns_oneLine() {
    for (String delimiter : List.of(",", "\t")) {
      String line = delimiter.repeat(1_000_000) + "\n";
      assertThatThrownBy(() -> read(line + line))
          .isInstanceOf(InputException.class)
          .hasMessageEndingWith(", line 1: must have at most 1000000 columns");
    }
  }

  @Test
  void read_headerLongerThanWhatIsLookedAt_isWhole() throws IOException {
    String[] names = new String[100_000];
    Arrays.setAll(names, i -> "a longer name " + i);
    String header = String.join(",", names);
    assertThat(header.length()).isGreaterThan(CsvDialect.SAMPLE);
    String row = "1" + ",1".repeat(names.length - 1);
    assertThat(read(header + "\n" + row + "\n").columns()).hasSize(names.length);
    String endless = "x".repeat(CsvDialect.MOST_FIELD_CHARACTERS);
    assertThatThrownBy(() -> read(endless + "\n1\n"))
        .hasMessageEndingWith(", line 1: longer than 16 million characters");
  }

  @Test
  void read_address_refused() {
    assertThatThrownBy(() -> TableFiles.read(Path.of("https://example.com/a.csv")))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("only files are read, so download it first: https:/");
  }

  @Test
  void read_hostileTexts_keptAsTheyAre() throws IOException {
    String hostile = "<script>alert(1)</script>\u2028\u202E\u001B[31m";
    assertThat(texts(read("a,b\n" + hostile + ",1\n"), "a")).containsExactly(hostile);
  }
}
