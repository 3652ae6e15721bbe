package dev.seedbed.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Panels;
import dev.seedbed.network.Layer;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.propagation.Propagation;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import dev.seedbed.tensor.Matrix;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The schemes that make a tensor as a whole, each by the property that it exists for.
class StructuredTest {
  private static final Activation RELU = new Activation.Relu();

  private static float[] draw(String scheme, Place place) {
    return draw(scheme, place, 1);
  }

  private static float[] draw(String scheme, Place place, long seed) {
    float[] values = new float[(int) place.count()];
    Draw.of(Catalogue.scheme(scheme).weights(), place, new Seed(seed).stream("w")).fill(values);
    return values;
  }

  private static Place dense(int in, int out) {
    return Place.inside(Kernel.dense(in, out), RELU);
  }

  /// How far the products of rows (or of columns) are from `gain`² times the identity.
  private static double distanceFromOrthogonal(float[] w, int rows, int columns, double gain) {
    boolean wide = rows <= columns;
    int n = wide ? rows : columns;
    int length = wide ? columns : rows;
    double worst = 0;
    for (int a = 0; a < n; a++) {
      for (int b = 0; b <= a; b++) {
        double product = 0;
        for (int k = 0; k < length; k++) {
          product +=
              wide
                  ? (double) w[a * columns + k] * w[b * columns + k]
                  : (double) w[k * columns + a] * w[k * columns + b];
        }
        worst = Math.max(worst, Math.abs(product - (a == b ? gain * gain : 0)));
      }
    }
    return worst;
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 7", "3, 5", "5, 3", "40, 40", "784, 100", "100, 784", "300, 300"})
  void orthogonal_rowsOrColumns_orthonormal(int in, int out) {
    float[] w = draw("orthogonal", dense(in, out));
    assertThat(distanceFromOrthogonal(w, out, in, 1)).isLessThan(1e-6);
    float[] wider = draw("orthogonal(gain=1.5)", dense(in, out));
    assertThat(distanceFromOrthogonal(wider, out, in, 1.5)).isLessThan(2e-6);
  }

  /// A planted bug: the test above must see a matrix that is only nearly orthogonal.
  @Test
  void orthogonal_disturbed_found() {
    float[] w = draw("orthogonal", dense(40, 40));
    w[17] += 1e-4f;
    assertThat(distanceFromOrthogonal(w, 40, 40, 1)).isGreaterThan(1e-6);
  }

  /// Haar: of a 2 × 2 matrix the angle is uniform and half have determinant −1. Without the signs
  /// of R's diagonal the first element would always have the same sign.
  @Test
  void orthogonal_small_uniformAmongAll() {
    int n = 4000;
    int[] quadrants = new int[4];
    int reflections = 0;
    for (int seed = 0; seed < n; seed++) {
      float[] w = draw("orthogonal", dense(2, 2), seed);
      quadrants[(w[0] > 0 ? 1 : 0) + (w[2] > 0 ? 2 : 0)]++;
      reflections += w[0] * w[3] - w[1] * w[2] < 0 ? 1 : 0;
    }
    // A share of n has standard error √(p(1 − p)/n); 5 of them.
    for (int count : quadrants) {
      assertThat((double) count / n).isCloseTo(0.25, within(5 * Math.sqrt(0.1875 / n)));
    }
    assertThat((double) reflections / n).isCloseTo(0.5, within(5 * Math.sqrt(0.25 / n)));
  }

  @Test
  void orthogonal_gates_eachOrthogonal() {
    float[] w = draw("orthogonal", Place.inside(Kernel.gates(4, 20, 20), RELU));
    for (int gate = 0; gate < 4; gate++) {
      float[] block = Arrays.copyOfRange(w, gate * 400, (gate + 1) * 400);
      assertThat(distanceFromOrthogonal(block, 20, 20, 1)).isLessThan(1e-6);
    }
  }

  @Test
  void orthogonal_convolution_flattened() {
    float[] w = draw("orthogonal", Place.inside(Kernel.convolution(6, 20, 9, 1, 1), RELU));
    assertThat(distanceFromOrthogonal(w, 20, 54, 1)).isLessThan(1e-6);
  }

  /// A convolution with it keeps the norm of an image: at every place the outputs are an orthogonal
  /// map of the inputs at that place.
  @Test
  void deltaOrthogonal_onlyTheMiddle_normPreserving() {
    float[] w = draw("delta-orthogonal", Place.inside(Kernel.convolution(4, 8, 9, 1, 1), RELU));
    float[] middle = new float[32];
    for (int i = 0; i < w.length; i++) {
      if (i % 9 == 4) {
        middle[i / 9] = w[i];
      } else {
        assertThat(w[i]).isZero();
      }
    }
    assertThat(distanceFromOrthogonal(middle, 8, 4, 1)).isLessThan(1e-6);
  }

  @Test
  void identity_denseAndDirac() {
    assertThat(draw("identity", dense(3, 3))).containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 1);
    float[] dirac = draw("dirac", Place.inside(Kernel.convolution(4, 4, 9, 2, 1), RELU));
    for (int unit = 0; unit < 4; unit++) {
      for (int k = 0; k < 18; k++) {
        boolean one = k == unit % 2 * 9 + 4;
        assertThat(dirac[unit * 18 + k]).isEqualTo(one ? 1 : 0);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"identity, 3, 4, 1", "identity, 4, 4, 4", "delta-orthogonal, 8, 4, 9"})
  void structured_noSense_refused(String scheme, int in, int out, int taps) {
    var place = Place.inside(Kernel.convolution(in, out, taps, 1, 1), RELU);
    assertThatThrownBy(() -> draw(scheme, place))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs");
  }

  @Test
  void structured_biases_refused() {
    Place bias = dense(4, 4).bias();
    assertThatThrownBy(() -> draw("orthogonal", bias))
        .hasMessageContaining("draws weights, not biases");
    assertThatThrownBy(() -> draw("forget-gate", bias)).hasMessageContaining("at least 2 gates");
  }

  /// relu(z) − relu(−z) = z, so the whole network is the product of the orthogonal W's.
  @Test
  void looksLinear_reluNetwork_isLinear() {
    NetworkSpec spec = Networks.of(RELU, 6, 12, 12, 3);
    Network network = Catalogue.scheme("looks-linear").draw(spec, new Seed(1));
    var inputs = new Matrix(3, 6);
    float[] values = new float[12];
    new Seed(2).stream("x").symmetricUniform(0, values);
    for (int j = 0; j < 6; j++) {
      inputs.set(0, j, values[j]);
      inputs.set(1, j, values[6 + j]);
      inputs.set(2, j, 2 * values[j] - values[6 + j]);
    }
    var propagation = new Propagation(network, 3, Kernels.plain());
    propagation.forward(inputs, 0, 3);
    Panels z = propagation.z(2);
    for (int j = 0; j < 3; j++) {
      assertThat(z.get(2, j)).isCloseTo(2 * z.get(0, j) - z.get(1, j), within(1e-5f));
      assertThat(z.get(0, j)).isNotZero();
    }
  }

  @Test
  void looksLinear_oddWidths_refused() {
    NetworkSpec spec = Networks.of(RELU, 6, 7, 3);
    assertThatThrownBy(() -> Catalogue.scheme("looks-linear").draw(spec, new Seed(1)))
        .hasMessageContaining("even number of hidden units: 6 inputs, 7 units");
  }

  /// 3 → 5: the Hadamard matrix of 8, m = 3, all entries ±2^(−(3−1)/2) = ±½, and WᵀW has 5/4 on its
  /// diagonal. Of 16 units, WᵀW = 2·I.
  @Test
  void zeroHadamard_widening_knownEntries() {
    float[] w = draw("zero-hadamard", dense(3, 5));
    double[] squares = new double[3];
    for (int i = 0; i < w.length; i++) {
      assertThat(Math.abs(w[i])).isEqualTo(0.5f);
      squares[i % 3] += (double) w[i] * w[i];
    }
    assertThat(squares[0]).isEqualTo(1.25);
    assertThat(squares[1]).isEqualTo(1.25);
    assertThat(draw("zero-hadamard", dense(3, 2))).containsExactly(1, 0, 0, 0, 1, 0);
    float[] square = draw("zero-hadamard", dense(8, 8));
    assertThat(distanceFromOrthogonal(square, 8, 8, 1)).isZero();
    float[] doubled = draw("zero-hadamard", dense(8, 16));
    assertThat(distanceFromOrthogonal(doubled, 16, 8, Math.sqrt(2))).isLessThan(1e-6);
  }

  @Test
  void zeroHadamard_lastLayer_zeros() {
    Network network = Catalogue.scheme("zero-hadamard").draw(Networks.tanh(4, 6, 3), new Seed(1));
    assertThat(network.tensors().get(2).values()).containsOnly(0);
    assertThat(network.tensors().get(0).values()).doesNotContain(0);
  }

  /// Exactly 15 incoming weights a unit, each input as likely as any other.
  @Test
  void sparse_linksOfEachUnit_incomingAndUniform() {
    int units = 2000;
    float[] w = draw("sparse", dense(60, units));
    int[] uses = new int[60];
    float[] weights = new float[units * 15];
    int n = 0;
    for (int i = 0; i < units; i++) {
      int links = 0;
      for (int j = 0; j < 60; j++) {
        if (w[i * 60 + j] != 0) {
          links++;
          uses[j]++;
          weights[n++] = w[i * 60 + j];
        }
      }
      assertThat(links).isEqualTo(15);
    }
    assertThat(Laws.defects(new Law.Normal(0, 1), weights)).isEmpty();
    // An input is used by a quarter of the units; 5 standard errors.
    double error = 5 * Math.sqrt(units * 0.25 * 0.75);
    for (int use : uses) {
      assertThat((double) use).isCloseTo(units * 0.25, within(error));
    }
    assertThat(draw("sparse(links=99)", dense(6, 4))).doesNotContain(0);
  }

  @ParameterizedTest
  @CsvSource({"2, 4, 1.4", "3, 10, 1.5081042830223186", "784, 100, 0.7041238588905187"})
  void nguyenWidrow_rows_lengthBeta(int in, int units, double beta) {
    float[] w = draw("nguyen-widrow", dense(in, units));
    for (int i = 0; i < units; i++) {
      double square = 0;
      for (int j = 0; j < in; j++) {
        square += (double) w[i * in + j] * w[i * in + j];
      }
      assertThat(Math.sqrt(square)).isCloseTo(beta, within(1e-6));
    }
  }

  /// With one input, z_i = β(±x + l_i): the places where units are 0 go from −1 to 1 in equal
  /// steps.
  @Test
  void nguyenWidrow_oneInput_activeRegionsSideBySide() {
    Network network = Catalogue.scheme("nguyen-widrow").draw(Networks.tanh(1, 9, 2), new Seed(3));
    Layer layer = network.layers().getFirst();
    for (int i = 0; i < 9; i++) {
      double zero = -layer.bias()[i] / layer.weight().get(0, i);
      assertThat(zero).isCloseTo(1 - 2.0 * i / 8, within(1e-6));
    }
    assertThat(network.layers().getLast().bias()).containsOnly(0);
  }

  /// √(16 / 4) times as long where a layer widens, so that the mean square of the outputs is that
  /// of the inputs; not shorter where it narrows.
  @Test
  void scaledOrthogonal_widening_keepsTheMeanSquare() {
    assertThat(distanceFromOrthogonal(draw("scaled-orthogonal", dense(4, 16)), 16, 4, 2))
        .isLessThan(4e-6);
    assertThat(distanceFromOrthogonal(draw("scaled-orthogonal", dense(16, 4)), 4, 16, 1))
        .isLessThan(1e-6);
    float[] w = draw("scaled-orthogonal", Place.inside(Kernel.convolution(8, 4, 9, 1, 1), RELU));
    float[] middle = new float[32];
    for (int i = 0; i < w.length; i++) {
      if (i % 9 == 4) {
        middle[i / 9] = w[i];
      } else {
        assertThat(w[i]).isZero();
      }
    }
    assertThat(distanceFromOrthogonal(middle, 4, 8, 1)).isLessThan(1e-6);
  }

  /// Slopes from `core/src/test/python/initialisers.py`.
  @ParameterizedTest
  @CsvSource({
    "50, 0.9, 0.43052294850240386",
    "100, 0.9, 0.5704395310587209",
    "50, 0.5, 0.7179377700308744",
    "10, 0.3, 0.5957083809816357"
  })
  void tat_slope_knownValues(int layers, double similarity, double slope) {
    assertThat(new TailoredWeights(layers, similarity).slope()).isCloseTo(slope, within(1e-13));
  }

  /// A chain of 20 layers of 512 leaky ReLUs keeps the mean square of what goes through it, and two
  /// inputs at right angles leave it with the similarity that was asked for.
  @Test
  void tat_chain_keepsMeanSquareAndReachesTheSimilarity() {
    int width = 512;
    int layers = 20;
    var tat = new TailoredWeights(layers, 0.5);
    Place place = Place.inside(Kernel.dense(width, width), RELU);
    double[][] z = new double[2][width];
    for (int i = 0; i < 2; i++) {
      float[] start = new float[width];
      new Law.Normal(0, 1).draw(new Seed(i).stream("x"), 0, start);
      for (int j = 0; j < width; j++) {
        z[i][j] = start[j];
      }
    }
    double square = dot(z[0], z[0]);
    for (int layer = 0; layer < layers; layer++) {
      float[] w = tat.draw(place, new Seed(9).stream("layer" + layer));
      for (int i = 0; i < 2; i++) {
        z[i] = layer(w, z[i], tat.slope());
      }
    }
    // Of width 512 each layer moves squares and cosines by about 1/√512 of what is random in them:
    // ±0.04 for 20 layers; without the tailored slope the cosine is 0.9 or more.
    assertThat(dot(z[0], z[0]) / square).isCloseTo(1, within(0.25));
    double cosine = dot(z[0], z[1]) / Math.sqrt(dot(z[0], z[0]) * dot(z[1], z[1]));
    assertThat(cosine).isCloseTo(0.5, within(0.15));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  private static double[] layer(float[] w, double[] z, double slope) {
    double[] out = new double[z.length];
    for (int i = 0; i < z.length; i++) {
      for (int j = 0; j < z.length; j++) {
        out[i] += w[i * z.length + j] * (z[j] > 0 ? z[j] : slope * z[j]);
      }
    }
    return out;
  }

  @Test
  void tat_fewLayers_refused() {
    assertThatThrownBy(() -> draw("tat(layers=2)", dense(4, 4)))
        .hasMessage("tat with 2 layers needs a similarity below 0.4937, which ReLU has: 0.9");
    assertThatThrownBy(() -> draw("tat(similarity=1)", dense(4, 4)))
        .hasMessage("similarity must be in (0, 1): 1.0");
  }

  @Test
  void idinit_wideningAndNarrowing_knownEntries() {
    assertThat(draw("idinit(noise=0)", dense(2, 5))).containsExactly(1, 0, 0, 1, 1, 0, 0, 1, 1, 0);
    assertThat(draw("idinit(noise=0,value=0.5)", dense(4, 2)))
        .containsExactly(0.5f, 0, 0, 0, 0, 0.5f, 0, 0);
    // Output 3 copies tap 3 of the first channel.
    float[] patch = draw("idinit(noise=0)", Place.inside(Kernel.convolution(2, 4, 9, 1, 1), RELU));
    for (int i = 0; i < patch.length; i++) {
      assertThat(patch[i]).isEqualTo(i % 18 == i / 18 ? 1 : 0);
    }
    float[] noisy = draw("idinit(noise=0.1)", dense(200, 300));
    for (int i = 0; i < 300; i++) {
      noisy[i * 200 + i % 200] -= 1;
    }
    assertThat(Laws.defects(new Law.Normal(0, 0.1), noisy)).isEmpty();
  }

  @Test
  void idinitZero_eachUnit_plusAndMinus() {
    assertThat(draw("idinit-zero(epsilon=1)", dense(5, 3)))
        .containsExactly(1, 0, 0, -1, 0, 0, 1, 0, 0, -1, 0, 0, 1, -1, 0);
    assertThat(draw("idinit-zero(epsilon=1)", dense(2, 3))).containsExactly(1, -1, -1, 1, 1, -1);
    assertThat(draw("idinit-zero(epsilon=1)", dense(1, 3))).containsExactly(1, -1, 1);
    assertThat(draw("idinit-zero", dense(5, 3))[0]).isEqualTo(1e-6f);
  }

  /// After the shuffle, the 4 channels of a group are the pixels of a square: they are equal, and
  /// the groups are drawn as by the base.
  @Test
  void icnr_groupsOfChannels_equal() {
    Place place = Place.inside(Kernel.convolution(32, 256, 9, 1, 1), RELU);
    float[] w = draw("icnr", place);
    float[] first = new float[w.length / 4];
    int row = 288;
    for (int i = 0; i < w.length; i++) {
      int unit = i / row;
      assertThat(w[i]).isEqualTo(w[unit / 4 * 4 * row + i % row]);
      if (unit % 4 == 0) {
        first[unit / 4 * row + i % row] = w[i];
      }
    }
    assertThat(Laws.defects(new Law.Normal(0, Math.sqrt(2.0 / row)), first)).isEmpty();
    float[] orthogonal = draw("icnr(scale=3,base=orthogonal)", dense(20, 90));
    float[] tenth = new float[200];
    for (int i = 0; i < 10; i++) {
      System.arraycopy(orthogonal, i * 9 * 20, tenth, i * 20, 20);
    }
    assertThat(distanceFromOrthogonal(tenth, 10, 20, 1)).isLessThan(1e-6);
    assertThatThrownBy(() -> draw("icnr", dense(4, 6)))
        .hasMessage("icnr needs a multiple of 4 output channels: 6");
    assertThatThrownBy(() -> draw("icnr(base=identity)", dense(5, 4)))
        .hasMessageContaining("identity needs as many units as inputs: 1 x 5");
    assertThatThrownBy(() -> draw("icnr(base=lsuv)", dense(4, 4)))
        .hasMessageContaining("lsuv needs a whole network");
  }

  /// S4D-Inv of 8 states, of which 4 are stored: 8/π·(8/(2n + 1) − 1). Equal in all rows.
  @Test
  void stateMatrix_rows_knownNumbers() {
    float pi = (float) Math.PI;
    assertThat(draw("s4d-lin", dense(3, 2)))
        .containsExactly(0, pi, (float) (2 * Math.PI), 0, pi, (float) (2 * Math.PI));
    assertThat(draw("s4d-inv", dense(4, 1)))
        .containsExactly(17.825354f, 4.244132f, 1.5278875f, 0.36378273f);
    assertThat(draw("mamba-a-log", dense(3, 1)))
        .containsExactly(0, (float) Math.log(2), (float) Math.log(3));
  }

  @Test
  void forgetGate_onlyThatGate() {
    Place bias = Place.inside(Kernel.gates(4, 5, 3), RELU).bias();
    assertThat(draw("forget-gate", bias)).containsExactly(0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0);
    assertThat(draw("forget-gate(value=2,gate=2)", bias))
        .containsExactly(0, 0, 0, 0, 0, 0, 2, 2, 2, 0, 0, 0);
    assertThat(new Activation.Sigmoid().value(1.0)).isCloseTo(0.7310585786300049, within(1e-15));
  }

  @Test
  void chrono_inputGate_negativeOfForgetGate() {
    Place bias = Place.inside(Kernel.gates(4, 5, 3000), RELU).bias();
    float[] b = draw("chrono", bias);
    float[] forget = Arrays.copyOfRange(b, 3000, 6000);
    assertThat(Laws.defects(new Law.LogarithmOfUniform(1, 783), forget)).isEmpty();
    for (int i = 0; i < 3000; i++) {
      assertThat(b[i]).isEqualTo(-forget[i]);
      assertThat(b[6000 + i]).isZero();
      assertThat(forget[i]).isBetween(0f, 6.663133f);
    }
  }

  @Test
  void fans_kindsOfLayers() {
    assertThat(Kernel.dense(784, 100).fans()).isEqualTo(new Fans(784, 100));
    assertThat(Kernel.convolution(3, 64, 9, 1, 1).fans()).isEqualTo(new Fans(27, 576));
    assertThat(Kernel.convolution(3, 64, 9, 1, 4).fans()).isEqualTo(new Fans(27, 144));
    assertThat(Kernel.convolution(8, 16, 9, 4, 1).fans()).isEqualTo(new Fans(18, 36));
    assertThat(Kernel.depthwise(64, 1, 9, 1).fans()).isEqualTo(new Fans(9, 9));
    assertThat(Kernel.transposedConvolution(64, 32, 16, 1, 4).fans()).isEqualTo(new Fans(256, 512));
    assertThat(Kernel.embedding(1000, 128).fans()).isEqualTo(new Fans(1, 128));
    assertThat(Kernel.gates(4, 20, 30).fans()).isEqualTo(new Fans(20, 30));
    assertThat(Kernel.projections(3, 64, 64).fans()).isEqualTo(new Fans(64, 64));
    assertThat(Kernel.toHeads(64, 4, 12).fans()).isEqualTo(new Fans(64, 48));
    assertThat(Kernel.fromHeads(4, 12, 64).fans()).isEqualTo(new Fans(48, 64));
    assertThat(Kernel.gates(4, 20, 30).count()).isEqualTo(2400);
    assertThat(Kernel.depthwise(64, 2, 9, 1).count()).isEqualTo(1152);
    assertThatThrownBy(() -> Kernel.convolution(8, 16, 9, 3, 1))
        .hasMessageContaining("multiple of the groups: 8 -> 16 in 3 groups");
    assertThatThrownBy(() -> Kernel.dense(0, 3))
        .hasMessage("fans must be above 0 and finite: fan-in 0.0, fan-out 3.0");
  }

  /// The fans that PyTorch and Keras take from a shape.
  @Test
  void libraryFans_knownMistakes() {
    assertThat(LibraryFans.TORCH.of(Kernel.depthwise(4, 1, 9, 1))).isEqualTo(new Fans(9, 36));
    assertThat(LibraryFans.TORCH.of(Kernel.transposedConvolution(64, 32, 16, 1, 1)))
        .isEqualTo(new Fans(512, 1024));
    // nn.ConvTranspose2d(16, 32, 4, groups=2).weight is [16, 16, 4, 4].
    assertThat(LibraryFans.TORCH.of(Kernel.transposedConvolution(16, 32, 16, 2, 1)))
        .isEqualTo(new Fans(256, 256));
    assertThat(LibraryFans.TORCH.of(Kernel.transposedConvolution(24, 32, 16, 2, 1)))
        .isEqualTo(new Fans(256, 384));
    assertThat(LibraryFans.TORCH.of(Kernel.projections(3, 64, 64))).isEqualTo(new Fans(64, 192));
    assertThat(LibraryFans.KERAS.of(Kernel.depthwise(64, 1, 9, 1))).isEqualTo(new Fans(576, 9));
    assertThat(LibraryFans.KERAS.of(Kernel.transposedConvolution(64, 32, 16, 1, 1)))
        .isEqualTo(new Fans(512, 1024));
    assertThat(LibraryFans.KERAS.of(Kernel.toHeads(64, 4, 12))).isEqualTo(new Fans(64, 48));
    assertThat(LibraryFans.KERAS.of(Kernel.fromHeads(4, 12, 64))).isEqualTo(new Fans(48, 64));
  }
}
