package dev.seedbed.check;

import dev.seedbed.data.Dataset;
import dev.seedbed.init.Kernel;
import dev.seedbed.init.Place;
import dev.seedbed.kernel.Panels;
import dev.seedbed.network.Layer;
import dev.seedbed.tensor.Activation;
import dev.seedbed.tensor.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Propagates rows through a chain, forward and backward, and measures every layer.
final class Measurement {
  /// Rows whose Jacobians are looked at, if that is not too many weights.
  private static final int JACOBIANS = 4;

  private static final long JACOBIAN_WEIGHTS = 8_000_000;

  private final Chain chain;
  private final Pass pass;
  private final List<Sample> weightGradients = new ArrayList<>();
  private final double loss;

  Measurement(Chain chain, Dataset.Part rows) {
    this.chain = chain;
    this.pass = new Pass(chain, rows.inputs(), rows.rows());
    pass.forward();
    this.loss = pass.loss(rows.targets());
    for (Stage stage : chain.stages()) {
      Panels w = stage.layer().weight();
      weightGradients.add(new Sample((long) w.rows() * w.columns()));
    }
    pass.backward(rows.targets(), this::add);
  }

  private void add(int l, int q, int p, float[] gradient, int inputs, int outputs) {
    float inverse = 1f / pass.rows();
    for (int i = 0; i < inputs * Panels.WIDTH; i++) {
      gradient[i] *= inverse;
    }
    for (int k = 0; k < inputs; k++) {
      weightGradients.get(l).add(gradient, k * Panels.WIDTH, outputs);
    }
  }

  /// The mean loss of the rows.
  double loss() {
    return loss;
  }

  Pass pass() {
    return pass;
  }

  List<Measured> layers(Check.Detail detail) {
    var layers = new ArrayList<Measured>();
    double[] duplicates = Duplicates.shares(chain);
    for (int l = 0; l < chain.stages().size(); l++) {
      layers.add(layer(l, duplicates[l], detail != Check.Detail.SIGNALS));
    }
    return layers;
  }

  private Measured layer(int l, double duplicates, boolean all) {
    Stage stage = chain.stages().get(l);
    Layer layer = stage.layer();
    Activation f = stage.activation();
    Sample weights = sample(layer.weight(), layer.fanIn());
    var biases = new Sample(layer.fanOut());
    biases.add(layer.bias(), 0, layer.fanOut());
    Sample input = sample(pass.in(l), pass.rows());
    Sample z = sample(pass.z(l), pass.rows());
    Sample a = sample(pass.a(l), pass.rows());
    Sample gradient = sample(pass.dz(l), pass.rows());
    var units = new Units(pass, l, f);
    var theory = new Propagated(f, layer.fanIn() * weights.secondMoment(), biases.secondMoment());
    double q = theory.weightVariance() * input.secondMoment() + theory.biasVariance();
    double slope = Propagated.slope(f, q);
    boolean last = l == chain.stages().size() - 1;
    Place place = place(chain, l);
    double[] ones = new double[layer.fanOut()];
    Arrays.fill(ones, 1);
    Optional<Spectrum> spectrum =
        all ? Optional.of(Spectrum.of(layer.weight(), ones)) : Optional.empty();
    var report =
        new LayerReport(
            stage.name(),
            layer.fanIn(),
            layer.fanOut(),
            f.name(),
            z.spread(),
            a.spread(),
            gradient.spread(),
            weights.deviation(),
            weightGradients.get(l).deviation(),
            units.dead(),
            a.zeroShare(),
            units.saturated(),
            duplicates,
            Propagated.activity(f, q) / input.secondMoment(),
            layer.fanOut() * weights.secondMoment() * slope,
            l == 0 || !all ? Optional.empty() : Optional.of(jacobian(l)),
            last || !all || stage.normalization().isPresent() ? Optional.empty() : theory.point(),
            all ? Identification.of(weights, place) : List.of(),
            spectrum.map(values ->
                new LayerReport.Histograms(
                    Histogram.of(a),
                    Histogram.of(gradient),
                    Histogram.of(weightGradients.get(l)),
                    Histogram.of(weights),
                    values.quartiles())));
    return new Measured(
        stage,
        report,
        weights,
        biases,
        input.secondMoment(),
        z.secondMoment(),
        units.variance(),
        Math.sqrt(gradient.secondMoment()),
        weightGradients.get(l),
        units.flat(),
        units.pushed(),
        spectrum.map(Spectrum::effectiveRankShare).orElse(1.0));
  }

  /// Where the weights of layer `l` stand.
  static Place place(Chain chain, int l) {
    Layer layer = chain.stages().get(l).layer();
    int last = chain.stages().size() - 1;
    Activation input = l == 0 ? new Activation.Identity() : chain.stages().get(l - 1).activation();
    return new Place(
        Place.Part.WEIGHT,
        Kernel.dense(layer.fanIn(), layer.fanOut()),
        input,
        chain.stages().get(l).activation(),
        last == 0
            ? Place.Position.ONLY
            : l == 0
                ? Place.Position.FIRST
                : l == last ? Place.Position.LAST : Place.Position.INNER);
  }

  /// Of the first rows.
  private LayerReport.SingularValues jacobian(int l) {
    Stage stage = chain.stages().get(l);
    Panels w = stage.layer().weight();
    long size = (long) w.rows() * w.columns();
    int rows = Math.clamp(JACOBIAN_WEIGHTS / size, 1, Math.min(JACOBIANS, pass.rows()));
    double mean = 0;
    double squares = 0;
    for (int i = 0; i < rows; i++) {
      double[] slopes = new double[w.columns()];
      for (int j = 0; j < slopes.length; j++) {
        slopes[j] = stage.activation().derivative(pass.z(l).get(i, j), pass.a(l).get(i, j));
      }
      Spectrum spectrum = Spectrum.of(w, slopes);
      double deviation = spectrum.deviation();
      mean += spectrum.mean() / rows;
      squares += (deviation * deviation + spectrum.mean() * spectrum.mean()) / rows;
    }
    return new LayerReport.SingularValues(mean, Math.sqrt(Math.max(0, squares - mean * mean)));
  }

  static Sample sample(Panels panels, int rows) {
    var sample = new Sample((long) rows * panels.columns());
    for (int p = 0; p < panels.panels(); p++) {
      for (int i = 0; i < rows; i++) {
        sample.add(panels.data(), panels.at(p, i), panels.columnsOf(p));
      }
    }
    return sample;
  }

  /// The second moment of each input.
  static double[] inputSizes(Matrix inputs, int rows) {
    double[] sizes = new double[inputs.columns()];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < sizes.length; j++) {
        double x = inputs.get(i, j);
        sizes[j] += x * x / rows;
      }
    }
    return sizes;
  }
}
