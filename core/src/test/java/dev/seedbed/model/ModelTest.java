package dev.seedbed.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.data.Dataset;
import dev.seedbed.data.Encoder;
import dev.seedbed.data.Feature;
import dev.seedbed.data.Target;
import dev.seedbed.data.Targets;
import dev.seedbed.descent.Evaluation;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.network.Loss;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.network.Tensor;
import dev.seedbed.tensor.Activation;
import dev.seedbed.tensor.Matrix;
import dev.seedbed.train.Score;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Several networks answer with the mean of their answers, worked out by hand.
class ModelTest {
  private static final Encoder ENCODER = new Encoder(List.of(new Feature.Scaled("x", 0, 1)));
  private static final Target.Classes CLASSES =
      new Target.Classes("class", List.of("no", "yes"), false);
  private static final Target.Quantity QUANTITY = new Target.Quantity("price", 10, 4);

  private static Network linear(Loss loss, float[] weights, float[] biases) {
    int outputs = biases.length;
    var spec = new NetworkSpec(List.of(1, outputs), new Activation.Tanh(), loss);
    return Network.of(
        spec,
        List.of(
            new Tensor(Network.weightPath(0), new int[] {outputs, 1}, weights),
            new Tensor(Network.biasPath(0), new int[] {outputs}, biases)));
  }

  /// Logits (0, ln 3 · x) and (0, −ln 9 · x): at x = 1 the probabilities of the second class are
  /// 3/4 and 1/10.
  private static Model classes() {
    float ln3 = (float) StrictMath.log(3);
    return new Model(
        ENCODER,
        CLASSES,
        List.of(
            linear(Loss.CROSS_ENTROPY, new float[] {0, ln3}, new float[2]),
            linear(Loss.CROSS_ENTROPY, new float[] {0, -2 * ln3}, new float[2])));
  }

  /// Scaled values x and 4x + 1: at x = 1, 1 and 5.
  private static Model quantity() {
    return new Model(
        ENCODER,
        QUANTITY,
        List.of(
            linear(Loss.SQUARED_ERROR, new float[] {1}, new float[1]),
            linear(Loss.SQUARED_ERROR, new float[] {4}, new float[] {1})));
  }

  private static Matrix inputs(float... values) {
    var inputs = new Matrix(values.length, 1);
    System.arraycopy(values, 0, inputs.data(), 0, values.length);
    return inputs;
  }

  @Test
  void predict_classes_meanOfProbabilities() {
    Matrix answers = classes().predict(inputs(0, 1));
    assertThat(answers.get(0, 1)).isCloseTo(0.5f, within(1e-6f));
    assertThat(answers.get(1, 1)).isCloseTo((0.75f + 0.1f) / 2, within(1e-6f));
    assertThat(answers.get(1, 0)).isCloseTo((0.25f + 0.9f) / 2, within(1e-6f));
  }

  @Test
  void predict_quantity_meanOfValuesInItsUnit() {
    assertThat(quantity().predict(inputs(1)).get(0, 0)).isEqualTo(10 + 4 * 3f);
  }

  @Test
  void evaluation_classes_lossOfTheMean() {
    var part = new Dataset.Part(inputs(1, 1), new Targets.Classes(2, new int[] {1, 0}));
    var evaluation = Evaluation.of(classes(), part, Kernels.plain());
    // One rounding of the float logits.
    assertThat(evaluation.losses()[0]).isCloseTo(-StrictMath.log(0.425), within(1e-6));
    assertThat(evaluation.losses()[1]).isCloseTo(-StrictMath.log(0.575), within(1e-6));
    assertThat(evaluation.hits()).containsExactly(false, true);
    assertThat(evaluation.score()).isInstanceOf(Score.Classification.class);
    assertThat(((Score.Classification) evaluation.score()).accuracy()).isEqualTo(0.5);
    assertThat(evaluation.score().loss())
        .isEqualTo((evaluation.losses()[0] + evaluation.losses()[1]) / 2);
  }

  /// Probabilities that no float holds: e⁻³⁰⁰ and e⁻⁶⁰⁰.
  @Test
  void evaluation_hopelessRow_lossIsFinite() {
    var model =
        new Model(
            ENCODER,
            CLASSES,
            List.of(
                linear(Loss.CROSS_ENTROPY, new float[] {0, -300}, new float[2]),
                linear(Loss.CROSS_ENTROPY, new float[] {0, -600}, new float[2])));
    var part = new Dataset.Part(inputs(1), new Targets.Classes(2, new int[] {1}));
    assertThat(Evaluation.of(model, part, Kernels.plain()).losses()[0])
        .isCloseTo(300 + StrictMath.log(2), within(1e-4));
  }

  @Test
  void evaluation_quantity_squaredErrorOfTheMean() {
    var targets = new Matrix(2, 1);
    targets.set(0, 0, 1);
    targets.set(1, 0, 2);
    var part = new Dataset.Part(inputs(1, 0), new Targets.Values(targets));
    var score = (Score.Regression) Evaluation.of(quantity(), part, Kernels.plain()).score();
    // Means 3 and 0.5, errors 2 and −1.5; the targets' variance is 0.25.
    assertThat(score.loss()).isEqualTo((4 + 2.25) / 2);
    assertThat(score.rmse()).isEqualTo(4 * Math.sqrt(3.125));
    assertThat(score.r2()).isEqualTo(1 - 3.125 / 0.25);
  }

  @Test
  void tensors_severalNetworks_namedByMemberAndReadBack() {
    Model model = classes();
    assertThat(model.tensors())
        .extracting(Tensor::name)
        .containsExactly(
            "member1/layer1/weight",
            "member1/layer1/bias",
            "member2/layer1/weight",
            "member2/layer1/bias");
    Model read = Model.of(model.spec(), 2, model.tensors());
    assertThat(read.predict(inputs(0.3f)).data()).isEqualTo(model.predict(inputs(0.3f)).data());
    assertThatThrownBy(() -> Model.of(model.spec(), 3, model.tensors()))
        .hasMessage("network 3: tensor 'layer1/weight' is missing");
    Model alone = Model.of(ENCODER, CLASSES, model.members().getFirst());
    assertThat(alone.tensors())
        .extracting(Tensor::name)
        .containsExactly("layer1/weight", "layer1/bias");
  }

  @Test
  void networks_noneOrDifferent_refused() {
    assertThatThrownBy(() -> new Model(ENCODER, CLASSES, List.of()))
        .hasMessage("a model must have at least one network");
    Network other =
        Network.zeros(new NetworkSpec(List.of(1, 3, 2), new Activation.Tanh(), Loss.CROSS_ENTROPY));
    assertThatThrownBy(
            () -> new Model(ENCODER, CLASSES, List.of(classes().members().getFirst(), other)))
        .hasMessageStartingWith("the networks of a model must have one specification: ");
  }
}
