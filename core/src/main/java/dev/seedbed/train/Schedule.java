package dev.seedbed.train;

import java.util.List;

/// How the learning rate goes from step to step: a factor of the optimiser's learning rate. With s
/// the number of steps done (0 at the first), n the steps of an epoch (the last, smaller minibatch
/// is one too) and E the epochs of the training at the most, whether or not it ends early:
///
/// | schedule | factor | changes |
/// |---|---|---|
/// | [Constant] | 1 | never |
/// | [Step] | gamma^⌊⌊s/n⌋ / every⌋ | after every `every` epochs |
/// | [Cosine] | floor + (1 − floor)·(1 + cos(π·s/(E·n)))/2 | at each step |
/// | [InverseTime] | 1 / (1 + decay·s/n) | at each step |
/// | [WarmUp] | (s + 1)/(epochs·n), then another schedule | at each step |
public sealed interface Schedule {
  /// All schedules but warm-up, as they are when no value is given.
  static List<Schedule> presets() {
    return List.of(new Constant(), Step.DEFAULT, Cosine.DEFAULT, InverseTime.DEFAULT);
  }

  /// Reads what [#notation] gives, such as `step(every=30,gamma=0.1)`; values that are not given
  /// are those of the presets.
  ///
  /// @throws IllegalArgumentException if it is no schedule, or has no such value
  static Schedule parse(String text) {
    return ScheduleNotation.parse(text);
  }

  /// As it is written at the command line and in files; of a warm-up, the schedule that follows it.
  default String notation() {
    return ScheduleNotation.write(this);
  }

  /// The learning rate stays as it is.
  record Constant() implements Schedule {}

  /// Steps down: times `gamma` after every `every` epochs, as in He et al. 2016, arXiv:1512.03385,
  /// section 3.4, who divide by 10. PyTorch's StepLR, stepped once an epoch.
  ///
  /// @param every at least 1
  /// @param gamma above 0, at most 1
  record Step(int every, double gamma) implements Schedule {
    public static final Step DEFAULT = new Step(30, 0.1);

    public Step {
      if (every < 1) {
        throw new IllegalArgumentException("every must be at least 1: " + every);
      }
      if (!(gamma > 0 && gamma <= 1)) {
        throw new IllegalArgumentException("gamma must be above 0 and at most 1: " + gamma);
      }
    }
  }

  /// Half a cosine over all steps of all epochs, without restarts: Loshchilov & Hutter 2017,
  /// arXiv:1608.03983, equation 5. PyTorch's CosineAnnealingLR, stepped once a minibatch.
  ///
  /// @param floor what it goes down to, as a factor of the learning rate; from 0 to 1
  record Cosine(double floor) implements Schedule {
    public static final Cosine DEFAULT = new Cosine(0);

    public Cosine {
      if (!(floor >= 0 && floor <= 1)) {
        throw new IllegalArgumentException("floor must be in [0, 1]: " + floor);
      }
    }
  }

  /// The 1/t of stochastic approximation: Bottou 2012, "Stochastic gradient descent tricks",
  /// section 5.2, whose γ₀λt is decay·t here, with t in epochs, so that a good decay does not
  /// depend on the number of rows.
  ///
  /// @param decay at least 0; the learning rate is halved after 1/decay epochs
  record InverseTime(double decay) implements Schedule {
    public static final InverseTime DEFAULT = new InverseTime(0.05);

    public InverseTime {
      if (!(decay >= 0 && decay < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("decay must be at least 0 and finite: " + decay);
      }
    }
  }

  /// Straight up to the full learning rate, step by step over the first epochs: Goyal et al. 2017,
  /// arXiv:1706.02677, section 2.2. Then `then`, for which the steps and epochs that remain are all
  /// there are.
  ///
  /// @param epochs at least 1
  /// @param then no warm-up itself
  record WarmUp(int epochs, Schedule then) implements Schedule {
    public WarmUp {
      if (epochs < 1) {
        throw new IllegalArgumentException("the warm-up must be at least 1 epoch: " + epochs);
      }
      if (then instanceof WarmUp) {
        throw new IllegalArgumentException("a warm-up must not follow a warm-up");
      }
    }
  }

  /// The factor of the learning rate at a step.
  ///
  /// @param step 0 is the first
  /// @param stepsPerEpoch at least 1
  /// @param epochs of the training at the most; more than those of a warm-up
  default double factor(long step, int stepsPerEpoch, int epochs) {
    return switch (this) {
      case Constant() -> 1;
      case Step(int every, double gamma) -> power(gamma, step / stepsPerEpoch / every);
      case Cosine(double floor) -> {
        double part = (double) step / ((long) epochs * stepsPerEpoch);
        yield floor + (1 - floor) * halfCosine(part);
      }
      case InverseTime(double decay) -> 1 / (1 + decay * step / stepsPerEpoch);
      case WarmUp(int first, Schedule then) -> {
        long steps = (long) first * stepsPerEpoch;
        yield step < steps
            ? (step + 1.0) / steps
            : then.factor(step - steps, stepsPerEpoch, epochs - first);
      }
    };
  }

  /// (1 + cos(πx))/2 for x in [0, 1]. The square of cos(πx/2), by its Taylor series up to π/4,
  /// where the first term left out, of order 20, is below 10⁻²⁰. StrictMath.cos makes an array in
  /// each call (JDK 25, 2026-11), and a step must not.
  private static double halfCosine(double x) {
    if (x > 0.5) {
      return 1 - halfCosine(1 - x);
    }
    double angle = Math.PI / 2 * x;
    double cosine = 1;
    for (int k = 18; k > 0; k -= 2) {
      cosine = 1 - cosine * (angle * angle) / (k * (k - 1));
    }
    return cosine * cosine;
  }

  /// By squaring: as exact as is needed, and without the objects of StrictMath.pow.
  private static double power(double base, long exponent) {
    double power = 1;
    double square = base;
    for (long left = exponent; left > 0; left >>= 1) {
      if ((left & 1) == 1) {
        power *= square;
      }
      square *= square;
    }
    return power;
  }
}
