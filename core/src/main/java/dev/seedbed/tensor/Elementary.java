package dev.seedbed.tensor;

/// Elementary functions of a float, made of +, −, ×, ÷ and fused multiply-add only, so that every
/// machine, compiler and vector width gives the same bits. `Math.exp` and its kind promise only to
/// be near.
///
/// The stated bounds are the largest errors over all floats, in units in the last place, found by
/// trying every one against double. The polynomials were fitted by
/// `core/src/test/python/fit_elementary.py`. All functions take NaN to NaN.
public final class Elementary {
  private static final float LOG2_E = 1.442695f;

  /// ln 2 in two parts; multiples of the first by whole numbers up to 255 are exact.
  static final float LN2_HIGH = 0x1.62e4p-1f;

  static final float LN2_LOW = 1.4286068e-6f;

  /// Adding and subtracting 1.5·2²³ rounds a float of modest size to a whole number.
  private static final float ROUNDER = 0x1.8p23f;

  /// Logarithms are reduced to [√½, √2).
  static final int SQRT_HALF_BITS = Float.floatToRawIntBits(0.70710677f);

  private static final float INVERSE_SQRT_2_PI = 0.3989423f;

  /// The coefficients of polynomials that [VectorNormalInversion] evaluates too, highest power
  /// first: of (ln(1 + f) − f + f²/2) / f³ in f.
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

  /// Of the normal quantile over 1 − 2p, in w − 2.5.
  static final float[] QUANTILE = {
    -1.2430597e-08f,
    3.285857e-08f,
    6.592425e-07f,
    -4.897033e-06f,
    -7.0191454e-06f,
    0.00030878576f,
    -0.0017716447f,
    -0.005907717f,
    0.34880203f,
    2.1233134f
  };

  /// The same in √w − 3.5, from this w on.
  static final float QUANTILE_TAIL_START = 5;

  static final float[] QUANTILE_TAIL = {
    -0.00023949517f,
    0.00079841923f,
    -0.0010968231f,
    0.0014118379f,
    -0.002849685f,
    0.004669338f,
    1.4246262f,
    4.7170877f
  };

  private Elementary() {}

  /// eˣ. Error below 1.1 ulp. Overflows to infinity, underflows gradually to 0.
  public static float exp(float x) {
    float clamped = Math.max(-110f, Math.min(x, 89f));
    float n = Math.fma(clamped, LOG2_E, ROUNDER) - ROUNDER;
    float fraction = expm1Reduced(reduce(clamped, n));
    int half = (int) n >> 1;
    return (1 + fraction) * powerOf2(half) * powerOf2((int) n - half);
  }

  /// eˣ − 1, without loss of figures near 0. Error below 2 ulp.
  public static float expm1(float x) {
    float clamped = Math.max(-25f, Math.min(x, 89f));
    float n = Math.fma(clamped, LOG2_E, ROUNDER) - ROUNDER;
    float fraction = expm1Reduced(reduce(clamped, n));
    float halfPower = powerOf2((int) n - 1);
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
    float upper = 1 / (1 + e);
    return x < 0 ? e * upper : upper;
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
    float p = polynomial(LOG, f);
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
    float z = Math.min(Math.abs(x), 15f);
    float t = (z - 4) / (z + 4);
    float p = 1.1390615e-05f;
    p = Math.fma(p, t, -4.812769e-05f);
    p = Math.fma(p, t, -0.00017350631f);
    p = Math.fma(p, t, 0.0006426863f);
    p = Math.fma(p, t, 0.0005030642f);
    p = Math.fma(p, t, -0.008493247f);
    p = Math.fma(p, t, 0.030865485f);
    p = Math.fma(p, t, -0.0717073f);
    p = Math.fma(p, t, 0.12437922f);
    p = Math.fma(p, t, -0.17039773f);
    p = Math.fma(p, t, 0.09441064f);
    float tail = p * expMinusHalfSquare(z);
    return x > 0 ? 1 - tail : tail;
  }

  /// The density φ of the standard normal distribution. Error below 3 ulp where the result is a
  /// normal float.
  public static float normalDensity(float x) {
    return INVERSE_SQRT_2_PI * expMinusHalfSquare(Math.min(Math.abs(x), 15f));
  }

  /// How far above 0 a standard normal variable is with probability `p`: −Φ⁻¹(p), for p in [2⁻³³,
  /// ½]. Relative error below 1e-6; near ½, where the result vanishes, 2e-7 absolute.
  public static float normalQuantile(float p) {
    float w = -log(4 * p * (1 - p));
    float q =
        w < QUANTILE_TAIL_START
            ? polynomial(QUANTILE, w - 2.5f)
            : polynomial(QUANTILE_TAIL, (float) Math.sqrt(w) - 3.5f);
    return q * (1 - 2 * p);
  }

  /// By Horner's rule, each step one fused multiply-add.
  private static float polynomial(float[] coefficients, float x) {
    float sum = coefficients[0];
    for (int i = 1; i < coefficients.length; i++) {
      sum = Math.fma(sum, x, coefficients[i]);
    }
    return sum;
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
    float p = 0.00019845879f;
    p = Math.fma(p, r, 0.0013940628f);
    p = Math.fma(p, r, 0.00833339f);
    p = Math.fma(p, r, 0.041666362f);
    p = Math.fma(p, r, 0.16666666f);
    p = Math.fma(p, r, 0.5f);
    return Math.fma(r * r, p, r);
  }

  /// 2ⁿ for n from −126 to 127.
  private static float powerOf2(int n) {
    return Float.intBitsToFloat((n + 127) << 23);
  }
}
