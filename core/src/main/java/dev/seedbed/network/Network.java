package dev.seedbed.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A feed-forward network with its weights and biases.
public final class Network {
  private final NetworkSpec spec;
  private final List<Layer> layers;

  private Network(NetworkSpec spec) {
    this.spec = spec;
    var list = new ArrayList<Layer>();
    for (int i = 1; i < spec.widths().size(); i++) {
      list.add(Layer.zeros(spec.widths().get(i - 1), spec.widths().get(i)));
    }
    this.layers = List.copyOf(list);
  }

  /// A network whose weights and biases are all 0.
  public static Network zeros(NetworkSpec spec) {
    return new Network(spec);
  }

  /// A network with the given parameters: weight and bias of each layer, as [#tensors()] gives
  /// them.
  ///
  /// @throws IllegalArgumentException if a tensor is missing or has another shape
  public static Network of(NetworkSpec spec, List<Tensor> tensors) {
    // A network may have thousands of them.
    Map<String, Tensor> byName =
        tensors.stream().collect(Collectors.toMap(Tensor::name, tensor -> tensor, (a, _) -> a));
    // Checked before the network takes memory: a damaged file may ask for any size.
    for (int i = 0; i < spec.layers(); i++) {
      find(byName, weightPath(i), spec.widths().get(i + 1), spec.widths().get(i));
      find(byName, biasPath(i), spec.widths().get(i + 1));
    }
    var network = new Network(spec);
    for (int i = 0; i < spec.layers(); i++) {
      Layer layer = network.layers.get(i);
      layer.setWeights(find(byName, weightPath(i), layer.fanOut(), layer.fanIn()));
      float[] bias = find(byName, biasPath(i), layer.fanOut());
      System.arraycopy(bias, 0, layer.bias(), 0, bias.length);
    }
    return network;
  }

  private static float[] find(Map<String, Tensor> tensors, String name, int... shape) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("tensor '" + name + "' is missing");
    }
    if (!Arrays.equals(tensor.shape(), shape)) {
      throw new IllegalArgumentException(
          "tensor '%s' must have shape %s: %s"
              .formatted(name, Arrays.toString(shape), Arrays.toString(tensor.shape())));
    }
    return tensor.values();
  }

  public NetworkSpec spec() {
    return spec;
  }

  /// The layers with weights, from the first hidden one to the outputs.
  public List<Layer> layers() {
    return layers;
  }

  /// The path of the weights of layer `index` (0 is the first): "layer1/weight".
  public static String weightPath(int index) {
    return "layer" + (index + 1) + "/weight";
  }

  /// The path of the biases of layer `index` (0 is the first): "layer1/bias".
  public static String biasPath(int index) {
    return "layer" + (index + 1) + "/bias";
  }

  /// Copies of all parameters, layer by layer, weight before bias.
  public List<Tensor> tensors() {
    var tensors = new ArrayList<Tensor>();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      tensors.add(
          new Tensor(weightPath(i), new int[] {layer.fanOut(), layer.fanIn()}, layer.weights()));
      tensors.add(
          new Tensor(
              biasPath(i),
              new int[] {layer.fanOut()},
              Arrays.copyOf(layer.bias(), layer.fanOut())));
    }
    return tensors;
  }

  /// Copies all parameters of `source`, a network of the same specification.
  public void copyFrom(Network source) {
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).weight().copyFrom(source.layers.get(i).weight());
      float[] bias = source.layers.get(i).bias();
      System.arraycopy(bias, 0, layers.get(i).bias(), 0, bias.length);
    }
  }

  public Network copy() {
    var copy = new Network(spec);
    copy.copyFrom(this);
    return copy;
  }
}
