package dev.seedbed.init;

/// The published laws of variance scaling by their names, each with its paper. The whole catalogue,
/// with its other kinds of schemes, is [Catalogue].
///
/// `Initializers.heNormal().draw(784, 256, seed.stream("layer1/weight"))` draws a tensor.
public final class Initializers {

  private Initializers() {}

  /// Uniform in [−b, b] with b = √6 / √(fan-in + fan-out), the "normalized initialization": the
  /// compromise between activations that keep their variance going forward and gradients that keep
  /// theirs going backward. Glorot & Bengio 2010, equation 16.
  public static Elementwise.VarianceScaling glorotUniform() {
    return new Elementwise.VarianceScaling(
        1, Elementwise.FanMode.AVERAGE, Elementwise.Distribution.UNIFORM);
  }

  /// Normal with variance 2 / (fan-in + fan-out). Glorot & Bengio 2010, equation 12.
  public static Elementwise.VarianceScaling glorotNormal() {
    return new Elementwise.VarianceScaling(
        1, Elementwise.FanMode.AVERAGE, Elementwise.Distribution.NORMAL);
  }

  /// As [#glorotNormal()], cut at 2 standard deviations.
  public static Elementwise.VarianceScaling glorotTruncated() {
    return new Elementwise.VarianceScaling(
        1, Elementwise.FanMode.AVERAGE, Elementwise.Distribution.TRUNCATED_NORMAL);
  }

  /// Variance 2 / fan-in, for ReLU. He et al. 2015, arXiv:1502.01852, equation 10.
  public static Elementwise.VarianceScaling heNormal() {
    return new Elementwise.VarianceScaling(
        2, Elementwise.FanMode.IN, Elementwise.Distribution.NORMAL);
  }

  /// As [#heNormal()], uniform: b = √(6 / fan-in).
  public static Elementwise.VarianceScaling heUniform() {
    return new Elementwise.VarianceScaling(
        2, Elementwise.FanMode.IN, Elementwise.Distribution.UNIFORM);
  }

  /// As [#heNormal()], cut at 2 standard deviations.
  public static Elementwise.VarianceScaling heTruncated() {
    return new Elementwise.VarianceScaling(
        2, Elementwise.FanMode.IN, Elementwise.Distribution.TRUNCATED_NORMAL);
  }

  /// Variance 2 / fan-out, for ReLU, keeping gradients. He et al. 2015, arXiv:1502.01852, equation
  /// 14.
  public static Elementwise.VarianceScaling heNormalBackward() {
    return new Elementwise.VarianceScaling(
        2, Elementwise.FanMode.OUT, Elementwise.Distribution.NORMAL);
  }

  /// Variance 1 / fan-in. LeCun, Bottou, Orr & Müller 1998, "Efficient BackProp", section 4.6; also
  /// for SELU, Klambauer et al. 2017, arXiv:1706.02515.
  public static Elementwise.VarianceScaling lecunNormal() {
    return new Elementwise.VarianceScaling(
        1, Elementwise.FanMode.IN, Elementwise.Distribution.NORMAL);
  }

  /// As [#lecunNormal()], uniform: b = √(3 / fan-in).
  public static Elementwise.VarianceScaling lecunUniform() {
    return new Elementwise.VarianceScaling(
        1, Elementwise.FanMode.IN, Elementwise.Distribution.UNIFORM);
  }

  /// As [#lecunNormal()], cut at 2 standard deviations.
  public static Elementwise.VarianceScaling lecunTruncated() {
    return new Elementwise.VarianceScaling(
        1, Elementwise.FanMode.IN, Elementwise.Distribution.TRUNCATED_NORMAL);
  }

  /// Uniform in [−1/√fan-in, 1/√fan-in], "commonly used" before 2010: variance 1 / (3 fan-in), so
  /// signals shrink. Glorot & Bengio 2010, equation 1.
  public static Elementwise.VarianceScaling standardUniform() {
    return new Elementwise.VarianceScaling(
        1.0 / 3, Elementwise.FanMode.IN, Elementwise.Distribution.UNIFORM);
  }

  /// Four times as wide as [#glorotUniform()], for sigmoid units. Theano's Deep Learning Tutorials,
  /// after Glorot & Bengio 2010.
  public static Elementwise.VarianceScaling glorotUniformSigmoid() {
    return new Elementwise.VarianceScaling(
        16, Elementwise.FanMode.AVERAGE, Elementwise.Distribution.UNIFORM);
  }

  /// Variance 1 / (fan-in + fan-out): half of [#glorotNormal()]. DL4J's `XAVIER_LEGACY`.
  public static Elementwise.VarianceScaling legacyNormal() {
    return new Elementwise.VarianceScaling(
        0.5, Elementwise.FanMode.AVERAGE, Elementwise.Distribution.NORMAL);
  }

  /// Uniform in ±√(2 / (fan-in + fan-out)): what scikit-learn draws for logistic units, √3 narrower
  /// than [#glorotUniform()].
  public static Elementwise.VarianceScaling logisticUniform() {
    return new Elementwise.VarianceScaling(
        1.0 / 3, Elementwise.FanMode.AVERAGE, Elementwise.Distribution.UNIFORM);
  }

  /// Uniform in ±`range` / fan-in, with 2.4 in Haykin's Neural Networks (1994), section 6.7.
  public static Elementwise.VarianceScaling haykinUniform(double range) {
    return new Elementwise.VarianceScaling(
        range * range / 3, Elementwise.FanMode.IN_SQUARED, Elementwise.Distribution.UNIFORM);
  }

  /// Variance 2 / (5 fan-in). Nguyen & Salazar 2019, arXiv:1910.05895, section 2.2.
  public static Elementwise.VarianceScaling smallNormal() {
    return new Elementwise.VarianceScaling(
        0.4, Elementwise.FanMode.IN, Elementwise.Distribution.NORMAL);
  }

  /// Standard deviation 2 / (layers · √fan-in), for what is added to a residual stream. Wang &
  /// Komatsuzaki 2021, GPT-J.
  public static Elementwise.VarianceScaling wangNormal(int layers) {
    return new Elementwise.VarianceScaling(
            1, Elementwise.FanMode.IN, Elementwise.Distribution.NORMAL)
        .times(2.0 / layers);
  }

  /// [#heNormalBackward()] · blocks^(−1 / (2 depth − 2)), for all but the last layer of each
  /// residual branch, which is 0. Zhang, Dauphin & Ma 2019, arXiv:1901.09321, section 3; by
  /// fan-out, as the authors' code has it.
  ///
  /// @param depth layers of one branch, at least 2
  public static Elementwise.VarianceScaling fixup(int blocks, int depth) {
    return heNormalBackward().times(StrictMath.pow(blocks, -1.0 / (2 * depth - 2)));
  }

  /// [#glorotUniform()] · 0.67 · layers^(−1/4), for the feed-forward, value and output weights of
  /// an encoder. Huang et al. 2020, "Improving transformer optimization through better
  /// initialization", section 3.3.
  public static Elementwise.VarianceScaling tFixupEncoder(int layers) {
    return glorotUniform().times(0.67 * StrictMath.pow(layers, -0.25));
  }

  /// [#glorotUniform()] · (9 layers)^(−1/4), the same of a decoder.
  public static Elementwise.VarianceScaling tFixupDecoder(int layers) {
    return glorotUniform().times(StrictMath.pow(9.0 * layers, -0.25));
  }

  /// Standard deviation `deviation` · √(base / fan-in): a hidden matrix whose law at width `base`
  /// is N(0, deviation²), at any width. Yang et al. 2022, arXiv:2203.03466, table 3.
  public static Elementwise.VarianceScaling mupHidden(double deviation, double base) {
    return new Elementwise.VarianceScaling(
            base, Elementwise.FanMode.IN, Elementwise.Distribution.NORMAL)
        .times(deviation);
  }

  /// Standard deviation `deviation` · base / fan-in, for the weights of the outputs. Yang et al.
  /// 2022, arXiv:2203.03466, table 3.
  public static Elementwise.VarianceScaling mupOutput(double deviation, double base) {
    return new Elementwise.VarianceScaling(
            1, Elementwise.FanMode.IN_SQUARED, Elementwise.Distribution.NORMAL)
        .times(deviation * base);
  }

  /// [#mupHidden] · √(base layers / layers): a hidden matrix that ends a residual branch, with the
  /// multiplier of the branch in it. Yang, Yu, Zhu & Hayou 2023, arXiv:2310.02244, table 1, where
  /// the branch is multiplied by a / √layers and a is tuned: here a² = `baseLayers`.
  public static Elementwise.VarianceScaling depthMup(
      double deviation, double base, int layers, int baseLayers) {
    return mupHidden(deviation, base).times(Math.sqrt((double) baseLayers / layers));
  }

  /// [#mupHidden] · base layers / layers: likewise, with the multiplier of CompleteP, (layers /
  /// base layers)^(−α) with α = 1. Dey et al. 2025, arXiv:2505.01618, table 1.
  public static Elementwise.VarianceScaling completeP(
      double deviation, double base, int layers, int baseLayers) {
    return mupHidden(deviation, base).times((double) baseLayers / layers);
  }

  /// Standard deviation min(1, √(fan-out / fan-in)) / √fan-in, which gives updates and weights
  /// spectral norms of the order of √(fan-out / fan-in) at any width. Yang, Simon & Bernstein 2023,
  /// arXiv:2310.17813, parametrization 1.
  public static Elementwise.VarianceScaling spectral() {
    return new Elementwise.VarianceScaling(
        1, Elementwise.FanMode.SPECTRAL, Elementwise.Distribution.NORMAL);
  }

  /// Variance `scale` / fan-in before cutting at 2 standard deviations, for all matrices of a
  /// mixture of experts; 0.1 in the paper in place of a usual 1. Fedus, Zoph & Shazeer 2021,
  /// arXiv:2101.03961, section 2.4 with its footnote: what is cut off is drawn again, which leaves
  /// 0.774 of that variance.
  public static Elementwise.VarianceScaling switchTruncated(double scale) {
    return new Elementwise.VarianceScaling(
        scale, Elementwise.FanMode.IN, Elementwise.Distribution.TRUNCATED_UNCORRECTED);
  }
}
