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
import dev.seedbed.train.AdamW;
import dev.seedbed.train.Optimizer;
import dev.seedbed.train.Schedule;
import dev.seedbed.train.Sgd;
import dev.seedbed.train.TrainingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A hundred steps of each optimiser, and the learning rates of each schedule, against PyTorch,
/// whose numbers `optimizer_reference.py` (beside `optimizer_reference.json`) printed.
class OptimizerReferenceTest {
  private static final JsonNode REFERENCE =
      JsonMapper.shared()
          .readTree(
              Objects.requireNonNull(
                  OptimizerReferenceTest.class.getResourceAsStream("optimizer_reference.json")));

  private static final int BATCH = REFERENCE.get("batch").intValue();
  private static final int EPOCHS = REFERENCE.get("epochs").intValue();

  /// The script's schedules.
  private static final Map<String, Schedule> SCHEDULES =
      Map.of(
          "constant",
          new Schedule.Constant(),
          "step",
          new Schedule.Step(3, 0.5),
          "cosine",
          new Schedule.Cosine(0.1),
          "inverse-time",
          new Schedule.InverseTime(0.3),
          "warm-up, cosine",
          new Schedule.WarmUp(2, new Schedule.Cosine(0)));

  static Stream<Arguments> cases() {
    return REFERENCE
        .get("cases")
        .valueStream()
        .map(node -> arguments(node.get("name").stringValue(), node));
  }

  private static double number(JsonNode node, String key, double otherwise) {
    JsonNode value = node.get(key);
    return value == null || value.isNull() ? otherwise : value.doubleValue();
  }

  private static Optimizer optimizer(JsonNode expected) {
    JsonNode settings = expected.get("settings");
    double rate = settings.get("lr").doubleValue();
    double decay = expected.get("weight_decay").doubleValue();
    if (expected.get("kind").stringValue().equals("sgd")) {
      return new Sgd(rate, number(settings, "momentum", 0), decay, settings.has("nesterov"));
    }
    JsonNode betas = settings.get("betas");
    return new AdamW(
        rate,
        betas == null ? 0.9 : betas.get(0).doubleValue(),
        betas == null ? 0.999 : betas.get(1).doubleValue(),
        number(settings, "eps", 1e-8),
        decay);
  }

  /// Two float runs that round independently, each as far from the exact numbers as PyTorch's float
  /// run, may be √2 of that apart; this one is allowed three times PyTorch's distance from its
  /// double run, as a largest of 500 weights varies.
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void hundredSteps_agreeWithPyTorch(String name, JsonNode expected) {
    var spec = new NetworkSpec(widths(), new Activation.Tanh(), Loss.CROSS_ENTROPY);
    var training =
        TrainingSpec.DEFAULT
            .withOptimizer(optimizer(expected))
            .withSchedule(schedule(expected.get("schedule").stringValue()))
            .withMaxGradientNorm(number(expected, "clip", Double.POSITIVE_INFINITY))
            .withMinibatch(BATCH)
            .withEpochs(EPOCHS);
    var data = data();
    int[] order = IntStream.range(0, data.rows()).toArray();
    var descent = new Descent(training, start(spec), Kernels.best(), Team.ALONE);
    JsonNode losses = expected.get("losses");
    double lossDistance = expected.get("float32_loss_distance").doubleValue();
    int step = 0;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      for (int from = 0; from < order.length; from += BATCH) {
        int to = Math.min(order.length, from + BATCH);
        assertThat(descent.step(data, order, from, to) / (to - from))
            .as("loss of step %d", step)
            .isCloseTo(losses.get(step++).doubleValue(), within(3 * lossDistance));
      }
    }
    assertThat(step).isEqualTo(100);
    double distance = expected.get("float32_distance").doubleValue();
    double largest = 0;
    for (int t = 0; t < 2 * spec.layers(); t++) {
      float[] values = descent.network().tensors().get(t).values();
      JsonNode numbers = expected.get("parameters").get(t);
      assertThat(values).hasSize(numbers.size());
      for (int i = 0; i < values.length; i++) {
        largest = Math.max(largest, Math.abs(values[i] - numbers.get(i).doubleValue()));
      }
    }
    assertThat(largest).as(name).isLessThan(3 * distance);
  }

  private static Schedule schedule(String name) {
    return Objects.requireNonNull(SCHEDULES.get(name));
  }

  static Stream<String> schedules() {
    return SCHEDULES.keySet().stream().sorted();
  }

  /// PyTorch goes from rate to rate, with a rounding each time: 100 of them at the most, of 1.1e-16
  /// of the largest rate.
  @ParameterizedTest
  @MethodSource("schedules")
  void learningRate_agreesWithPyTorch(String name) {
    var spec =
        TrainingSpec.DEFAULT
            .withOptimizer(new Sgd(0.1, 0, 0))
            .withSchedule(schedule(name))
            .withEpochs(EPOCHS);
    JsonNode rates = REFERENCE.get("rates").get(name);
    assertThat(rates.size()).isEqualTo(100);
    for (int step = 0; step < rates.size(); step++) {
      assertThat(spec.learningRate(step, rates.size() / EPOCHS))
          .as("step %d", step)
          .isCloseTo(rates.get(step).doubleValue(), within(0.1 * 100 * 0x1p-53));
    }
  }

  private static List<Integer> widths() {
    return REFERENCE.get("widths").valueStream().map(JsonNode::intValue).toList();
  }

  private static float[] floats(JsonNode numbers) {
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) numbers.get(i).doubleValue();
    }
    return values;
  }

  private static Network start(NetworkSpec spec) {
    var tensors = new ArrayList<Tensor>();
    for (Tensor zero : Network.zeros(spec).tensors()) {
      float[] values = floats(REFERENCE.get("start").get(tensors.size()));
      tensors.add(new Tensor(zero.name(), zero.shape(), values));
    }
    return Network.of(spec, tensors);
  }

  private static Dataset.Part data() {
    JsonNode classes = REFERENCE.get("classes");
    var inputs = new Matrix(classes.size(), widths().getFirst());
    float[] values = floats(REFERENCE.get("inputs"));
    System.arraycopy(values, 0, inputs.data(), 0, values.length);
    int[] ofRow = classes.valueStream().mapToInt(JsonNode::intValue).toArray();
    return new Dataset.Part(inputs, new Targets.Classes(widths().getLast(), ofRow));
  }
}
