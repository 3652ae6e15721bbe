package dev.seedbed.io.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.io.file.FileSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Views against the sum that defines them, element by element.
class StridedViewTest {
  private static final long SEED = 4;

  @TempDir private Path folder = Path.of("");

  private static long[] positions(StridedView view) {
    long[] positions = new long[(int) view.elements()];
    for (int i = 0; i < positions.length; i++) {
      long rest = i;
      positions[i] = view.offset();
      for (int axis = view.shape().length - 1; axis >= 0; axis--) {
        positions[i] += rest % view.shape()[axis] * view.strides()[axis];
        rest /= view.shape()[axis];
      }
    }
    return positions;
  }

  private static Set<Long> set(StridedView view) {
    var set = new HashSet<Long>();
    Arrays.stream(positions(view)).forEach(set::add);
    return set;
  }

  private static StridedView view(long offset, long[] shape, long... strides) {
    return new StridedView(offset, shape, strides);
  }

  /// Any shape and strides, mostly of few numbers.
  private static StridedView random(Random random) {
    int axes = random.nextInt(4);
    long[] shape = new long[axes];
    long[] strides = new long[axes];
    for (int i = 0; i < axes; i++) {
      shape[i] = 1L + random.nextInt(4);
      strides[i] = random.nextInt(13);
    }
    return view(random.nextInt(12), shape, strides);
  }

  @Test
  void isOneToOneAndIsApart_randomViews_neverWrong() {
    var random = new Random(SEED);
    int apart = 0;
    for (int i = 0; i < 200_000; i++) {
      StridedView a = random(random);
      StridedView b = random(random);
      if (a.isOneToOne()) {
        assertThat(set(a)).hasSize((int) a.elements());
      }
      if (a.isApart(b)) {
        assertThat(Collections.disjoint(set(a), set(b))).as("%s %s", show(a), show(b)).isTrue();
        apart++;
      }
      assertThat(b.isApart(a)).isEqualTo(a.isApart(b));
    }
    assertThat(apart).isGreaterThan(20_000);
  }

  private static String show(StridedView view) {
    return view.offset() + Arrays.toString(view.shape()) + Arrays.toString(view.strides());
  }

  /// The parts that programs cut tensors into.
  @Test
  void isApart_usualParts_true() {
    long[] rows = {6, 4};
    assertThat(view(0, rows, 12, 1).isApart(view(4, rows, 12, 1))).isTrue();
    assertThat(view(0, rows, 12, 1).isApart(view(3, rows, 12, 1))).isFalse();
    assertThat(view(0, rows, 4, 1).isApart(view(24, rows, 4, 1))).isTrue();
    // Every other column, and every other of every other.
    assertThat(view(0, rows, 8, 2).isApart(view(1, rows, 8, 2))).isTrue();
    assertThat(view(0, rows, 16, 4).isApart(view(2, rows, 16, 4))).isTrue();
    // Heads of packed queries and keys, and one row among columns.
    long[] heads = {2, 3, 4};
    assertThat(view(0, heads, 24, 8, 1).isApart(view(4, heads, 24, 8, 1))).isTrue();
    assertThat(view(0, new long[] {5}, 5).isApart(view(1, new long[] {5}, 5))).isTrue();
    assertThat(view(0, new long[] {5}, 5).isApart(view(0, new long[] {5}, 1))).isFalse();
    assertThat(view(0, new long[] {0, 5}, 5, 1).isApart(view(0, new long[] {5}, 1))).isTrue();
  }

  @Test
  void isRowMajor_axesOfOneDoNotCount() {
    assertThat(view(3, new long[] {2, 1, 3}, 3, 99, 1).isRowMajor()).isTrue();
    assertThat(view(0, new long[] {2, 3}, 1, 2).isRowMajor()).isFalse();
    assertThat(view(0, new long[] {}).isRowMajor()).isTrue();
    assertThat(StridedView.rowMajor(2, 3).isRowMajor()).isTrue();
    assertThat(StridedView.columnMajor(2, 3).strides()).containsExactly(1, 2);
  }

  @Test
  void gatherAndScatter_turnedRound() {
    StridedView view = StridedView.columnMajor(2, 3);
    float[] elements = new float[6];
    view.gather(new float[] {0, 1, 2, 3, 4, 5}, elements);
    assertThat(elements).containsExactly(0, 2, 4, 1, 3, 5);
    float[] numbers = new float[6];
    view.scatter(elements, numbers);
    assertThat(numbers).containsExactly(0, 1, 2, 3, 4, 5);
  }

  /// A file in which number i is i.
  private Path counting(int numbers, int bytes) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(numbers * bytes);
    for (int i = 0; i < numbers; i++) {
      put(content, bytes, i);
    }
    return Files.write(folder.resolve("numbers"), content.array());
  }

  private static void put(ByteBuffer content, int bytes, int value) {
    switch (bytes) {
      case Short.BYTES -> content.putShort((short) value);
      case Integer.BYTES -> content.putInt(value);
      default -> content.putLong(value);
    }
  }

  private static long get(ByteBuffer content, int bytes) {
    return switch (bytes) {
      case Short.BYTES -> content.getShort();
      case Integer.BYTES -> content.getInt();
      default -> content.getLong();
    };
  }

  @Test
  void readAndWrite_anyRangeOfRandomViews_likeTheSum() throws IOException {
    var random = new Random(SEED);
    for (int bytes : new int[] {2, 4, 8}) {
      Path path = counting(200, bytes);
      FileSnapshot file = FileSnapshot.of(path);
      try (FileChannel in = file.open()) {
        for (int i = 0; i < 3_000; i++) {
          StridedView view = random(random);
          long[] positions = positions(view);
          int from = random.nextInt(positions.length);
          int count = random.nextInt(positions.length - from + 1);
          ByteBuffer some = ByteBuffer.allocate(1_000).limit(count * bytes);
          new StridedPlace(0, view, bytes).read(file, in, from, some);
          assertThat(some.remaining()).isEqualTo(count * bytes);
          for (int j = 0; j < count; j++) {
            assertThat(get(some, bytes)).as(show(view)).isEqualTo(positions[from + j]);
          }
        }
      }
    }
  }

  @Test
  void write_oneToOneViews_nothingElseChanges() throws IOException {
    var random = new Random(SEED);
    for (int i = 0; i < 1_000; i++) {
      StridedView view = random(random);
      if (!view.isOneToOne()) {
        continue;
      }
      Path path = counting(120, Integer.BYTES);
      long[] positions = positions(view);
      ByteBuffer elements = ByteBuffer.allocate(positions.length * Integer.BYTES);
      for (int j = 0; j < positions.length; j++) {
        elements.putInt(1_000 + j);
      }
      try (FileChannel out = FileChannel.open(path, StandardOpenOption.WRITE)) {
        new StridedPlace(0, view, Integer.BYTES).write(out, 0, elements.flip());
      }
      ByteBuffer after = ByteBuffer.wrap(Files.readAllBytes(path));
      var left = new TreeSet<Integer>();
      for (int j = 0; j < 120; j++) {
        if (after.getInt(j * Integer.BYTES) == j) {
          left.add(j);
        }
      }
      assertThat(left).hasSize(120 - positions.length);
      for (int j = 0; j < positions.length; j++) {
        assertThat(after.getInt((int) positions[j] * Integer.BYTES)).isEqualTo(1_000 + j);
      }
    }
  }

  /// A transposed matrix of more than one block, read in ranges by several threads.
  @Test
  void open_transposedMatrixOfSeveralBlocks_likeTheSum() throws Exception {
    int rows = 1_700;
    int columns = 1_500;
    Path path = counting(rows * columns, Float.BYTES);
    var format = new NumberFormat(FloatType.F32, ByteOrder.BIG_ENDIAN);
    var place = new StridedPlace(0, StridedView.columnMajor(rows, columns), Float.BYTES);
    assertThat(place.chunk()).isLessThan(rows * columns);
    var tensor =
        new StoredTensor(
            "w",
            "F32",
            new long[] {rows, columns},
            Optional.of(FloatType.F32),
            Optional.empty(),
            Role.Parameter.WEIGHT);
    try (TensorElements elements =
            StoredElements.open(FileSnapshot.of(path), format, place, tensor);
        var pool = Executors.newFixedThreadPool(3)) {
      var results = new ArrayList<Future<Boolean>>();
      for (int from = 0; from < rows * columns; from += 200_001) {
        int first = from;
        results.add(pool.submit(() -> isCounting(elements, first, rows, columns)));
      }
      for (Future<Boolean> result : results) {
        assertThat(result.get()).isTrue();
      }
    }
  }

  private static boolean isCounting(TensorElements elements, int from, int rows, int columns)
      throws IOException {
    float[] some = new float[Math.min(200_001, rows * columns - from)];
    elements.read(from, some, some.length);
    for (int i = 0; i < some.length; i++) {
      int row = (from + i) / columns;
      int column = (from + i) % columns;
      // The numbers are written as whole ones.
      if (Float.floatToRawIntBits(some[i]) != column * rows + row) {
        return false;
      }
    }
    return true;
  }
}
