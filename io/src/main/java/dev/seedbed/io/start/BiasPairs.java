package dev.seedbed.io.start;

import dev.seedbed.io.weights.Role;
import dev.seedbed.io.weights.StoredTensor;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Which bias goes with which weights: as operators say, else by name. A bias is as long as the
/// axis of the outputs, which tells the order of the axes, also of weights of a like name.
final class BiasPairs {
  private static final List<String> WEIGHTS = List.of("weight", "kernel");

  /// Layers of GPT-2, which stand together.
  private static final Pattern CONV1D = Pattern.compile("c_attn|c_proj|c_fc|q_attn");

  private final Map<String, StoredTensor> tensors;
  private final Map<String, String> byWeights;
  private final Map<String, String> byBias = new HashMap<>();

  /// The layouts that the lengths allow, by the name of the layer.
  private final Map<String, Set<Layout>> layouts = new HashMap<>();

  /// @param tensors by their names
  /// @param byWeights the names of biases by those of their weights; only those that operators
  ///   reveal
  BiasPairs(Map<String, StoredTensor> tensors, Map<String, String> byWeights) {
    this.tensors = tensors;
    this.byWeights = byWeights;
    byWeights.forEach((weights, bias) -> byBias.putIfAbsent(bias, weights));
    tensors.values().forEach(this::noteLayout);
  }

  private void noteLayout(StoredTensor tensor) {
    if (tensor.role() != Role.Parameter.WEIGHT || tensor.shape().length != 2) {
      return;
    }
    long first = tensor.shape()[0];
    long last = tensor.shape()[1];
    long length = of(tensor).map(StoredTensor::elements).orElse(0L);
    if (first != last && (length == first || length == last)) {
      layouts
          .computeIfAbsent(family(tensor.name()), _ -> EnumSet.noneOf(Layout.class))
          .add(length == first ? Layout.OUT_IN : Layout.IN_OUT);
    }
  }

  /// The name of the layer, without where it stands.
  private static String family(String name) {
    String layer = component(name, 1);
    return CONV1D.matcher(layer).matches() ? "Conv1D" : layer;
  }

  /// A part of a path, counted from its end.
  static String component(String name, int fromEnd) {
    String[] parts = name.split("[./]", -1);
    return parts.length > fromEnd ? parts[parts.length - 1 - fromEnd] : "";
  }

  /// The order of the axes of weights, if the biases of layers of that name agree on one.
  Optional<Layout> layout(String name) {
    return Optional.ofNullable(layouts.get(family(name)))
        .filter(found -> found.size() == 1)
        .map(found -> found.iterator().next());
  }

  /// The bias that goes with weights.
  Optional<StoredTensor> of(StoredTensor weights) {
    String told = byWeights.get(weights.name());
    return told != null
        ? Optional.ofNullable(tensors.get(told))
        : WEIGHTS.stream()
            .filter(weights.name()::contains)
            .flatMap(word -> renamed(weights, word, "bias").stream())
            .findFirst();
  }

  /// The weights that a bias goes with.
  Optional<StoredTensor> weights(StoredTensor bias) {
    String told = byBias.get(bias.name());
    if (told != null) {
      return Optional.ofNullable(tensors.get(told));
    }
    return bias.name().contains("bias")
        ? WEIGHTS.stream()
            .flatMap(word -> renamed(bias, "bias", word).stream())
            .filter(tensor -> hasAxis(tensor, bias.elements()))
            .findFirst()
        : Optional.empty();
  }

  private static boolean hasAxis(StoredTensor tensor, long length) {
    long[] shape = tensor.shape();
    // Keras has heads × size of a head as two axes.
    return Arrays.stream(shape).anyMatch(axis -> axis == length)
        || groups(tensor, length).isPresent()
        || (shape.length > 2 && shape[shape.length - 2] * shape[shape.length - 1] == length);
  }

  /// The groups of PyTorch's transposed convolution [in, out / groups, window…] with a bias of that
  /// length; empty if it has no such bias.
  static Optional<Integer> groups(StoredTensor weights, long length) {
    long[] shape = weights.shape();
    boolean fits =
        shape.length > 2
            && shape[1] > 0
            && length > 0
            && length % shape[1] == 0
            && shape[0] % (length / shape[1]) == 0;
    return fits ? Optional.of(Math.toIntExact(length / shape[1])) : Optional.empty();
  }

  /// The tensor whose name has another word in the place of the last `word`.
  private Optional<StoredTensor> renamed(StoredTensor tensor, String word, String other) {
    String name = tensor.name();
    int at = name.lastIndexOf(word);
    return Optional.ofNullable(
        tensors.get(name.substring(0, at) + other + name.substring(at + word.length())));
  }
}
