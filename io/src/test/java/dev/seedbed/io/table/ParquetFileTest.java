package dev.seedbed.io.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hardwood.metadata.CompressionCodec;
import dev.seedbed.data.CellNotation;
import dev.seedbed.data.Column;
import dev.seedbed.data.ColumnUse;
import dev.seedbed.data.InputException;
import dev.seedbed.data.Table;
import dev.seedbed.io.FileMutator;
import dev.seedbed.io.FileMutator.Envelope;
import dev.seedbed.io.table.ColumnKinds.Kind;
import io.airlift.compress.Compressor;
import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.snappy.SnappyCompressor;
import io.airlift.compress.zstd.ZstdCompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParquetFileTest {
  /// The mark of a frame, the lowest byte first.
  private static final int ZSTANDARD = 0xFD2FB528;

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
  @ValueSource(
      strings = {"none", "snappy", "gzip", "zstd", "lz4", "lz4-hadoop", "pages-v2", "encodings"})
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

  @Test
  void read_packedOtherwise_saysHowToConvert() {
    assertThatThrownBy(() -> read("brotli.parquet"))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith(
            "brotli.parquet is compressed with BROTLI, which is not read: in Python, pandas.read_parquet(…).to_parquet(…, compression='snappy')");
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

  private static byte[] page(CompressionCodec codec, byte[] packed, int size) throws IOException {
    return new PageDecompressors().getDecompressor(codec).decompress(ByteBuffer.wrap(packed), size);
  }

  private static byte[] packed(Compressor compressor, byte[] page) {
    var packed = new byte[compressor.maxCompressedLength(page.length)];
    return Arrays.copyOf(
        packed, compressor.compress(page, 0, page.length, packed, 0, packed.length));
  }

  private static byte[] packed(CompressionCodec codec, byte[] page) {
    return switch (codec) {
      case SNAPPY -> packed(new SnappyCompressor(), page);
      case ZSTD -> packed(new ZstdCompressor(), page);
      case LZ4_RAW -> packed(new Lz4Compressor(), page);
      case LZ4 -> hadoopBlocks(page, page.length / 2, page.length / 4);
      default -> throw new IllegalArgumentException(codec.name());
    };
  }

  /// As Hadoop's BlockCompressorStream writes it.
  ///
  /// @param block the size of a block before it is packed
  /// @param part that of its parts
  private static byte[] hadoopBlocks(byte[] page, int block, int part) {
    ByteBuffer out = ByteBuffer.allocate(2 * page.length + 100);
    for (int from = 0; from < page.length; from += block) {
      int end = Math.min(from + block, page.length);
      out.putInt(end - from);
      for (int at = from; at < end; at += part) {
        byte[] bytes = Arrays.copyOfRange(page, at, Math.min(at + part, end));
        byte[] packed = packed(new Lz4Compressor(), bytes);
        out.putInt(packed.length).put(packed);
      }
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  /// Numbers that repeat, and some that do not.
  private static byte[] somePage(int size) {
    var random = new SplittableRandom(1);
    var page = new byte[size];
    for (int i = 0; i < size; i++) {
      page[i] = (byte) (i % 8 < 2 ? random.nextInt() : i / 50);
    }
    return page;
  }

  @ParameterizedTest
  @EnumSource(names = {"SNAPPY", "ZSTD", "LZ4_RAW", "LZ4"})
  void decompress_pagesOfAllSizes_asTheyWere(CompressionCodec codec) throws IOException {
    for (int size : new int[] {4, 7, 100, 1000, 300_000}) {
      byte[] page = somePage(size);
      assertThat(page(codec, packed(codec, page), size)).as("%d", size).isEqualTo(page);
    }
  }

  /// The decompressors use memory without the checks of the JVM: if they missed one, it would
  /// crash.
  @ParameterizedTest
  @EnumSource(names = {"SNAPPY", "ZSTD", "LZ4_RAW", "LZ4"})
  void decompress_damaged_refusedOrOfThatSize(CompressionCodec codec) throws IOException {
    int refused = 0;
    for (int seed = 0; seed < 2000; seed++) {
      int size = 50 + seed;
      byte[] mutant = new FileMutator(seed).mutant(packed(codec, somePage(size)), Envelope.NONE);
      try {
        assertThat(page(codec, mutant, size)).hasSize(size);
      } catch (IOException | RuntimeException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(500, 1999);
  }

  @ParameterizedTest
  @EnumSource(names = {"SNAPPY", "ZSTD", "LZ4_RAW", "LZ4"})
  void decompress_otherSizeThanAnnounced_refused(CompressionCodec codec) {
    byte[] packed = packed(codec, somePage(100));
    for (int size : new int[] {99, 101}) {
      assertThatThrownBy(() -> page(codec, packed, size))
          .isInstanceOfAny(IOException.class, RuntimeException.class);
    }
  }

  /// Sizes at which an addition would overflow, and memory would be read that is not the page's.
  @ParameterizedTest
  @CsvSource({"0, -1", "0, 2147483647", "0, 17", "4, -1", "4, 0", "4, 2147483647", "4, 2147483640"})
  void decompress_partsOfHadoopThatCannotBe_refused(int at, int value) {
    byte[] packed = hadoopBlocks(somePage(16), 16, 16);
    ByteBuffer.wrap(packed).putInt(at, value);
    assertThatThrownBy(() -> page(CompressionCodec.LZ4, packed, 16))
        .isInstanceOf(IOException.class)
        .hasMessage("a page is malformed");
  }

  /// More than can be made of a byte, and of the one that gzip's header counts for.
  @ParameterizedTest
  @CsvSource({"SNAPPY, 1032", "GZIP, 1032", "LZ4, 1032", "LZ4_RAW, 1032", "ZSTD, 32768"})
  void decompress_moreThanItsBytesCanBecome_refused(CompressionCodec codec, int ratio) {
    for (int size : new int[] {-1, ratio * 4 + 1, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> page(codec, new byte[3], size))
          .as("%d", size)
          .isInstanceOf(IOException.class)
          .hasMessage("a page cannot be that large");
    }
    for (int size : new int[] {ratio * 4 - 1, ratio * 4}) {
      assertThatThrownBy(() -> page(codec, new byte[3], size))
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
    assertThat(page(CompressionCodec.GZIP, packed.toByteArray(), 1 << 22))
        .hasSizeGreaterThanOrEqualTo(1 << 22)
        .containsOnly(0);
  }

  /// A frame of blocks, each of which repeats a byte: three bytes say how often, and which is last.
  @Test
  void decompress_zerosAsSmallAsZstandardCanMakeThem_unpacked() throws IOException {
    int blocks = 32;
    ByteBuffer packed = ByteBuffer.allocate(9 + 4 * blocks).order(ByteOrder.LITTLE_ENDIAN);
    packed.putInt(ZSTANDARD).put((byte) 0b1010_0000).putInt(blocks << 17);
    for (int i = 1; i <= blocks; i++) {
      packed.putInt(1 << 17 << 3 | 1 << 1 | i / blocks);
    }
    assertThat(page(CompressionCodec.ZSTD, packed.array(), blocks << 17))
        .hasSize(blocks << 17)
        .containsOnly(0);
  }

  /// As the highest levels of compression make them: 8 MB, a little more, 32 MB, the most.
  @ParameterizedTest
  @ValueSource(ints = {13 << 3, 13 << 3 | 1, 15 << 3, 255})
  void decompress_anyWindow_unpacked(int window) throws IOException {
    byte[] page = somePage(1000);
    byte[] single = packed(new ZstdCompressor(), page);
    assertThat(single[4] >>> 5).as("in a single segment, its size in two bytes").isEqualTo(0b011);
    byte[] frame =
        ByteBuffer.allocate(single.length - 1)
            .put(single, 0, 4)
            .put((byte) (single[4] & 0b100))
            .put((byte) window)
            .put(single, 7, single.length - 7)
            .array();
    assertThat(page(CompressionCodec.ZSTD, frame, page.length)).isEqualTo(page);
  }
}
