package dev.seedbed.bench.check;

import dev.seedbed.data.Column;
import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Table;
import dev.seedbed.data.Target;
import dev.seedbed.data.Targets;
import dev.seedbed.io.table.TableFiles;
import dev.seedbed.network.Loss;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Matrix;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The data of the protocol, all of it from `examples` or made by formula.
public final class Tasks {
  /// Where the project is; `./seedbed-bench` says.
  public static final Path HOME = Path.of(System.getProperty("seedbed.home", "."));

  private static final int FEW = 600;
  private static final int USUAL = 1_000;
  private static final int MANY = 3_000;
  private static final int SIDE = 28;

  private Tasks() {}

  /// All tasks by name.
  static Map<String, Task> load() {
    Dataset.Part digits = digits();
    Dataset.Part scaled = all(dataset("digits", "digit"));
    var circles = circles();
    var blobs = blobs();
    Dataset mpg = dataset("auto-mpg", "mpg");
    var tasks = new ArrayList<Task>();
    tasks.add(classes("digits28", with(digits, enlarged(digits.inputs())), FEW));
    tasks.add(classes("digits", digits, USUAL));
    tasks.add(classes("digits-scaled", scaled, USUAL));
    tasks.add(classes("nines", nines(scaled), USUAL));
    tasks.add(classes("circles", circles, MANY));
    tasks.add(classes("circles100", with(circles, times(circles.inputs(), 100)), MANY));
    tasks.add(classes("blobs", blobs, MANY));
    tasks.add(classes("blobs100", with(blobs, times(blobs.inputs(), 1000)), MANY));
    tasks.add(classes("xor", xor(), MANY));
    tasks.add(classes("iris", all(dataset("iris", "species")), MANY));
    tasks.add(classes("penguins", all(dataset("penguins", "species")), MANY));
    tasks.add(Task.of("auto-mpg", all(mpg), Loss.SQUARED_ERROR, MANY));
    tasks.add(Task.of("auto-mpg-raw", decoded(mpg), Loss.SQUARED_ERROR, MANY));
    var byName = new LinkedHashMap<String, Task>();
    tasks.forEach(task -> byName.put(task.name(), task));
    return byName;
  }

  private static Task classes(String name, Dataset.Part part, int steps) {
    return Task.of(name, part, Loss.CROSS_ENTROPY, steps);
  }

  private static Table table(String name) {
    return TableFiles.read(HOME.resolve("examples/" + name + ".csv"));
  }

  private static Dataset dataset(String name, String target) {
    return Dataset.of(table(name), DataSpec.of(target));
  }

  /// All rows of a data set, in the order of its parts.
  private static Dataset.Part all(Dataset data) {
    List<Dataset.Part> parts = List.of(data.train(), data.validation(), data.test());
    List<Targets> targets = parts.stream().map(Dataset.Part::targets).toList();
    return new Dataset.Part(
        stacked(parts.stream().map(Dataset.Part::inputs).toList()),
        switch (data.target()) {
          case Target.Classes classes ->
              new Targets.Classes(
                  classes.width(),
                  targets.stream()
                      .flatMapToInt(some -> Arrays.stream(((Targets.Classes) some).ofRow()))
                      .toArray());
          case Target.Quantity _ ->
              new Targets.Values(
                  stacked(targets.stream().map(some -> ((Targets.Values) some).matrix()).toList()));
        });
  }

  /// The rows of all matrices, one after the other.
  private static Matrix stacked(List<Matrix> matrices) {
    int rows = matrices.stream().mapToInt(Matrix::rows).sum();
    var all = new Matrix(rows, matrices.getFirst().columns());
    int at = 0;
    for (Matrix some : matrices) {
      System.arraycopy(some.data(), 0, all.data(), at, some.data().length);
      at += some.data().length;
    }
    return all;
  }

  private static Dataset.Part with(Dataset.Part part, Matrix inputs) {
    return new Dataset.Part(inputs, part.targets());
  }

  private static Dataset.Part decoded(Dataset data) {
    Dataset.Part scaled = all(data);
    var raw = new Matrix(scaled.rows(), 1);
    if (data.target() instanceof Target.Quantity quantity) {
      for (int i = 0; i < raw.rows(); i++) {
        raw.set(i, 0, quantity.decode(scaled.targets().get(i, 0)));
      }
    }
    return new Dataset.Part(scaled.inputs(), new Targets.Values(raw));
  }

  /// 8×8 pixels ÷ 16, in [0, 1].
  public static Dataset.Part digits() {
    Table table = table("digits");
    var pixels = new Matrix(table.rows(), 64);
    int[] labels = new int[table.rows()];
    int feature = 0;
    for (Column column : table.columns()) {
      float[] values = ((Column.Numbers) column).values();
      for (int i = 0; i < table.rows(); i++) {
        if (column.name().equals("digit")) {
          labels[i] = (int) values[i];
        } else {
          pixels.set(i, feature, values[i] / 16);
        }
      }
      feature += column.name().equals("digit") ? 0 : 1;
    }
    return new Dataset.Part(pixels, new Targets.Classes(10, labels));
  }

  /// 8×8 to 28×28 pixels, bilinearly.
  private static Matrix enlarged(Matrix small) {
    var large = new Matrix(small.rows(), SIDE * SIDE);
    for (int i = 0; i < small.rows(); i++) {
      for (int r = 0; r < SIDE; r++) {
        for (int c = 0; c < SIDE; c++) {
          large.set(i, r * SIDE + c, pixel(small, i, place(r), place(c)));
        }
      }
    }
    return large;
  }

  /// Where the centre of a large pixel falls among the centres of the small ones.
  private static double place(int index) {
    return Math.clamp((index + 0.5) * 8 / SIDE - 0.5, 0, 7);
  }

  private static float pixel(Matrix small, int row, double r, double c) {
    int r0 = Math.min(6, (int) r);
    int c0 = Math.min(6, (int) c);
    double v = r - r0;
    double h = c - c0;
    double upper = (1 - h) * small.get(row, 8 * r0 + c0) + h * small.get(row, 8 * r0 + c0 + 1);
    double lower = (1 - h) * small.get(row, 8 * r0 + 8 + c0) + h * small.get(row, 8 * r0 + 9 + c0);
    return (float) ((1 - v) * upper + v * lower);
  }

  private static Matrix times(Matrix matrix, float factor) {
    var product = new Matrix(matrix.rows(), matrix.columns());
    for (int k = 0; k < matrix.data().length; k++) {
      product.data()[k] = factor * matrix.data()[k];
    }
    return product;
  }

  private static Dataset.Part nines(Dataset.Part digits) {
    int[] ofRow =
        IntStream.range(0, digits.rows()).map(i -> (int) digits.targets().get(i, 9)).toArray();
    return new Dataset.Part(digits.inputs(), new Targets.Classes(2, ofRow));
  }

  private static Dataset.Part circles() {
    int rows = 1000;
    var inputs = new Matrix(rows, 2);
    int[] classes = new int[rows];
    float[] noise = normals(new Seed(0), "circles/noise", 2 * rows);
    for (int i = 0; i < rows; i++) {
      int inner = i % 2;
      double angle = 2 * Math.PI * i / rows;
      double radius = inner == 1 ? 0.5 : 1;
      inputs.set(i, 0, (float) (radius * StrictMath.cos(angle) + 0.1 * noise[2 * i]));
      inputs.set(i, 1, (float) (radius * StrictMath.sin(angle) + 0.1 * noise[2 * i + 1]));
      classes[i] = inner;
    }
    return new Dataset.Part(inputs, new Targets.Classes(2, classes));
  }

  private static Dataset.Part blobs() {
    int rows = 1000;
    var inputs = new Matrix(rows, 2);
    int[] classes = new int[rows];
    float[] noise = normals(new Seed(0), "blobs/noise", 2 * rows);
    float[] centres = new float[6];
    new Seed(0).stream("blobs/centres").symmetricUniform(0, centres);
    for (int i = 0; i < rows; i++) {
      int k = i % 3;
      for (int j = 0; j < 2; j++) {
        inputs.set(i, j, centres[2 * k + j] + 0.1f * noise[2 * i + j]);
      }
      classes[i] = k;
    }
    return new Dataset.Part(inputs, new Targets.Classes(3, classes));
  }

  private static Dataset.Part xor() {
    int rows = 400;
    var inputs = new Matrix(rows, 2);
    int[] classes = new int[rows];
    float[] noise = normals(new Seed(0), "xor/noise", 2 * rows);
    for (int i = 0; i < rows; i++) {
      int first = i % 2;
      int second = i / 2 % 2;
      inputs.set(i, 0, 2 * first - 1 + 0.2f * noise[2 * i]);
      inputs.set(i, 1, 2 * second - 1 + 0.2f * noise[2 * i + 1]);
      classes[i] = first ^ second;
    }
    return new Dataset.Part(inputs, new Targets.Classes(2, classes));
  }

  /// Box & Muller 1958.
  public static float[] normals(Seed seed, String path, int count) {
    float[] u = new float[2 * count];
    seed.stream(path).symmetricUniform(0, u);
    float[] normals = new float[count];
    for (int i = 0; i < count; i++) {
      double radius = Math.sqrt(-2 * StrictMath.log(0.5 + 0.5 * u[2 * i]));
      normals[i] = (float) (radius * StrictMath.cos(Math.PI * u[2 * i + 1]));
    }
    return normals;
  }
}
