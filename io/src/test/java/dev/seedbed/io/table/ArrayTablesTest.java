package dev.seedbed.io.table;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_32BE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.seedbed.data.InputException;
import dev.seedbed.io.table.ColumnKinds.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tables of arrays: of NumPy, and IDX.
class ArrayTablesTest {
  private static final String IMAGES = "00000803 00000002 00000001 00000003 000102 FDFEFF";
  private static final String LABELS = "00000801 00000002 07 03";

  @TempDir private Path folder = Path.of("");
  private Path images = folder;
  private Path labels = folder;

  @BeforeEach
  void writeImages() throws IOException {
    images = write("train-images-idx3-ubyte", IMAGES);
    labels = write("train-labels-idx1-ubyte", LABELS);
  }

  private Path write(String name, String hex) throws IOException {
    return Files.write(folder.resolve(name), HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  private static Path packed(Path file) throws IOException {
    Path packed = file.resolveSibling(file.getFileName() + ".gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      Files.copy(file, out);
    }
    return packed;
  }

  private static final String PIXELS =
      "x1 NUMBER: 0 4 8; x2 NUMBER: 1 5 9; x3 NUMBER: 2 6 10; x4 NUMBER: 3 7 11";

  @ParameterizedTest
  @CsvSource({
    "plain.npz, y NUMBER: 0 1 1",
    "keras.npz, y NUMBER: 0 1 1",
    "texts.npz, y TEXT: cat dög cat",
    "bytes.npz, y TEXT: 1 2 ~",
    "fortran.npz, ''"
  })
  void read_archiveOfNumpy(String file, String target) {
    assertThat(TableText.of(TableFiles.read(TableText.recorded(file))).replace("\n", "; "))
        .isEqualTo(target.isEmpty() ? PIXELS : PIXELS + "; " + target);
  }

  @Test
  void read_arrayOfNumpy() throws IOException {
    Path matrix = TableText.recorded("matrix.npy");
    String expected = "x1 NUMBER: 1 2\nx2 NUMBER: ~ 2.5";
    assertThat(TableText.of(TableFiles.read(matrix))).isEqualTo(expected);
    Path copy = Files.copy(matrix, folder.resolve("matrix.npy"));
    assertThat(TableText.of(TableFiles.read(packed(copy)))).isEqualTo(expected);
    assertThat(TableFiles.read(packed(copy)).name()).isEqualTo("matrix");
    assertThat(TableText.of(TableFiles.read(TableText.recorded("column.npy"))))
        .isEqualTo("x1 NUMBER: 1 2 3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "rows-differ.npz # : 3 rows of inputs, but 2 of 'y'",
        "two-axes.npz # : 'y' must be one value a row, not 3x3",
        "no-inputs.npz #  has no array of inputs: it must be named X, x, data, X_train or x_train, and the target's y, target or y_train; there are 'weights', 'y'",
        "objects.npz # , X: must hold real numbers, whole numbers or booleans: |O",
        "scalar.npy #  holds a single number, not rows"
      })
  void read_wrongArraysOfNumpy_oneLine(String name, String message) {
    Path file = TableText.recorded(name);
    assertThatThrownBy(() -> TableFiles.read(file))
        .isInstanceOf(InputException.class)
        .hasMessage(
            file
                + message.replaceFirst(
                    "^", message.startsWith("has") || message.startsWith("holds") ? " " : ""));
  }

  @Test
  void read_knownKinds_obeyed() {
    var kinds = new ColumnKinds(Map.of("x2", Kind.NUMBERS, "y", Kind.TEXTS), Kind.UNUSED);
    assertThat(TableText.of(TableFiles.read(TableText.recorded("plain.npz"), TableSpec.of(kinds))))
        .isEqualTo("x2 NUMBER: 1 5 9\ny TEXT: 0 1 1");
    assertThatThrownBy(() ->
            TableFiles.read(
                TableText.recorded("fortran.npz"),
                TableSpec.of(new ColumnKinds(Map.of("y", Kind.TEXTS), Kind.UNUSED))))
        .hasMessageContaining("fortran.npz has no column 'y'");
  }

  @Test
  void read_imagesAndLabels() throws IOException {
    String expected =
        """
        pixel1 NUMBER: 0 253
        pixel2 NUMBER: 1 254
        pixel3 NUMBER: 2 255
        label NUMBER: 7 3\
        """;
    assertThat(TableText.of(TableFiles.read(images))).isEqualTo(expected);
    assertThat(TableFiles.read(packed(images)).sha256())
        .isEqualTo(TableFiles.read(images).sha256());
    packed(labels);
    Files.delete(labels);
    assertThat(TableText.of(TableFiles.read(images))).isEqualTo(expected);
    Files.delete(folder.resolve("train-labels-idx1-ubyte.gz"));
    assertThat(TableText.of(TableFiles.read(images))).doesNotContain("label");
    Path other = write("other", LABELS);
    assertThat(
            TableText.of(TableFiles.read(images, TableSpec.FOUND.withLabels(Optional.of(other)))))
        .isEqualTo(expected);
  }

  /// As `cat a.gz b.gz` makes it.
  @Test
  void read_imagesPackedInTwoMembers_isOneFile() throws IOException {
    Path begin = packed(write("begin", IMAGES.substring(0, 40)));
    Path end = packed(write("end", IMAGES.substring(40)));
    Path both = folder.resolve("both.idx.gz");
    try (OutputStream out = Files.newOutputStream(both)) {
      Files.copy(begin, out);
      Files.copy(end, out);
    }
    assertThat(TableText.of(TableFiles.read(both)))
        .isEqualTo("pixel1 NUMBER: 0 253\npixel2 NUMBER: 1 254\npixel3 NUMBER: 2 255");
  }

  /// The checksum and the length behind the packed numbers, and what is cut off.
  @Test
  void read_damagedGzip_oneLine() throws IOException {
    byte[] packed = Files.readAllBytes(packed(images));
    for (int at = packed.length - 8; at < packed.length; at++) {
      byte[] damaged = packed.clone();
      damaged[at] ^= 1;
      refusesGzip(damaged);
      refusesGzip(Arrays.copyOf(packed, at));
    }
  }

  private void refusesGzip(byte[] content) throws IOException {
    Path file = Files.write(folder.resolve("damaged.idx.gz"), content);
    assertThatThrownBy(() -> TableFiles.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + " cannot be read: ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void read_imagesOfTheOtherUsualName() throws IOException {
    Path file = write("t10k-images.idx3-ubyte", IMAGES);
    write("t10k-labels.idx1-ubyte", LABELS);
    assertThat(TableText.of(TableFiles.read(file))).contains("label NUMBER: 7 3");
    assertThat(TableFiles.read(file).name()).isEqualTo("t10k-images");
  }

  @ParameterizedTest
  @CsvSource({
    "09, FF 02, -1 2",
    "0B, FFFF 0100, -1 256",
    "0C, FFFFFFFE 00000100, -2 256",
    "0D, 3FC00000 7FC00000, 1.5 ~",
    "0E, 3FF8000000000000 C000000000000000, 1.5 -2"
  })
  void read_allTypes(String type, String numbers, String expected) throws IOException {
    Path file = write("data.idx", "0000" + type + "02 00000002 00000001" + numbers);
    assertThat(TableText.of(TableFiles.read(file))).isEqualTo("pixel1 NUMBER: " + expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "00000803 00000002 00000001 00000003 000102 FDFE # data.idx3: cut off",
        "00000803 00000002 00000001 00000003 000102 FDFEFF00 # data.idx3: more numbers than its shape says",
        "00000803 00000002 00000001 # data.idx3: cut off",
        "00000803 00000000 00000001 00000003 # data.idx3 has no rows",
        "00000803 00000002 00000000 00000003 # data.idx3 holds rows of 0 numbers: must be from 1 to 1000000",
        "00000803 00000002 FFFFFFFF FFFFFFFF # data.idx3: more elements than a file can have",
        "00000803 00000001 0000FFFF 0000FFFF # data.idx3 holds rows of 4294836225 numbers: must be from 1 to 1000000",
        "00000803 FFFFFFFF 00000001 00000001 00 # data.idx3: cut off",
        "00000801 00000002 07 03 # data.idx3 holds one number a row, as labels do: give the file of the images as data",
        "000008FF 00000002 # data.idx3: cut off",
        "00000A03 00000002 00000001 00000003 # data.idx3: an IDX file begins with 00 00 and one of 08 09 0B 0C 0D 0E, not 00 00 0A"
      })
  void read_wrongImages_oneLine(String hex, String message) throws IOException {
    Path file = write("data.idx3", hex);
    assertThatThrownBy(() -> TableFiles.read(file))
        .isInstanceOf(InputException.class)
        .hasMessage(folder + "/" + message);
  }

  @Test
  void read_wrongLabels_oneLine() throws IOException {
    TableSpec swapped = TableSpec.FOUND.withLabels(Optional.of(images));
    assertThatThrownBy(() -> TableFiles.read(images, swapped))
        .hasMessage(images + " holds no labels, which are one number a row, but an array of 2x1x3");
    assertThatThrownBy(() -> TableFiles.read(labels, swapped))
        .hasMessageContaining("holds one number a row, as labels do");
    write(labels.getFileName().toString(), "00000801 00000003 07 03 01");
    assertThatThrownBy(() -> TableFiles.read(images))
        .hasMessage(images + ": 2 rows of inputs, but 3 of 'label'");
    TableSpec none = TableSpec.FOUND.withLabels(Optional.of(folder.resolve("none")));
    assertThatThrownBy(() -> TableFiles.read(images, none)).hasMessageStartingWith("no such file");
    Path csv = Files.writeString(folder.resolve("a.csv"), "a,b\n1,2\n");
    assertThatThrownBy(() -> TableFiles.read(csv, swapped))
        .hasMessage(
            csv + " is no file of images in the format IDX: its labels must be one of its columns");
  }

  @Test
  void read_headersOfNumpyThatClaimTooMuch_oneLine() throws IOException {
    for (String shape :
        Set.of("1, 99999999", "99999999999999999999, 2", "4611686018427387904, 4", "9, 9")) {
      refuses("<f4", shape);
    }
  }

  /// Rows that take no bytes would never end.
  @Test
  void read_textsOfNoCharacters_oneLine() throws IOException {
    refuses("<U0", "9000000000000000, 1");
    refuses("|S0", "9000000000000000, 1");
  }

  @Test
  void read_textsOf16383Characters_longerRefused() throws IOException {
    for (int length : new int[] {16_382, 16_383}) {
      String text = "a".repeat(length);
      Path file = array("|S" + length, "1, 1", text.getBytes(ISO_8859_1));
      assertThat(TableText.of(TableFiles.read(file))).isEqualTo("x1 TEXT: " + text);
      file = array(">U" + length, "1, 1", text.getBytes(UTF_32BE));
      assertThat(TableText.of(TableFiles.read(file))).isEqualTo("x1 TEXT: " + text);
    }
    for (String type : List.of("|S16384", ">U16384")) {
      Path file = array(type, "1, 1", new byte[1 << 16]);
      assertThatThrownBy(() -> TableFiles.read(file))
          .isInstanceOf(InputException.class)
          .hasMessage(file + ": its texts must have 1 to 16383 characters: 16384");
    }
  }

  private Path array(String type, String shape, byte... elements) throws IOException {
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }\n".formatted(type, shape);
    ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + elements.length);
    bytes.put("\u0093NUMPY\1\0".getBytes(ISO_8859_1)).put((byte) header.length()).put((byte) 0);
    return Files.write(
        folder.resolve("a.npy"), bytes.put(header.getBytes(ISO_8859_1)).put(elements).array());
  }

  private void refuses(String type, String shape) throws IOException {
    Path file = array(type, shape);
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> assertThatThrownBy(() -> TableFiles.read(file)).isInstanceOf(InputException.class));
  }
}
