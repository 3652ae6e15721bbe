package dev.seedbed.bench.rules;

import dev.seedbed.bench.rules.Pictures.Named;
import dev.seedbed.bench.rules.Pictures.Numbers;
import dev.seedbed.bench.starts.Axis;
import dev.seedbed.bench.starts.Panel;
import dev.seedbed.bench.starts.Series;
import dev.seedbed.check.graph.GraphRows;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.InitializerMatch;
import dev.seedbed.check.result.LayerReport;
import dev.seedbed.check.result.Rule;
import dev.seedbed.io.check.SavedCheck;
import dev.seedbed.io.model.ModelFiles;
import dev.seedbed.random.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Rules of the numbers of tensors.
final class TensorEntries {
  private static final Drawn SMALL = Drawn.of("20,32,3", "glorot-uniform");

  private static final int TAIL_BINS = 24;

  private TensorEntries() {}

  static List<Entry> all() {
    return List.of(
        nonFinite(),
        zeroLayer(),
        symmetry(),
        sameSign(),
        weightScale(),
        hiddenBias(),
        sparseStart(),
        equalTensors(),
        rank(),
        initialiser(),
        looksTrained());
  }

  private static Entry nonFinite() {
    Saved faulty = Saved.of("not-a-number");
    Shown sound =
        faulty.changed(
            "layer1/weight",
            values -> {
              for (int i = 0; i < values.length; i++) {
                values[i] = Float.isNaN(values[i]) ? 0 : values[i];
              }
              return values;
            });
    var series =
        List.of(
            Series.layers("that weight 0", notNumbers(sound)),
            Series.layers("one not a number", notNumbers(faulty)));
    return Entry.of(
        Rule.NON_FINITE,
        """
        A weight or bias is infinite or not a number. All that is computed with it is so, too: one weight of layer 1 spoils one of its
        32 units, from there every unit, and with the first step every weight.
        """,
        faulty,
        Optional.of(sound),
        "The share of activations that are not numbers: a few in layer 1, all in the layers after it",
        Pictures.along(
            "activations that are not numbers (%)", "layer", Axis.linear("", 0, 100), series));
  }

  private static double[] notNumbers(Shown network) {
    double[] shares = new double[network.start().weighted().size()];
    for (int l = 0; l < shares.length; l++) {
      double[] values = network.activations(l);
      shares[l] = 100.0 * Arrays.stream(values).filter(Double::isNaN).count() / values.length;
    }
    return shares;
  }

  private static Entry zeroLayer() {
    Drawn faulty = SMALL.by("normal(deviation=1e-6)");
    return Entry.of(
        Rule.ZERO_LAYER,
        """
        Nearly all weights of a layer are as good as 0, so hardly any signal passes it. That is an error if every gradient is 0, too;
        by itself it is information, as published starts leave outputs and the ends of residual branches at 0.
        """,
        faulty,
        Optional.of(SMALL),
        "The sizes of the weights of layer 1: about 0.1 by glorot-uniform, a millionth in the faulty start",
        Pictures.histogram(
            "share of weights (%)",
            Axis.logarithmic("size of weights, layer 1", -9, 0),
            List.of(
                new Numbers("glorot-uniform", sizes(SMALL)),
                new Numbers("normal, 1e-6", sizes(faulty)))));
  }

  private static double[] sizes(Drawn network) {
    return Pictures.atLeast(1e-9, Pictures.absolute(network.weights(0)));
  }

  private static Entry symmetry() {
    Drawn faulty = SMALL.by("constant(value=0.1)");
    var series =
        List.of(
            Pictures.dots("glorot-uniform", Pictures.first(32, SMALL.activations(0))),
            Pictures.dots("constant 0.1", Pictures.first(32, faulty.activations(0))));
    return Entry.of(
        Rule.SYMMETRY,
        """
        Units have the same weights, in and out. They compute the same, get the same gradient and stay equal for ever: a layer of 32
        such units can do no more than one unit.
        """,
        faulty,
        Optional.of(SMALL),
        "The activations of the 32 units of layer 1 on one row: all different by glorot-uniform, all equal from constant weights",
        Pictures.along(
            "activation, on one row", "unit of layer 1", Axis.linear("", -1, 1), series));
  }

  private static Entry sameSign() {
    Drawn sound = Drawn.of("20,32,32,3", "glorot-uniform");
    Drawn faulty = sound.by("uniform(low=0,high=0.3)");
    return Entry.of(
        Rule.SAME_SIGN,
        """
        More than 95 % of the weights of a layer have the same sign. All its units then answer to the sum of their inputs, and pull
        the same way. Of the only hidden layer it is information, as Adam soon sets it right.
        """,
        faulty,
        Optional.of(sound),
        "The weights of layer 1: around 0 by glorot-uniform, all above 0 in the faulty start",
        weights(
            "weight, layer 1",
            0.4,
            List.of(new Named("glorot-uniform", sound), new Named("uniform, 0 to 0.3", faulty))));
  }

  private static Panel weights(String label, double most, List<Named> networks) {
    return Pictures.histogram(
        "share of weights (%)",
        Axis.linear(label, -most, most),
        networks.stream()
            .map(named -> new Numbers(named.name(), named.network().weights(0)))
            .toList());
  }

  private static Entry weightScale() {
    Drawn faulty = Drawn.of("256,64,10", "relu", "normal(deviation=1)");
    Drawn sound = faulty.by("he-normal");
    return Entry.of(
        Rule.WEIGHT_SCALE,
        """
        The variance of the weights is more than 2.7 times what any usual scheme gives a layer of these fans, or less than 1/2.7 of
        it. It is information: whether it matters, the gains of all layers together say. But where every hidden layer is normalised, the
        gains do not tell: there it is a warning if a step of Adam at its usual rate is more than 0.3 times the weights, as steps then
        turn them about.
        """,
        faulty,
        Optional.of(sound),
        "The weights of layer 1: within a few tenths of 0 by he-normal, up to 3 in the faulty start",
        weights(
            "weight, layer 1 of 256 inputs",
            3,
            List.of(new Named("he-normal", sound), new Named("normal, 1", faulty))));
  }

  private static Entry hiddenBias() {
    Drawn faulty = SMALL.by("torch");
    var series =
        List.of(
            Pictures.dots("glorot-uniform", SMALL.biases(0)),
            Pictures.dots("torch", faulty.biases(0)));
    return Entry.of(
        Rule.HIDDEN_BIAS,
        """
        Biases of hidden layers are not 0, as they are in most starts. Small ones, as PyTorch's default draws, do no harm. Large ones
        hold units at one end of their range, whatever the row; below −3 they shut a forget gate, which is a warning.
        """,
        faulty,
        Optional.of(SMALL),
        "The biases of layer 1: all 0 by glorot-uniform, between −0.22 and 0.22 by PyTorch's default",
        Pictures.along("bias", "unit of layer 1", Axis.linear("", -0.3, 0.3), series));
  }

  private static Entry sparseStart() {
    Drawn sound = Drawn.of("20,32,3", "sigmoid", "glorot-uniform");
    Drawn faulty = sound.by("glorot-uniform+sparse-bias");
    return Entry.of(
        Rule.SPARSE_START,
        """
        Large negative biases keep sigmoid units near 0 for every row, and the gradient that passes them is as small. That is sound
        only if units are meant to be rarely active: drawn by a scheme that says so it is information, in a file a warning. Of the
        only hidden layer it is information, too.
        """,
        faulty,
        Optional.of(sound),
        "The activations of layer 1: around 0.5 with biases of 0, around 1e-4 with biases of −10",
        Pictures.histogram(
            "share of activations (%)",
            Axis.logarithmic("activation, layer 1", -7, 0),
            List.of(
                new Numbers("biases 0", sound.activations(0)),
                new Numbers("biases −10", faulty.activations(0)))));
  }

  private static Entry equalTensors() {
    int count = 120;
    Saved faulty = Saved.of("same-seed");
    Drawn drawn = Drawn.of("20,32*3,3", "glorot-normal");
    var axis = Axis.linear("weight of layer 2", -0.6, 0.6);
    var series =
        List.of(pairs("drawn apart", count, drawn), pairs("from the same seed", count, faulty));
    return Entry.of(
        Rule.EQUAL_TENSORS,
        """
        Tensors hold the same numbers, as if each was drawn from the same seed, or copied. Parts that should differ from each other,
        such as the networks of an ensemble, start as one, and never differ if their gradients are equal, too. If the network is run and
        they are not, as those of layers that follow each other, it is information; in files that are not run it is a warning, unless names say that
        copies are meant.
        """,
        faulty,
        Optional.of(new Written(drawn)),
        "Weights of layer 3 against those at the same place of layer 2: a cloud if drawn apart, a line if both are from one seed",
        new Panel("weight of layer 3", axis, Axis.linear("", -0.6, 0.6), series));
  }

  private static Series pairs(String name, int count, Shown network) {
    return Series.of(
        name,
        Series.Style.DOTS,
        Pictures.first(count, network.weights(1)),
        Pictures.first(count, network.weights(2)));
  }

  /// A drawn network in a file: only there tensors are compared.
  private record Written(Drawn drawn) implements Shown {
    @Override
    public List<Finding> findings() throws IOException {
      Path folder = Files.createTempDirectory("seedbed-rules");
      Path file = folder.resolve("start.onnx");
      try {
        ModelFiles.write(drawn.network(), drawn.init(), new Seed(0), file);
        return SavedCheck.of(file).run().findings();
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    }

    @Override
    public StartMeasurement measured() {
      return drawn.measured();
    }

    @Override
    public GraphStart start() {
      return drawn.start();
    }

    @Override
    public GraphRows rows() {
      return drawn.rows();
    }
  }

  private static Entry rank() {
    Drawn sound = Drawn.of("20,32*3,3", "glorot-uniform");
    Drawn faulty = sound.by("normal(mean=0.5,deviation=0.02)");
    var series = List.of(spectrum("glorot-uniform", sound), spectrum("N(0.5, 0.02²)", faulty));
    return Entry.of(
        Rule.RANK,
        """
        The weights stretch a few directions of their inputs and flatten all others, whose differences are lost. One such layer is
        soon corrected; several are a warning.
        """,
        faulty,
        Optional.of(sound),
        "The singular values of layer 2, the least, the quartiles and the greatest: of one size by glorot-uniform, one alone large in the faulty start",
        new Panel(
            "singular value of the weights",
            Axis.linear("share of them that is smaller (%), layer 2", 0, 100),
            Axis.logarithmic("", series),
            series));
  }

  private static Series spectrum(String name, Drawn network) {
    double[] values =
        network
            .measured()
            .layers()
            .get(1)
            .report()
            .histograms()
            .orElseThrow()
            .singularValues()
            .stream()
            .mapToDouble(Double::doubleValue)
            .toArray();
    return Series.of(name, Series.Style.POINTS, new double[] {0, 25, 50, 75, 100}, values);
  }

  private static Entry initialiser() {
    Drawn shown = Drawn.of("256,64,10", "relu", "he-normal");
    LayerReport layer = shown.measured().layers().getFirst().report();
    LayerReport.Histogram weights = layer.histograms().orElseThrow().weights();
    InitializerMatch match = layer.likeliest().orElseThrow();
    int bins = weights.shares().size();
    double[] x = new double[bins];
    double[] drawn = new double[bins];
    double[] law = new double[bins];
    for (int bin = 0; bin < bins; bin++) {
      x[bin] = weights.low() + (weights.high() - weights.low()) * (bin + 0.5) / bins;
      drawn[bin] = 100 * weights.shares().get(bin);
      law[bin] = 100 * weights.of(match.law()).get(bin);
    }
    var series =
        new ArrayList<>(
            List.of(
                Series.of("weights", Series.Style.DOTS, x, drawn),
                Series.of(match.scheme(), Series.Style.DASHED, x, law)));
    return Entry.of(
        Rule.INITIALISER,
        """
        Which scheme most likely drew the weights, by how well their numbers fit its law. No fault: it tells you what a file was
        started with, and is information of every layer that some scheme fits.
        """,
        shown,
        Optional.empty(),
        "The weights of layer 1 lie on the law of the scheme that was found",
        new Panel(
            "share of weights (%)",
            Axis.linear("weight, layer 1", weights.low(), weights.high()),
            Axis.fromZero("", series),
            series));
  }

  private static Entry looksTrained() {
    Saved faulty = Saved.of("trained");
    Drawn sound = Drawn.of("64,96,10", "relu", "he-normal");
    Axis axis = Axis.linear("weight over standard deviation, layer 1", -6, 6);
    var series =
        List.of(
            tails("he-normal", axis, sound.weights(0)), tails("trained", axis, faulty.weights(0)));
    return Entry.of(
        Rule.LOOKS_TRAINED,
        """
        The weights follow the law of no known scheme, or the file holds what an optimiser keeps between steps: this is no start, and
        the other rules do not apply.
        """,
        faulty,
        Optional.of(sound),
        "The weights of layer 1 in units of their standard deviation: a normal law by he-normal; after training more near 0 and more far out",
        new Panel("share of weights (%)", axis, Axis.logarithmic("", series), series));
  }

  /// How weights are spread, in units of their standard deviation; empty bins are left out.
  private static Series tails(String name, Axis axis, double[] weights) {
    double size = Math.sqrt(Arrays.stream(weights).map(w -> w * w).sum() / weights.length);
    Series all =
        Series.histogram(
            name, axis, TAIL_BINS, Arrays.stream(weights).map(w -> w / size).toArray());
    double[] middle = new double[TAIL_BINS];
    double[] share = new double[TAIL_BINS];
    int count = 0;
    for (int bin = 0; bin < TAIL_BINS; bin++) {
      if (all.y()[2 * bin] > 0) {
        middle[count] = (all.x()[2 * bin] + all.x()[2 * bin + 1]) / 2;
        share[count++] = all.y()[2 * bin];
      }
    }
    return Series.of(
        name, Series.Style.POINTS, Pictures.first(count, middle), Pictures.first(count, share));
  }
}
