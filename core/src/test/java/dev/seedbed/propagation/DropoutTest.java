package dev.seedbed.propagation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {
  private static final int ROWS = 6;
  private static final List<Integer> WIDTHS = List.of(4, 37, 5, 3);
  private static final NetworkSpec SPEC =
      new NetworkSpec(WIDTHS, new Activation.Tanh(), Loss.CROSS_ENTROPY);
  private static final int[] ORDER = {0, 1, 2, 3, 4, 5};

  private static float[] uniform(String name, int count) {
    float[] values = new float[count];
    new Seed(11).stream(name).symmetricUniform(0, values);
    return values;
  }

  private static Network network() {
    var tensors = new ArrayList<Tensor>();
    for (Tensor zero : Network.zeros(SPEC).tensors()) {
      tensors.add(
          new Tensor(zero.name(), zero.shape(), uniform(zero.name(), zero.values().length)));
    }
    return Network.of(SPEC, tensors);
  }

  private static Matrix inputs() {
    var x = new Matrix(ROWS, WIDTHS.getFirst());
    System.arraycopy(uniform("x", x.data().length), 0, x.data(), 0, x.data().length);
    return x;
  }

  private static Targets targets() {
    return new Targets.Classes(
        WIDTHS.getLast(), IntStream.range(0, ROWS).map(row -> row % 3).toArray());
  }

  /// What becomes of ones in layer `l`.
  private static Panels mask(Dropout dropout, long step, int l, int mostRows, int rows) {
    var ones = new Panels(mostRows, WIDTHS.get(l + 1));
    Arrays.fill(ones.data(), 1);
    for (int p = 0; p < ones.panels(); p++) {
      dropout.drop(step, l, ones, p, rows, Kernels.plain());
    }
    return dropout.dropped(l);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.3, 0.5, 0.9})
  void drop_ones_meanAndVarianceOfTheMask(double rate) {
    int rows = 64;
    int steps = 50;
    var dropout = new Dropout(network(), rows, rate, new Seed(5));
    float scale = (float) (1 / (1 - rate));
    long kept = 0;
    long both = 0;
    int units = WIDTHS.get(1);
    for (int step = 0; step < steps; step++) {
      Panels mask = mask(dropout, step, 0, rows, rows);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < units; j++) {
          assertThat(mask.get(i, j)).isIn(0f, scale);
          kept += mask.get(i, j) > 0 ? 1 : 0;
          both += mask.get(i, j) > 0 && mask.get(i, (j + 1) % units) > 0 ? 1 : 0;
        }
      }
    }
    // A mask of n independent units, kept with q = 1 − p: the count of kept ones has standard
    // deviation √(n·q·(1−q)), and with it the mean n·q·scale = n and the variance p/q of the mask
    // are right. Of neighbours, q² are kept together; their count, pairs that share a unit
    // correlated, has at most √3 times the deviation of independent ones. 5 deviations: one false
    // alarm in 1.7 million.
    double n = (double) rows * units * steps;
    double q = 1 - rate;
    assertThat(kept).isCloseTo(Math.round(n * q), within(Math.round(5 * Math.sqrt(n * q * rate))));
    double pairs = q * q;
    assertThat(both)
        .isCloseTo(
            Math.round(n * pairs), within(Math.round(5 * Math.sqrt(3 * n * pairs * (1 - pairs)))));
  }

  @Test
  void drop_fewerRows_sameMaskForThem() {
    var dropout = new Dropout(network(), ROWS, 0.4, new Seed(5));
    Matrix all = mask(dropout, 3, 0, ROWS, ROWS).firstRows(ROWS);
    var again = new Dropout(network(), ROWS, 0.4, new Seed(5));
    mask(again, 2, 0, ROWS, ROWS);
    Matrix some = mask(again, 3, 0, ROWS, 2).firstRows(2);
    assertThat(some.data()).isEqualTo(Arrays.copyOf(all.data(), some.data().length));
    Matrix otherStep = mask(again, 4, 0, ROWS, ROWS).firstRows(ROWS);
    assertThat(otherStep.data()).isNotEqualTo(all.data());
    var otherSeed = new Dropout(network(), ROWS, 0.4, new Seed(6));
    assertThat(mask(otherSeed, 3, 0, ROWS, ROWS).firstRows(ROWS).data()).isNotEqualTo(all.data());
  }

  /// The address that the class documents.
  @Test
  void drop_unit_decidedByItsOwnNumber() {
    var dropout = new Dropout(network(), ROWS, 0.5, new Seed(5));
    Panels mask = mask(dropout, 9, 0, ROWS, ROWS);
    for (int i = 0; i < ROWS; i++) {
      for (int u = 0; u < WIDTHS.get(1); u++) {
        int[] word = new int[1];
        long address = ((9L * 2 + u / 32) * ROWS + i) * 32 + u % 32;
        new Seed(5).stream("dropout/layer1").words(address, word, 0, 1);
        assertThat(mask.get(i, u)).isEqualTo(word[0] >= 0 ? 2 : 0);
      }
    }
  }

  @Test
  void forward_withoutDropoutAfterwards_nothingDropped() {
    Network network = network();
    var propagation = new Propagation(network, ROWS, Kernels.best());
    Matrix expected = propagation.forward(inputs(), 0, ROWS).firstRows(ROWS);
    var dropout = new Dropout(network, ROWS, 0.5, new Seed(5));
    Matrix dropped = propagation.forward(inputs(), ORDER, 0, ROWS, dropout, 0).firstRows(ROWS);
    assertThat(dropped.data()).isNotEqualTo(expected.data());
    assertThat(propagation.forward(inputs(), 0, ROWS).firstRows(ROWS).data())
        .isEqualTo(expected.data());
  }

  @Test
  void passes_plainAndVectorKernels_sameBits() {
    var gradients = new ArrayList<Network>();
    for (Kernels kernels : List.of(Kernels.plain(), Kernels.best())) {
      gradients.add(gradient(network(), kernels));
    }
    for (int t = 0; t < 2 * SPEC.layers(); t++) {
      assertThat(gradients.get(1).tensors().get(t).values())
          .isEqualTo(gradients.get(0).tensors().get(t).values());
    }
  }

  private static Network gradient(Network network, Kernels kernels) {
    var propagation = new Propagation(network, ROWS, kernels);
    var dropout = new Dropout(network, ROWS, 0.4, new Seed(5));
    propagation.forward(inputs(), ORDER, 0, ROWS, dropout, 7);
    Network gradient = Network.zeros(SPEC);
    new Backpropagation(propagation).backward(targets(), ROWS, Backpropagation.storing(gradient));
    return gradient;
  }

  /// The float gradient against central differences, in double, of the loss with the same units
  /// dropped: 2e-6 of the tensor's largest gradient. Central differences with h = 1e-5 err by about
  /// 1e-10; float rounding through three small layers leaves a few units of 6e-8, times 1/0.6².
  @Test
  void backward_maskFixed_agreesWithCentralDifferences() {
    var dropout = new Dropout(network(), ROWS, 0.4, new Seed(5));
    List<Matrix> masks =
        List.of(
            mask(dropout, 7, 0, ROWS, ROWS).firstRows(ROWS),
            mask(dropout, 7, 1, ROWS, ROWS).firstRows(ROWS));
    List<double[]> parameters = inDouble(network());
    List<double[]> gradients = inDouble(gradient(network(), Kernels.best()));
    double h = 1e-5;
    for (int t = 0; t < parameters.size(); t++) {
      double[] tensor = parameters.get(t);
      double largest = Arrays.stream(gradients.get(t)).map(Math::abs).max().orElseThrow();
      assertThat(largest).isPositive();
      for (int i = 0; i < tensor.length; i++) {
        double kept = tensor[i];
        tensor[i] = kept + h;
        double above = loss(parameters, masks);
        tensor[i] = kept - h;
        double below = loss(parameters, masks);
        tensor[i] = kept;
        assertThat(gradients.get(t)[i])
            .as("tensor %d, element %d", t, i)
            .isCloseTo((above - below) / (2 * h), within(2e-6 * largest));
      }
    }
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

  /// The mean loss in double, from the definition.
  private static double loss(List<double[]> parameters, List<Matrix> masks) {
    Matrix x = inputs();
    double loss = 0;
    for (int row = 0; row < ROWS; row++) {
      double[] a = new double[x.columns()];
      for (int k = 0; k < a.length; k++) {
        a[k] = x.get(row, k);
      }
      for (int l = 0; l < SPEC.layers(); l++) {
        double[] weight = parameters.get(2 * l);
        double[] z = parameters.get(2 * l + 1).clone();
        for (int j = 0; j < z.length; j++) {
          for (int k = 0; k < a.length; k++) {
            z[j] += weight[j * a.length + k] * a[k];
          }
          if (l < masks.size()) {
            z[j] = Math.tanh(z[j]) * masks.get(l).get(row, j);
          }
        }
        a = z;
      }
      double normaliser = 0;
      for (double z : a) {
        normaliser += Math.exp(z);
      }
      loss += Math.log(normaliser) - a[row % 3];
    }
    return loss / ROWS;
  }
}
