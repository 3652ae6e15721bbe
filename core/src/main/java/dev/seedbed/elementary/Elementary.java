package dev.seedbed.elementary;

/// Elementary functions of a float, made of +, −, ×, ÷ and fused multiply-add only, so that every
/// machine, compiler and vector width gives the same bits. `Math.exp` and its kind promise only to
/// be near.
///
/// The stated bounds are the largest errors over all floats, in units in the last place, found by
/// trying every one against double. The polynomials were fitted by
/// `core/src/test/python/fit_elementary.py`. All functions take NaN to NaN.
public final class Elementary {
  static final float LOG2_E = 1.442695f;

  /// ln 2 in two parts; multiples of the first by whole numbers up to 255 are exact.
  static final float LN2_HIGH = 0x1.62e4p-1f;

  static final float LN2_LOW = 1.4286068e-6f;

  /// Adding and subtracting 1.5·2²³ rounds a float of modest size to a whole number. The sum's
  /// bits, less those of the rounder, are that number as an int.
  static final float ROUNDER = 0x1.8p23f;

  static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);

  /// Below it eˣ is 0. To come to that by products that underflow takes a hundred cycles, and
  /// masked scores of attention all lie there.
  static final float EXP_ZERO = -104;

  static final float INVERSE_SQRT_2_PI = 0.3989423f;

  /// (eʳ − 1 − r) / r² for |r| ≤ ½ ln 2, highest power first.
  static final float[] EXPM1 = {
    0.00019845879f, 0.0013940628f, 0.00833339f, 0.041666362f, 0.16666666f, 0.5f
  };

  /// (ln(1 + f) − f + f²/2) / f³ for 1 + f in [√½, √2), highest power first.
  static final float[] LOG = {
    0.067477316f,
    -0.11677516f,
    0.11888696f,
    -0.124053404f,
    0.14219452f,
    -0.16668005f,
    0.20002124f,
    -0.2500001f,
    0.33333313f
  };

  /// Φ(−z)·exp(z²/2) for z in [0, 15], in (z − 4) / (z + 4), highest power first.
  static final float[] NORMAL_CDF = {
    1.1390615e-05f,
    -4.812769e-05f,
    -0.00017350631f,
    0.0006426863f,
    0.0005030642f,
    -0.008493247f,
    0.030865485f,
    -0.0717073f,
    0.12437922f,
    -0.17039773f,
    0.09441064f
  };

  /// log₂(1 + f) over f, in f, highest power first. This and the next four are what
  /// [VectorNormalInversion] needs too.
  static final float[] LOG2 = {
    -0.14576642f,
    0.2369205f,
    -0.25007412f,
    0.28670377f,
    -0.36008647f,
    0.48093957f,
    -0.72135717f,
    1.4426948f
  };

  /// The mantissas whose logarithm that gives start at √½.
  static final int SQRT_HALF_BITS = Float.floatToRawIntBits(0.70710677f);

  /// The normal quantile over 1 − 2p in l + 6.5, where l = log₂(4p(1 − p)) is above −13.
  static final float[] QUANTILE = {
    7.7388096e-13f,
    6.6034955e-12f,
    -1.14557176e-10f,
    -1.9818112e-09f,
    -7.18295e-09f,
    1.4522824e-07f,
    3.0177725e-06f,
    2.6791982e-05f,
    7.5509934e-07f,
    -0.005005874f,
    -0.21659285f,
    2.7893078f
  };

  static final float QUANTILE_CENTRE = 6.5f;
  static final float QUANTILE_TAIL = -13;

  /// The same in √−l − 4.5 from there on, to p = 2⁻³³.
  private static final float[] QUANTILE_IN_TAIL = {
    -3.7804228e-05f,
    0.00010414114f,
    -0.00015775867f,
    0.0003573229f,
    -0.001053714f,
    0.0020301817f,
    1.1876099f,
    5.068498f
  };

  private Elementary() {}

  /// eˣ. Error below 1.1 ulp. Overflows to infinity, underflows gradually to 0.
  public static float exp(float x) {
    float clamped = x < EXP_ZERO ? 0 : x > 89 ? 89 : x;
    float rounded = Math.fma(clamped, LOG2_E, ROUNDER);
    float fraction = expm1Reduced(reduce(clamped, rounded - ROUNDER));
    int n = Float.floatToRawIntBits(rounded) - ROUNDER_BITS;
    int half = n >> 1;
    float power = (1 + fraction) * powerOf2(half) * powerOf2(n - half);
    return x < EXP_ZERO ? 0 : power;
  }

  /// eˣ − 1, without loss of figures near 0. Error below 2 ulp.
  public static float expm1(float x) {
    float clamped = x < -25 ? -25 : x > 89 ? 89 : x;
    float rounded = Math.fma(clamped, LOG2_E, ROUNDER);
    float fraction = expm1Reduced(reduce(clamped, rounded - ROUNDER));
    float halfPower = powerOf2(Float.floatToRawIntBits(rounded) - ROUNDER_BITS - 1);
    return 2 * Math.fma(halfPower, fraction, halfPower - 0.5f);
  }

  /// The hyperbolic tangent. Error below 3 ulp.
  public static float tanh(float x) {
    float e = expm1(-2 * Math.abs(x));
    return Math.copySign(e / (e + 2), x);
  }

  /// The logistic function 1 / (1 + e⁻ˣ). Error below 3 ulp.
  public static float sigmoid(float x) {
    float e = exp(-Math.abs(x));
    return select(Float.floatToRawIntBits(x) >> 31, e, 1) * (1 / (1 + e));
  }

  /// The natural logarithm. Error below 1 ulp. −∞ at 0, NaN below.
  public static float log(float x) {
    if (!(x > 0 && x < Float.POSITIVE_INFINITY)) {
      return x == 0 ? Float.NEGATIVE_INFINITY : x > 0 ? x : Float.NaN;
    }
    boolean subnormal = x < Float.MIN_NORMAL;
    int bits = Float.floatToRawIntBits(subnormal ? x * 0x1p23f : x) - SQRT_HALF_BITS;
    float exponent = (bits >> 23) - (subnormal ? 23 : 0);
    float f = Float.intBitsToFloat((bits & 0x7FFFFF) + SQRT_HALF_BITS) - 1;
    float p = horner(LOG, f);
    float square = f * f;
    float tail = Math.fma(square * f, p, Math.fma(-0.5f, square, exponent * LN2_LOW));
    return Math.fma(exponent, LN2_HIGH, f + tail);
  }

  /// ln(1 + x) for x ≥ 0, without loss of figures near 0. Error below 2 ulp.
  public static float log1p(float x) {
    float u = 1 + x;
    if (u == Float.POSITIVE_INFINITY) {
      return log(x);
    }
    return log(u) + (x - (u - 1)) / u;
  }

  /// The distribution function Φ of the standard normal distribution. Error below 6 ulp where the
  /// result is a normal float.
  public static float normalCdf(float x) {
    float z = Math.abs(x) > 15 ? 15 : Math.abs(x);
    float t = (z - 4) / (z + 4);
    float p = horner(NORMAL_CDF, t);
    float tail = p * expMinusHalfSquare(z);
    return select(-positive(x), 1 - tail, tail);
  }

  /// 1 for x above 0, else 0 (for NaN either): a comparison without a branch, which random signs
  /// would make the processor mispredict, at 8 ns an element (JDK 25, November 2026).
  public static int positive(float x) {
    int bits = Float.floatToRawIntBits(x);
    return (-bits & ~bits) >>> 31;
  }

  /// `a` where all bits of `mask` are set, `b` where none is, without a branch.
  private static float select(int mask, float a, float b) {
    return Float.intBitsToFloat(
        (Float.floatToRawIntBits(a) & mask) | (Float.floatToRawIntBits(b) & ~mask));
  }

  /// The error function. Error below 4 ulp. A quotient of polynomials without branches, which C2
  /// makes vector instructions of in a simple loop.
  public static float erf(float x) {
    float u = Math.min(3.92f, Math.max(-3.92f, x));
    float square = u * u;
    float above = Math.fma(2.0500918e-06f, square, 0.0002848829f);
    above = Math.fma(above, square, 0.0037656196f);
    above = Math.fma(above, square, 0.05274872f);
    above = Math.fma(above, square, 0.19040653f);
    above = Math.fma(above, square, 1.1283791f);
    float below = Math.fma(3.8091744e-05f, square, 0.0011625362f);
    below = Math.fma(below, square, 0.014969221f);
    below = Math.fma(below, square, 0.11410914f);
    below = Math.fma(below, square, 0.502076f);
    below = Math.fma(below, square, 1);
    return Math.min(1, Math.max(-1, u * above / below));
  }

  /// The density φ of the standard normal distribution. Error below 3 ulp where the result is a
  /// normal float.
  public static float normalDensity(float x) {
    return INVERSE_SQRT_2_PI * expMinusHalfSquare(Math.abs(x) > 15 ? 15 : Math.abs(x));
  }

  /// How far above 0 a standard normal variable is with probability `p`: −Φ⁻¹(p), for p in [2⁻³³,
  /// ½]. Relative error below 4e-7; near ½, where the result vanishes, 8e-8 absolute.
  public static float normalQuantile(float p) {
    float l = log2(4 * p * (1 - p));
    float q =
        l > QUANTILE_TAIL
            ? polynomial(QUANTILE, l + QUANTILE_CENTRE)
            : polynomial(QUANTILE_IN_TAIL, (float) Math.sqrt(-l) - 4.5f);
    return q * (1 - 2 * p);
  }

  /// The logarithm to base 2 of a normal float, with a small absolute error: relative to what it is
  /// near 1, where it vanishes, nothing is promised.
  private static float log2(float x) {
    int bits = Float.floatToRawIntBits(x) - SQRT_HALF_BITS;
    float f = Float.intBitsToFloat((bits & 0x7FFFFF) + SQRT_HALF_BITS) - 1;
    return Math.fma(polynomial(LOG2, f), f, bits >> 23);
  }

  /// A polynomial, highest power first, by Horner's rule.
  private static float horner(float[] coefficients, float x) {
    float p = coefficients[0];
    for (int i = 1; i < coefficients.length; i++) {
      p = Math.fma(p, x, coefficients[i]);
    }
    return p;
  }

  /// A polynomial with an even number of coefficients, highest power first, in two chains side by
  /// side: of its odd and of its even powers.
  private static float polynomial(float[] coefficients, float x) {
    float square = x * x;
    float odd = coefficients[0];
    float even = coefficients[1];
    for (int i = 2; i < coefficients.length; i += 2) {
      odd = Math.fma(odd, square, coefficients[i]);
      even = Math.fma(even, square, coefficients[i + 1]);
    }
    return Math.fma(odd, x, even);
  }

  /// exp(−z²/2): the rounding error of z² is put back to first order.
  private static float expMinusHalfSquare(float z) {
    float square = z * z;
    float error = Math.fma(z, z, -square);
    float e = exp(-0.5f * square);
    return Math.fma(e, -0.5f * error, e);
  }

  /// x − n·ln 2.
  private static float reduce(float x, float n) {
    return Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
  }

  /// eʳ − 1 for |r| ≤ ½ ln 2.
  private static float expm1Reduced(float r) {
    return Math.fma(r * r, horner(EXPM1, r), r);
  }

  /// 2ⁿ for n from −126 to 127.
  private static float powerOf2(int n) {
    return Float.intBitsToFloat((n + 127) << 23);
  }
}
