package dev.seedbed.check;

import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Draw;
import dev.seedbed.init.Initializer;
import dev.seedbed.network.Layer;
import dev.seedbed.random.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// New parameters of one layer, where findings ask for them. What is empty is sound and stays.
///
/// @param stage which layer of the chain, 0 the first
/// @param weights one array [fan-out, fan-in] in row order
/// @param biases fan-out numbers
/// @param scales γ of the normalisation, fan-out numbers
/// @param scheme in the catalogue: how the weights are drawn
public record Repair(
    int stage,
    Optional<float[]> weights,
    Optional<float[]> biases,
    Optional<float[]> scales,
    String scheme) {

  /// Findings of one layer that another draw of it mends.
  private static final Set<Rule> OF_A_LAYER =
      EnumSet.of(
          Rule.SYMMETRY,
          Rule.NON_FINITE,
          Rule.ZERO_LAYER,
          Rule.WEIGHT_SCALE,
          Rule.DEAD_UNITS,
          Rule.ZERO_FRACTION,
          Rule.SATURATION,
          Rule.SPARSE_START,
          Rule.SAME_SIGN,
          Rule.RANK);

  /// Findings that a draw of all layers mends; those of a layer, too, where they stand for many
  /// layers.
  private static final Set<Rule> OF_THE_NETWORK =
      EnumSet.of(
          Rule.SADDLE,
          Rule.UNEQUAL_SPEEDS,
          Rule.FORWARD_GAIN,
          Rule.BACKWARD_GAIN,
          Rule.GRADIENT_SIZE,
          Rule.ACTIVATION_SPREAD);

  /// Findings that another draw of the last layer mends.
  private static final Set<Rule> OF_OUTPUTS = EnumSet.of(Rule.START_LOSS, Rule.OUTPUT_BIAS);

  /// Whether other numbers can mend a finding. Others need another architecture, other data or
  /// another learning rate, or ask for nothing.
  public static boolean mends(Finding finding) {
    Rule rule = finding.rule();
    return finding.severity() != Severity.INFO
        && (OF_A_LAYER.contains(rule)
            || OF_THE_NETWORK.contains(rule)
            || OF_OUTPUTS.contains(rule)
            || !finding.remedies().isEmpty());
  }

  /// The repairs that a diagnosis asks for, layer by layer; none if there is nothing to mend.
  /// Scales of 0 are mended alone, as they hide what else there is.
  ///
  /// @param check that gave the diagnosis
  /// @param seed to draw from
  static List<Repair> of(Check check, Diagnosis diagnosis, Seed seed) {
    if (diagnosis.findings().stream().noneMatch(Repair::mends)) {
      return List.of();
    }
    List<Repair> scales = scales(check.chain());
    if (!scales.isEmpty()) {
      return scales;
    }
    int last = check.chain().stages().size() - 1;
    boolean label = diagnosis.finds(Rule.OUTPUT_BIAS, Severity.WARNING);
    var repairs = new ArrayList<Repair>();
    for (int l = 0; l <= last; l++) {
      boolean draw = mustDraw(check.chain(), l, diagnosis);
      if (draw || (l == last && label)) {
        repairs.add(repair(check, l, draw, l == last && label, seed));
      }
    }
    return List.copyOf(repairs);
  }

  /// Draws the weights of these layers anew, whatever a diagnosis says.
  static List<Repair> of(Chain chain, Set<Integer> stages, Seed seed) {
    return stages.stream()
        .sorted()
        .map(l ->
            new Repair(
                l,
                Optional.of(weights(chain, l, seed)),
                Optional.empty(),
                Optional.empty(),
                Advice.scheme(chain, l)))
        .toList();
  }

  /// Sets the scales of normalisations that are as good as 0 to 1.
  private static List<Repair> scales(Chain chain) {
    var repairs = new ArrayList<Repair>();
    for (int l = 0; l < chain.stages().size(); l++) {
      Stage stage = chain.stages().get(l);
      if (stage.normalization().map(WeightRules::isZero).orElse(false)) {
        float[] ones = new float[stage.layer().fanOut()];
        Arrays.fill(ones, 1);
        repairs.add(new Repair(l, Optional.empty(), Optional.empty(), Optional.of(ones), ""));
      }
    }
    return repairs;
  }

  /// Whether a finding asks for other weights of layer `l`. Where anything is drawn anew, so is a
  /// layer whose scale alone would be information.
  private static boolean mustDraw(Chain chain, int l, Diagnosis diagnosis) {
    String name = chain.stages().get(l).name();
    for (Finding finding : diagnosis.findings()) {
      boolean everywhere = finding.layer().equals("network");
      boolean here =
          everywhere || finding.layer().equals(name) || finding.layer().equals(name + " bias");
      boolean scale = finding.rule() == Rule.WEIGHT_SCALE && here;
      boolean last = l == chain.stages().size() - 1 && finding.rule() == Rule.START_LOSS;
      boolean asked =
          (here && OF_A_LAYER.contains(finding.rule()))
              || OF_THE_NETWORK.contains(finding.rule())
              || last;
      if (scale || (asked && mends(finding))) {
        return true;
      }
    }
    return false;
  }

  private static Repair repair(Check check, int l, boolean draw, boolean label, Seed seed) {
    int fanOut = check.chain().stages().get(l).layer().fanOut();
    Optional<float[]> weights =
        draw ? Optional.of(weights(check.chain(), l, seed)) : Optional.empty();
    Optional<float[]> biases = draw ? Optional.of(new float[fanOut]) : Optional.empty();
    if (label) {
      biases = Optional.of(OutputRules.labelBiases(check));
    }
    return new Repair(l, weights, biases, Optional.empty(), Advice.scheme(check.chain(), l));
  }

  /// Weights of layer `l` as they should be drawn.
  static float[] weights(Chain chain, int l, Seed seed) {
    Layer layer = chain.stages().get(l).layer();
    float[] values = new float[layer.fanIn() * layer.fanOut()];
    Initializer initializer = Catalogue.scheme(Advice.scheme(chain, l)).weights();
    String path = "layer" + (l + 1) + "/weight";
    Draw.of(initializer, Measurement.place(chain, l), seed.stream(path)).fill(values);
    return values;
  }

  /// This, and what an earlier repair of the same layer did to other parameters.
  Repair after(Repair earlier) {
    return new Repair(
        stage,
        weights.or(earlier::weights),
        biases.or(earlier::biases),
        scales.or(earlier::scales),
        weights.isPresent() ? scheme : earlier.scheme());
  }

  /// The chain with repairs made: its other layers are shared, not copied.
  public static Chain mended(Chain chain, List<Repair> repairs) {
    var stages = new ArrayList<>(chain.stages());
    for (Repair repair : repairs) {
      stages.set(repair.stage(), repair.mended(stages.get(repair.stage())));
    }
    return new Chain(stages, chain.head());
  }

  private Stage mended(Stage old) {
    Layer layer =
        Layer.of(
            old.layer().fanIn(),
            old.layer().fanOut(),
            weights.orElseGet(old.layer()::weights),
            biases.orElse(old.layer().bias()));
    Optional<Normalization> normalization =
        old.normalization()
            .map(by -> new Normalization(scales.orElse(by.scale()), by.shift(), by.epsilon()));
    return new Stage(old.name(), layer, old.biased(), normalization, old.activation());
  }
}
