package dev.seedbed.init;

/// How a very deep transformer with normalisation after each sum starts. Wang et al. 2022,
/// arXiv:2203.00555, figure 2.
///
/// @param residual α: what the residual stream is multiplied by before each sum
/// @param gain β: how many times as wide as Glorot's the value, output and feed-forward weights are
record DeepNorm(double residual, double gain) {

  /// For an encoder alone, or a decoder alone.
  public static DeepNorm alone(int layers) {
    return new DeepNorm(root(2.0 * layers, 4), 1 / root(8.0 * layers, 4));
  }

  /// For the encoder in front of a decoder.
  public static DeepNorm encoder(int layers, int decoderLayers) {
    double root = root(StrictMath.pow(layers, 4) * decoderLayers, 16);
    return new DeepNorm(0.81 * root, 0.87 / root);
  }

  /// For the decoder behind an encoder.
  public static DeepNorm decoder(int layers) {
    return new DeepNorm(root(3.0 * layers, 4), 1 / root(12.0 * layers, 4));
  }

  private static double root(double x, int degree) {
    return StrictMath.pow(x, 1.0 / degree);
  }

  /// Glorot's normal law with that gain.
  Elementwise weights() {
    return Initializers.glorotNormal().times(gain);
  }
}
