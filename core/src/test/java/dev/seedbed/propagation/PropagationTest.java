package dev.seedbed.propagation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.seedbed.data.Targets;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Panels;
import dev.seedbed.network.Loss;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.network.Tensor;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import dev.seedbed.tensor.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PropagationTest {
  private static final int ROWS = 6;
  private static final List<Integer> WIDTHS = List.of(4, 5, 4, 3);

  static Stream<Arguments> networks() {
    return Activation.all().stream()
        .flatMap(
            activation -> Arrays.stream(Loss.values()).map(loss -> arguments(activation, loss)));
  }

  private static float[] uniform(String name, int count) {
    float[] values = new float[count];
    new Seed(11).stream(name).symmetricUniform(0, values);
    return values;
  }

  private static Matrix matrix(String name, int rows, int columns) {
    float[] values = uniform(name, rows * columns);
    var matrix = new Matrix(rows, columns);
    for (int i = 0; i < values.length; i++) {
      matrix.set(i / columns, i % columns, values[i]);
    }
    return matrix;
  }

  private static Network network(NetworkSpec spec) {
    var tensors = new ArrayList<Tensor>();
    for (Tensor zero : Network.zeros(spec).tensors()) {
      tensors.add(
          new Tensor(zero.name(), zero.shape(), uniform(zero.name(), zero.values().length)));
    }
    return Network.of(spec, tensors);
  }

  private static Targets targets(Loss loss) {
    int outputs = WIDTHS.getLast();
    return switch (loss) {
      case CROSS_ENTROPY ->
          new Targets.Classes(
              outputs, IntStream.range(0, ROWS).map(row -> row % outputs).toArray());
      case SQUARED_ERROR -> new Targets.Values(matrix("targets", ROWS, outputs));
    };
  }

  /// The mean loss in double, from the definition: the oracle.
  private static double loss(
      NetworkSpec spec, List<double[]> parameters, Matrix x, Targets targets) {
    double loss = 0;
    for (int row = 0; row < ROWS; row++) {
      double[] a = new double[x.columns()];
      for (int k = 0; k < a.length; k++) {
        a[k] = x.get(row, k);
      }
      for (int l = 0; l < spec.layers(); l++) {
        double[] weight = parameters.get(2 * l);
        double[] z = parameters.get(2 * l + 1).clone();
        for (int j = 0; j < z.length; j++) {
          for (int k = 0; k < a.length; k++) {
            z[j] += weight[j * a.length + k] * a[k];
          }
          if (l < spec.layers() - 1) {
            z[j] = spec.activation().value(z[j]);
          }
        }
        a = z;
      }
      double normaliser = 0;
      for (double z : a) {
        normaliser += Math.exp(z);
      }
      for (int j = 0; j < a.length; j++) {
        double t = targets.get(row, j);
        loss +=
            switch (spec.loss()) {
              case CROSS_ENTROPY -> -t * (a[j] - Math.log(normaliser));
              case SQUARED_ERROR -> (a[j] - t) * (a[j] - t) / a.length;
            };
      }
    }
    return loss / ROWS;
  }

  private static Network gradient(Propagation propagation, Targets targets) {
    Network gradient = Network.zeros(propagation.network().spec());
    new Backpropagation(propagation).backward(targets, ROWS, Backpropagation.storing(gradient));
    return gradient;
  }

  private static List<double[]> inDouble(Network network) {
    var parameters = new ArrayList<double[]>();
    for (Tensor tensor : network.tensors()) {
      double[] values = new double[tensor.values().length];
      for (int i = 0; i < values.length; i++) {
        values[i] = tensor.values()[i];
      }
      parameters.add(values);
    }
    return parameters;
  }

  /// The float gradient of each tensor against central differences of the loss in double: 1e-6 of
  /// the tensor's largest gradient. Central differences with h = 1e-5 err by about 1e-10; float
  /// rounding through three small layers leaves a few units of 6e-8.
  @ParameterizedTest
  @MethodSource("networks")
  void backward_gradients_agreeWithCentralDifferences(Activation activation, Loss loss) {
    var spec = new NetworkSpec(WIDTHS, activation, loss);
    Network network = network(spec);
    Matrix x = matrix("x", ROWS, WIDTHS.getFirst());
    Targets targets = targets(loss);
    var propagation = new Propagation(network, ROWS, Kernels.best());
    propagation.forward(x, 0, ROWS);
    Network gradient = gradient(propagation, targets);

    List<double[]> parameters = inDouble(network);
    List<double[]> gradients = inDouble(gradient);
    double h = 1e-5;
    for (int t = 0; t < parameters.size(); t++) {
      double[] tensor = parameters.get(t);
      double largest = Arrays.stream(gradients.get(t)).map(Math::abs).max().orElseThrow();
      assertThat(largest).isPositive();
      for (int i = 0; i < tensor.length; i++) {
        double kept = tensor[i];
        tensor[i] = kept + h;
        double above = loss(spec, parameters, x, targets);
        tensor[i] = kept - h;
        double below = loss(spec, parameters, x, targets);
        tensor[i] = kept;
        assertThat(Math.abs(gradients.get(t)[i] - (above - below) / (2 * h)) / largest)
            .as("tensor %d, element %d", t, i)
            .isLessThan(1e-6);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("networks")
  void lossSum_agreesWithDefinitionInDouble(Activation activation, Loss loss) {
    var spec = new NetworkSpec(WIDTHS, activation, loss);
    Network network = network(spec);
    Matrix x = matrix("x", ROWS, WIDTHS.getFirst());
    var propagation = new Propagation(network, ROWS, Kernels.plain());
    propagation.forward(x, 0, ROWS);
    double expected = loss(spec, inDouble(network), x, targets(loss));
    double relative = propagation.lossSum(targets(loss), 0, ROWS) / ROWS / expected - 1;
    assertThat(Math.abs(relative)).isLessThan(1e-6);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void passes_plainAndVectorKernels_sameBits(Activation activation, Loss loss) {
    var spec = new NetworkSpec(List.of(7, 33, 18, 3), activation, loss);
    Network network = network(spec);
    Matrix x = matrix("x", ROWS, 7);
    var gradients = new ArrayList<Network>();
    for (Kernels kernels : List.of(Kernels.plain(), Kernels.best())) {
      var propagation = new Propagation(network, ROWS, kernels);
      propagation.forward(x, 0, ROWS);
      gradients.add(gradient(propagation, targets(loss)));
    }
    for (int t = 0; t < 2 * spec.layers(); t++) {
      assertThat(gradients.get(1).tensors().get(t).values())
          .isEqualTo(gradients.get(0).tensors().get(t).values());
    }
  }

  /// Saturated logits: the loss is finite and right where a probability underflows.
  @Test
  void crossEntropy_hugeLogits_finite() {
    var spec = new NetworkSpec(List.of(1, 2), new Activation.Identity(), Loss.CROSS_ENTROPY);
    Network network =
        Network.of(
            spec,
            List.of(
                new Tensor("layer1/weight", new int[] {2, 1}, new float[] {1000, -1000}),
                new Tensor("layer1/bias", new int[] {2}, new float[2])));
    var x = new Matrix(1, 1);
    x.set(0, 0, 1);
    var target = new Targets.Classes(2, new int[] {1});
    var propagation = new Propagation(network, 1, Kernels.best());
    Panels outputs = propagation.forward(x, 0, 1);
    assertThat(outputs.get(0, 0)).isEqualTo(1);
    assertThat(propagation.lossSum(target, 0, 1)).isEqualTo(2000);
  }

  /// The target's probability is 1, and yet the network has diverged.
  @Test
  void lossSum_anotherOutputBeyondTheRangeOfFloats_notANumber() {
    var spec = new NetworkSpec(List.of(1, 2), new Activation.Tanh(), Loss.CROSS_ENTROPY);
    Network network =
        Network.of(
            spec,
            List.of(
                new Tensor("layer1/weight", new int[] {2, 1}, new float[] {3e38f, -3e38f}),
                new Tensor("layer1/bias", new int[] {2}, new float[2])));
    var x = new Matrix(1, 1);
    x.set(0, 0, 1);
    var propagation = new Propagation(network, 1, Kernels.best());
    Panels _ = propagation.forward(x, 0, 1);
    assertThat(propagation.lossSum(new Targets.Classes(2, new int[] {0}), 0, 1)).isNaN();
  }
}
