package dev.seedbed.cli.doctor;

import dev.seedbed.data.Column;
import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Table;
import dev.seedbed.init.Law;
import dev.seedbed.io.model.Safetensors;
import dev.seedbed.jvm.Sha256;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Panels;
import dev.seedbed.random.Seed;
import dev.seedbed.study.Study;
import dev.seedbed.study.StudySpec;
import dev.seedbed.tensor.Activation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/// Things that give the same bits on every machine: a hash of each is known.
///
/// @param name what is computed
/// @param expected its SHA-256
/// @param found its SHA-256 on this machine
public record SelfTest(String name, String expected, String found) {
  private static final int DRAWN = 100_003;
  private static final int ROWS = 48;
  private static final int INPUTS = 100;
  private static final int UNITS = 96;
  private static final int EXAMPLES = 120;

  private static final List<Law> LAWS =
      List.of(
          Law.Uniform.within(0.07),
          new Law.Normal(0, 0.3),
          new Law.TruncatedNormal(0, 1, 2),
          new Law.LogarithmOfUniform(1, 16));

  /// Whether the bits are those of all machines.
  public boolean passed() {
    return expected.equals(found);
  }

  /// All of them: draws, the kernels that this JVM chooses once they are compiled, one training.
  public static List<SelfTest> all() throws InterruptedException {
    return List.of(
        new SelfTest(
            "draws", "b675d310df5f688155fbe2eb6d625b38621a5d467afa127054df9ab71078e925", draws()),
        new SelfTest(
            "kernels",
            "0c5049c8a6fa6d0d7d980248abfa83d4c067f4fc37e84df613a76739e9ef3735",
            kernels(Kernels.warm())),
        new SelfTest(
            "training",
            "d11296511a3adcc8d2eea90aaf3e9b8bf27ef8559b3b35e4bf3e96708b09c06f",
            training()));
  }

  private static String draws() {
    var digest = Sha256.digest();
    float[] numbers = new float[DRAWN];
    for (int i = 0; i < LAWS.size(); i++) {
      LAWS.get(i).draw(new Seed(2026).stream("doctor/" + i), 1L << 33, numbers);
      update(digest, numbers);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void update(MessageDigest digest, float... numbers) {
    var bytes = ByteBuffer.allocate(Float.BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(numbers);
    digest.update(bytes.array());
  }

  /// A layer forward, and a step of SGD.
  static String kernels(Kernels kernels) {
    Panels x = panels(ROWS, INPUTS, "x");
    Panels w = panels(INPUTS, UNITS, "w");
    var z = new Panels(ROWS, UNITS);
    var a = new Panels(ROWS, UNITS);
    var digest = Sha256.digest();
    for (int p = 0; p < z.panels(); p++) {
      kernels.affine(x, ROWS, w, new float[(int) Panels.paddedLength(UNITS)], z, p);
    }
    for (Activation f : List.of(new Activation.Tanh(), new Activation.Gelu())) {
      for (int p = 0; p < z.panels(); p++) {
        kernels.activate(f, z, a, p, ROWS);
      }
      update(digest, a.data());
    }
    var units = new Panels(UNITS, ROWS);
    for (int r = 0; r < units.panels(); r++) {
      kernels.transpose(z, units, r, UNITS);
    }
    int room = (int) Panels.paddedLength(ROWS);
    kernels.softmax(units, ROWS, new float[room], new float[room], new float[room]);
    for (int p = 0; p < a.panels(); p++) {
      kernels.transpose(units, a, p, ROWS);
    }
    update(digest, a.firstRows(ROWS).data());
    float[] velocity = new float[w.data().length];
    float[] gradient = w.data().clone();
    kernels.sgd(w.data(), velocity, 0, gradient, gradient.length, 0.01f, 0.9f, 1e-3f);
    update(digest, w.data());
    return HexFormat.of().formatHex(digest.digest());
  }

  private static Panels panels(int rows, int columns, String path) {
    var panels = new Panels(rows, columns);
    float[] numbers = new float[rows * columns];
    new Law.Normal(0, 0.5).draw(new Seed(2026).stream("doctor/" + path), 0, numbers);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        panels.set(i, j, numbers[i * columns + j]);
      }
    }
    return panels;
  }

  /// A race of four seeds on points in and around a circle.
  private static String training() throws InterruptedException {
    float[] points = new float[2 * EXAMPLES];
    Law.Uniform.within(1).draw(new Seed(2026).stream("doctor/points"), 0, points);
    float[] x = new float[EXAMPLES];
    float[] y = new float[EXAMPLES];
    for (int i = 0; i < EXAMPLES; i++) {
      x[i] = points[2 * i];
      y[i] = points[2 * i + 1];
    }
    String[] place =
        IntStream.range(0, EXAMPLES)
            .mapToObj(i -> x[i] * x[i] + y[i] * y[i] < 0.6 ? "inside" : "outside")
            .toArray(String[]::new);
    var table =
        new Table(
            "circle",
            List.of(
                new Column.Numbers("x", x),
                new Column.Numbers("y", y),
                new Column.Texts("place", place)));
    Dataset data = Dataset.of(table, DataSpec.of("place"));
    var study = StudySpec.of(data).withHidden(24).withSeeds(4);
    var winner = Study.run(study, data).winner().orElseThrow();
    return Safetensors.sha256(winner.model().members().getFirst().tensors());
  }
}
