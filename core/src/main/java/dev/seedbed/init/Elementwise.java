package dev.seedbed.init;

import dev.seedbed.tensor.Activation;
import java.util.function.Function;

/// An initializer whose elements are independent of each other and follow one law, so any slice of
/// a tensor can be drawn alone. Element i, in the order in which the tensor is stored, takes number
/// i of the stream.
public sealed interface Elementwise extends Initializer {

  /// The law of the elements of a tensor at that place.
  ///
  /// @throws IllegalArgumentException if the scheme makes no sense there
  Law law(Place place);

  /// The fans that the law there follows from, if it follows from any.
  default Fans fans(Place place) {
    return place.fans();
  }

  /// The law there, if fans were others than [#fans].
  default Law law(Place place, Fans fans) {
    return law(place.with(fans));
  }

  /// The same law everywhere.
  record Fixed(Law law) implements Elementwise {
    @Override
    public Law law(Place place) {
      return law;
    }
  }

  /// Mean 0 and variance `scale` / fan: the family of almost all schemes.
  ///
  /// @param scale above 0
  record VarianceScaling(double scale, FanMode mode, Distribution distribution)
      implements Elementwise {
    public VarianceScaling {
      if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("scale must be above 0 and finite: " + scale);
      }
    }

    /// The same with a gain: `gain` times as wide.
    ///
    /// @param gain above 0
    public VarianceScaling times(double gain) {
      if (!(gain > 0 && gain < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("gain must be above 0 and finite: " + gain);
      }
      return new VarianceScaling(scale * gain * gain, mode, distribution);
    }

    @Override
    public Law law(Place place) {
      return distribution.of(scale / mode.of(place.fans()));
    }
  }

  /// Mean 0, and the variance that keeps signals or gradients of any activation alive, by its
  /// [Gain]. The activation that counts is the one *before* the weights: of the layer's inputs
  /// going forward, and of the gradients that the weights hand back. Raw inputs have gain 1.
  record GainScaling(Way way, Distribution distribution) implements Elementwise {
    @Override
    public Law law(Place place) {
      return distribution.of(1 / way.termsPerGain(Gain.of(place.input()), place.fans()));
    }
  }

  /// Which signal a gain keeps.
  enum Way {
    /// Activations: variance g² / fan-in.
    FORWARD {
      @Override
      double termsPerGain(Gain gain, Fans fans) {
        return fans.in() / (gain.forward() * gain.forward());
      }
    },
    /// Gradients: variance h² / fan-out.
    BACKWARD {
      @Override
      double termsPerGain(Gain gain, Fans fans) {
        return fans.out() / (gain.backward() * gain.backward());
      }
    },
    /// Variance 2 / (fan-in / g² + fan-out / h²): what Glorot's is for units that are linear near
    /// 0, for units of any gain.
    COMPROMISE {
      @Override
      double termsPerGain(Gain gain, Fans fans) {
        return (FORWARD.termsPerGain(gain, fans) + BACKWARD.termsPerGain(gain, fans)) / 2;
      }
    };

    abstract double termsPerGain(Gain gain, Fans fans);
  }

  /// Normal with variance g² / fan-in, where g makes up for what the *finite* width loses over many
  /// layers: exp(1 / (2 fan-in)), and √2·exp(1.2 / (max(fan-in, 6) − 2.4)) for ReLU. Sussillo &
  /// Abbott 2014, arXiv:1412.6558. Other activations count as linear.
  record RandomWalk() implements Elementwise {
    @Override
    public Law law(Place place) {
      double n = place.fans().in();
      double gain =
          place.input() instanceof Activation.Relu
              ? Math.sqrt(2) * StrictMath.exp(1.2 / (Math.max(n, 6) - 2.4))
              : StrictMath.exp(1 / (2 * n));
      return new Law.Normal(0, gain / Math.sqrt(n));
    }
  }

  /// Normal with variance 1 / (fan-in · f′(0)² · (1 + f(0)²)), which linearises f at 0. Kumar 2017,
  /// arXiv:1704.08863. Where f has a kink at 0, as ReLU, the variance is g² / fan-in with the
  /// forward gain, which is the paper's 2 / fan-in for ReLU.
  record Kumar() implements Elementwise {
    private static final double NEAR = 1e-9;

    @Override
    public Law law(Place place) {
      Activation f = place.input();
      double slope = f.derivative(0.0);
      if (Math.abs(f.derivative(NEAR) - f.derivative(-NEAR)) > 1e-6) {
        return new GainScaling(Way.FORWARD, Distribution.NORMAL).law(place);
      }
      double atZero = f.value(0.0);
      double terms = place.fans().in() * slope * slope * (1 + atZero * atZero);
      return new Law.Normal(0, Math.sqrt(1 / terms));
    }
  }

  /// The point of [MeanField#critical] with that variance of the biases: weights N(0, σ_w² /
  /// fan-in), biases N(0, σ_b²). As in the papers, raw inputs meet the σ_w² of the units behind
  /// them; a layer alone, which has no such units, has σ_w² = 1.
  ///
  /// @param biasVariance σ_b², 0 or above
  record Critical(double biasVariance) implements Elementwise {
    @Override
    public Law law(Place place) {
      return switch (place.part()) {
        case WEIGHT -> new Law.Normal(0, Math.sqrt(weightVariance(place) / place.fans().in()));
        case BIAS ->
            biasVariance == 0 || place.position().last()
                ? new Law.Constant(0)
                : new Law.Normal(0, Math.sqrt(biasVariance));
      };
    }

    private double weightVariance(Place place) {
      if (place.position() == Place.Position.ONLY) {
        return 1;
      }
      Activation f = place.position().first() ? place.output() : place.input();
      return MeanField.critical(f, biasVariance).weightVariance();
    }
  }

  /// For networks of sin(ω z): the first layer uniform in ±1 / fan-in, the others in ±√(6 / fan-in)
  /// / ω. Sitzmann et al. 2020, arXiv:2006.09661, section 3.2 and supplement 1.5.
  ///
  /// @param frequency ω, 30 in the paper
  record Siren(double frequency) implements Elementwise {
    public Siren {
      if (!(frequency > 0 && frequency < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("frequency must be above 0 and finite: " + frequency);
      }
    }

    @Override
    public Law law(Place place) {
      double in = place.fans().in();
      return Law.Uniform.within(place.position().first() ? 1 / in : Math.sqrt(6 / in) / frequency);
    }
  }

  /// A law given by a separate formula for each place.
  record ByFormula(Function<Place, Law> formula) implements Elementwise {
    @Override
    public Law law(Place place) {
      return formula.apply(place);
    }
  }

  /// The same law, for fans as a library computes them.
  record WithFans(LibraryFans fans, Elementwise initializer) implements Elementwise {
    @Override
    public Law law(Place place) {
      return initializer.law(place.with(fans.of(place.kernel())));
    }

    @Override
    public Fans fans(Place place) {
      return initializer.fans(place.with(fans.of(place.kernel())));
    }

    @Override
    public Law law(Place place, Fans others) {
      return initializer.law(place, others);
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
    },
    /// Fan-in²: each weight shrinks with the width of the layer, not with its root.
    IN_SQUARED {
      @Override
      double of(Fans fans) {
        return fans.in() * fans.in();
      }
    },
    /// Fan-out²: each weight shrinks with the number of units.
    OUT_SQUARED {
      @Override
      double of(Fans fans) {
        return fans.out() * fans.out();
      }
    },
    /// Fan-in · max(1, fan-in / fan-out): a random matrix then has a spectral norm of the order of
    /// √(fan-out / fan-in).
    SPECTRAL {
      @Override
      double of(Fans fans) {
        return fans.in() * Math.max(1, fans.in() / fans.out());
      }
    };

    abstract double of(Fans fans);
  }

  /// The shape of the law.
  enum Distribution {
    UNIFORM {
      @Override
      Law of(double variance) {
        return Law.Uniform.within(Math.sqrt(3 * variance));
      }
    },
    NORMAL {
      @Override
      Law of(double variance) {
        return new Law.Normal(0, Math.sqrt(variance));
      }
    },
    /// Normal, cut at 2 standard deviations, and widened so that its variance is right *after*
    /// cutting.
    TRUNCATED_NORMAL {
      @Override
      Law of(double variance) {
        return Law.TruncatedNormal.corrected(Math.sqrt(variance), USUAL_CUT);
      }
    },

    /// Normal with that variance *before* it is cut at 2 standard deviations, as some libraries
    /// have it: the variance that is left is 0.774 of it.
    TRUNCATED_UNCORRECTED {
      @Override
      Law of(double variance) {
        return new Law.TruncatedNormal(0, Math.sqrt(variance), USUAL_CUT);
      }
    };

    abstract Law of(double variance);
  }
}
