package dev.seedbed.elementary;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// The functions of [Elementary] on `jdk.incubator.vector`: the same operations in the same order,
/// lane by lane, so the same bits.
public final class VectorElementary {
  /// The widest vectors of this machine, 512 bits at the most.
  public static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.length() > 16
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;

  private VectorElementary() {}

  private static FloatVector all(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }

  public static FloatVector exp(FloatVector x) {
    return expFromBelow(x.blend(89, x.compare(GT, 89)));
  }

  /// eˣ for x that are at most 89.
  private static FloatVector expFromBelow(FloatVector x) {
    VectorMask<Float> zero = x.compare(LT, Elementary.EXP_ZERO);
    FloatVector clamped = x.blend(0, zero);
    FloatVector rounded = clamped.fma(all(Elementary.LOG2_E), all(Elementary.ROUNDER));
    FloatVector fraction = expm1Reduced(reduce(clamped, rounded.sub(Elementary.ROUNDER)));
    IntVector n = rounded.reinterpretAsInts().sub(Elementary.ROUNDER_BITS);
    IntVector half = n.lanewise(ASHR, 1);
    return fraction.add(1).mul(powerOf2(half)).mul(powerOf2(n.sub(half))).blend(0, zero);
  }

  public static FloatVector expm1(FloatVector x) {
    return expm1FromBelow(x.blend(89, x.compare(GT, 89)));
  }

  /// eˣ − 1 for x that are at most 89.
  private static FloatVector expm1FromBelow(FloatVector x) {
    FloatVector clamped = x.blend(-25, x.compare(LT, -25));
    FloatVector rounded = clamped.fma(all(Elementary.LOG2_E), all(Elementary.ROUNDER));
    FloatVector fraction = expm1Reduced(reduce(clamped, rounded.sub(Elementary.ROUNDER)));
    FloatVector halfPower = powerOf2(rounded.reinterpretAsInts().sub(Elementary.ROUNDER_BITS + 1));
    return halfPower.fma(fraction, halfPower.sub(0.5f)).mul(2);
  }

  public static FloatVector tanh(FloatVector x) {
    FloatVector e = expm1FromBelow(x.abs().mul(-2));
    return withSignOf(x, e.div(e.add(2)));
  }

  /// Does the same as `Math.copySign`.
  private static FloatVector withSignOf(FloatVector sign, FloatVector magnitude) {
    IntVector signBit = sign.reinterpretAsInts().and(Integer.MIN_VALUE);
    return magnitude.reinterpretAsInts().and(Integer.MAX_VALUE).or(signBit).reinterpretAsFloats();
  }

  public static FloatVector sigmoid(FloatVector x) {
    FloatVector e = expFromBelow(x.abs().neg());
    FloatVector upper = all(1).div(e.add(1));
    return upper.blend(e.mul(upper), x.compare(LT, 0));
  }

  /// ln(1 + x) for x in [0, 1].
  public static FloatVector log1pUpTo1(FloatVector x) {
    FloatVector u = x.add(1);
    return logOfNormal(u).add(x.sub(u.sub(1)).div(u));
  }

  /// ln x for x that are positive normal floats, or NaN.
  public static FloatVector logOfNormal(FloatVector x) {
    IntVector bits = x.reinterpretAsInts().sub(Elementary.SQRT_HALF_BITS);
    // The exponent as a float: exact, and free of the conversion, which C2 does not always inline.
    IntVector exponentBits = bits.lanewise(ASHR, 23).add(Elementary.ROUNDER_BITS);
    FloatVector exponent = exponentBits.reinterpretAsFloats().sub(Elementary.ROUNDER);
    FloatVector f = bits.and(0x7FFFFF).add(Elementary.SQRT_HALF_BITS).reinterpretAsFloats().sub(1);
    FloatVector p = horner(Elementary.LOG, f);
    FloatVector square = f.mul(f);
    FloatVector low = square.fma(all(-0.5f), exponent.mul(Elementary.LN2_LOW));
    FloatVector tail = square.mul(f).fma(p, low);
    FloatVector log = exponent.fma(all(Elementary.LN2_HIGH), f.add(tail));
    return log.blend(x, x.compare(NE, x));
  }

  public static FloatVector normalCdf(FloatVector x) {
    FloatVector z = upTo15(x);
    FloatVector t = z.sub(4).div(z.add(4));
    FloatVector tail = horner(Elementary.NORMAL_CDF, t).mul(expMinusHalfSquare(z));
    return tail.blend(all(1).sub(tail), x.compare(GT, 0));
  }

  public static FloatVector normalDensity(FloatVector x) {
    return expMinusHalfSquare(upTo15(x)).mul(Elementary.INVERSE_SQRT_2_PI);
  }

  private static FloatVector upTo15(FloatVector x) {
    FloatVector z = x.abs();
    return z.blend(15, z.compare(GT, 15));
  }

  private static FloatVector expMinusHalfSquare(FloatVector z) {
    FloatVector square = z.mul(z);
    FloatVector error = z.fma(z, square.neg());
    FloatVector e = expFromBelow(square.mul(-0.5f));
    return e.fma(error.mul(-0.5f), e);
  }

  private static FloatVector reduce(FloatVector x, FloatVector n) {
    return n.fma(all(-Elementary.LN2_LOW), n.fma(all(-Elementary.LN2_HIGH), x));
  }

  private static FloatVector expm1Reduced(FloatVector r) {
    return r.mul(r).fma(horner(Elementary.EXPM1, r), r);
  }

  private static FloatVector powerOf2(IntVector n) {
    return n.add(127).lanewise(LSHL, 23).reinterpretAsFloats();
  }

  private static FloatVector horner(float[] coefficients, FloatVector x) {
    FloatVector p = all(coefficients[0]);
    for (int i = 1; i < coefficients.length; i++) {
      p = p.fma(x, all(coefficients[i]));
    }
    return p;
  }
}
