package dev.seedbed.init;

/// How the elements of a tensor are drawn: the law that follows from its fans. The elements are
/// independent of each other, so any slice of a tensor can be drawn alone.
public sealed interface Initializer {

  /// The law of the elements of a tensor with these fans.
  Law law(Fans fans);

  /// The same law whatever the fans.
  record Fixed(Law law) implements Initializer {
    @Override
    public Law law(Fans fans) {
      return law;
    }
  }

  /// Mean 0 and variance `scale` / fan: the family of almost all schemes for layers that are not
  /// recurrent.
  ///
  /// @param scale above 0
  record VarianceScaling(double scale, FanMode mode, Distribution distribution)
      implements Initializer {
    public VarianceScaling {
      if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("scale must be above 0 and finite: " + scale);
      }
    }

    @Override
    public Law law(Fans fans) {
      double variance = scale / mode.of(fans);
      return switch (distribution) {
        case UNIFORM -> Law.Uniform.within(Math.sqrt(3 * variance));
        case NORMAL -> new Law.Normal(0, Math.sqrt(variance));
        case TRUNCATED_NORMAL -> Law.TruncatedNormal.corrected(Math.sqrt(variance), USUAL_CUT);
      };
    }
  }

  /// Normal with variance 2 / (fan-in / forward² + fan-out / backward²): what [#glorotNormal()] is
  /// for units that are linear near 0, for units of any gain. Both gains 1 give that scheme.
  record GainCompromise(Gain gain) implements Initializer {
    @Override
    public Law law(Fans fans) {
      double forward = fans.in() / (gain.forward() * gain.forward());
      double backward = fans.out() / (gain.backward() * gain.backward());
      return new Law.Normal(0, Math.sqrt(2 / (forward + backward)));
    }
  }

  /// Where truncated normal laws are cut, in standard deviations before cutting.
  double USUAL_CUT = 2;

  /// Which fan the variance is divided by.
  enum FanMode {
    /// Fan-in: activations keep their scale going forward.
    IN {
      @Override
      double of(Fans fans) {
        return fans.in();
      }
    },
    /// Fan-out: gradients keep their scale going backward.
    OUT {
      @Override
      double of(Fans fans) {
        return fans.out();
      }
    },
    /// (fan-in + fan-out) / 2.
    AVERAGE {
      @Override
      double of(Fans fans) {
        return (fans.in() + fans.out()) / 2;
      }
    },
    /// √(fan-in · fan-out).
    GEOMETRIC {
      @Override
      double of(Fans fans) {
        return Math.sqrt(fans.in() * fans.out());
      }
    };

    abstract double of(Fans fans);
  }

  /// The shape of the law.
  enum Distribution {
    UNIFORM,
    NORMAL,
    /// Normal, cut at 2 standard deviations, and widened so that its variance is right *after*
    /// cutting.
    TRUNCATED_NORMAL
  }

  /// Uniform in [−b, b] with b = √6 / √(fan-in + fan-out), the "normalized initialization": the
  /// compromise between activations that keep their variance going forward and gradients that keep
  /// theirs going backward. Glorot & Bengio 2010, equation 16.
  static Initializer glorotUniform() {
    return new VarianceScaling(1, FanMode.AVERAGE, Distribution.UNIFORM);
  }

  /// Normal with variance 2 / (fan-in + fan-out). Glorot & Bengio 2010, equation 12.
  static Initializer glorotNormal() {
    return new VarianceScaling(1, FanMode.AVERAGE, Distribution.NORMAL);
  }

  /// As [#glorotNormal()], cut at 2 standard deviations.
  static Initializer glorotTruncated() {
    return new VarianceScaling(1, FanMode.AVERAGE, Distribution.TRUNCATED_NORMAL);
  }

  /// Variance 2 / fan-in, for ReLU. He et al. 2015, arXiv:1502.01852, equation 10.
  static Initializer heNormal() {
    return new VarianceScaling(2, FanMode.IN, Distribution.NORMAL);
  }

  /// As [#heNormal()], uniform: b = √(6 / fan-in).
  static Initializer heUniform() {
    return new VarianceScaling(2, FanMode.IN, Distribution.UNIFORM);
  }

  /// As [#heNormal()], cut at 2 standard deviations.
  static Initializer heTruncated() {
    return new VarianceScaling(2, FanMode.IN, Distribution.TRUNCATED_NORMAL);
  }

  /// Variance 2 / fan-out, for ReLU, keeping gradients. He et al. 2015, arXiv:1502.01852, equation
  /// 14.
  static Initializer heNormalBackward() {
    return new VarianceScaling(2, FanMode.OUT, Distribution.NORMAL);
  }

  /// Variance 1 / fan-in. LeCun, Bottou, Orr & Müller 1998, "Efficient BackProp", section 4.6; also
  /// for SELU, Klambauer et al. 2017, arXiv:1706.02515.
  static Initializer lecunNormal() {
    return new VarianceScaling(1, FanMode.IN, Distribution.NORMAL);
  }

  /// As [#lecunNormal()], uniform: b = √(3 / fan-in).
  static Initializer lecunUniform() {
    return new VarianceScaling(1, FanMode.IN, Distribution.UNIFORM);
  }

  /// As [#lecunNormal()], cut at 2 standard deviations.
  static Initializer lecunTruncated() {
    return new VarianceScaling(1, FanMode.IN, Distribution.TRUNCATED_NORMAL);
  }

  /// Variance forward² / fan-in, with the gain of any activation: [#heNormal()] is this for ReLU.
  static Initializer forwardGain(Gain gain) {
    return new VarianceScaling(gain.forward() * gain.forward(), FanMode.IN, Distribution.NORMAL);
  }

  /// Variance backward² / fan-out: [#heNormalBackward()] is this for ReLU.
  static Initializer backwardGain(Gain gain) {
    return new VarianceScaling(gain.backward() * gain.backward(), FanMode.OUT, Distribution.NORMAL);
  }

  /// Uniform in [−1/√fan-in, 1/√fan-in], "commonly used" before 2010: variance 1 / (3 fan-in), so
  /// signals shrink. Glorot & Bengio 2010, equation 1.
  static Initializer standardUniform() {
    return new VarianceScaling(1.0 / 3, FanMode.IN, Distribution.UNIFORM);
  }

  /// Four times as wide as [#glorotUniform()], for sigmoid units. Theano's Deep Learning Tutorials,
  /// after Glorot & Bengio 2010.
  static Initializer glorotUniformSigmoid() {
    return new VarianceScaling(16, FanMode.AVERAGE, Distribution.UNIFORM);
  }

  /// Variance 1 / √(fan-in · fan-out): JAX's `fan_geo_avg`.
  static Initializer geometricNormal() {
    return new VarianceScaling(1, FanMode.GEOMETRIC, Distribution.NORMAL);
  }
}
