package dev.seedbed.elementary;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.XOR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// [Elementary#normalQuantile] on `jdk.incubator.vector`, in the order of the definition but for
/// steps that are exact, such as products with powers of 2. What does not fill a vector is left to
/// [PlainNormalInversion].
///
/// In three passes over a piece that stays in the first cache: in one, 8 values were a chain of 120
/// cycles, and a CPU sees only two such chains at a time. JDK 25.0.3, 2026-11: 370 million values a
/// second in one pass, 900 in three.
final class VectorNormalInversion implements NormalInversion {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final int LANES = FLOATS.length();

  /// A little less than 1 − 2p = √(1 − 2⁻¹³), where the definition's tail starts.
  private static final float TAIL = 0.99993f;

  private final PlainNormalInversion plain = new PlainNormalInversion();

  /// 1 − 2p for each value of a piece; it has the sign that the value will have.
  private final float[] signs = new float[PIECE];

  @Override
  public void apply(Bell bell, int[] words, float[] into, int start, int count) {
    int whole = FLOATS.loopBound(count);
    boolean someInTheTail = probabilities(bell, words, into, start, whole);
    logarithms(into, start, whole);
    values(bell, into, start, whole);
    if (someInTheTail) {
      tails(bell, words, into, start, whole);
    }
    plain.apply(bell, words, whole, into, start + whole, count - whole);
  }

  /// p(1 − p), where p is the probability of a value farther out.
  ///
  /// @return whether a value lies in the tail: of 1,024, one time in sixteen
  private boolean probabilities(Bell bell, int[] words, float[] into, int start, int count) {
    FloatVector one = FloatVector.broadcast(FLOATS, 1);
    FloatVector minusTwo = FloatVector.broadcast(FLOATS, -2);
    FloatVector range = FloatVector.broadcast(FLOATS, bell.range() * 0x1p-31f);
    FloatVector below = FloatVector.broadcast(FLOATS, bell.below());
    IntVector farthest = IntVector.zero(INTS);
    for (int i = 0; i < count; i += LANES) {
      IntVector word = IntVector.fromArray(INTS, words, i);
      var share = (FloatVector) word.lanewise(LSHR, 1).convert(I2F, 0);
      FloatVector p = share.add(0.5f).fma(range, below);
      p.mul(one.sub(p)).intoArray(into, start + i);
      IntVector sign = word.lanewise(LSHL, 31);
      // Floats from 0 on are in the order of their bits, and whole numbers have the faster maximum.
      IntVector distance = p.fma(minusTwo, one).reinterpretAsInts();
      farthest = farthest.max(distance);
      IntVector signed = distance.lanewise(XOR, sign);
      signed.reinterpretAsFloats().intoArray(signs, i);
    }
    return Float.intBitsToFloat(farthest.reduceLanes(MAX)) > TAIL;
  }

  /// `Elementary.log2` of four times what is there.
  private static void logarithms(float[] into, int start, int count) {
    int times4 = 2 << 23;
    for (int i = start; i < start + count; i += LANES) {
      IntVector bits = FloatVector.fromArray(FLOATS, into, i).reinterpretAsInts();
      bits = bits.sub(Elementary.SQRT_HALF_BITS - times4);
      var exponent = (FloatVector) bits.lanewise(ASHR, 23).convert(I2F, 0);
      bits = bits.and(0x7FFFFF).add(Elementary.SQRT_HALF_BITS);
      FloatVector f = bits.reinterpretAsFloats().sub(1);
      polynomial(Elementary.LOG2, f).fma(f, exponent).intoArray(into, i);
    }
  }

  /// The values, as if none lay in the tail.
  private void values(Bell bell, float[] into, int start, int count) {
    FloatVector scale = FloatVector.broadcast(FLOATS, bell.scale());
    FloatVector centre = FloatVector.broadcast(FLOATS, bell.centre());
    boolean bounded = bell.bound() < Float.POSITIVE_INFINITY;
    FloatVector lowest = centre.sub(bell.bound());
    FloatVector highest = centre.add(bell.bound());
    for (int i = 0; i < count; i += LANES) {
      FloatVector log = FloatVector.fromArray(FLOATS, into, start + i);
      FloatVector q = polynomial(Elementary.QUANTILE, log.add(Elementary.QUANTILE_CENTRE));
      FloatVector value = q.mul(FloatVector.fromArray(FLOATS, signs, i)).fma(scale, centre);
      if (bounded) {
        value = value.blend(lowest, value.compare(LT, lowest));
        value = value.blend(highest, value.compare(GT, highest));
      }
      value.intoArray(into, start + i);
    }
  }

  /// The values of the tail, one in 16,000, again. A branch in the loop above would be so rare that
  /// C2 would not inline it and box the vectors in it.
  private void tails(Bell bell, int[] words, float[] into, int start, int count) {
    for (int i = 0; i < count; i += LANES) {
      VectorMask<Float> tail = FloatVector.fromArray(FLOATS, signs, i).abs().compare(GT, TAIL);
      if (tail.anyTrue()) {
        plain.apply(bell, words, i, into, start + i, LANES);
      }
    }
  }

  private static FloatVector polynomial(float[] coefficients, FloatVector x) {
    FloatVector square = x.mul(x);
    FloatVector odd = FloatVector.broadcast(FLOATS, coefficients[0]);
    FloatVector even = FloatVector.broadcast(FLOATS, coefficients[1]);
    for (int i = 2; i < coefficients.length; i += 2) {
      odd = odd.fma(square, FloatVector.broadcast(FLOATS, coefficients[i]));
      even = even.fma(square, FloatVector.broadcast(FLOATS, coefficients[i + 1]));
    }
    return odd.fma(x, even);
  }
}
