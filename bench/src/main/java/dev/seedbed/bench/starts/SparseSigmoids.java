package dev.seedbed.bench.starts;

import dev.seedbed.check.Check;
import dev.seedbed.data.Dataset;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Panels;
import dev.seedbed.network.Network;
import dev.seedbed.propagation.Propagation;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.List;

/// A bias of −10 with sigmoid units: sparse.
final class SparseSigmoids {
  private static final List<Integer> WIDTHS = List.of(64, 128, 128, 10);
  private static final String ZERO = "glorot-uniform";
  private static final String SPARSE = "glorot-uniform+sparse-bias";

  /// Bins of a tenth of a power of ten, from 10⁻⁷ to 1.
  private static final int LOWEST = -7;

  private static final int BINS = 10;

  private SparseSigmoids() {}

  static Demonstration of(Dataset data) {
    float[][] zero = activations(ZERO, data.train());
    float[][] sparse = activations(SPARSE, data.train());
    var series = List.of(histogram("biases 0", zero[0]), histogram("biases −10", sparse[0]));
    var figure =
        new Figure(
            "sparse-start",
            "How activations of the first hidden layer are spread: around 0.5, or four powers of ten below",
            List.of(
                new Panel(
                    "activations of the first hidden layer, all rows and units",
                    Axis.logarithmic("activation", LOWEST, 0),
                    Axis.fromZero("share of activations (%)", series),
                    series)));
    Check check = Check.of(Lesson.start(SPARSE, new Activation.Sigmoid(), WIDTHS));
    String text =
        """
        ## 3. Biases of −10 with sigmoid units: sparse

        A network of 64-128-128-10 with sigmoid units, weights by Glorot & Bengio, once with biases 0 and once with biases −10, sees the
        digits.

        ```sh
        ./seedbed check --layers 64,128,128,10 --activation sigmoid --init glorot-uniform+sparse-bias
        ```

        %s

        %s

        σ(−10) is %s: at the start almost no unit says anything, whatever the input. (In the first layer the mean is higher: pixels
        that are rarely lit are far from their mean when they are, and a few pre-activations come up to 0 and above.) The price
        is in the last column: σ′ is as small as σ there, and so is what is propagated back through each such layer.
        `sparse-bias(activity=0.05)` is a gentler way to the same end.

        Sparseness may be meant. The scheme tells `check` that it is, so `check` says %s, and names it as information (sparse-start, L3);
        of the same numbers in a saved model it says %s.

        *The lecture.*
        """
            .formatted(
                figure.markdown(),
                table(zero, sparse),
                Text.number(1 / (1 + StrictMath.exp(10))),
                Verdicts.of(check.meantSparse().run()),
                Verdicts.of(check.run()));
    return new Demonstration(text, List.of(figure));
  }

  /// Of each hidden layer.
  private static float[][] activations(String scheme, Dataset.Part rows) {
    Network network = Lesson.start(scheme, new Activation.Sigmoid(), WIDTHS);
    var propagation = new Propagation(network, rows.rows(), Kernels.best());
    propagation.forward(rows.inputs(), 0, rows.rows());
    float[][] activations = new float[WIDTHS.size() - 2][];
    for (int l = 0; l < activations.length; l++) {
      Panels z = propagation.z(l);
      activations[l] = new float[rows.rows() * z.columns()];
      for (int i = 0; i < activations[l].length; i++) {
        float one = z.get(i / z.columns(), i % z.columns());
        activations[l][i] = network.spec().activation().value(one);
      }
    }
    return activations;
  }

  private static Series histogram(String name, float[] activations) {
    int bins = -LOWEST * BINS;
    double[] x = new double[bins];
    double[] y = new double[bins];
    for (float a : activations) {
      int bin = (int) Math.floor((StrictMath.log10(a) - LOWEST) * BINS);
      y[Math.clamp(bin, 0, bins - 1)] += 100.0 / activations.length;
    }
    for (int i = 0; i < bins; i++) {
      x[i] = StrictMath.pow(10, LOWEST + (i + 0.5) / BINS);
    }
    return Series.of(name, Series.Style.LINE, x, y);
  }

  private static String table(float[][] zero, float[][] sparse) {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("biases", "hidden layer", "mean activation", "largest", "mean derivative σ′"));
    for (int l = 0; l < zero.length; l++) {
      rows.add(row("0", l, zero[l]));
    }
    for (int l = 0; l < sparse.length; l++) {
      rows.add(row("−10", l, sparse[l]));
    }
    return Text.table(rows);
  }

  private static List<String> row(String bias, int l, float[] activations) {
    double sum = 0;
    double derivatives = 0;
    double largest = 0;
    for (float a : activations) {
      sum += a;
      derivatives += a * (1.0 - a);
      largest = Math.max(largest, a);
    }
    return List.of(
        bias,
        "" + (l + 1),
        Text.number(sum / activations.length),
        Text.number(largest),
        Text.number(derivatives / activations.length));
  }
}
