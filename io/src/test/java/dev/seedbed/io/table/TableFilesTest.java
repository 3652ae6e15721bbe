package dev.seedbed.io.table;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.data.Column;
import dev.seedbed.data.InputException;
import dev.seedbed.data.Table;
import dev.seedbed.io.table.ColumnKinds.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
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

  @Test
  void read_missingMarks_areMissing() throws IOException {
    Table table = read("a,b\n1,x\n,\nNA,n/a\nNaN,null\n?, \n2,y\n3,z\n4,z\n5,z\n");
    assertThat(numbers(table, "a"))
        .containsExactly(1, Float.NaN, Float.NaN, Float.NaN, Float.NaN, 2, 3, 4, 5);
    assertThat(texts(table, "b")).containsExactly("x", null, null, null, null, "y", "z", "z", "z");
  }

  @Test
  void read_numbersOfAllKinds_exact() throws IOException {
    Table table = read("a\n-0\n+1\n.5\n5.\n1e-3\n0.1\n007\n16777217\n1e-60\n");
    assertThat(numbers(table, "a")).containsExactly(-0f, 1, 0.5f, 5, 1e-3f, 0.1f, 7, 16777216, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x1p3", "1_000", "١٢٣", "1f", "Infinity", "2020-01-01", "1,5", "--1"})
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

  @Test
  void read_compressed_saysSo() throws IOException {
    Path file = Files.write(folder.resolve("data.csv"), new byte[] {0x1F, (byte) 0x8B, 8, 0, 1});
    assertThatThrownBy(() -> TableFiles.read(file)).hasMessageContaining("unpack it first");
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
    var kinds = new ColumnKinds(Map.of("a", Kind.TEXTS, "b", Kind.UNUSED), Kind.FOUND);
    Table table = TableFiles.read(file, kinds);
    assertThat(texts(table, "a")).containsExactly("1", "2", "3");
    assertThat(table.columns()).hasSize(1);
    assertThatThrownBy(
            () -> TableFiles.read(file, new ColumnKinds(Map.of("b", Kind.NUMBERS), Kind.UNUSED)))
        .hasMessageEndingWith(
            "line 3, column 'b': 'x' is not a number; correct it or leave it empty");
    assertThatThrownBy(
            () -> TableFiles.read(file, new ColumnKinds(Map.of("bb", Kind.TEXTS), Kind.FOUND)))
        .hasMessageEndingWith("data.csv has no column 'bb': did you mean 'b'?");
  }

  /// Content of a file (with \n, \r and \0 written out), and a part of the message.
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "a,b\\n1,2\\n3,4\\n5,abc\\n # line 4, column 'b': 'abc' is not a number",
        "a,b\\n1,2\\n3\\n # line 3: 1 fields where the header has 2",
        "a,b\\n1,2\\n3,4,5\\n # line 3: 3 fields where the header has 2",
        "a,,c\\nx,y,z\\n # line 1: column 2 has no name",
        "a,b,a\\nx,y,z\\n # two columns 'a'",
        "a,b\\n # has no rows",
        "a,b\\n1700000001,2\\n1700000059,3\\n # from 1700000001 to 1700000059 are too near",
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
  void read_notUtf8_saysSo() throws IOException {
    Path latin = Files.write(folder.resolve("l.csv"), "a,b\nä,1\n".getBytes(ISO_8859_1));
    assertThatThrownBy(() -> TableFiles.read(latin)).hasMessageContaining("not a text in UTF-8");
    Path wide = Files.write(folder.resolve("w.csv"), "a,b\n1,2\n".getBytes(UTF_16));
    assertThatThrownBy(() -> TableFiles.read(wide)).hasMessageContaining("not a text in UTF-8");
  }

  @Test
  void read_notAFile_saysSo() throws IOException {
    assertThatThrownBy(() -> TableFiles.read(folder.resolve("none.csv")))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("no such file: ");
    assertThatThrownBy(() -> TableFiles.read(folder)).hasMessageStartingWith("not a file");
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
  void read_hostileTexts_keptAsTheyAre() throws IOException {
    String hostile = "<script>alert(1)</script>\u2028\u202E\u001B[31m";
    assertThat(texts(read("a,b\n" + hostile + ",1\n"), "a")).containsExactly(hostile);
  }
}
