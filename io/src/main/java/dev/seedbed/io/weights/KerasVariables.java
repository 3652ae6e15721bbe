package dev.seedbed.io.weights;

import dev.seedbed.io.weights.KerasLayers.Layer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The variables of Keras's layers, in the order in which Keras 3 stores them as `vars/0`,
/// `vars/1`, … (`Layer.save_own_variables`: those that are trained, then the others, as `build`
/// makes them). The table is that of Keras 3.15.
final class KerasVariables {
  private static final List<String> KERNEL = List.of("kernel", "bias");
  private static final List<String> SCALED = List.of("gamma", "beta");
  private static final List<String> BATCH =
      List.of("gamma", "beta", "moving_mean", "moving_variance");
  private static final List<String> SEPARABLE =
      List.of("depthwise_kernel", "pointwise_kernel", "bias");
  private static final List<String> CELL = List.of("kernel", "recurrent_kernel", "bias");

  private static final Map<String, List<String>> BY_TYPE =
      Map.ofEntries(
          Map.entry("Dense", KERNEL),
          Map.entry("EinsumDense", KERNEL),
          Map.entry("Conv1D", KERNEL),
          Map.entry("Conv2D", KERNEL),
          Map.entry("Conv3D", KERNEL),
          Map.entry("Conv1DTranspose", KERNEL),
          Map.entry("Conv2DTranspose", KERNEL),
          Map.entry("Conv3DTranspose", KERNEL),
          Map.entry("DepthwiseConv1D", KERNEL),
          Map.entry("DepthwiseConv2D", KERNEL),
          Map.entry("SeparableConv1D", SEPARABLE),
          Map.entry("SeparableConv2D", SEPARABLE),
          Map.entry("LSTMCell", CELL),
          Map.entry("GRUCell", CELL),
          Map.entry("SimpleRNNCell", CELL),
          Map.entry("ConvLSTMCell", CELL),
          Map.entry("Embedding", List.of("embeddings")),
          Map.entry("ReversibleEmbedding", List.of("embeddings", "reverse_embeddings")),
          Map.entry("BatchNormalization", BATCH),
          Map.entry("LayerNormalization", SCALED),
          Map.entry("GroupNormalization", SCALED),
          Map.entry("RMSNormalization", List.of("scale")),
          Map.entry("Normalization", List.of("mean", "variance", "count")),
          Map.entry("PReLU", List.of("alpha")),
          Map.entry("Attention", List.of("scale")),
          Map.entry("AdditiveAttention", List.of("scale")));

  private static final Map<String, String> TYPES =
      BY_TYPE.keySet().stream().collect(Collectors.toMap(KerasLayers::snakeCase, type -> type));

  /// The settings that leave a variable out.
  private static final Map<String, String> SETTINGS =
      Map.of("bias", "use_bias", "gamma", "scale", "beta", "center");

  /// By the paths of the groups whose `vars` they are.
  private final Map<String, String> layerNames;

  private final KerasLayers layers;

  KerasVariables(KerasLayers layers, Map<String, String> layerNames) {
    this.layers = layers;
    this.layerNames = layerNames;
  }

  /// The layer whose variables Keras 3 stores in `path`/vars: as the configuration says, or by the
  /// name of its class in the path or in its own name.
  private Optional<Layer> layer(String path) {
    String name = layerNames.getOrDefault(path, "");
    List<String> parts = KerasLayers.parts(path);
    return layers
        .at(path)
        .or(() -> layers.named(name))
        .or(() -> typed(parts.getLast()))
        .or(() -> typed(name))
        .or(() -> cell(parts));
  }

  private static Optional<Layer> typed(String name) {
    String known = KerasLayers.withoutNumber(name);
    // Parts of attention, and of layers that people make: `query_dense`, `output_dense`.
    String type = TYPES.getOrDefault(known, known.endsWith("_dense") ? "EinsumDense" : "");
    return type.isEmpty() ? Optional.empty() : Optional.of(new Layer(type, KerasLayers.none()));
  }

  /// A cell that is stored in the recurrent layer, which has the name of its class.
  private static Optional<Layer> cell(List<String> parts) {
    return parts.size() > 1 && parts.getLast().equals("cell")
        ? typed(KerasLayers.withoutNumber(parts.get(parts.size() - 2)) + "_cell")
        : Optional.empty();
  }

  /// The names of datasets as they are listed, with the words of Keras in the place of numbers, by
  /// their paths. A group keeps its numbers where neither the class of its layer nor the shapes of
  /// its variables tell what they are.
  Map<String, String> names(List<HdfDataset> datasets) {
    var groups = new LinkedHashMap<String, Map<String, long[]>>();
    var names = new HashMap<String, String>();
    for (HdfDataset dataset : datasets) {
      names.put(dataset.path(), dataset.path());
      group(dataset.path())
          .ifPresent(path ->
              groups
                  .computeIfAbsent(path, _ -> new HashMap<>())
                  .put(dataset.path(), dataset.shape()));
    }
    groups.forEach((group, shapes) -> {
      List<String> words =
          layer(group)
              .map(layer -> words(layer, shapes.size()))
              .orElseGet(() -> words(group, shapes));
      if (words.size() == shapes.size()) {
        rename(group, words, names);
      }
    });
    return names;
  }

  /// A matrix and a vector as long as its last axis are weights and biases, four vectors of one
  /// length those of a batch normalisation.
  private static List<String> words(String group, Map<String, long[]> shapes) {
    long[] first = shapes.getOrDefault(group + "/vars/0", new long[0]);
    long[] second = shapes.getOrDefault(group + "/vars/1", new long[0]);
    if (second.length != 1 || first.length == 0 || first[first.length - 1] != second[0]) {
      return List.of();
    }
    boolean vectors = shapes.values().stream().allMatch(shape -> Arrays.equals(shape, second));
    return shapes.size() == 2 && first.length > 1
        ? KERNEL
        : shapes.size() == 4 && vectors ? BATCH : List.of();
  }

  /// The path in front of `/vars/0` and its like.
  private static Optional<String> group(String path) {
    return path.matches("(?s).+/vars/\\d+")
        ? Optional.of(path.substring(0, path.lastIndexOf("/vars/")))
        : Optional.empty();
  }

  private static void rename(String group, List<String> words, Map<String, String> names) {
    for (int i = 0; i < words.size(); i++) {
      String path = group + "/vars/" + i;
      String name = group + "/" + words.get(i);
      if (names.containsKey(path) && !names.containsKey(name)) {
        names.put(path, name);
      }
    }
  }

  /// What a layer's variables are called, if it has so many.
  private static List<String> words(Layer layer, int count) {
    List<String> all = BY_TYPE.getOrDefault(layer.type(), List.of());
    List<String> told =
        all.stream().filter(word -> layer.has(SETTINGS.getOrDefault(word, ""))).toList();
    if (told.size() == count) {
      return told;
    }
    boolean normalisation = all.contains("gamma");
    return Stream.of("bias", "reverse_embeddings")
        .filter(word -> !normalisation)
        .map(word -> all.stream().filter(other -> !other.equals(word)).toList())
        .filter(words -> words.size() == count)
        .findFirst()
        .orElse(count == 2 && all.size() == 4 ? all.subList(2, 4) : List.of());
  }

  /// The layer that has a variable of that path, in files of Keras 3 or 2.
  Optional<Layer> of(String path) {
    Optional<String> group = group(path);
    if (group.isPresent()) {
      return layer(group.get());
    }
    List<String> parts = KerasLayers.parts(path);
    return parts.subList(0, parts.size() - 1).reversed().stream()
        .flatMap(part -> layers.named(part).or(() -> typed(part)).stream())
        .findFirst();
  }
}
