package dev.seedbed.init;

import dev.seedbed.init.Entry.Family;
import java.util.List;
import java.util.function.Function;

/// Schemes for the parameters of linear recurrences: their decays, frequencies and time steps.
final class StateSpaceEntries {
  private static final String LRU = "Orvieto et al. 2023, arXiv:2303.06349, lemma 3.2";
  private static final String S4D = "Gu et al. 2022, arXiv:2206.11893, ";
  private static final String MAMBA = "Gu & Dao 2023, arXiv:2312.00752, sec. 3.6";
  private static final Entry.Parameter LOW =
      Entry.Parameter.of("low", 0.001, "the shortest time step");
  private static final Entry.Parameter HIGH = Entry.Parameter.of("high", 0.1, "the longest");

  private static final Entry.Parameter INNER =
      Entry.Parameter.of("inner", 0, "radius of the ring; near 1 for a long memory");
  private static final Entry.Parameter OUTER = Entry.Parameter.of("outer", 1, "radius of the ring");

  /// Below it, Mamba's code lets no time step fall.
  private static final double MAMBA_FLOOR = 1e-4;

  private StateSpaceEntries() {}

  private static Entry entry(
      String name,
      String formula,
      String source,
      String use,
      Function<Arguments, Initializer> initializer,
      Entry.Parameter... parameters) {
    return Entry.of(
        Family.FOR_STATE_SPACES,
        name,
        formula,
        source,
        use,
        a -> new Ingredient.Single(initializer.apply(a)),
        parameters);
  }

  private static Initializer law(Law law) {
    return new Elementwise.Fixed(law);
  }

  static List<Entry> all() {
    return List.of(
        entry(
            "lru-nu",
            "ln ν = ln(-½ ln U[inner², outer²])",
            LRU,
            "ν_log of an LRU, whose eigenvalues exp(-ν + iθ) are uniform in a ring",
            a -> law(RingDecay.between(a.number("inner"), a.number("outer"))),
            INNER,
            OUTER),
        entry(
            "lru-ring",
            "ν as lru-nu, γ = √(1 - exp(-2ν))",
            LRU + "; γ: eq. 7",
            "ν_log and γ_log of an LRU, in one rule: '*.{nu_log,gamma_log}=lru-ring'",
            a -> new RingWithScale(RingDecay.between(a.number("inner"), a.number("outer"))),
            INNER,
            OUTER),
        entry(
            "lru-theta",
            "ln θ = ln U[0, phase]",
            LRU,
            "θ_log of an LRU",
            a -> law(new Law.LogarithmOfUniform(0, a.number("phase"))),
            new Entry.Parameter(
                "phase", "" + 2 * Math.PI, "the largest; a tenth of π for long inputs")),
        entry(
            "s4d-lin",
            "= π · n, n = 0, 1, … in each row",
            S4D + "eq. 9",
            "A_imag of an S4D layer; the real parts by s4d-log-decay",
            _ -> new StateMatrix(StateMatrix.Spectrum.LINEAR)),
        entry(
            "s4d-inv",
            "= N / π · (N / (2n + 1) - 1), n = 0, 1, … in each row, N twice its length",
            S4D + "eq. 8",
            "A_imag of an S4D layer; the real parts by s4d-log-decay",
            _ -> new StateMatrix(StateMatrix.Spectrum.INVERSE)),
        entry(
            "s4d-log-decay",
            "= ln ½",
            S4D + "eq. 8 and 9: real parts -½",
            "log_A_real of an S4D layer",
            _ -> law(new Law.Constant(StrictMath.log(0.5)))),
        entry(
            "s4d-log-step",
            "U[ln low, ln high]",
            S4D + "in the authors' code: dt_min, dt_max",
            "log_dt of an S4D layer",
            a -> law(logarithm(a.number("low"), a.number("high"))),
            LOW,
            HIGH),
        entry(
            "mamba-a-log",
            "= ln(n + 1), n = 0, 1, … in each row",
            MAMBA + ": S4D-Real",
            "A_log of a Mamba layer; D by ones, dt_proj.weight by standard-uniform",
            _ -> new StateMatrix(StateMatrix.Spectrum.LOGARITHM)),
        entry(
            "mamba-dt-bias",
            "= softplus⁻¹(Δ), ln Δ from U[ln low, ln high]",
            MAMBA,
            "dt_proj.bias of a Mamba layer, dt_bias of Mamba-2",
            a -> law(timeSteps(a.number("low"), a.number("high"))),
            Entry.Parameter.of("low", 0.001, "the shortest time step, from 1e-4 on"),
            HIGH),
        entry(
            "mamba2-a-log",
            "= ln U[low, high]",
            "Dao & Gu 2024, arXiv:2405.21060, in the authors' code: A_init_range",
            "A_log of a Mamba-2 layer, one number a head",
            a -> law(new Law.LogarithmOfUniform(a.number("low"), a.number("high"))),
            Entry.Parameter.of("low", 1, "above 0"),
            Entry.Parameter.of("high", 16, "above low")));
  }

  private static Law logarithm(double low, double high) {
    if (!(low > 0 && low < high && high < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "time steps must be 0 < low < high and finite: %s, %s".formatted(low, high));
    }
    double from = StrictMath.log(low);
    double to = StrictMath.log(high);
    return new Law.Uniform((from + to) / 2, (to - from) / 2);
  }

  private static Law timeSteps(double low, double high) {
    if (!(low >= MAMBA_FLOOR)) {
      throw new IllegalArgumentException(
          "low must be at least 1e-4, below which Mamba's code cuts time steps off: " + low);
    }
    return TimeStepBias.between(low, high);
  }
}
