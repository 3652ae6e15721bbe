package dev.seedbed.io.weights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.seedbed.data.InputException;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.file.FileSnapshot;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Files of weights one below a limit of `docs/limits.md`, at it, and one above.
class LimitsTest {
  @TempDir private Path folder = Path.of("");

  private static Arguments limit(
      int limit, String message, String ending, IntFunction<byte[]> file) {
    return arguments(limit, message, ending, file);
  }

  static Stream<Arguments> limits() {
    return Stream.of(
        limit(64, "at most 64 whole numbers", ".safetensors", LimitsTest::safetensorsOfAxes),
        limit(4, "must have at most 4 axes: 5", ".gguf", LimitsTest::ggufOfAxes),
        limit(1024, "a tensor's name must be at most 1024", ".gguf", LimitsTest::ggufOfName),
        limit(8, "must not be nested deeper than 8", ".gguf", LimitsTest::ggufOfDepth),
        limit(32, "graphs must be nested at most 32 deep", ".onnx", LimitsTest::onnxOfDepth),
        limit(64, "at most 64 axes", ".onnx", LimitsTest::onnxOfAxes),
        limit(64, "at most 64 axes", ".npz", LimitsTest::npzOfAxes),
        limit(200, "groups are nested deeper than 200", ".h5", LimitsTest::hdfOfDepth),
        limit(65_535, "must have at most 65535 bytes: 65536", ".npz", LimitsTest::npzOfHeader));
  }

  private static byte[] safetensorsOfAxes(int axes) {
    return SafetensorsBytes.file(
        "{'a':{'dtype':'U8','shape':[%s],'data_offsets':[0,1]}}".formatted(ones(axes)), (byte) 1);
  }

  private static String ones(int count) {
    return "1,".repeat(count - 1) + "1";
  }

  private static byte[] ggufOfAxes(int axes) {
    long[] lengths = new long[axes];
    Arrays.fill(lengths, 1);
    return GgufBytes.file(3, 1, 0).tensor("t", 0, 0, lengths).pad(32).floats(1).pad(32).bytes();
  }

  private static byte[] ggufOfName(int length) {
    String name = "n".repeat(length);
    return GgufBytes.file(3, 1, 0).tensor(name, 0, 0, 1).pad(32).floats(1).pad(32).bytes();
  }

  /// An array of arrays, and so on, of no numbers.
  private static byte[] ggufOfDepth(int depth) {
    GgufBytes bytes = GgufBytes.file(3, 0, 1).text("k").u32(GgufBytes.ARRAY);
    for (int i = 0; i < depth; i++) {
      bytes.u32(GgufBytes.ARRAY).u64(1);
    }
    return bytes.u32(GgufBytes.UINT32).u64(0).bytes();
  }

  private static byte[] onnxOfDepth(int depth) {
    byte[] graph = Onnx.floats("w", new long[] {1}, 1);
    for (int i = 1; i < depth; i++) {
      graph = Onnx.node("If", "c", "y", Onnx.graphAttribute("then_branch", graph));
    }
    return Onnx.model(graph);
  }

  private static byte[] onnxOfAxes(int axes) {
    long[] shape = new long[axes];
    Arrays.fill(shape, 1);
    return Onnx.model(Onnx.floats("w", shape, 1));
  }

  private static byte[] npz(String header) {
    try {
      return ZipArchives.stored(Map.of("w.npy", NpzBytes.array(header, (byte) 1)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String npyHeader(String shape) {
    return "{'descr': '|u1', 'fortran_order': False, 'shape': (%s,), }".formatted(shape);
  }

  private static byte[] npzOfAxes(int axes) {
    return npz(npyHeader(ones(axes)));
  }

  private static byte[] npzOfHeader(int length) {
    String header = npyHeader("1");
    return npz(header + " ".repeat(length - header.length()));
  }

  /// Groups in groups, and nothing in the last.
  private static byte[] hdfOfDepth(int depth) {
    return hdf(file -> {
      WritableGroup group = file;
      for (int i = 0; i < depth; i++) {
        group = group.putGroup("g");
      }
    });
  }

  private static byte[] hdf(Consumer<WritableHdfFile> content) {
    try {
      Path path = Files.createTempFile("limits", ".h5");
      try (WritableHdfFile file = HdfFile.write(path)) {
        content.accept(file);
      }
      byte[] bytes = Files.readAllBytes(path);
      Files.delete(path);
      return bytes;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest(name = "{0} in {2}: {1}")
  @MethodSource("limits")
  void atTheLimit_read_above_refused(
      int limit, String message, String ending, IntFunction<byte[]> file) throws IOException {
    Path path = folder.resolve("a" + ending);
    for (int size : new int[] {limit - 1, limit}) {
      Files.write(path, file.apply(size));
      assertThat(WeightFile.read(path).tensors()).as("%d", size).hasSizeLessThan(2);
    }
    Files.write(path, file.apply(limit + 1));
    assertThatThrownBy(() -> WeightFile.read(path))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void namesInOnnx_of100MillionBytes_moreRefused() throws IOException {
    ProtoReader names = names(100);
    for (int i = 0; i < 100; i++) {
      assertThat(names.text()).hasSize(1_000_000);
    }
    ProtoReader more = names(101);
    for (int i = 0; i < 100; i++) {
      more.text();
    }
    assertThatThrownBy(more::text)
        .isInstanceOf(MalformedModelException.class)
        .hasMessage("the names in the file must have at most 100000000 bytes");
  }

  /// Names of a million bytes, with their length in front.
  private static ProtoReader names(int count) throws IOException {
    byte[] name = new byte[1_000_003];
    Arrays.fill(name, (byte) 'n');
    System.arraycopy(new byte[] {(byte) 0xC0, (byte) 0x84, 0x3D}, 0, name, 0, 3);
    var all =
        new SequenceInputStream(
            Collections.enumeration(
                Collections.nCopies(count, name).stream().map(ByteArrayInputStream::new).toList()));
    return new ProtoReader(all, count * name.length);
  }

  @Test
  void indexOfShards_of100MillionBytes_moreRefused() throws IOException {
    Files.write(folder.resolve("a.safetensors"), safetensorsOfAxes(1));
    Path index = folder.resolve("model.safetensors.index.json");
    Files.write(index, padded("{\"weight_map\":{\"a\":\"a.safetensors\"}}", 100_000_000));
    assertThat(WeightFile.read(index).tensors()).hasSize(1);
    Files.writeString(index, " ", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> WeightFile.read(index))
        .isInstanceOf(InputException.class)
        .hasMessage(index + ": an index has at most 100000000 bytes");
  }

  /// A text with spaces behind it.
  private static byte[] padded(String text, int length) {
    byte[] padded = new byte[length];
    Arrays.fill(padded, (byte) ' ');
    byte[] begin = text.getBytes(UTF_8);
    System.arraycopy(begin, 0, padded, 0, begin.length);
    return padded;
  }

  @Test
  void configurationOfKeras_of64Megabytes_moreRefused() throws IOException {
    Path path = folder.resolve("a.keras");
    Files.write(path, keras(padded("{}", 1 << 26)));
    assertThat(WeightFile.read(path).tensors()).isEmpty();
    Files.write(path, keras(padded("{}", (1 << 26) + 1)));
    assertThatThrownBy(() -> WeightFile.read(path))
        .isInstanceOf(InputException.class)
        .hasMessage(path + ": config.json must have at most 67108864 bytes: 67108865");
  }

  private static byte[] keras(byte[] config) throws IOException {
    return ZipArchives.deflated(
        Map.of("config.json", config, KerasData.WEIGHTS, hdf(file -> file.putGroup("layers"))));
  }

  @Test
  void objectsInHdf5_moreThanMay_refused() throws IOException {
    byte[] hdf =
        hdf(file -> {
          WritableGroup group = file.putGroup("layer");
          group.putDataset("kernel", new float[1]);
          group.putDataset("bias", new float[1]);
        });
    FileSnapshot file = FileSnapshot.of(Files.write(folder.resolve("a.h5"), hdf));
    try (HdfReader reader = HdfReader.open(file, 0, file.size())) {
      assertThat(reader.content(4).datasets()).hasSize(2);
      assertThat(reader.content(3).datasets()).hasSize(2);
      assertThatThrownBy(() -> reader.content(2))
          .isInstanceOf(MalformedModelException.class)
          .hasMessageStartingWith("at most 2 objects, each of another name: 'layer/");
    }
  }

  /// A file of a gigabyte, as it says, of which nothing is there.
  @Test
  void readsOfHdf5_tenMillion_moreRefused() throws IOException {
    Path file = Files.createFile(folder.resolve("a.h5"));
    try (var channel = new HdfChannel(FileChannel.open(file), 0, 1 << 30)) {
      ByteBuffer nothing = ByteBuffer.allocate(0);
      channel.position(1 << 30);
      for (int i = 0; i < 10_000_000; i++) {
        channel.read(nothing);
      }
      assertThatThrownBy(() -> channel.read(nothing))
          .isInstanceOf(MalformedModelException.class)
          .hasMessage("its parts refer to each other in circles");
    }
  }
}
