package dev.seedbed.io.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hardwood.internal.compression.Decompressor;
import dev.hardwood.metadata.CompressionCodec;
import dev.seedbed.data.CellNotation;
import dev.seedbed.data.Column;
import dev.seedbed.data.ColumnUse;
import dev.seedbed.data.InputException;
import dev.seedbed.data.Table;
import dev.seedbed.io.table.ColumnKinds.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetFileTest {
  @TempDir private Path folder = Path.of("");

  private static Table read(String name) {
    return TableFiles.read(TableText.recorded(name));
  }

  private static Table read(String name, String column, Kind kind) {
    return TableFiles.read(
        TableText.recorded(name), TableSpec.of(new ColumnKinds(Map.of(column, kind), Kind.UNUSED)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int8 NUMBER: -1 ~ 3",
        "int64 NUMBER: 1 2 ~",
        "uint32 NUMBER: 4294967296 ~ 1",
        "half NUMBER: 0.5 -2 1",
        "float NUMBER: 0.1 ~ ~",
        "double NUMBER: 0.1 -0.001 ~",
        "decimal32 NUMBER: 1.5 ~ -2.25",
        "decimal128 NUMBER: 1.5 ~ -2.5",
        "boolean TEXT: True ~ False",
        "date DATE: 1 ~ 19782",
        "millis DATE: 1.5 ~ -1",
        "micros DATE: 1.5 ~ -1",
        "nanos DATE: 1.5 ~ -1",
        "time TEXT: 01:02:03 ~ 23:59:59",
        "text TEXT: a ~ é",
        "category TEXT: low ~ low",
        "numbersAsText NUMBER: 1.5 ~ 2",
        "datesAsText DATE: 19782 ~ 1"
      })
  void read_columnsOfAllTypes(String column) {
    Table table = read("types.parquet");
    assertThat(TableText.of(table.column(column.substring(0, column.indexOf(' ')))))
        .isEqualTo(column);
    assertThat(table.columns()).hasSize(18);
    assertThat(table.name()).isEqualTo("types");
  }

  @Test
  void read_columnsThatAreNoTable_leftOut() {
    assertThat(read("types.parquet").leftOut())
        .extracting(use -> use.name() + ": " + use.leftOut().orElseThrow().words())
        .containsExactlyInAnyOrder(
            "empty: no row has a value",
            "list: it holds lists, records or bytes",
            "record: it holds lists, records or bytes",
            "bytes: it holds lists, records or bytes");
  }

  @Test
  void read_timestampOf12Bytes_asOldSparkWrites() {
    assertThat(TableText.of(read("int96.parquet"))).isEqualTo("time DATE: 1.5 ~");
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "snappy", "gzip", "pages-v2", "encodings"})
  void read_pagesPackedAndEncodedInAllWays_sameRows(String name) {
    Table table = read(name + ".parquet");
    assertThat(table.rows()).isEqualTo(1000);
    for (int row = 0; row < 1000; row++) {
      Float i = row % 7 == 0 ? Float.NaN : Float.valueOf(row);
      assertThat(((Column.Numbers) table.column("i")).values()[row]).isEqualTo(i);
      assertThat(((Column.Numbers) table.column("x")).values()[row]).isEqualTo(row / 8f);
      assertThat(((Column.Texts) table.column("word")).values()[row]).isEqualTo("word" + row % 5);
    }
  }

  @ParameterizedTest
  @CsvSource({"zstd, ZSTD", "lz4, LZ4_RAW", "brotli, BROTLI"})
  void read_packedOtherwise_saysHowToConvert(String name, String codec) {
    assertThatThrownBy(() -> read(name + ".parquet"))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith(
            name
                + ".parquet is compressed with "
                + codec
                + ", which is not read: in Python, pandas.read_parquet(…).to_parquet(…, compression='snappy')");
  }

  @Test
  void read_frameOfPandas_indexWithoutNameIsLeftOut() {
    Table table = read("pandas.parquet");
    assertThat(TableText.of(table)).isEqualTo("x NUMBER: 1.5 ~\nkind TEXT: a b");
    assertThat(table.leftOut())
        .extracting(use -> use.leftOut().orElseThrow().getClass().getSimpleName())
        .containsExactly("Unnamed", "TooNear");
  }

  @Test
  void read_folder_isOneTable() {
    Table table = read("parts");
    assertThat(table.name()).isEqualTo("parts");
    assertThat(TableText.of(table))
        .isEqualTo(
            """
            i NUMBER: ~ 1 2 3 4 5
            x NUMBER: 0 0.125 0.25 0.375 0.5 0.625
            word TEXT: word0 word1 word2 word3 word4 word0\
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "pandas, id, TEXTS, id TEXT: 9007199254740993 9007199254740995",
    "types, int64, TEXTS, int64 TEXT: 1 2 ~",
    "types, double, TEXTS, double TEXT: 0.1 -0.001 ~",
    "types, date, TEXTS, date TEXT: 1970-01-02 ~ 2024-02-29",
    "types, millis, TEXTS, millis TEXT: 1970-01-02T12:00 ~ 1969-12-31",
    "types, numbersAsText, TEXTS, numbersAsText TEXT: 1.5 ~ 2",
    "types, numbersAsText, NUMBERS, numbersAsText NUMBER: 1.5 ~ 2",
    "types, datesAsText, DATES, datesAsText DATE: 19782 ~ 1"
  })
  void read_knownKinds_obeyed(String file, String column, Kind kind, String expected) {
    assertThat(TableText.of(read(file + ".parquet", column, kind))).isEqualTo(expected);
  }

  @Test
  void read_notationOfUser_obeyed() {
    var marks =
        TableSpec.FOUND.withNotation(
            new CellNotation(Map.of(), Set.of(), Set.of(), Set.of("3", "a")));
    Table table = TableFiles.read(TableText.recorded("types.parquet"), marks);
    assertThat(TableText.of(table.column("int8"))).isEqualTo("int8 NUMBER: -1 ~ ~");
    assertThat(TableText.of(table.column("text"))).isEqualTo("text TEXT: ~ ~ é");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "types | intt8 | FOUND | types.parquet has no column 'intt8': did you mean 'int8'?",
        "types | text | NUMBERS | row 1, column 'text': 'a' is not a number; correct it or leave it empty",
        "types | int8 | DATES | row 1, column 'int8': '-1' is not a date; correct it or leave it empty",
        "types | date | NUMBERS | row 1, column 'date': '1970-01-02' is not a number; correct it or leave it empty",
        "types | list | FOUND | types.parquet, column 'list': it holds lists, records or bytes",
        "near | second | FOUND | near.parquet has no column with a name and a value"
      })
  void read_wrongColumns_refused(String file, String column, Kind kind, String message) {
    assertThatThrownBy(() -> read(file + ".parquet", column, kind))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith(message);
  }

  @Test
  void read_numbersTooNear_leftOutUnlessNeeded() {
    assertThat(read("near.parquet").leftOut())
        .extracting(ColumnUse::name)
        .containsExactly("second");
    assertThatThrownBy(() ->
            TableFiles.read(
                TableText.recorded("near.parquet"), TableSpec.FOUND.withNeeded(Set.of("second"))))
        .hasMessageContaining("column 'second': numbers from 1700000001 to 1700000059");
  }

  @Test
  void read_partsOfOtherColumns_refused() throws IOException {
    Files.copy(TableText.recorded("none.parquet"), folder.resolve("a.parquet"));
    Files.copy(TableText.recorded("near.parquet"), folder.resolve("b.parquet"));
    assertThatThrownBy(() -> TableFiles.read(folder))
        .hasMessageContaining("b.parquet has other columns than");
    Files.writeString(folder.resolve("c.csv"), "a,b\n1,2\n");
    assertThatThrownBy(() -> TableFiles.read(folder))
        .hasMessageContaining("c.csv is a file of CSV, but");
  }

  /// More than gzip can make of a byte, and of the one that its header counts for.
  @ParameterizedTest
  @EnumSource(names = {"SNAPPY", "GZIP"})
  void decompress_moreThanItsBytesCanBecome_refused(CompressionCodec codec) {
    Decompressor decompressor = new PageDecompressors().getDecompressor(codec);
    for (int size : new int[] {-1, 1032 * 4 + 1, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> decompressor.decompress(ByteBuffer.allocate(3), size))
          .as("%d", size)
          .isInstanceOf(IOException.class)
          .hasMessage("a page cannot be that large");
    }
    for (int size : new int[] {1032 * 4 - 1, 1032 * 4}) {
      assertThatThrownBy(() -> decompressor.decompress(ByteBuffer.allocate(3), size))
          .as("%d", size)
          .hasMessageNotContaining("cannot be that large");
    }
  }

  @Test
  void decompress_zerosAsSmallAsGzipMakesThem_unpacked() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(new byte[1 << 22]);
    }
    assertThat(
            new PageDecompressors()
                .getDecompressor(CompressionCodec.GZIP)
                .decompress(ByteBuffer.wrap(packed.toByteArray()), 1 << 22))
        .hasSizeGreaterThanOrEqualTo(1 << 22)
        .containsOnly(0);
  }
}
