package dev.seedbed.bench.check.graph;

import dev.seedbed.bench.check.Tasks;
import dev.seedbed.bench.check.graph.GraphTask.Rows;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Targets;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.LongArray;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.init.Initializers;
import dev.seedbed.random.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// The data of the protocol, all of it from the project's files or by formula from our own streams.
final class GraphTasks {
  private static final int SIDE = 8;
  private static final int NUMBERS = 32;
  private static final int TRAIN = 2_048;
  private static final int HELD = 256;
  private static final int HELD_IMAGES = 192;
  private static final int HELD_SEQUENCES = 96;
  private static final int SINES = 8;
  private static final int SYMBOLS = 8;
  private static final int WINDOW = 16;
  private static final int LETTERS = 27;
  private static final int STEPS = 16;

  private GraphTasks() {}

  /// All tasks by name.
  static Map<String, GraphTask> load() {
    var tasks = new LinkedHashMap<String, GraphTask>();
    Stream.of(images(), mirror(), teacher(), waves(), copy(), characters(), adding())
        .forEach(task -> tasks.put(task.name(), task));
    return tasks;
  }

  private static GraphTask images() {
    FloatArray pixels = pixels();
    Targets.Classes digits = (Targets.Classes) Tasks.digits().targets();
    LongArray classes = LongArray.of(Arrays.stream(digits.ofRow()).asLongStream().toArray());
    return GraphTask.of("images", digits(new Rows(pixels, classes)), 0, 16, 400, 0.5);
  }

  private static GraphTask mirror() {
    FloatArray pixels = pixels();
    return GraphTask.of("mirror", digits(new Rows(pixels, pixels)), 0, 16, 600, 0.7);
  }

  private static List<Rows> digits(Rows rows) {
    List<Rows> parts = rows.split((rows.count() * 2 + 2) / 3);
    return List.of(parts.get(0), parts.get(1).first(HELD_IMAGES));
  }

  /// The digits as 1 × 8 × 8, all pixels together to mean 0 and variance 1.
  private static FloatArray pixels() {
    Dataset.Part digits = Tasks.digits();
    int rows = digits.rows();
    FloatArray pixels = FloatArray.of(TensorShape.of(rows, 1, SIDE, SIDE));
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < SIDE * SIDE; j++) {
        pixels.data()[i * SIDE * SIDE + j] = digits.inputs().get(i, j);
      }
    }
    scale(pixels.data(), 1);
    return pixels;
  }

  /// Gives each column mean 0 and variance 1.
  private static void scale(float[] values, int columns) {
    int rows = values.length / columns;
    for (int j = 0; j < columns; j++) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < rows; i++) {
        double value = values[i * columns + j];
        sum += value;
        squares += value * value;
      }
      double mean = sum / rows;
      double deviation = Math.sqrt(squares / rows - mean * mean);
      for (int i = 0; i < rows; i++) {
        values[i * columns + j] = (float) ((values[i * columns + j] - mean) / deviation);
      }
    }
  }

  /// What a tanh network 32-32-4 by Glorot's normal says of standard normal numbers.
  private static GraphTask teacher() {
    int outputs = 4;
    int rows = TRAIN + HELD;
    FloatArray x = FloatArray.of(TensorShape.of(rows, NUMBERS));
    float[] normals = Tasks.normals(new Seed(0), "teacher/inputs", rows * NUMBERS);
    System.arraycopy(normals, 0, x.data(), 0, normals.length);
    float[] first =
        Initializers.glorotNormal().draw(NUMBERS, NUMBERS, new Seed(0).stream("teacher/first"));
    float[] second =
        Initializers.glorotNormal().draw(NUMBERS, outputs, new Seed(0).stream("teacher/second"));
    FloatArray y = FloatArray.of(TensorShape.of(rows, outputs));
    double[] hidden = new double[NUMBERS];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < NUMBERS; j++) {
        double z = 0;
        for (int k = 0; k < NUMBERS; k++) {
          z += (double) first[j * NUMBERS + k] * x.data()[i * NUMBERS + k];
        }
        hidden[j] = StrictMath.tanh(z);
      }
      for (int j = 0; j < outputs; j++) {
        double z = 0;
        for (int k = 0; k < NUMBERS; k++) {
          z += second[j * NUMBERS + k] * hidden[k];
        }
        y.data()[i * outputs + j] = (float) z;
      }
    }
    scale(y.data(), outputs);
    return GraphTask.of("teacher", new Rows(x, y).split(TRAIN), 0, 32, 800, 0.5);
  }

  /// A sum of sines of random directions, up to 2 periods over the square of side 2.
  private static GraphTask waves() {
    int rows = TRAIN + HELD;
    FloatArray x = FloatArray.of(TensorShape.of(rows, 2));
    new Seed(0).stream("waves/inputs").symmetricUniform(0, x.data());
    float[] drawn = new float[3 * SINES];
    new Seed(0).stream("waves/sines").symmetricUniform(0, drawn);
    FloatArray y = FloatArray.of(TensorShape.of(rows, 1));
    for (int i = 0; i < rows; i++) {
      double sum = 0;
      for (int s = 0; s < SINES; s++) {
        double angle = Math.PI * drawn[3 * s];
        // 2 periods over a length of 2: 2π a unit of length.
        double frequency = Math.PI * (1 + drawn[3 * s + 1]);
        double along =
            StrictMath.cos(angle) * x.data()[2 * i] + StrictMath.sin(angle) * x.data()[2 * i + 1];
        sum += StrictMath.sin(frequency * along + Math.PI * drawn[3 * s + 2]);
      }
      y.data()[i] = (float) sum;
    }
    scale(y.data(), 1);
    return GraphTask.of("waves", new Rows(x, y).split(TRAIN), 0, 32, 1_000, 0.5);
  }

  /// 8 symbols at random and the first 7 again; the targets are the next ones.
  private static GraphTask copy() {
    int rows = TRAIN + HELD_SEQUENCES;
    int places = 2 * SYMBOLS - 2;
    int[] words = new int[rows * SYMBOLS];
    new Seed(0).stream("copy").words(0, words, 0, words.length);
    long[] symbols = Arrays.stream(words).mapToLong(word -> word >>> 29).toArray();
    LongArray x = LongArray.of(TensorShape.of(rows, places));
    LongArray y = LongArray.of(TensorShape.of(rows, places));
    for (int i = 0; i < rows; i++) {
      for (int t = 0; t < places; t++) {
        x.data()[i * places + t] = symbols[i * SYMBOLS + t % SYMBOLS];
        y.data()[i * places + t] = symbols[i * SYMBOLS + (t + 1) % SYMBOLS];
      }
    }
    return GraphTask.of("copy", new Rows(x, y).split(TRAIN), SYMBOLS, 8, 1_000, 0.7);
  }

  /// Windows of the licence; the targets are the next characters.
  private static GraphTask characters() {
    long[] text = text();
    int cut = 2 * text.length / 3;
    Rows train = windows(Arrays.copyOf(text, cut), 1);
    Rows held = windows(Arrays.copyOfRange(text, cut, text.length), 2 * WINDOW);
    return GraphTask.of("characters", List.of(train, held), LETTERS, 8, 600, 0.93);
  }

  private static Rows windows(long[] text, int stride) {
    int rows = (text.length - 1 - WINDOW) / stride + 1;
    LongArray x = LongArray.of(TensorShape.of(rows, WINDOW));
    LongArray y = LongArray.of(TensorShape.of(rows, WINDOW));
    for (int i = 0; i < rows; i++) {
      System.arraycopy(text, i * stride, x.data(), i * WINDOW, WINDOW);
      System.arraycopy(text, i * stride + 1, y.data(), i * WINDOW, WINDOW);
    }
    return new Rows(x, y);
  }

  /// Letters from 1 on; all else is a 0.
  private static long[] text() {
    try {
      return Files.readString(Tasks.HOME.resolve("LICENSE"))
          .toLowerCase(Locale.ROOT)
          .chars()
          .mapToLong(c -> c >= 'a' && c <= 'z' ? 1L + c - 'a' : 0)
          .toArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Numbers uniform in [0, 1], two of which are marked, one in each half; the target is their sum.
  private static GraphTask adding() {
    int rows = TRAIN + HELD;
    float[] numbers = new float[rows * STEPS];
    new Seed(0).stream("adding/numbers").symmetricUniform(0, numbers);
    int[] words = new int[2 * rows];
    new Seed(0).stream("adding/marks").words(0, words, 0, words.length);
    FloatArray x = FloatArray.of(TensorShape.of(rows, STEPS, 2));
    FloatArray y = FloatArray.of(TensorShape.of(rows, 1));
    for (int i = 0; i < rows; i++) {
      for (int t = 0; t < STEPS; t++) {
        x.data()[2 * (i * STEPS + t)] = (1 + numbers[i * STEPS + t]) / 2;
      }
      for (int half = 0; half < 2; half++) {
        int t = half * STEPS / 2 + (words[2 * i + half] >>> 29);
        x.data()[2 * (i * STEPS + t) + 1] = 1;
        y.data()[i] += x.data()[2 * (i * STEPS + t)];
      }
    }
    scale(y.data(), 1);
    return GraphTask.of("adding", new Rows(x, y).split(TRAIN), 0, 16, 1_000, 0.5);
  }
}
