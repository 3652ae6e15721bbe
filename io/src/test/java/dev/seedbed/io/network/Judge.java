package dev.seedbed.io.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.seedbed.check.chain.Chain;
import dev.seedbed.io.weights.OnnxRuntime;
import dev.seedbed.random.Seed;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/// Compares a chain, propagated by plain loops in double, with what ONNX Runtime makes of the file.
final class Judge {
  private static final double TOLERANCE = 1e-5;
  private static final int ROWS = 7;

  private Judge() {}

  /// The chain's outputs for one row. Normalisations take mean 0 and variance 1 for what they have
  /// seen.
  static double[] propagate(Chain chain, double[] x) {
    double[] values = x;
    for (Chain.Stage stage : chain.stages()) {
      values = propagate(stage, values);
    }
    return switch (chain.head()) {
      case LINEAR -> values;
      case SIGMOID -> Arrays.stream(values).map(z -> 1 / (1 + Math.exp(-z))).toArray();
      case SOFTMAX -> {
        double sum = Arrays.stream(values).map(Math::exp).sum();
        yield Arrays.stream(values).map(z -> Math.exp(z) / sum).toArray();
      }
    };
  }

  private static double[] propagate(Chain.Stage stage, double[] x) {
    double[] a = new double[stage.layer().fanOut()];
    for (int j = 0; j < a.length; j++) {
      double z = stage.layer().bias()[j];
      for (int i = 0; i < x.length; i++) {
        z += x[i] * stage.layer().weight().get(i, j);
      }
      if (stage.normalization().isPresent()) {
        Chain.Normalization by = stage.normalization().get();
        z = z / Math.sqrt(1 + by.epsilon()) * by.scale()[j] + by.shift()[j];
      }
      a[j] = stage.activation().value(z);
    }
    return a;
  }

  /// Random rows in both: the same answers.
  ///
  /// @param shape of one row, as the file's input x wants it
  static void agree(Path file, Chain chain, long... shape) throws OrtException {
    float[] x = new float[ROWS * chain.inputs()];
    new Seed(11).stream("rows").uniform(0, x, 0, x.length, 0, 2);
    double[][] theirs = run(file, x, ROWS, shape);
    for (int row = 0; row < ROWS; row++) {
      double[] inputs = new double[chain.inputs()];
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = x[row * inputs.length + i];
      }
      agree(propagate(chain, inputs), theirs[row]);
    }
  }

  private static void agree(double[] ours, double[] theirs) {
    // Of a log-softmax, what sums up to 1.
    double sum = Arrays.stream(theirs).map(Math::exp).sum();
    double[] answers =
        Math.abs(sum - 1) < TOLERANCE ? Arrays.stream(theirs).map(Math::exp).toArray() : theirs;
    assertThat(ours).containsExactly(answers, within(TOLERANCE));
  }

  /// What ONNX Runtime answers.
  static double[][] run(Path file, float[] x, int rows, long... shape) throws OrtException {
    OrtEnvironment environment = OnnxRuntime.environment();
    try (var options = new OrtSession.SessionOptions()) {
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      try (OrtSession session = environment.createSession(file.toString(), options);
          OnnxTensor input = input(environment, session, x, rows, shape);
          OrtSession.Result result = session.run(Map.of("x", input))) {
        return switch (result.get(0).getValue()) {
          case float[][] floats -> Arrays.stream(floats).map(Judge::widen).toArray(double[][]::new);
          case double[][] doubles -> doubles;
          default -> throw new AssertionError("neither floats nor doubles");
        };
      }
    }
  }

  private static double[] widen(float[] row) {
    double[] wide = new double[row.length];
    for (int j = 0; j < row.length; j++) {
      wide[j] = row[j];
    }
    return wide;
  }

  private static OnnxTensor input(
      OrtEnvironment environment, OrtSession session, float[] x, int rows, long... shape)
      throws OrtException {
    long[] all = new long[shape.length + 1];
    all[0] = rows;
    System.arraycopy(shape, 0, all, 1, shape.length);
    var info = (TensorInfo) Objects.requireNonNull(session.getInputInfo().get("x")).getInfo();
    return info.type == OnnxJavaType.DOUBLE
        ? OnnxTensor.createTensor(environment, DoubleBuffer.wrap(widen(x)), all)
        : OnnxTensor.createTensor(environment, FloatBuffer.wrap(x), all);
  }
}
