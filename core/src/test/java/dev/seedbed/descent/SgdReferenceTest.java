package dev.seedbed.descent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.seedbed.data.Dataset;
import dev.seedbed.data.Targets;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Team;
import dev.seedbed.network.Loss;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.network.Tensor;
import dev.seedbed.tensor.Activation;
import dev.seedbed.tensor.Matrix;
import dev.seedbed.train.Schedule;
import dev.seedbed.train.Sgd;
import dev.seedbed.train.TrainingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Twenty steps of SGD with momentum and weight decay against PyTorch, whose numbers
/// `sgd_reference.py` (beside `sgd_reference.json`) printed.
class SgdReferenceTest {
  private static final JsonNode REFERENCE =
      JsonMapper.shared()
          .readTree(
              Objects.requireNonNull(
                  SgdReferenceTest.class.getResourceAsStream("sgd_reference.json")));

  /// PyTorch's own float32 run ends up to 4.1e-7 from its float64 run; two float32 runs that round
  /// independently may be √2 of that apart, and this one is allowed twice that.
  private static final double TOLERANCE = 1.2e-6;

  static Stream<Arguments> cases() {
    return REFERENCE
        .get("cases")
        .valueStream()
        .map(node ->
            arguments(node.get("activation").stringValue(), node.get("loss").stringValue(), node));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("cases")
  void twentySteps_agreeWithPyTorch(String activation, String lossName, JsonNode expected) {
    Loss loss = Loss.valueOf(lossName.toUpperCase(Locale.ROOT));
    var widths = new ArrayList<Integer>();
    REFERENCE.get("widths").forEach(width -> widths.add(width.intValue()));
    var spec = new NetworkSpec(widths, Activation.named(activation).orElseThrow(), loss);
    int batch = REFERENCE.get("batch").intValue();
    var sgd =
        new Sgd(
            expected.get("learning_rate").doubleValue(),
            REFERENCE.get("momentum").doubleValue(),
            REFERENCE.get("weight_decay").doubleValue());
    JsonNode losses = expected.get("float64").get("losses");
    int rows = losses.size() * batch;
    var data =
        new Dataset.Part(
            rows(REFERENCE.get("inputs"), rows, widths.getFirst()),
            targets(loss, rows, widths.getLast()));
    int[] order = IntStream.range(0, rows).toArray();
    var training =
        TrainingSpec.DEFAULT
            .withOptimizer(sgd)
            .withSchedule(new Schedule.Constant())
            .withMinibatch(batch);
    var descent = new Descent(training, start(spec), Kernels.best(), Team.ALONE);
    for (int step = 0; step < losses.size(); step++) {
      assertThat(descent.step(data, order, step * batch, (step + 1) * batch) / batch)
          .as("loss of step %d", step)
          .isCloseTo(losses.get(step).doubleValue(), within(TOLERANCE));
    }
    for (String precision : List.of("float32", "float64")) {
      JsonNode parameters = expected.get(precision).get("parameters");
      for (int t = 0; t < parameters.size(); t++) {
        float[] values = descent.network().tensors().get(t).values();
        for (int i = 0; i < values.length; i++) {
          assertThat((double) values[i])
              .as("%s, tensor %d, element %d", precision, t, i)
              .isCloseTo(parameters.get(t).get(i).doubleValue(), within(TOLERANCE));
        }
      }
    }
  }

  private static Network start(NetworkSpec spec) {
    var tensors = new ArrayList<Tensor>();
    for (Tensor zero : Network.zeros(spec).tensors()) {
      JsonNode numbers = REFERENCE.get("start").get(tensors.size());
      float[] values = new float[numbers.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) numbers.get(i).doubleValue();
      }
      tensors.add(new Tensor(zero.name(), zero.shape(), values));
    }
    return Network.of(spec, tensors);
  }

  private static Matrix rows(JsonNode numbers, int rows, int columns) {
    var matrix = new Matrix(rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        matrix.set(i, j, (float) numbers.get(i * columns + j).doubleValue());
      }
    }
    return matrix;
  }

  private static Targets targets(Loss loss, int rows, int outputs) {
    return switch (loss) {
      case CROSS_ENTROPY ->
          new Targets.Classes(
              outputs,
              IntStream.range(0, rows)
                  .map(row -> REFERENCE.get("classes").get(row).intValue())
                  .toArray());
      case SQUARED_ERROR -> new Targets.Values(rows(REFERENCE.get("values"), rows, outputs));
    };
  }
}
