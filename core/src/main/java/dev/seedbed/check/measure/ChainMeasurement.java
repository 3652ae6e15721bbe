package dev.seedbed.check.measure;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.graph.GraphRows;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.check.result.LayerReport;
import dev.seedbed.data.Dataset;
import dev.seedbed.init.Kernel;
import dev.seedbed.init.Place;
import dev.seedbed.kernel.Panels;
import dev.seedbed.kernel.Team;
import dev.seedbed.network.Layer;
import dev.seedbed.tensor.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// Runs a chain as a graph, and measures what only chains have, too.
public final class ChainMeasurement {
  /// Rows whose Jacobians are looked at are as few as that, at most.
  private static final long JACOBIAN_WEIGHTS = 8_000_000;

  private final Chain chain;
  private final boolean full;
  private final Team team;
  private final double[] duplicates;

  private ChainMeasurement(Chain chain, Detail detail, Team team) {
    this.chain = chain;
    this.full = detail != Detail.SIGNALS;
    this.team = team;
    this.duplicates = Duplicates.shares(chain);
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
      boolean overfitting,
      Team team) {
    Dataset.Part probe = rows.map(ProbeRows::of).orElseGet(() -> ProbeRows.standardNormal(chain));
    var ofChain = new ChainMeasurement(chain, detail, team);
    GraphMeasurement measured =
        GraphMeasurement.run(
            GraphStart.of(chain),
            GraphRows.of(probe, chain.head(), rows.isPresent()),
            StartMeasurement.Kind.CHAIN,
            detail,
            ofChain.full,
            team);
    List<LayerMeasurement> layers = measured.layers(ofChain::facts);
    boolean finite = layers.stream().allMatch(LayerMeasurement::isFinite);
    return new StartMeasurement(
        StartMeasurement.Kind.CHAIN,
        chain.head(),
        layers,
        GraphParts.ofChain(layers.size()),
        List.of(),
        ofChain.full,
        measured.rowsMeasurement(RowsMeasurement.inputs(probe)),
        measured.loss(),
        measured.chance(),
        learningRate,
        sparse,
        finite && detail == Detail.ALL ? ArithmeticMeasurement.of(chain, probe) : Optional.empty(),
        overfitting ? OptionalDouble.of(Memorisation.left(chain, probe)) : OptionalDouble.empty());
  }

  private WeightFacts facts(int l, NodeProbe probe) {
    Optional<LayerReport.Origin> origin =
        chain
            .stages()
            .get(l)
            .source()
            .map(source -> new LayerReport.Origin(source.weight(), source.operator(), true));
    if (!full) {
      return WeightFacts.brief(origin, duplicates[l], List.of());
    }
    Layer layer = chain.stages().get(l).layer();
    Sample weights = Sample.of(Numbers.of(layer.weight(), layer.fanIn()));
    double[] ones = new double[layer.fanOut()];
    Arrays.fill(ones, 1);
    Spectrum spectrum = Spectrum.of(layer.weight(), ones, team);
    return new WeightFacts(
        origin,
        duplicates[l],
        l == 0 ? Optional.empty() : Optional.of(jacobian(l, probe)),
        l < chain.stages().size() - 1,
        Identification.of(weights, place(chain, l)),
        Structure.of(layer),
        spectrum.effectiveRankShare(),
        spectrum.quartiles());
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
  private LayerReport.SingularValues jacobian(int l, NodeProbe probe) {
    Chain.Stage stage = chain.stages().get(l);
    Panels w = stage.layer().weight();
    int units = w.columns();
    long size = (long) w.rows() * units;
    int rows = Math.clamp(JACOBIAN_WEIGHTS / size, 1, probe.firstZ().length / units);
    double mean = 0;
    double squares = 0;
    for (int i = 0; i < rows; i++) {
      double[] slopes = new double[units];
      for (int j = 0; j < units; j++) {
        int at = i * units + j;
        slopes[j] = stage.activation().derivative(probe.firstZ()[at], probe.firstA()[at]);
      }
      Spectrum spectrum = Spectrum.of(w, slopes, team);
      double deviation = spectrum.deviation();
      mean += spectrum.mean() / rows;
      squares += (deviation * deviation + spectrum.mean() * spectrum.mean()) / rows;
    }
    return new LayerReport.SingularValues(mean, Math.sqrt(Math.max(0, squares - mean * mean)));
  }
}
