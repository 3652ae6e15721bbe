package dev.seedbed.check.measure;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.result.LayerReport;
import dev.seedbed.data.Dataset;
import dev.seedbed.init.Kernel;
import dev.seedbed.init.MeanField;
import dev.seedbed.init.Place;
import dev.seedbed.kernel.Panels;
import dev.seedbed.network.Layer;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Propagates rows through a chain, forward and backward, and measures every layer.
public final class ChainMeasurement {
  /// Rows whose Jacobians are looked at, if that is not too many weights.
  private static final int JACOBIANS = 4;

  private static final long JACOBIAN_WEIGHTS = 8_000_000;

  private final Chain chain;
  private final Detail detail;
  private final Dataset.Part rows;
  private final Pass pass;
  private final List<Sample> weightGradients = new ArrayList<>();

  private ChainMeasurement(Chain chain, Dataset.Part rows, Detail detail) {
    this.chain = chain;
    this.detail = detail;
    this.rows = rows;
    this.pass = new Pass(chain, rows.inputs(), rows.rows());
    for (Chain.Stage stage : chain.stages()) {
      Panels w = stage.layer().weight();
      weightGradients.add(new Sample((long) w.rows() * w.columns()));
    }
  }

  /// Propagates the rows and measures.
  ///
  /// @param rows to propagate; without any, standard normal ones with random targets
  /// @param learningRate of the first step
  /// @param sparse whether large negative biases are meant
  /// @param overfitting whether to find out if a copy can learn 16 rows by heart
  public static StartMeasurement of(
      Chain chain,
      Optional<Dataset.Part> rows,
      Detail detail,
      double learningRate,
      boolean sparse,
      boolean overfitting) {
    Dataset.Part probe = rows.map(ProbeRows::of).orElseGet(() -> ProbeRows.standardNormal(chain));
    var measurement = new ChainMeasurement(chain, probe, detail);
    double loss = measurement.propagate();
    List<LayerMeasurement> layers = measurement.layers();
    var ofRows = RowsMeasurement.of(probe, rows.isPresent());
    boolean finite = layers.stream().allMatch(LayerMeasurement::isFinite);
    return new StartMeasurement(
        StartMeasurement.Kind.CHAIN,
        chain.head(),
        layers,
        detail != Detail.SIGNALS,
        ofRows,
        loss,
        Losses.chance(chain.head(), ofRows),
        learningRate,
        sparse,
        finite && detail == Detail.ALL ? ArithmeticMeasurement.of(chain, probe) : Optional.empty(),
        overfitting ? OptionalDouble.of(Memorisation.left(chain, probe)) : OptionalDouble.empty());
  }

  /// @return the mean loss of the rows
  private double propagate() {
    pass.forward();
    double loss = pass.loss(rows.targets());
    pass.backward(
        rows.targets(),
        (l, _, _, gradient, inputs, outputs) ->
            pass.ofMean(gradient, inputs, outputs, weightGradients.get(l)::add));
    return loss;
  }

  private List<LayerMeasurement> layers() {
    var layers = new ArrayList<LayerMeasurement>();
    double[] duplicates = Duplicates.shares(chain);
    for (int l = 0; l < chain.stages().size(); l++) {
      layers.add(layer(l, duplicates[l], detail != Detail.SIGNALS));
    }
    return layers;
  }

  private LayerMeasurement layer(int l, double duplicates, boolean all) {
    Chain.Stage stage = chain.stages().get(l);
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
    var units = UnitBehaviour.of(pass, l, stage.activation());
    Optional<MeanField> theory = all ? theory(stage, weights, biases) : Optional.empty();
    double[] ones = new double[layer.fanOut()];
    Arrays.fill(ones, 1);
    Optional<Spectrum> spectrum =
        all ? Optional.of(Spectrum.of(layer.weight(), ones)) : Optional.empty();
    boolean last = l == chain.stages().size() - 1;
    var report =
        new LayerReport(
            stage.name(),
            Optional.empty(),
            layer.fanIn(),
            layer.fanOut(),
            stage.activation().name(),
            spread(z, ofZ),
            spread(a, ofA),
            spread(gradient, ofGradient),
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
                    ofA.histogram(),
                    ofGradient.histogram(),
                    pass.weightGradients(l).histogram(),
                    ofWeights.histogram(),
                    values.quartiles())));
    return new LayerMeasurement(
        report,
        stage.activation(),
        stage.biased(),
        stage.normalization().map(by -> Sample.of(Numbers.of(by.scale()))),
        all && Structure.of(layer),
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

  /// Without percentiles, which cost another way through the numbers, if the check is brief.
  private LayerReport.Spread spread(Sample sample, Numbers numbers) {
    return detail == Detail.SIGNALS
        ? new LayerReport.Spread(sample.mean(), sample.deviation(), Double.NaN, Double.NaN)
        : Percentiles.spread(sample, numbers);
  }

  /// What wide layers with weights and biases of these moments do; empty where they do something
  /// else.
  private static Optional<MeanField> theory(Chain.Stage stage, Sample weights, Sample biases) {
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
  public static Place place(Chain chain, int l) {
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

  /// The singular values of the Jacobian at the first rows.
  private LayerReport.SingularValues jacobian(int l) {
    Chain.Stage stage = chain.stages().get(l);
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
}
