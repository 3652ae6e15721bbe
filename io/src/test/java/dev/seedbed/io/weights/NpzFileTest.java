package dev.seedbed.io.weights;

import static dev.seedbed.io.weights.Sources.COUNTING;
import static dev.seedbed.io.weights.Sources.PLUS_ONE;
import static dev.seedbed.io.weights.Sources.countingFrom;
import static dev.seedbed.io.weights.WeightFixtures.counting;
import static dev.seedbed.io.weights.WeightFixtures.numbers;
import static dev.seedbed.io.weights.WeightFixtures.read;
import static dev.seedbed.io.weights.WeightFixtures.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.seedbed.data.InputException;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.io.array.NpyFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Archives that NumPy wrote: `torch_files.py` says what is in them.
class NpzFileTest {
  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(strings = {"stored.npz", "deflated.npz"})
  void read_allArrays_inOrder(String name) {
    WeightFile file = read(name);
    Optional<FloatType> none = Optional.empty();
    assertThat(file.tensors())
        .extracting(StoredTensor::name, StoredTensor::dataType, StoredTensor::floatType)
        .containsExactly(
            tuple("a", "<f4", Optional.of(FloatType.F32)),
            tuple("layer/kernel", "<f8", Optional.of(FloatType.F64)),
            tuple("fortran", "<f4", Optional.of(FloatType.F32)),
            tuple("big", ">f4", Optional.of(FloatType.F32)),
            tuple("big_fortran", ">f8", Optional.of(FloatType.F64)),
            tuple("half", "<f2", Optional.of(FloatType.F16)),
            tuple("one", "<f4", Optional.of(FloatType.F32)),
            tuple("none", "<f4", Optional.of(FloatType.F32)),
            tuple("whole", "<i8", none),
            tuple("bfloat16", "|V2", none),
            tuple("fields", "[('x', '<f4'), ('y', '<i4')]", none),
            tuple("objects", "|O", none));
    assertThat(tensor(file, "fortran").shape()).containsExactly(2, 3, 4);
    assertThat(file.metadata()).isEmpty();
    assertThat(tensor(file, "layer/kernel").role()).isEqualTo(Role.Parameter.WEIGHT);
    assertThat(tensor(file, "bfloat16").role()).isEqualTo(new Role.Constant("of type |V2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"stored.npz", "deflated.npz"})
  void values_eachArray_counting(String name) throws IOException {
    WeightFile file = read(name);
    Map.of(
            "a",
            6,
            "layer/kernel",
            24,
            "fortran",
            24,
            "big",
            5,
            "big_fortran",
            6,
            "half",
            4,
            "none",
            0)
        .forEach((array, count) ->
            assertThat(WeightFixtures.all(file, array))
                .as(array)
                .containsExactly(counting(0, count)));
    assertThat(numbers(file, "one")).containsExactly(2.5f);
  }

  @Test
  void open_otherTypes_refusedByName() {
    WeightFile file = read("stored.npz");
    for (String name : List.of("whole", "bfloat16", "fields", "objects")) {
      assertThatThrownBy(() -> file.open(tensor(file, name)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("has type " + tensor(file, name).dataType());
    }
  }

  /// An array of several chunks, of random numbers in random order.
  @Test
  void read_deflatedInAnyOrderBySeveralThreads_sameNumbers() throws Exception {
    int count = 3 * ElementChunks.CHUNK + 11;
    Path path = large(count);
    WeightFile file = WeightFile.read(path);
    StoredTensor tensor = file.tensors().getFirst();
    try (TensorElements elements = file.open(tensor);
        var pool = Executors.newFixedThreadPool(4)) {
      List<Callable<Boolean>> tasks =
          IntStream.range(0, 40)
              .<Callable<Boolean>>mapToObj(seed ->
                  () -> {
                    var random = new Random(seed);
                    int from = random.nextInt(count);
                    float[] some = new float[Math.min(count - from, random.nextInt(300_000))];
                    elements.read(from, some, some.length);
                    return Arrays.equals(some, counting(from, some.length));
                  })
              .toList();
      for (Future<Boolean> result : pool.invokeAll(tasks)) {
        assertThat(result.get()).isTrue();
      }
    }
  }

  /// `count` numbers of 32 bits, deflated; floats count exactly to 2^24.
  private Path large(int count) throws IOException {
    Path path = folder.resolve("large.npz");
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (%d,), }\n".formatted(count);
    try (var out = new ZipOutputStream(Files.newOutputStream(path))) {
      out.putNextEntry(new ZipEntry("w.npy"));
      out.write(NpzBytes.array(header, new byte[0]));
      var bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(counting(0, count));
      out.write(bytes.array());
    }
    return path;
  }

  private WeightFile rewrite(String name, Map<String, ElementSource> values, int threads)
      throws IOException {
    Path out = folder.resolve(name);
    read(name).rewrite(out, values, threads);
    ZipChecks.check(out);
    return WeightFile.read(out);
  }

  @ParameterizedTest
  @CsvSource({"stored.npz", "deflated.npz"})
  void rewrite_nothing_sameBytes(String name) throws IOException {
    rewrite(name, Map.of(), 1);
    assertThat(Files.readAllBytes(folder.resolve(name))).isEqualTo(WeightFixtures.bytes(name));
  }

  @ParameterizedTest
  @CsvSource({"stored.npz,1", "stored.npz,3", "deflated.npz,1", "deflated.npz,3"})
  void rewrite_allParameters_readBackAndNothingElseChanges(String name, int threads)
      throws IOException {
    WeightFile file = read(name);
    var sources = new HashMap<String, ElementSource>();
    for (StoredTensor tensor : file.tensors()) {
      if (tensor.floatType().isPresent()) {
        sources.put(tensor.name(), countingFrom(1 + sources.size()));
      }
    }
    WeightFile copy = rewrite(name, sources, threads);
    assertThat(copy.tensors()).usingRecursiveComparison().isEqualTo(file.tensors());
    int first = 1;
    for (StoredTensor tensor : file.tensors()) {
      if (tensor.floatType().isPresent()) {
        assertThat(copy.values(tensor))
            .as(tensor.name())
            .containsExactly(counting(first++, (int) tensor.elements()));
      }
    }
    checkMembers(WeightFixtures.path(name), folder.resolve(name));
  }

  /// Order, names, times, methods and headers are those of the original.
  private static void checkMembers(Path original, Path copy) throws IOException {
    try (var before = new ZipFile(original.toFile());
        var after = new ZipFile(copy.toFile())) {
      List<? extends ZipEntry> entries = after.stream().toList();
      assertThat(entries)
          .extracting(
              ZipEntry::getName, ZipEntry::getTimeLocal, ZipEntry::getMethod, ZipEntry::getSize)
          .isEqualTo(
              before.stream()
                  .map(e -> tuple(e.getName(), e.getTimeLocal(), e.getMethod(), e.getSize()))
                  .toList());
      for (ZipEntry entry : entries) {
        byte[] now = after.getInputStream(entry).readAllBytes();
        byte[] then = before.getInputStream(entry).readAllBytes();
        assertThat(Arrays.copyOf(now, 128)).isEqualTo(Arrays.copyOf(then, 128));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stored.npz", "deflated.npz"})
  void rewrite_dependingOnTheOldOnes_oneMore(String name) throws IOException {
    WeightFile copy =
        rewrite(name, Map.of("a", PLUS_ONE, "fortran", PLUS_ONE, "big_fortran", PLUS_ONE), 2);
    assertThat(numbers(copy, "a")).containsExactly(counting(1, 6));
    assertThat(numbers(copy, "fortran")).containsExactly(counting(1, 24));
    assertThat(numbers(copy, "big_fortran")).containsExactly(counting(1, 6));
    assertThat(numbers(copy, "layer/kernel")).containsExactly(counting(0, 24));
  }

  /// The reader of arrays for other purposes sees the same.
  @Test
  void rewrite_readByTheReaderOfTables() throws IOException {
    Path path = large(1_000);
    Path out = folder.resolve("out.npz");
    WeightFile.read(path).rewrite(out, Map.of("w", countingFrom(5)), 1);
    assertThat(NpyFile.readArchive(out).get("w"))
        .isInstanceOfSatisfying(
            FloatArray.class,
            array -> assertThat(array.data()).containsExactly(counting(5, 1_000)));
    // Java's archives have their sizes behind the members.
    ZipChecks.check(out);
  }

  @Test
  void rewrite_otherTypeOrEnding_refused() {
    assertThatThrownBy(() -> rewrite("stored.npz", Map.of("whole", COUNTING), 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("tensor 'whole' has type <i8");
    assertThatThrownBy(() -> read("stored.npz").rewrite(folder.resolve("x.pt"), Map.of(), 1))
        .hasMessageContaining("the copy must end in .npz");
  }
}
