package dev.seedbed.check;

import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Draw;
import dev.seedbed.init.Initializer;
import dev.seedbed.network.Layer;
import dev.seedbed.random.Seed;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The parameters of one layer that findings ask to be drawn anew. What is empty is sound and
/// stays.
///
/// @param stage which layer of the chain, 0 the first
/// @param weights one array [fan-out, fan-in] in row order
/// @param biases fan-out numbers
/// @param scheme in the catalogue: how the weights were drawn
public record Repair(
    int stage, Optional<float[]> weights, Optional<float[]> biases, String scheme) {

  /// Findings of one layer that another draw of it mends.
  private static final Set<Rule> OF_A_LAYER =
      EnumSet.of(
          Rule.SYMMETRY,
          Rule.NON_FINITE,
          Rule.ZERO_LAYER,
          Rule.WEIGHT_SCALE,
          Rule.DEAD_UNITS,
          Rule.SATURATION,
          Rule.SPARSE_START,
          Rule.SAME_SIGN,
          Rule.RANK);

  /// Findings of the network that a draw of all its layers mends; those of a layer, too, where they
  /// stand for many layers.
  private static final Set<Rule> OF_THE_NETWORK =
      EnumSet.of(
          Rule.SADDLE,
          Rule.UNEQUAL_SPEEDS,
          Rule.FORWARD_GAIN,
          Rule.BACKWARD_GAIN,
          Rule.GRADIENT_SIZE,
          Rule.ACTIVATION_SPREAD);

  /// The repairs that a diagnosis asks for, layer by layer; none if there is nothing to mend.
  ///
  /// @param check that gave the diagnosis
  /// @param seed to draw from
  public static List<Repair> of(Check check, Diagnosis diagnosis, Seed seed) {
    Chain chain = check.chain();
    int layers = chain.stages().size();
    boolean[] weights = new boolean[layers];
    boolean output = false;
    for (Finding finding : diagnosis.findings()) {
      if (finding.severity() == Severity.INFO) {
        continue;
      }
      for (int l = 0; l < layers; l++) {
        String name = chain.stages().get(l).name();
        boolean everywhere = finding.layer().equals("network");
        boolean here = finding.layer().equals(name) || finding.layer().equals(name + " bias");
        weights[l] |= (here || everywhere) && OF_A_LAYER.contains(finding.rule());
        weights[l] |= everywhere && OF_THE_NETWORK.contains(finding.rule());
      }
      weights[layers - 1] |= finding.rule() == Rule.START_LOSS;
      output |= finding.rule() == Rule.OUTPUT_BIAS;
    }
    var repairs = new ArrayList<Repair>();
    for (int l = 0; l < layers; l++) {
      boolean last = l == layers - 1;
      if (weights[l] || (last && output)) {
        repairs.add(repair(check, l, weights[l], last && output, seed));
      }
    }
    return List.copyOf(repairs);
  }

  private static Repair repair(Check check, int l, boolean draw, boolean label, Seed seed) {
    Layer layer = check.chain().stages().get(l).layer();
    String scheme = Advice.scheme(check.chain(), l);
    Optional<float[]> weights = Optional.empty();
    Optional<float[]> biases = Optional.empty();
    if (draw) {
      float[] values = new float[layer.fanIn() * layer.fanOut()];
      Initializer initializer = Catalogue.scheme(scheme).weights();
      String path = "layer" + (l + 1) + "/weight";
      Draw.of(initializer, Measurement.place(check.chain(), l), seed.stream(path)).fill(values);
      weights = Optional.of(values);
      biases = Optional.of(new float[layer.fanOut()]);
    }
    if (label) {
      biases = Optional.of(OutputRules.labelBiases(check));
    }
    return new Repair(l, weights, biases, scheme);
  }

  /// The chain with repairs made: its other layers are shared, not copied.
  public static Chain mended(Chain chain, List<Repair> repairs) {
    var stages = new ArrayList<>(chain.stages());
    for (Repair repair : repairs) {
      Stage stage = stages.get(repair.stage());
      Layer old = stage.layer();
      Layer layer =
          Layer.of(
              old.fanIn(),
              old.fanOut(),
              repair.weights().orElseGet(old::weights),
              repair.biases().orElse(old.bias()));
      stages.set(
          repair.stage(),
          new Stage(
              stage.name(), layer, stage.biased(), stage.normalization(), stage.activation()));
    }
    return new Chain(stages, chain.head());
  }
}
