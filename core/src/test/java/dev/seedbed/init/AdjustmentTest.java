package dev.seedbed.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.data.Dataset;
import dev.seedbed.data.InputException;
import dev.seedbed.data.Targets;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Panels;
import dev.seedbed.network.Layer;
import dev.seedbed.network.Loss;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.propagation.Backpropagation;
import dev.seedbed.propagation.Propagation;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import dev.seedbed.tensor.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The adjustments of whole networks, each by what it promises.
class AdjustmentTest {
  private static final int ROWS = 400;

  /// Rows whose inputs have unequal scales and means, and three classes in shares 7 : 2 : 1.
  private static Dataset.Part rows(int inputs) {
    var x = new Matrix(ROWS, inputs);
    int[] y = new int[ROWS];
    float[] values = new float[ROWS * inputs];
    new Law.Normal(0, 1).draw(new Seed(5).stream("rows"), 0, values);
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < inputs; j++) {
        x.set(i, j, values[i * inputs + j] * (1 + j) + j);
      }
      y[i] = i % 10 < 7 ? 0 : i % 10 < 9 ? 1 : 2;
    }
    return new Dataset.Part(x, new Targets.Classes(3, y));
  }

  private static Network draw(String scheme, NetworkSpec spec, Dataset.Part rows) {
    return Catalogue.scheme(scheme).draw(spec, new Seed(1), Optional.of(rows));
  }

  private static Propagation propagated(Network network, Dataset.Part rows) {
    var propagation = new Propagation(network, rows.rows(), Kernels.best());
    propagation.forward(rows.inputs(), 0, rows.rows());
    return propagation;
  }

  @ParameterizedTest
  @ValueSource(strings = {"tanh", "relu", "selu", "sigmoid"})
  void lsuv_everyLayer_unitVarianceWithinTolerance(String activation) {
    NetworkSpec spec = Networks.of(Activation.named(activation).orElseThrow(), 8, 30, 30, 30, 3);
    Dataset.Part rows = rows(8);
    Propagation before = propagated(draw("orthogonal", spec, rows), rows);
    Propagation after = propagated(draw("lsuv", spec, rows), rows);
    assertThat(UnitMoments.of(before.z(0).firstRows(ROWS)).pooledVariance()).isGreaterThan(1.1);
    for (int l = 0; l < 4; l++) {
      assertThat(UnitMoments.of(after.z(l).firstRows(ROWS)).pooledVariance()).isBetween(0.9, 1.1);
    }
  }

  @Test
  void lsuv_constantOutputs_refusedWithTheLayer() {
    NetworkSpec spec = Networks.tanh(8, 5, 3);
    Dataset.Part rows = rows(8);
    assertThatThrownBy(() -> draw("zeros+lsuv", spec, rows))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("layer 1 have variance 0.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lsuv", "unit-variance", "krahenbuhl", "gradinit", "label-bias"})
  void draw_withoutData_refused(String scheme) {
    assertThat(Catalogue.scheme(scheme).needsData()).isTrue();
    assertThatThrownBy(() -> Catalogue.scheme(scheme).draw(Networks.tanh(8, 5, 3), new Seed(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs rows of data");
  }

  @Test
  void unitVariance_everyUnit_meanAndVariance() {
    NetworkSpec spec = Networks.of(new Activation.Relu(), 8, 30, 30, 3);
    Dataset.Part rows = rows(8);
    Propagation after = propagated(draw("unit-variance(mean=0.1)", spec, rows), rows);
    for (int l = 0; l < 3; l++) {
      UnitMoments moments = UnitMoments.of(after.z(l).firstRows(ROWS));
      for (int j = 0; j < moments.mean().length; j++) {
        assertThat(moments.mean()[j]).isCloseTo(l < 2 ? 0.1 : 0, within(1e-5));
        assertThat(moments.variance()[j]).isCloseTo(1, within(1e-4));
      }
    }
  }

  @Test
  void krahenbuhl_ratios_equalInAllLayers() {
    NetworkSpec spec = Networks.of(new Activation.Relu(), 8, 60, 30, 40, 3);
    Dataset.Part rows = rows(8);
    double[] before = ratios(draw("unit-variance", spec, rows), rows);
    double[] after = ratios(draw("krahenbuhl", spec, rows), rows);
    assertThat(spread(before)).isGreaterThan(1.5);
    assertThat(spread(after)).isLessThan(1.03);
    Propagation propagation = propagated(draw("krahenbuhl", spec, rows), rows);
    assertThat(UnitMoments.of(propagation.z(3).firstRows(ROWS)).pooledVariance())
        .isCloseTo(1, within(0.05));
  }

  /// With the same rows in the same order as the adjustment takes them: there are fewer than it
  /// would take at the most, and sums over rows do not depend on their order but for rounding.
  private static double[] ratios(Network network, Dataset.Part rows) {
    var propagation = propagated(network, rows);
    var noise = new Matrix(ROWS, 3);
    float[] values = new float[ROWS * noise.columns()];
    new Law.Normal(0, 1).draw(new Seed(1).stream("init/gradient-ratio/noise"), 0, values);
    int[] order = new Seed(1).stream("init/gradient-ratio").permutation(ROWS);
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < 3; j++) {
        noise.set(order[i], j, values[i * noise.columns() + j]);
      }
    }
    Network gradients = Network.zeros(network.spec());
    new Backpropagation(propagation).backwardFrom(noise, ROWS, Backpropagation.storing(gradients));
    return GradientRatio.ratios(network, gradients);
  }

  private static double spread(double[] ratios) {
    return Arrays.stream(ratios).max().orElseThrow() / Arrays.stream(ratios).min().orElseThrow();
  }

  /// With weights of 0 in the last layer the loss is the entropy of the labels.
  @Test
  void labelBias_classes_priors() {
    NetworkSpec spec = Networks.tanh(8, 3);
    Dataset.Part rows = rows(8);
    Network network = draw("zeros+label-bias", spec, rows);
    float[] bias = network.layers().getLast().bias();
    assertThat((double) bias[0]).isCloseTo(-0.356674944, within(1e-7));
    assertThat((double) bias[1]).isCloseTo(-1.609437912, within(1e-7));
    assertThat((double) bias[2]).isCloseTo(-2.302585093, within(1e-7));
    double loss = propagated(network, rows).lossSum(rows.targets(), 0, ROWS) / ROWS;
    assertThat(loss).isCloseTo(0.801818553, within(1e-6));
  }

  @Test
  void outputBias_links_knownValues() {
    assertThat(LabelBias.Link.SIGMOID.bias(0.01)).isCloseTo(-4.59511985013459, within(1e-14));
    assertThat(LabelBias.Link.EXPONENTIAL.bias(0.1)).isCloseTo(-2.302585092994046, within(1e-15));
    assertThat(LabelBias.Link.IDENTITY.bias(50)).isEqualTo(50);
    double b = LabelBias.Link.SOFTPLUS.bias(3);
    assertThat(Math.log1p(Math.exp(b))).isCloseTo(3, within(1e-14));
    assertThatThrownBy(() -> LabelBias.Link.SIGMOID.bias(1))
        .hasMessage("a probability must be in (0, 1): 1.0");
  }

  @Test
  void sparseBias_activityOfVaryingUnits_isMet() {
    double b = Biases.forActivity(0.05, 2);
    assertThat(GaussianExpectation.of(z -> 1 / (1 + Math.exp(-(2 * z + b)))))
        .isCloseTo(0.05, within(1e-9));
    assertThat(b).isLessThan(Biases.forActivity(0.05, 0));
    assertThat(new Activation.Sigmoid().value(-10.0))
        .isCloseTo(4.5397868702434395e-05, within(1e-19));
  }

  /// The layer as drawn, on inputs scaled to [−1, 1].
  @Test
  void nguyenWidrowRanges_sameOutputsAsOnScaledInputs() {
    Dataset.Part rows = rows(3);
    NetworkSpec spec = Networks.tanh(3, 7, 3);
    Network drawn = draw("nguyen-widrow", spec, rows);
    Network fitted = draw("nguyen-widrow-ranges", spec, rows);
    var scaled = new Matrix(ROWS, 3);
    for (int j = 0; j < 3; j++) {
      float low = Float.POSITIVE_INFINITY;
      float high = Float.NEGATIVE_INFINITY;
      for (int i = 0; i < ROWS; i++) {
        low = Math.min(low, rows.inputs().get(i, j));
        high = Math.max(high, rows.inputs().get(i, j));
      }
      for (int i = 0; i < ROWS; i++) {
        scaled.set(i, j, 2 * (rows.inputs().get(i, j) - low) / (high - low) - 1);
      }
    }
    Panels expected = propagated(drawn, new Dataset.Part(scaled, rows.targets())).z(0);
    Panels actual = propagated(fitted, rows).z(0);
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < 7; j++) {
        assertThat(actual.get(i, j)).isCloseTo(expected.get(i, j), within(2e-5f));
      }
    }
  }

  /// ½wᵀw has gradient w and Hessian I; a linear loss has no curvature.
  @Test
  void gradientQuotient_quadraticAndLinear_oneAndZero() {
    double[][] w = {{0.3, -2, 1.5}, {4, -0.7}};
    Gradients quadratic =
        (parameters, gradient) -> {
          for (int k = 0; k < parameters.length; k++) {
            System.arraycopy(parameters[k], 0, gradient[k], 0, parameters[k].length);
          }
          return Gradients.dot(parameters, parameters) / 2;
        };
    // ε = 1e-5 in the denominator takes |w|/(|w| + ε) of it.
    assertThat(GradientQuotient.of(quadratic, w)).isCloseTo(1, within(3e-5));
    Gradients linear =
        (_, gradient) -> {
          for (double[] tensor : gradient) {
            Arrays.fill(tensor, 3);
          }
          return 0;
        };
    assertThat(GradientQuotient.of(linear, w)).isCloseTo(0, within(1e-5));
  }

  /// The gradient in double against the engine's in float, and the Hessian's product against the
  /// difference quotient of a larger step.
  @ParameterizedTest
  @ValueSource(strings = {"CROSS_ENTROPY", "SQUARED_ERROR"})
  void gradients_network_asTheEngine(Loss loss) {
    Dataset.Part rows = rows(4);
    var spec = new NetworkSpec(List.of(4, 6, 5, 3), new Activation.Tanh(), loss);
    Network network = draw("glorot-uniform+normal(deviation=0.1)", spec, rows);
    Propagation propagation = propagated(network, rows);
    double meanLoss = propagation.lossSum(rows.targets(), 0, ROWS) / ROWS;
    Network expected = Network.zeros(spec);
    new Backpropagation(propagation)
        .backward(rows.targets(), ROWS, Backpropagation.storing(expected));
    double[][] parameters = Gradients.parameters(network);
    double[][] gradient = Gradients.like(parameters);
    assertThat(Gradients.of(spec, rows).at(parameters, gradient)).isCloseTo(meanLoss, within(1e-5));
    double[][] engine = Gradients.parameters(expected);
    for (int k = 0; k < engine.length; k++) {
      for (int i = 0; i < engine[k].length; i++) {
        assertThat(gradient[k][i]).isCloseTo(engine[k][i], within(1e-5));
      }
    }
  }

  /// On noise that it has not seen; the median of several, for the quotient is noisy.
  @ParameterizedTest
  @ValueSource(strings = {"he-normal", "normal(deviation=1)"})
  void metaInit_lowersTheGradientQuotient(String base) {
    assertThat(medianQuotient(base + "+metainit")).isLessThan(medianQuotient(base) * 0.6);
  }

  private static double medianQuotient(String scheme) {
    NetworkSpec spec = Networks.tanh(6, 10, 10, 10, 3);
    Network network = Catalogue.scheme(scheme).draw(spec, new Seed(1));
    double[] quotients = new double[9];
    for (int i = 0; i < quotients.length; i++) {
      Dataset.Part noise = MetaInit.noise(spec, new Seed(77).stream("other noise " + i));
      quotients[i] = GradientQuotient.of(network, noise);
    }
    Arrays.sort(quotients);
    return quotients[4];
  }

  /// Directions stay, norms change.
  @Test
  void gradInit_lowersTheLossAfterOneStep() {
    NetworkSpec spec = Networks.of(new Activation.Relu(), 8, 20, 20, 3);
    Dataset.Part rows = rows(8);
    Network start = draw("he-normal(slope=0)", spec, rows);
    Network fitted = draw("he-normal+gradinit", spec, rows);
    assertThat(lossAfterOneStep(fitted, rows)).isLessThan(lossAfterOneStep(start, rows));
    Layer a = start.layers().getFirst();
    Layer b = fitted.layers().getFirst();
    float ratio = b.weight().get(0, 0) / a.weight().get(0, 0);
    assertThat(b.weight().get(3, 5) / a.weight().get(3, 5)).isCloseTo(ratio, within(1e-5f));
  }

  private static double lossAfterOneStep(Network network, Dataset.Part rows) {
    Gradients loss = Gradients.of(network.spec(), rows);
    double[][] parameters = Gradients.parameters(network);
    double[][] gradient = Gradients.like(parameters);
    loss.at(parameters, gradient);
    return loss.at(Gradients.plus(parameters, -0.1, gradient), gradient);
  }

  @Test
  void draw_fittedSchemes_sameSeedSameBits() {
    NetworkSpec spec = Networks.tanh(4, 6, 3);
    Dataset.Part rows = rows(4);
    for (Entry entry : Catalogue.all()) {
      if (entry.family() == Entry.Family.FITTED_TO_DATA_OR_GRADIENTS) {
        Network once = draw(entry.name(), spec, rows);
        Network again = draw(entry.name(), spec, rows);
        assertThat(again.tensors().getFirst().values())
            .isEqualTo(once.tensors().getFirst().values());
      }
    }
  }
}
