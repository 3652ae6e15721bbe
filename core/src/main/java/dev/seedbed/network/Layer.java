package dev.seedbed.network;

import dev.seedbed.kernel.Panels;

/// The parameters of a dense layer: z = x·weight + bias.
///
/// @param weight fan-in × fan-out, as the products read it
/// @param bias fan-out numbers, padded with zeros to whole panels
public record Layer(Panels weight, float[] bias) {

  static Layer zeros(int fanIn, int fanOut) {
    return new Layer(new Panels(fanIn, fanOut), new float[(int) Panels.paddedLength(fanOut)]);
  }

  /// A layer of these parameters.
  ///
  /// @param weights [fan-out, fan-in] in row order
  /// @param biases fan-out numbers; more are left
  public static Layer of(int fanIn, int fanOut, float[] weights, float[] biases) {
    Layer layer = zeros(fanIn, fanOut);
    layer.setWeights(weights);
    System.arraycopy(biases, 0, layer.bias, 0, fanOut);
    return layer;
  }

  public int fanIn() {
    return weight.rows();
  }

  public int fanOut() {
    return weight.columns();
  }

  /// The weights as one array [fan-out, fan-in] in row order.
  public float[] weights() {
    float[] values = new float[fanOut() * fanIn()];
    for (int to = 0; to < fanOut(); to++) {
      for (int from = 0; from < fanIn(); from++) {
        values[to * fanIn() + from] = weight.get(from, to);
      }
    }
    return values;
  }

  /// Sets the weights from one array [fan-out, fan-in] in row order.
  void setWeights(float[] values) {
    for (int to = 0; to < fanOut(); to++) {
      for (int from = 0; from < fanIn(); from++) {
        weight.set(from, to, values[to * fanIn() + from]);
      }
    }
  }
}
