package dev.seedbed.io.weights;

import static dev.seedbed.io.weights.WeightFixtures.counting;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.seedbed.data.InputException;
import dev.seedbed.io.pickle.PickleBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Files of `torch.save` made to break readers, and odd ones that are sound.
class TorchHostileTest {
  /// The numbers 0 to 5.
  private static final byte[] STORAGE =
      ByteBuffer.allocate(24)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putFloat(0)
          .putFloat(1)
          .putFloat(2)
          .putFloat(3)
          .putFloat(4)
          .putFloat(5)
          .array();

  @TempDir private Path folder = Path.of("");

  private static Map<String, byte[]> members(byte[] pickle) {
    var members = new LinkedHashMap<String, byte[]>();
    members.put("x/data.pkl", pickle);
    members.put("x/data/0", STORAGE);
    return members;
  }

  private static byte[] archive(byte[] pickle) {
    return archive(pickle, members -> members);
  }

  private static byte[] archive(byte[] pickle, UnaryOperator<Map<String, byte[]>> change) {
    try {
      return ZipArchives.stored(change.apply(members(pickle)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Path write(byte[] content) throws IOException {
    return Files.write(folder.resolve("model.pt"), content);
  }

  private WeightFile read(byte[] content) throws IOException {
    return WeightFile.read(write(content));
  }

  private static PickleBytes storage(PickleBytes pickle, String type, String key, long length) {
    return pickle
        .ops("(")
        .text("storage")
        .global("torch", type)
        .text(key)
        .text("cpu")
        .whole(length)
        .ops("tQ");
  }

  /// Puts a tensor on the stack.
  private static PickleBytes tensor(
      PickleBytes pickle,
      String type,
      String key,
      long length,
      long offset,
      long[] shape,
      long... strides) {
    storage(pickle.global("torch._utils", "_rebuild_tensor_v2").ops("("), type, key, length);
    pickle.whole(offset).tuple(shape).tuple(strides);
    return pickle.raw(0x89).global("collections", "OrderedDict").ops(")RtR");
  }

  /// A dict of one tensor 'w'.
  private static byte[] one(
      String type, String key, long length, long offset, long[] shape, long... strides) {
    PickleBytes pickle = new PickleBytes().ops("}").text("w");
    return archive(tensor(pickle, type, key, length, offset, shape, strides).ops("s").stop());
  }

  private static byte[] float32(long length, long offset, long[] shape, long... strides) {
    return one("FloatStorage", "0", length, offset, shape, strides);
  }

  private static PickleBytes sound(PickleBytes pickle) {
    return tensor(pickle, "FloatStorage", "0", 6, 0, new long[] {2, 3}, 3, 1);
  }

  private static byte[] call(String module, String name) {
    return archive(new PickleBytes().ops("}").text("w").global(module, name).ops(")Rs").stop());
  }

  private static byte[] renamed(String from, String to) {
    return archive(
        sound(new PickleBytes().ops("}").text("w")).ops("s").stop(),
        members -> {
          var changed = new LinkedHashMap<String, byte[]>();
          members.forEach((name, content) -> changed.put(name.replace(from, to), content));
          return changed;
        });
  }

  private static byte[] with(String name, String content) {
    return archive(
        sound(new PickleBytes().ops("}").text("w")).ops("s").stop(),
        members -> {
          members.put(name, content.getBytes(UTF_8));
          return members;
        });
  }

  private static byte[] deflated() {
    try {
      return ZipArchives.deflated(members(new PickleBytes().ops("}").stop()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<Arguments> broken() {
    long[] shape = {2, 3};
    String inside = "must lie within its storage of 6 numbers";
    return Stream.of(
        arguments("text", "this is no model, is it?".getBytes(UTF_8), "not a file of torch.save"),
        arguments("zeros", new byte[600], "not a file of torch.save"),
        arguments("two bytes", "PK".getBytes(UTF_8), "not a file of torch.save"),
        arguments("begin of an archive", "PK\u0003\u0004".getBytes(UTF_8), "not a zip archive"),
        arguments("preview", "PYTORCH1 and more".getBytes(UTF_8), "PyTorch's preview release"),
        arguments("pickle", new PickleBytes().ops("N").stop(), "a pickle without the archive"),
        arguments("tar", tar(), "the format of PyTorch before 1.6"),
        arguments("safetensors", SafetensorsBytes.file("{}"), "not a file of torch.save"),
        arguments("no pickle", renamed("data.pkl", "other.pkl"), "one folder with a data.pkl: 0"),
        arguments("no folder", renamed("x/", ""), "one folder with a data.pkl: 0"),
        arguments("deep folder", renamed("x/", "x/y/"), "one folder with a data.pkl: 0"),
        arguments("two folders", with("y/data.pkl", ""), "one folder with a data.pkl: 2"),
        arguments("compressed", deflated(), "is compressed (method 8), as torch.save never"),
        arguments("byte order", with("x/byteorder", "middle"), "must be little or big: middle"),
        arguments("TorchScript", with("x/constants.pkl", ""), "is a TorchScript program"),
        arguments("system", call("os", "system"), "it calls 'os.system' under 'w'"),
        arguments("eval", call("builtins", "eval"), "it calls 'builtins.eval' under 'w'"),
        arguments("getattr", call("__builtin__", "getattr"), "it calls 'builtins.getattr'"),
        arguments("nested name", call("torch", "load"), "it calls 'torch.load' under 'w'"),
        arguments("in torch", call("torch.storage", "x.FloatStorage"), "it calls 'torch.storage.x"),
        arguments(
            "dropped call",
            archive(new PickleBytes().global("os", "system").text("x").raw(0x85).ops("R0}").stop()),
            "it needs 'os.system', and a state dict holds"),
        arguments("steering name", call("os", "\u001b[2J"), "it calls 'os.?[2J' under 'w'"),
        arguments(
            "storage missing", one("FloatStorage", "1", 6, 0, shape, 3, 1), "as data/1: none"),
        arguments(
            "storage elsewhere", one("FloatStorage", "../data/0", 6, 0, shape, 3, 1), ": none"),
        arguments("storage too long", float32(7, 0, shape, 3, 1), "within x/data/0, which has 24"),
        arguments("storage of 2^62", float32(1L << 62, 0, shape, 3, 1), "which has 24 bytes"),
        arguments("negative storage", float32(-1, 0, shape, 3, 1), "which has 24 bytes"),
        arguments("doubles", one("DoubleStorage", "0", 6, 0, shape, 3, 1), "6 numbers of 8 bytes"),
        arguments("offset", float32(6, 1, shape, 3, 1), inside),
        arguments("negative offset", float32(6, -1, shape, 3, 1), "an offset from 0 on"),
        arguments("offset of 2^63", float32(6, Long.MAX_VALUE, shape, 3, 1), inside),
        arguments("strides", float32(6, 0, shape, 4, 1), inside),
        arguments("strides of 2^62", float32(6, 0, shape, 1L << 62, 1L << 62), inside),
        arguments("negative stride", float32(6, 0, shape, -3, 1), "from 0 on as strides"),
        arguments("too few strides", float32(6, 0, shape, 1), "a stride for each axis"),
        arguments("shape", float32(6, 0, new long[] {3, 3}, 3, 1), inside),
        arguments("2^32 squared", float32(6, 0, new long[] {1L << 32, 1L << 32}, 0, 0), inside),
        arguments("negative shape", float32(6, 0, new long[] {-2, 3}, 3, 1), "from 0 on as shape"),
        arguments("too many axes", float32(6, 0, new long[65], new long[65]), "at most 64 whole"),
        arguments(
            "no arguments",
            archive(
                new PickleBytes()
                    .ops("}")
                    .text("w")
                    .global("torch._utils", "_rebuild_tensor_v2")
                    .ops(")Rs")
                    .stop()),
            "be made of a storage, an offset, a shape and strides"),
        arguments(
            "no storage's name",
            archive(
                new PickleBytes()
                    .ops("}")
                    .text("w")
                    .global("torch._utils", "_rebuild_tensor_v2")
                    .ops("(NQ")
                    .whole(0)
                    .tuple(2)
                    .tuple(1)
                    .ops("tRs")
                    .stop()),
            "have a storage with a class, a key and a length"),
        arguments(
            "parameter of itself",
            archive(
                new PickleBytes()
                    .ops("}")
                    .text("w")
                    .global("torch._utils", "_rebuild_parameter")
                    .global("torch._utils", "_rebuild_parameter")
                    .ops("N\u0085R\u0085Rs")
                    .stop()),
            "be a parameter of a plain tensor"),
        arguments(
            "one name twice",
            archive(
                sound(
                        sound(new PickleBytes().ops("}").text("a.b"))
                            .ops("s")
                            .text("a")
                            .ops("}")
                            .text("b"))
                    .ops("ss")
                    .stop()),
            "must not have one name: 'a.b'"),
        arguments(
            "two types",
            archive(
                tensor(
                        sound(new PickleBytes().ops("}").text("a")).ops("s").text("b"),
                        "IntStorage",
                        "0",
                        6,
                        0,
                        shape,
                        3,
                        1)
                    .ops("s")
                    .stop()),
            "tensors of one type only: float32 and int32"),
        arguments("lists in lists", archive(nested(50_000)), "nested at most 100 deep"),
        arguments("a list that holds itself", archive(cycle()), "nested at most 100 deep"),
        arguments("a billion laughs", archive(laughs()), "at most 20000000"));
  }

  private static byte[] tar() {
    byte[] tar = new byte[1024];
    System.arraycopy("ustar".getBytes(UTF_8), 0, tar, 257, 5);
    return tar;
  }

  private static byte[] nested(int depth) {
    return new PickleBytes().ops("]".repeat(depth)).ops("a".repeat(depth - 1)).stop();
  }

  private static byte[] cycle() {
    return new PickleBytes().ops("]").raw('q', 0, 'h', 0).ops("a").stop();
  }

  /// Each list holds the one before it ten times.
  private static byte[] laughs() {
    PickleBytes pickle = new PickleBytes().ops("]").raw('q', 0).ops("0");
    for (int i = 0; i < 20; i++) {
      pickle.ops("](");
      for (int j = 0; j < 10; j++) {
        pickle.raw('h', i);
      }
      pickle.ops("e").raw('q', i + 1).ops("0");
    }
    return pickle.raw('h', 20).stop();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void read_broken_refusedInOneLine(String name, byte[] content, String message)
      throws IOException {
    Path path = write(content);
    assertThatThrownBy(() -> WeightFile.read(path))
        .as(name)
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(path + ": ")
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n", "\u001b");
  }

  @Test
  void read_sound_read() throws IOException {
    WeightFile file = read(float32(6, 1, new long[] {2, 2}, 3, 1));
    assertThat(file.values(file.tensors().getFirst())).containsExactly(1, 2, 4, 5);
  }

  /// A tensor alone, or in a list, has a name all the same.
  @Test
  void read_noDict_named() throws IOException {
    assertThat(read(archive(sound(new PickleBytes()).stop())).tensors())
        .extracting(StoredTensor::name)
        .containsExactly("tensor");
    assertThat(read(archive(sound(new PickleBytes().ops("]")).ops("a").stop())).tensors())
        .extracting(StoredTensor::name)
        .containsExactly("0");
    assertThat(read(archive(new PickleBytes().ops("N").stop())).tensors()).isEmpty();
  }

  /// 2^40 elements of one number are a constant, and are not read.
  @Test
  void read_expandedToMuch_constant() throws IOException {
    WeightFile file = read(float32(6, 0, new long[] {1L << 20, 1L << 20}, 0, 0));
    assertThat(file.tensors().getFirst().role())
        .isEqualTo(new Role.Constant("holds numbers more than once"));
    assertThatThrownBy(() -> file.values(file.tensors().getFirst()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("must have fewer than 2^31 elements");
  }

  /// Where no element is, it does not matter that the place does not exist.
  @Test
  void rewrite_noElementsFarAway_nothingChanges() throws IOException {
    byte[] content = float32(6, 1L << 62, new long[] {0, 3}, 3, 1);
    WeightFile file = read(content);
    assertThat(file.values(file.tensors().getFirst())).isEmpty();
    Path out = folder.resolve("out.pt");
    file.rewrite(out, Map.of("w", Sources.COUNTING), 1);
    assertThat(Files.readAllBytes(out)).isEqualTo(content);
  }

  /// As PyTorch 2.3 writes tensors of types that had no storages of their own.
  @Test
  void read_untypedStorage_typeOfTheTensor() throws IOException {
    PickleBytes pickle = new PickleBytes().ops("}").text("w");
    pickle.global("torch._utils", "_rebuild_tensor_v3").ops("((").text("storage");
    pickle.global("torch.storage", "UntypedStorage").text("0").text("cpu").whole(24).ops("tQ");
    pickle.whole(1).tuple(5).tuple(1).raw(0x89).ops("}");
    byte[] content = archive(pickle.global("torch", "float32").ops("tRs").stop());
    WeightFile file = read(content);
    assertThat(file.tensors().getFirst().dataType()).isEqualTo("float32");
    assertThat(file.values(file.tensors().getFirst())).containsExactly(counting(1, 5));
  }

  /// Tensors with attributes of their own.
  @Test
  void read_tensorWithAttributes_theTensor() throws IOException {
    PickleBytes pickle = new PickleBytes().ops("}").text("w");
    pickle.global("torch._tensor", "_rebuild_from_type_v2").ops("(");
    pickle.global("torch._utils", "_rebuild_tensor_v2").global("torch", "Tensor").ops("(");
    storage(pickle, "FloatStorage", "0", 6).whole(0).tuple(6).tuple(1).ops("t}tRs");
    WeightFile file = read(archive(pickle.stop()));
    assertThat(file.values(file.tensors().getFirst())).containsExactly(counting(0, 6));
  }

  /// Its numbers are not what stands in the file.
  @Test
  void read_markedAsNegative_refused() {
    PickleBytes pickle = new PickleBytes().ops("}").text("w");
    storage(pickle.global("torch._utils", "_rebuild_tensor_v2").ops("("), "FloatStorage", "0", 6);
    pickle.whole(0).tuple(6).tuple(1).raw(0x89).ops("}}").text("neg").raw(0x88).ops("stRs");
    assertThatThrownBy(() -> read(archive(pickle.stop())))
        .hasMessageContaining("save it after .resolve_conj().resolve_neg()");
  }
}
