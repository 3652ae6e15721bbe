package dev.seedbed.check;

import dev.seedbed.data.Dataset;
import dev.seedbed.init.Kernel;
import dev.seedbed.init.MeanField;
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
    pass.backward(
        rows.targets(),
        (l, _, _, gradient, inputs, outputs) ->
            pass.ofMean(gradient, inputs, outputs, weightGradients.get(l)::add));
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
    Numbers ofWeights = Numbers.of(layer.weight(), layer.fanIn());
    Sample weights = Sample.of(ofWeights);
    var biases = new Sample(layer.fanOut());
    biases.add(layer.bias(), 0, layer.fanOut());
    double input = Sample.of(Numbers.of(pass.in(l), pass.rows())).secondMoment();
    Numbers ofZ = Numbers.of(pass.z(l), pass.rows());
    Numbers ofA = Numbers.of(pass.a(l), pass.rows());
    Numbers ofGradient = Numbers.of(pass.dz(l), pass.rows());
    Sample z = Sample.of(ofZ);
    Sample a = Sample.of(ofA);
    Sample gradient = Sample.of(ofGradient);
    var units = new Units(pass, l, stage.activation());
    Optional<MeanField> theory = all ? theory(stage, weights, biases) : Optional.empty();
    double[] ones = new double[layer.fanOut()];
    Arrays.fill(ones, 1);
    Optional<Spectrum> spectrum =
        all ? Optional.of(Spectrum.of(layer.weight(), ones)) : Optional.empty();
    boolean last = l == chain.stages().size() - 1;
    var report =
        new LayerReport(
            stage.name(),
            layer.fanIn(),
            layer.fanOut(),
            stage.activation().name(),
            all ? Spread.of(z, ofZ) : Spread.brief(z),
            all ? Spread.of(a, ofA) : Spread.brief(a),
            all ? Spread.of(gradient, ofGradient) : Spread.brief(gradient),
            weights.deviation(),
            weightGradients.get(l).deviation(),
            units.dead(),
            a.zeroShare(),
            units.saturated(),
            duplicates,
            all
                ? Optional.of(new LayerReport.Gains(a.secondMoment() / input, pass.backwardGain(l)))
                : Optional.empty(),
            theory.map(field ->
                new LayerReport.Gains(
                    field.forwardGain(input),
                    field.backwardGain(input) * layer.fanOut() / layer.fanIn())),
            l == 0 || !all ? Optional.empty() : Optional.of(jacobian(l)),
            last ? Optional.empty() : theory.flatMap(MeanField::fixedPoint),
            all ? Identification.of(weights, place(chain, l)) : List.of(),
            spectrum.map(values ->
                new LayerReport.Histograms(
                    Histogram.of(ofA),
                    Histogram.of(ofGradient),
                    Histogram.of(pass.weightGradients(l)),
                    Histogram.of(ofWeights),
                    values.quartiles())));
    return new Measured(
        stage,
        report,
        weights,
        biases,
        input,
        z.secondMoment(),
        units.variance(),
        Math.sqrt(gradient.secondMoment()),
        weightGradients.get(l),
        units.flat(),
        units.pushed(),
        spectrum.map(Spectrum::effectiveRankShare).orElse(1.0));
  }

  /// What wide layers with weights and biases of these moments do; empty where they do something
  /// else.
  private static Optional<MeanField> theory(Stage stage, Sample weights, Sample biases) {
    if (stage.normalization().isPresent() || weights.wrong() + biases.wrong() > 0) {
      return Optional.empty();
    }
    Activation f = stage.activation();
    return Optional.of(
        new MeanField(
            f::value,
            f::derivative,
            stage.layer().fanIn() * weights.secondMoment(),
            biases.secondMoment()));
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
