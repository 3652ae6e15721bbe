package dev.seedbed.check;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.measure.ChainMeasurement;
import dev.seedbed.check.measure.Numbers;
import dev.seedbed.check.measure.Sample;
import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.rule.Advice;
import dev.seedbed.data.Dataset;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Draw;
import dev.seedbed.init.Initializer;
import dev.seedbed.network.Layer;
import dev.seedbed.random.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// New parameters for one layer, where findings ask for them. An empty field leaves those
/// parameters as they are.
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

  /// The repairs that a diagnosis asks for, layer by layer; none if there is nothing to repair.
  /// Scales of 0 are repaired alone, as they hide other faults.
  ///
  /// @param check that gave the diagnosis
  /// @param seed to draw from
  static List<Repair> of(Check check, Diagnosis diagnosis, Seed seed) {
    if (diagnosis.findings().stream().noneMatch(Finding::isRepairable)) {
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
      Chain.Stage stage = chain.stages().get(l);
      if (stage.normalization().map(Repair::isZero).orElse(false)) {
        float[] ones = new float[stage.layer().fanOut()];
        Arrays.fill(ones, 1);
        repairs.add(new Repair(l, Optional.empty(), Optional.empty(), Optional.of(ones), ""));
      }
    }
    return repairs;
  }

  private static boolean isZero(Chain.Normalization normalization) {
    return Sample.of(Numbers.of(normalization.scale())).isNearlyZero();
  }

  /// Whether a finding asks for other weights of layer `l`. Where anything is drawn anew, so is a
  /// layer whose scale alone would be information.
  private static boolean mustDraw(Chain chain, int l, Diagnosis diagnosis) {
    Chain.Stage stage = chain.stages().get(l);
    String name = stage.name();
    String tensor = stage.source().map(Chain.Source::weight).orElse(name);
    return diagnosis.findings().stream()
        .anyMatch(finding -> {
          boolean here = finding.ofNetwork() || finding.layer().equals(name);
          return (finding.rule() == Rule.WEIGHT_SCALE && here)
              || (finding.isRepairable()
                  && finding.remedies().stream().anyMatch(remedy -> asksFor(remedy, tensor)));
        });
  }

  private static boolean asksFor(Remedy remedy, String tensor) {
    return switch (remedy) {
      case Remedy.DrawNetwork _ -> true;
      case Remedy.OfTensor drawn -> drawn.tensor().equals(tensor);
      default -> false;
    };
  }

  private static Repair repair(Check check, int l, boolean draw, boolean label, Seed seed) {
    int fanOut = check.chain().stages().get(l).layer().fanOut();
    Optional<float[]> weights =
        draw ? Optional.of(weights(check.chain(), l, seed)) : Optional.empty();
    Optional<float[]> biases = draw ? Optional.of(new float[fanOut]) : Optional.empty();
    if (label) {
      biases = Optional.of(labelBiases(check));
    }
    return new Repair(l, weights, biases, Optional.empty(), Advice.scheme(check.chain(), l));
  }

  /// Output biases that make the start predict how frequent each target is.
  private static float[] labelBiases(Check check) {
    Dataset.Part rows = check.rows().orElseThrow();
    double[] means = rows.targets().means();
    float[] biases = new float[means.length];
    for (int j = 0; j < means.length; j++) {
      // A class without rows counts as half a row.
      double least = 0.5 / rows.rows();
      double share = Math.clamp(means[j], least, 1 - least);
      biases[j] =
          (float)
              switch (check.chain().head()) {
                case SOFTMAX -> StrictMath.log(share);
                case SIGMOID -> StrictMath.log(share / (1 - share));
                case LINEAR -> means[j];
              };
    }
    return biases;
  }

  /// New weights for layer `l`, drawn by the advised scheme.
  static float[] weights(Chain chain, int l, Seed seed) {
    Layer layer = chain.stages().get(l).layer();
    float[] values = new float[layer.fanIn() * layer.fanOut()];
    Initializer initializer = Catalogue.scheme(Advice.scheme(chain, l)).weights();
    String path = "layer" + (l + 1) + "/weight";
    Draw.of(initializer, ChainMeasurement.place(chain, l), seed.stream(path)).fill(values);
    return values;
  }

  /// This repair, with an earlier repair of the layer's other parameters.
  Repair after(Repair earlier) {
    return new Repair(
        stage,
        weights.or(earlier::weights),
        biases.or(earlier::biases),
        scales.or(earlier::scales),
        weights.isPresent() ? scheme : earlier.scheme());
  }

  /// The chain with the repairs applied. Its other layers are shared, not copied.
  public static Chain repaired(Chain chain, List<Repair> repairs) {
    var stages = new ArrayList<>(chain.stages());
    for (Repair repair : repairs) {
      stages.set(repair.stage(), repair.repaired(stages.get(repair.stage())));
    }
    return new Chain(stages, chain.head());
  }

  private Chain.Stage repaired(Chain.Stage old) {
    Layer layer =
        Layer.of(
            old.layer().fanIn(),
            old.layer().fanOut(),
            weights.orElseGet(old.layer()::weights),
            biases.orElse(old.layer().bias()));
    Optional<Chain.Normalization> normalization =
        old.normalization()
            .map(
                by -> new Chain.Normalization(scales.orElse(by.scale()), by.shift(), by.epsilon()));
    return new Chain.Stage(
        old.name(), layer, old.biased(), normalization, old.activation(), old.source());
  }
}
