package dev.seedbed.io.network;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.data.InputException;
import dev.seedbed.graph.BinaryFunction;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Node;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.file.InputFiles;
import dev.seedbed.io.graph.GraphFiles;
import dev.seedbed.io.model.ModelDescription;
import dev.seedbed.io.model.ModelFiles;
import dev.seedbed.io.weights.ElementSource;
import dev.seedbed.io.weights.OnnxFile;
import dev.seedbed.io.weights.SafetensorsFile;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.WeightFile;
import dev.seedbed.network.Loss;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.tensor.Activation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A model file read for a check.
///
/// @param file its tensors
/// @param chain the network, if it is a chain of dense layers
/// @param start the network, if it is any other
/// @param obstacle why there is neither, in a sentence; else empty
public record SavedNetwork(
    WeightFile file, Optional<Chain> chain, Optional<GraphStart> start, String obstacle) {
  private static final String NOT_OURS =
      "the file has weights only, not how they are connected; an ONNX export of the network can be"
          + " propagated";

  private static final String KERAS =
      "how Keras connects the layers is not read; an ONNX export of the model (model.export('m.onnx',"
          + " format='onnx')) can be propagated";

  private static final String SEVERAL =
      "the file has several networks, which answer together; the .onnx file of the same run can be"
          + " propagated";

  /// Reads a model file of any of the formats of [WeightFile].
  ///
  /// An ONNX network is a chain if there is one path through it, of Gemm or MatMul and Add, each
  /// with at most a batch normalisation of its pre-activations and then one activation of
  /// [dev.seedbed.tensor.Activation], taken apart or not. What only flattens, drops or casts counts
  /// as nothing. So does what prepares the inputs in front of the first layer, such as scaling and
  /// one-hot encoding, and what reads an answer off the outputs, such as the likeliest class.
  ///
  /// The head is a softmax or a sigmoid if the graph ends in one, else
  /// [dev.seedbed.check.chain.Chain.Head] `LINEAR`: whether such outputs are logits of classes only
  /// their targets tell. Our own files tell in their metadata.
  ///
  /// Other files do not say how their tensors are connected, but for safetensors files that Seedbed
  /// wrote.
  ///
  /// @throws InputException if it cannot be read or breaks its format's rules
  public static SavedNetwork read(Path path) {
    return InputFiles.read(
        path,
        readable ->
            switch (WeightFile.read(readable)) {
              case OnnxFile file -> read(file);
              case SafetensorsFile file -> read(file);
              case WeightFile file ->
                  unknown(file, "keras".equals(file.metadata().get("format")) ? KERAS : NOT_OURS);
            });
  }

  private static SavedNetwork ofChain(WeightFile file, Chain chain) {
    return new SavedNetwork(file, Optional.of(chain), Optional.empty(), "");
  }

  private static SavedNetwork unknown(WeightFile file, String obstacle) {
    return new SavedNetwork(file, Optional.empty(), Optional.empty(), obstacle);
  }

  private static SavedNetwork read(SafetensorsFile file) throws IOException {
    Optional<ModelDescription> ours = ModelFiles.description(file.metadata());
    if (ours.isEmpty()) {
      return unknown(file, NOT_OURS);
    }
    return ours.get().members() == 1
        ? ofChain(file, SafetensorsChain.read(file, ours.get().network()))
        : unknown(file, SEVERAL);
  }

  private static SavedNetwork read(OnnxFile file) throws IOException {
    Optional<NetworkSpec> ours =
        ModelFiles.description(file.metadata()).map(ModelDescription::network);
    try {
      Graph graph = GraphFiles.read(file.path());
      boolean quantity = ours.filter(spec -> spec.loss() == Loss.SQUARED_ERROR).isPresent();
      GraphStart start = GraphStart.of(quantity ? undecoded(graph) : graph);
      Optional<Chain> chain = start.chain();
      if (chain.isEmpty()) {
        return new SavedNetwork(file, Optional.empty(), Optional.of(start), "");
      }
      return ofChain(file, ours.isPresent() ? agreeing(chain.get(), ours.get()) : chain.get());
    } catch (MalformedModelException e) {
      if (ours.isPresent()) {
        throw e;
      }
      return unknown(file, String.valueOf(e.getMessage()));
    } catch (OutOfMemoryError e) {
      return unknown(
          file,
          "running it needs more memory than the %,d MB that Java has"
              .formatted(Runtime.getRuntime().maxMemory() >> 20));
    }
  }

  /// A network of ours without what turns its scaled quantity back into its own unit: Mul and Add
  /// with one number each.
  private static Graph undecoded(Graph graph) {
    Map<String, Node> makers = new HashMap<>();
    graph.nodes().forEach(node -> node.outputs().forEach(name -> makers.put(name, node)));
    List<String> outputs =
        graph.outputs().stream()
            .map(name -> before(graph, makers, name, BinaryFunction.Add.class))
            .map(name -> before(graph, makers, name, BinaryFunction.Mul.class))
            .toList();
    return graph.only(outputs);
  }

  private static String before(
      Graph graph, Map<String, Node> makers, String value, Class<?> operator) {
    return Optional.ofNullable(makers.get(value))
        .filter(node -> node.operator().filter(operator::isInstance).isPresent())
        .filter(node -> graph.tensor(node.inputs().get(1)).filter(SavedNetwork::isOne).isPresent())
        .map(node -> node.inputs().getFirst())
        .orElse(value);
  }

  private static boolean isOne(NdArray array) {
    return array.shape().elements() == 1;
  }

  /// The chain of a file of ours, whose metadata tell what its outputs mean.
  private static Chain agreeing(Chain chain, NetworkSpec ours) throws MalformedModelException {
    if (!chain.widths().equals(ours.widths())) {
      throw new MalformedModelException(
          "the graph must have the layers that its metadata name, %s: %s"
              .formatted(ours.widths(), chain.widths()));
    }
    for (Chain.Stage stage : chain.stages().subList(0, chain.stages().size() - 1)) {
      if (!stage.activation().equals(ours.activation())) {
        throw new MalformedModelException(
            "the graph must have the activation that its metadata name, %s: %s has %s"
                .formatted(ours.activation().name(), stage.name(), stage.activation().name()));
      }
    }
    boolean logits =
        ours.loss() == Loss.CROSS_ENTROPY
            && chain.stages().getLast().activation() instanceof Activation.Identity;
    return logits ? new Chain(chain.stages(), Chain.Head.SOFTMAX) : chain;
  }

  /// The elements of one of the file's tensors, in the file's order, as floats.
  ///
  /// @throws InputException if they are not of real numbers, are 2^31 or more, or the file has
  ///   changed since it was read
  public float[] values(StoredTensor tensor) throws IOException {
    return file.values(tensor);
  }

  /// Writes a copy of the file in which the named tensors have other elements; all else stays, byte
  /// for byte. They are rounded to the type that the tensor has.
  ///
  /// @throws IllegalArgumentException if there are more or fewer values than the tensor has
  /// @throws InputException if there is no such tensor, it is not of real numbers, or the file has
  ///   changed since it was read
  public void write(Path out, Map<String, float[]> values) throws IOException {
    var sources = new HashMap<String, ElementSource>();
    for (StoredTensor tensor : file.tensors()) {
      float[] all = values.get(tensor.name());
      if (all != null && all.length != tensor.elements()) {
        throw new IllegalArgumentException(
            "tensor '%s' must get %d values: %d"
                .formatted(tensor.name(), tensor.elements(), all.length));
      }
    }
    values.forEach((name, all) ->
        sources.put(
            name, (from, some, count) -> System.arraycopy(all, (int) from, some, 0, count)));
    file.rewrite(out, sources, 1);
  }
}
