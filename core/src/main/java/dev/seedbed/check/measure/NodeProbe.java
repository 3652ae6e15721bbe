package dev.seedbed.check.measure;

import dev.seedbed.check.graph.WeightedNode;
import dev.seedbed.check.result.LayerReport;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.init.Fans;
import dev.seedbed.init.Kernel;
import dev.seedbed.init.MeanField;
import dev.seedbed.kernel.Team;
import dev.seedbed.tensor.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Measures a weighted operator while a run goes by. Of the arrays it keeps z until a is there.
final class NodeProbe {
  /// Rows whose z and a are kept for Jacobians.
  private static final int KEPT_ROWS = 4;

  private static final Figures NONE = new Figures(new Sample(0), new double[2], Optional.empty());

  private final WeightedNode node;
  private final StartMeasurement.Kind kind;
  private final Detail detail;
  private final boolean histograms;
  private final int rows;
  private final Team team;
  private @Nullable FloatArray keptZ;
  private float[] firstZ = {};
  private float[] firstA = {};
  private TensorShape weightShape = TensorShape.SCALAR;
  private double input = Double.NaN;
  private Figures z = NONE;
  private Figures a = NONE;
  private Figures gradient = NONE;
  private double places = 1;
  private double gradientOfInput = Double.NaN;
  private @Nullable UnitSignatures values;
  private @Nullable UnitSignatures gradients;
  private double gradientOfA = Double.NaN;
  private double signal = Double.NaN;
  private double tokens = Double.NaN;
  private double dead;
  private double saturated;
  private double flat;
  private double pushed;
  private List<Double> unitDeviations = List.of();

  /// What is known of many numbers.
  ///
  /// @param percentiles the 2nd and the 98th; none if the check is brief
  private record Figures(
      Sample sample, double[] percentiles, Optional<LayerReport.Histogram> histogram) {
    LayerReport.Spread spread() {
      boolean brief = percentiles.length == 0;
      return new LayerReport.Spread(
          sample.mean(),
          sample.deviation(),
          brief ? Double.NaN : percentiles[0],
          brief ? Double.NaN : percentiles[1]);
    }
  }

  private Figures figures(float[] values, boolean withHistogram) {
    Numbers numbers = Numbers.of(values);
    var sample = new Sample(values.length);
    double[] percentiles = new double[detail == Detail.SIGNALS ? 0 : 2];
    // Either way through the numbers on a thread of its own.
    team.run((worker, workers) -> {
      if (worker == 0) {
        numbers.read(sample::add);
      }
      if (worker == workers - 1 && percentiles.length > 0) {
        System.arraycopy(
            Percentiles.of(numbers, Percentiles.LOW, Percentiles.HIGH), 0, percentiles, 0, 2);
      }
    });
    return new Figures(
        sample, percentiles, withHistogram ? Optional.of(numbers.histogram()) : Optional.empty());
  }

  /// @param kind of the network: equal units of a chain are known by its weights
  /// @param rows that are run
  NodeProbe(
      WeightedNode node,
      StartMeasurement.Kind kind,
      Detail detail,
      boolean histograms,
      int rows,
      Team team) {
    this.node = node;
    this.kind = kind;
    this.detail = detail;
    this.histograms = histograms;
    this.rows = rows;
    this.team = team;
  }

  WeightedNode node() {
    return node;
  }

  /// When the operator has run.
  void ran(List<Optional<NdArray>> inputs) {
    weightShape = inputs.get(node.input()).orElseThrow().shape();
    int i = node.node().inputs().indexOf(node.x());
    inputs
        .get(i)
        .filter(FloatArray.class::isInstance)
        .ifPresent(x -> input = secondMoment(x.asFloats()));
  }

  /// When z is there.
  void z(FloatArray array) {
    z = figures(array.data(), false);
    keptZ = array;
    firstZ = firstRows(array);
  }

  /// When a is there, after z.
  void a(FloatArray array) {
    FloatArray before = keptZ;
    keptZ = null;
    a = node.a().equals(node.z()) && !histograms ? z : figures(array.data(), histograms);
    firstA = firstRows(array);
    if (before == null || !before.shape().equals(array.shape())) {
      return;
    }
    int axis = node.unitAxis(array.shape());
    values = kind == StartMeasurement.Kind.GRAPH ? UnitSignatures.of(before, axis) : null;
    Optional<Activation> known = node.activation().known();
    var units =
        UnitBehaviour.of(before, array, axis, known.orElse(new Activation.Identity()), team);
    signal = before.shape().rank() > 2 ? RowSpread.variance(before, rows) : units.variance();
    tokens = RowSpread.overPlaces(before, rows);
    saturated = known.isPresent() ? units.saturated() : 0;
    dead = known.isPresent() ? units.dead() : zeroUnits(before, array, axis);
    flat = units.flat();
    pushed = units.pushed();
    unitDeviations = units.deviations();
  }

  /// The first rows of a matrix; none of other arrays.
  private float[] firstRows(FloatArray array) {
    TensorShape shape = array.shape();
    return detail == Detail.SIGNALS || shape.rank() != 2
        ? new float[0]
        : Arrays.copyOf(array.data(), Math.min(shape.length(0), KEPT_ROWS) * shape.length(1));
  }

  /// z of the first few rows, row by row; none if the check is brief.
  float[] firstZ() {
    return firstZ;
  }

  /// a of the same rows.
  float[] firstA() {
    return firstA;
  }

  /// The share of units that give 0 nearly everywhere, though they get something else: of those
  /// that get 0, such as behind weights of 0, nobody knows whether a gradient passes.
  private static double zeroUnits(FloatArray z, FloatArray a, int axis) {
    TensorShape shape = a.shape();
    if (shape.rank() == 0 || shape.elements() == 0) {
      return 0;
    }
    int units = shape.length(axis);
    int inner = shape.elements(axis + 1, shape.rank());
    int[] live = new int[units];
    for (int i = 0; i < a.data().length; i++) {
      live[i / inner % units] += a.data()[i] != 0 || z.data()[i] == 0 ? 1 : 0;
    }
    int dead = 0;
    for (int count : live) {
      dead += (double) count * units < UnitBehaviour.ALIVE * shape.elements() ? 1 : 0;
    }
    return (double) dead / units;
  }

  /// When the gradient of the mean loss by z is there.
  ///
  /// @param rows over which the loss is a mean
  void gradientOfZ(FloatArray array, int rows) {
    float[] ofRows = array.data().clone();
    for (int i = 0; i < ofRows.length; i++) {
      ofRows[i] *= rows;
    }
    gradient = figures(ofRows, histograms);
    TensorShape shape = array.shape();
    int units = shape.rank() == 0 ? 1 : Math.max(1, shape.length(node.unitAxis(shape)));
    gradients = values == null ? null : UnitSignatures.of(array, node.unitAxis(shape));
    places = Math.max(1, (double) shape.elements() / units / this.rows);
  }

  /// When the gradient by a is there.
  void gradientOfA(FloatArray array) {
    gradientOfA = secondMoment(array);
  }

  /// When the gradient by the operator's input is there, of all that it is used for.
  void gradientOfX(FloatArray array) {
    gradientOfInput = secondMoment(array);
  }

  /// The mean square of all elements.
  static double secondMoment(FloatArray array) {
    double squares = 0;
    for (float value : array.data()) {
      squares += (double) value * value;
    }
    return squares / array.data().length;
  }

  /// All that was measured.
  ///
  /// @param weights the tensor of weights
  /// @param bias the tensor of biases
  /// @param scale γ of the normalisation
  /// @param weightGradient of the mean loss; empty if it does not depend on the weights
  /// @param facts what the weights alone tell
  LayerMeasurement measured(
      FloatArray weights,
      Optional<FloatArray> bias,
      Optional<FloatArray> scale,
      Optional<FloatArray> weightGradient,
      WeightFacts facts) {
    boolean full = detail != Detail.SIGNALS;
    Numbers ofWeights = Numbers.of(weights.data());
    Numbers ofGradient =
        Numbers.of(
            weightGradient.map(FloatArray::data).orElseGet(() -> new float[weights.data().length]));
    var weightSample = new Sample(ofWeights.count());
    var gradientSample = new Sample(ofGradient.count());
    team.run((worker, workers) -> {
      if (worker == 0) {
        ofWeights.read(weightSample::add);
      }
      if (worker == workers - 1) {
        ofGradient.read(gradientSample::add);
      }
    });
    Optional<Kernel> kernel = node.kernel(weightShape);
    Sample biases = Sample.of(Numbers.of(bias.map(FloatArray::data).orElse(new float[1])));
    Optional<MeanField> theory = full ? theory(kernel, weightSample, biases) : Optional.empty();
    Optional<Fans> fans = kernel.map(Kernel::fans);
    var report =
        new LayerReport(
            node.name(),
            facts.origin(),
            fans.map(Fans::in).map(Math::round).map(Math::toIntExact).orElse(0),
            fans.map(Fans::out).map(Math::round).map(Math::toIntExact).orElse(0),
            node.activation().name(),
            z.spread(),
            a.spread(),
            gradient.spread(),
            weightSample.deviation(),
            gradientSample.deviation(),
            dead,
            a.sample().zeroShare(),
            saturated,
            Double.isNaN(facts.duplicates()) ? duplicates() : facts.duplicates(),
            full
                ? Optional.of(
                    new LayerReport.Gains(
                        a.sample().secondMoment() / input, gradientOfInput / gradientOfA))
                : Optional.empty(),
            theory.map(field ->
                new LayerReport.Gains(
                    field.forwardGain(input),
                    field.backwardGain(input) * fans.get().out() / fans.get().in())),
            facts.jacobian(),
            facts.settles() ? theory.flatMap(MeanField::fixedPoint) : Optional.empty(),
            facts.matches(),
            histograms
                ? Optional.of(
                    new LayerReport.Histograms(
                        a.histogram().orElseThrow(),
                        gradient.histogram().orElseGet(() -> Numbers.of(new float[0]).histogram()),
                        ofGradient.histogram(),
                        ofWeights.histogram(),
                        facts.singularValues(),
                        unitDeviations))
                : Optional.empty());
    return new LayerMeasurement(
        report,
        kernel,
        node.activation().known().orElse(new Activation.Identity()),
        bias.isPresent(),
        scale.map(values -> Sample.of(Numbers.of(values.data()))),
        facts.structured(),
        weightSample,
        biases,
        input,
        z.sample().secondMoment(),
        signal,
        tokens,
        places,
        Math.sqrt(gradient.sample().secondMoment() * places),
        gradientSample,
        flat,
        pushed,
        facts.rank());
  }

  private double duplicates() {
    return values == null || gradients == null
        ? Double.NaN
        : UnitSignatures.duplicates(values, gradients);
  }

  private Optional<MeanField> theory(Optional<Kernel> kernel, Sample weights, Sample biases) {
    boolean none =
        node.scale().isPresent()
            || weights.wrong() + biases.wrong() > 0
            || kernel.isEmpty()
            || kernel.get().kind() == Kernel.Kind.EMBEDDING
            || kernel.get().kind() == Kernel.Kind.RECURRENT;
    return none
        ? Optional.empty()
        : node.activation()
            .known()
            .map(f ->
                new MeanField(
                    f::value,
                    f::derivative,
                    kernel.get().fans().in() * weights.secondMoment(),
                    biases.secondMoment()));
  }
}
