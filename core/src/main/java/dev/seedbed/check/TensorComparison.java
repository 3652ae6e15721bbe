package dev.seedbed.check;

import static dev.seedbed.check.WeightRules.text;

import dev.seedbed.init.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What the tensors of one network tell beside each other: which hold the same numbers, and whether
/// zeros are meant. Of each tensor a few numbers are kept.
public final class TensorComparison {
  private static final int MOST_NAMES = 6;

  /// Layers that published starts leave at 0 on purpose: outputs (torchvision's ViT), and what LoRA
  /// (Hu et al. 2022) and ControlNet (Zhang et al. 2023) call so.
  private static final Pattern MEANT_ZERO =
      Pattern.compile("head|classifier|logits|output|final|lora_b|zero", Pattern.CASE_INSENSITIVE);

  /// The number of a layer among others alike, as in "layers.3.weight", not that in "fc2.weight".
  static final Pattern LAYER_NUMBER = Pattern.compile("(?<=^|[./_])\\d+(?=[./_])");

  /// @param kernel of weights, whose axes are known
  private record Weights(String name, Kernel kernel, boolean zero) {
    boolean table() {
      return kernel.kind() == Kernel.Kind.EMBEDDING;
    }

    Remedy draw() {
      return TensorRules.draw(name, kernel);
    }

    /// The place of the layer, whichever of several alike it is in.
    String place() {
      return LAYER_NUMBER.matcher(name).replaceAll("#");
    }
  }

  private record Scale(String name, boolean zero) {}

  private final List<Weights> weights = new ArrayList<>();
  private final List<Scale> scales = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final List<Beginning> beginnings = new ArrayList<>();

  /// Takes a look at the next tensor.
  ///
  /// @param stored its numbers as the file has them
  public void add(TensorFacts facts, float[] stored) {
    names.add(facts.name());
    if (facts.weights().isPresent()) {
      Kernel kernel = facts.weights().get();
      weights.add(new Weights(facts.name(), kernel, zero(stored)));
      Beginning.of(facts.name(), kernel, stored).ifPresent(beginnings::add);
    } else if (facts.role() == TensorRole.SCALE && stored.length > 1) {
      scales.add(new Scale(facts.name(), zero(stored)));
    }
  }

  private static boolean zero(float[] values) {
    for (float value : values) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  /// What all tell together.
  public List<Finding> findings() {
    var findings = new ArrayList<Finding>();
    findings.addAll(zeros());
    findings.addAll(zeroScales());
    findings.addAll(equal());
    return findings;
  }

  /// Tensors that hold the same numbers, or begin with the same.
  public List<Finding> equal() {
    return EqualTensors.of(beginnings, names);
  }

  private List<Finding> zeros() {
    List<Weights> layers = weights.stream().filter(layer -> !layer.table()).toList();
    // The weights of a single layer get a gradient from its inputs.
    if (layers.size() > 1 && layers.stream().allMatch(Weights::zero)) {
      return List.of(
          saddle(
              "the weights of every layer are 0 (%s): the gradient of every weight is 0 too, and training cannot leave that; only output biases would move",
              layers.stream().map(Weights::draw).toList()));
    }
    Map<String, List<Weights>> alike =
        layers.stream().collect(Collectors.groupingBy(Weights::place));
    return layers.stream()
        .filter(Weights::zero)
        .map(layer -> {
          boolean last = layer.equals(layers.getLast());
          boolean named = MEANT_ZERO.matcher(layer.name()).find();
          return last || named || areMeant(alike.getOrDefault(layer.place(), List.of()))
              ? zero(
                  layer,
                  Severity.INFO,
                  "all weights are 0, as published starts leave the outputs or the last layer of a residual branch")
              : zero(
                      layer,
                      Severity.WARNING,
                      "all weights are 0: nothing passes, and rectifiers behind it never learn; sound only at the end of a residual branch, or as outputs")
                  .mendedBy(List.of(layer.draw()));
        })
        .toList();
  }

  private static Finding zero(Weights layer, Severity severity, String message) {
    String threshold = Thresholds.words("above", Thresholds.TINY_SHARE);
    return new Finding(Rule.ZERO_LAYER, severity, layer.name(), 1, threshold, message, "");
  }

  /// Whether zeros in the same place of several layers are likely meant: each of these has others
  /// that are not 0.
  private static boolean areMeant(List<Weights> alike) {
    return alike.size() > 1 && alike.stream().allMatch(Weights::zero);
  }

  /// Some at 0 are a published start: the last of each residual branch. Goyal et al. 2017,
  /// arXiv:1706.02677, section 5.1.
  private List<Finding> zeroScales() {
    if (scales.isEmpty() || !scales.stream().allMatch(Scale::zero)) {
      return List.of();
    }
    return List.of(
        saddle(
            "the scale of every normalisation is 0 (%s): no signal passes, and no gradient comes back",
            scales.stream().<Remedy>map(scale -> new Remedy.Draw(scale.name(), "ones")).toList()));
  }

  private static Finding saddle(String message, List<Remedy> remedies) {
    List<String> tensors = remedies.stream().map(Remedy::tensor).toList();
    return new Finding(
            Rule.SADDLE,
            Severity.ERROR,
            "network",
            0,
            "exactly 0",
            text(message, some(tensors)),
            "")
        .mendedBy(remedies);
  }

  /// The first few names.
  static String some(List<String> names) {
    String first = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
    int more = names.size() - MOST_NAMES;
    return more > 0 ? first + " and %,d more".formatted(more) : first;
  }
}
