package dev.seedbed.io.weights;

import static dev.seedbed.io.weights.SafetensorsBytes.file;
import static dev.seedbed.io.weights.SafetensorsBytes.pattern;
import static dev.seedbed.io.weights.Sources.COUNTING;
import static dev.seedbed.io.weights.Sources.PLUS_ONE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.seedbed.data.InputException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {
  /// Every type that can be written, others in between, a scalar, an empty tensor, and an order in
  /// the header that is not that of the numbers.
  private static final String HEADER =
      "{'__metadata__':{'format':'pt','x':'ü'},"
          + "'bf16':{'dtype':'BF16','shape':[2,2],'data_offsets':[62,70]},"
          + "'f32':{'dtype':'F32','shape':[3],'data_offsets':[0,12]},"
          + "'i64':{'dtype':'I64','shape':[2],'data_offsets':[12,28]},"
          + "'f64':{'dtype':'F64','shape':[3,1],'data_offsets':[28,52]},"
          + "'empty':{'dtype':'F32','shape':[0,7],'data_offsets':[52,52]},"
          + "'f16':{'dtype':'F16','shape':[5],'data_offsets':[52,62]},"
          + "'f8':{'dtype':'F8_E5M2','shape':[3],'data_offsets':[70,73]},"
          + "'scalar':{'dtype':'F32','shape':[],'data_offsets':[73,77]}}   ";

  @TempDir private Path folder = Path.of("");

  private Path write(byte[] content) throws IOException {
    return Files.write(folder.resolve("model.safetensors"), content);
  }

  private Path out() {
    return folder.resolve("out.safetensors");
  }

  private long files() throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.count();
    }
  }

  @Test
  void read_tensorsInTheOrderOfTheirNumbers() throws IOException {
    WeightFile file = WeightFile.read(write(file(HEADER, pattern(77))));
    assertThat(file.tensors())
        .extracting(
            StoredTensor::name,
            StoredTensor::dataType,
            StoredTensor::elements,
            StoredTensor::floatType)
        .containsExactly(
            tuple("f32", "F32", 3L, Optional.of(FloatType.F32)),
            tuple("i64", "I64", 2L, Optional.empty()),
            tuple("f64", "F64", 3L, Optional.of(FloatType.F64)),
            tuple("empty", "F32", 0L, Optional.of(FloatType.F32)),
            tuple("f16", "F16", 5L, Optional.of(FloatType.F16)),
            tuple("bf16", "BF16", 4L, Optional.of(FloatType.BF16)),
            tuple("f8", "F8_E5M2", 3L, Optional.empty()),
            tuple("scalar", "F32", 1L, Optional.of(FloatType.F32)));
    assertThat(file.tensors().get(5).shape()).containsExactly(2, 2);
    assertThat(file.metadata()).isEqualTo(Map.of("format", "pt", "x", "ü"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void rewrite_allTypes_onlyTheirNumbersChange(int threads) throws IOException {
    byte[] before = file(HEADER, pattern(77));
    Map<String, ElementSource> values = new HashMap<>();
    for (String name : new String[] {"f32", "f64", "f16", "bf16", "empty", "scalar"}) {
      values.put(name, COUNTING);
    }
    WeightFile.read(write(before)).rewrite(out(), values, threads);

    ByteBuffer expected = ByteBuffer.wrap(before.clone()).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer data = expected.slice(before.length - 77, 77).order(ByteOrder.LITTLE_ENDIAN);
    data.putFloat(0, 0).putFloat(4, 1).putFloat(8, 2);
    data.putDouble(28, 0).putDouble(36, 1).putDouble(44, 2);
    short[] halves = {0, 0x3C00, 0x4000, 0x4200, 0x4400};
    for (int i = 0; i < 5; i++) {
      data.putShort(52 + 2 * i, halves[i]);
    }
    short[] brains = {0, 0x3F80, 0x4000, 0x4040};
    for (int i = 0; i < 4; i++) {
      data.putShort(62 + 2 * i, brains[i]);
    }
    data.putFloat(73, 0);
    assertThat(Files.readAllBytes(out())).containsExactly(expected.array());
    assertThat(files()).isEqualTo(2);
  }

  @Test
  void rewrite_nothing_sameBytes() throws IOException {
    byte[] before = file(HEADER, pattern(77));
    WeightFile.read(write(before)).rewrite(out(), Map.of(), 2);
    assertThat(Files.readAllBytes(out())).containsExactly(before);
  }

  @Test
  void rewrite_sourceThatReadsTheCurrentElements_getsThem() throws IOException {
    byte[] before = file(HEADER, new byte[77]);
    Path path = write(before);
    var all = new HashMap<String, ElementSource>();
    for (String name : new String[] {"f32", "f64", "f16", "bf16"}) {
      all.put(name, COUNTING);
    }
    WeightFile.read(path).rewrite(out(), all, 1);
    all.replaceAll((name, source) -> PLUS_ONE);
    WeightFile.read(out()).rewrite(out(), all, 2);
    all.replaceAll((name, source) -> Sources.countingFrom(1));
    WeightFile.read(path).rewrite(path, all, 1);
    assertThat(Files.readAllBytes(out())).containsExactly(Files.readAllBytes(path));
    assertThat(Files.readAllBytes(out())).isNotEqualTo(before);
  }

  /// Tensors of several chunks, the last of them not full.
  @Test
  void rewrite_manyChunks_sameBytesWithAnyNumberOfThreads() throws IOException {
    int a = 3 * ElementChunks.CHUNK + 5;
    int b = ElementChunks.CHUNK;
    byte[] before =
        file(
            "{'a':{'dtype':'F32','shape':[%d],'data_offsets':[0,%d]},".formatted(a, 4 * a)
                + "'k':{'dtype':'U8','shape':[7],'data_offsets':[%d,%d]},"
                    .formatted(4 * a, 4 * a + 7)
                + "'b':{'dtype':'BF16','shape':[%d],'data_offsets':[%d,%d]}}"
                    .formatted(b, 4 * a + 7, 4 * a + 7 + 2 * b),
            pattern(4 * a + 7 + 2 * b));
    WeightFile file = WeightFile.read(write(before));
    file.rewrite(out(), Map.of("a", COUNTING, "b", PLUS_ONE), 1);
    byte[] one = Files.readAllBytes(out());
    ByteBuffer data = ByteBuffer.wrap(one).order(ByteOrder.LITTLE_ENDIAN);
    int begin = one.length - (4 * a + 7 + 2 * b);
    for (int i = 0; i < a; i++) {
      assertThat(data.getFloat(begin + 4 * i)).isEqualTo(i);
    }
    assertThat(Arrays.copyOfRange(one, begin + 4 * a, begin + 4 * a + 7))
        .containsExactly(Arrays.copyOfRange(before, begin + 4 * a, begin + 4 * a + 7));
    for (int threads : new int[] {2, 5}) {
      file.rewrite(out(), Map.of("a", COUNTING, "b", PLUS_ONE), threads);
      assertThat(Arrays.equals(Files.readAllBytes(out()), one)).isTrue();
    }
  }

  @Test
  void rewrite_inPlace_replacesTheFile() throws IOException {
    Path path = write(file(HEADER, pattern(77)));
    WeightFile.read(path).rewrite(out(), Map.of("f32", PLUS_ONE), 2);
    WeightFile.read(path).rewrite(path, Map.of("f32", PLUS_ONE), 2);
    assertThat(Files.readAllBytes(path)).containsExactly(Files.readAllBytes(out()));
    assertThat(files()).isEqualTo(2);
  }

  @Test
  void rewrite_whatCannotBe_refusedAndNothingWritten() throws IOException {
    WeightFile file = WeightFile.read(write(file(HEADER, pattern(77))));
    assertThatThrownBy(() -> file.rewrite(out(), Map.of("i64", COUNTING), 1))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "tensor 'i64' has type I64; only F32, F64, F16 and BF16 can be given other values");
    assertThatThrownBy(() -> file.rewrite(out(), Map.of("f8", COUNTING), 1))
        .hasMessageContaining("tensor 'f8' has type F8_E5M2");
    assertThatThrownBy(() -> file.rewrite(out(), Map.of("f32", COUNTING, "none\n", COUNTING), 1))
        .isInstanceOf(InputException.class)
        .hasMessage("no tensor 'none?' in " + file.path());
    assertThatThrownBy(() -> file.rewrite(folder.resolve("out.onnx"), Map.of(), 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("must end in .safetensors");
    assertThat(files()).isEqualTo(1);
  }

  @Test
  void rewrite_fileChangedSince_refused() throws IOException {
    Path path = write(file(HEADER, pattern(77)));
    WeightFile file = WeightFile.read(path);
    Files.write(path, file(HEADER.replace("f8", "f9"), pattern(77)));
    Files.setLastModifiedTime(path, FileTime.fromMillis(1));
    assertThatThrownBy(() -> file.rewrite(out(), Map.of(), 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("changed while it was read: try again");
    assertThat(files()).isEqualTo(1);
  }

  /// Disk errors come from whichever thread meets them.
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void rewrite_failsInTheMiddle_leavesNothing(int threads) throws IOException {
    Path path = write(file(HEADER, pattern(77)));
    WeightFile file = WeightFile.read(path);
    ElementSource failing =
        (from, values, count) -> {
          throw new IllegalStateException("planted");
        };
    assertThatThrownBy(() -> file.rewrite(out(), Map.of("f32", failing), threads))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("planted");
    ElementSource cutting =
        (from, values, count) -> {
          try (var stream = new FileOutputStream(path.toFile())) {
            stream.write(1);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
          Arrays.fill(values, 0, count, 1);
        };
    assertThatThrownBy(
            () -> file.rewrite(out(), Map.of("f32", cutting, "f64", PLUS_ONE, "bf16", PLUS_ONE), 1))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("was cut off while it was read");
    assertThat(files()).isEqualTo(1);
  }

  @Test
  void read_notARegularFile_refused() throws IOException, InterruptedException {
    assertThatThrownBy(() -> WeightFile.read(folder)).hasMessageStartingWith("not a file");
    assertThatThrownBy(() -> WeightFile.read(folder.resolve("none.safetensors")))
        .hasMessageStartingWith("no such file");
    assertThatThrownBy(() -> WeightFile.read(Path.of("/dev/zero")))
        .hasMessageStartingWith("not a file");
    Path pipe = folder.resolve("pipe.safetensors");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> WeightFile.read(pipe)).hasMessageStartingWith("not a file");
    assertThatThrownBy(() -> WeightFile.read(write(new byte[0]))).hasMessageContaining("is empty");
    Path text = Files.writeString(folder.resolve("model.txt"), "x");
    assertThatThrownBy(() -> WeightFile.read(text))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("must end in .onnx, .safetensors, .pt, ");
    Path broken = write(file("{'a':3}"));
    assertThatThrownBy(() -> WeightFile.read(broken))
        .isInstanceOf(InputException.class)
        .hasMessage(broken + ": tensor 'a' must be an object: 3");
  }

  /// A file ten times as large as the heap; `-DlargeFile=5000000000` makes it larger, which takes
  /// as long as the disk needs to write it twice.
  @Test
  void rewrite_fileLargerThanMemory_done() throws IOException, InterruptedException {
    long half = Long.getLong("largeFile", 320_000_000) / 8 * 4;
    String header =
        "{'a':{'dtype':'F32','shape':[%d],'data_offsets':[0,%d]},".formatted(half / 4, half)
            + "'kept':{'dtype':'U8','shape':[%d],'data_offsets':[%d,%d]}}"
                .formatted(half, half, 2 * half);
    byte[] head = file(header);
    Path path = write(head);
    try (var sparse = new RandomAccessFile(path.toFile(), "rw")) {
      sparse.setLength(head.length + 2 * half);
      sparse.seek(sparse.length() - 1);
      sparse.write(42);
    }
    Process child = rewriteInAnotherJvm("exec \"$@\"", path).inheritIO().start();
    assertThat(child.waitFor()).isZero();
    try (var read = new RandomAccessFile(path.toFile(), "r")) {
      assertThat(read.length()).isEqualTo(head.length + 2 * half);
      read.seek(head.length + half - 4);
      assertThat(Float.intBitsToFloat(Integer.reverseBytes(read.readInt())))
          .isEqualTo((float) (half / 4 - 1));
      read.seek(read.length() - 1);
      assertThat(read.read()).isEqualTo(42);
    }
  }

  /// Starts [RewriteMain] in a shell, as `"$@"`.
  private static ProcessBuilder rewriteInAnotherJvm(String command, Path path) {
    return new ProcessBuilder(
        "sh",
        "-c",
        command,
        "sh",
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx32m",
        "-cp",
        System.getProperty("java.class.path"),
        RewriteMain.class.getName(),
        path.toString(),
        "a");
  }

  /// A limit on the size of files stands for a full disk.
  @Test
  void rewrite_noSpaceLeft_saysSoAndLeavesTheFile() throws IOException, InterruptedException {
    byte[] before =
        file(
            "{'a':{'dtype':'F32','shape':[1000000],'data_offsets':[0,4000000]}}", pattern(4000000));
    Path path = write(before);
    Process child =
        rewriteInAnotherJvm("ulimit -f 1000; exec \"$@\"", path).redirectErrorStream(true).start();
    String said = new String(child.getInputStream().readAllBytes(), UTF_8);
    assertThat(child.waitFor()).isNotZero();
    assertThat(said).contains("FileSystemException: " + path + ": File too large");
    assertThat(Files.readAllBytes(path)).containsExactly(before);
    assertThat(files()).isEqualTo(1);
  }

  @Test
  void rewrite_manyTinyTensors_done() throws IOException {
    assertRewritten(100_000, Duration.ofSeconds(6));
  }

  @Test
  @Tag("exhaustive")
  void rewrite_aMillionTinyTensors_done() throws IOException {
    assertRewritten(1_000_000, Duration.ofSeconds(60));
  }

  private void assertRewritten(int count, Duration limit) throws IOException {
    var header = new StringBuilder("{");
    for (int i = 0; i < count; i++) {
      header.append(i == 0 ? "'t" : ",'t").append(i).append("':{'dtype':'F32','shape':[1],");
      header.append("'data_offsets':[").append(4L * i).append(',').append(4L * i + 4).append("]}");
    }
    Path path = write(file(header.append('}').toString(), new byte[4 * count]));
    long begin = System.nanoTime();
    WeightFile file = WeightFile.read(path);
    assertThat(file.tensors()).hasSize(count);
    file.rewrite(out(), Map.of("t" + (count - 1), PLUS_ONE, "t0", PLUS_ONE), 2);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(limit);
    byte[] data = Files.readAllBytes(out());
    ByteBuffer end = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(end.getFloat(data.length - 4)).isEqualTo(1);
    assertThat(end.getFloat(data.length - 8)).isEqualTo(0);
  }
}
