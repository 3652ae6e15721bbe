package dev.seedbed.kernel;

import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;

import dev.seedbed.elementary.VectorElementary;
import dev.seedbed.tensor.Activation;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The functions of [Activation] on `jdk.incubator.vector`: the same operations in the same order,
/// lane by lane, so the same bits. One loop each: passed as a function, a vector would be an
/// object.
final class VectorActivations {
  private static final VectorSpecies<Float> SPECIES = VectorBlocks.SPECIES;
  private static final int LANES = VectorBlocks.LANES;

  private static final float SELU_BELOW = (float) (Activation.Selu.LAMBDA * Activation.Selu.ALPHA);

  private VectorActivations() {}

  private static FloatVector load(float[] array, int at) {
    return FloatVector.fromArray(SPECIES, array, at);
  }

  /// a = f(z), for the numbers from `from` to below `to`, which are whole vectors.
  static void values(Activation f, float[] z, float[] a, int from, int to) {
    switch (f) {
      case Activation.Identity _ -> System.arraycopy(z, from, a, from, to - from);

      case Activation.Tanh _ -> tanh(z, a, from, to);
      case Activation.Sigmoid _ -> sigmoid(z, a, from, to);
      case Activation.Relu _ -> relu(z, a, from, to);
      case Activation.LeakyRelu leaky -> leakyRelu(z, a, from, to, leaky.negativeSlope());
      case Activation.Elu elu -> elu(z, a, from, to, 1, elu.alpha());
      case Activation.Selu _ -> elu(z, a, from, to, (float) Activation.Selu.LAMBDA, SELU_BELOW);
      case Activation.Softsign _ -> softsign(z, a, from, to);
      case Activation.Softplus _ -> softplus(z, a, from, to);
      case Activation.Gelu _ -> gelu(z, a, from, to);
      case Activation.Silu _ -> silu(z, a, from, to);
    }
  }

  /// d *= f′(z), where a = f(z), likewise.
  static void timesDerivatives(Activation f, float[] z, float[] a, float[] d, int from, int to) {
    switch (f) {
      case Activation.Identity _ -> {}
      case Activation.Tanh _ -> tanhSlope(a, d, from, to);
      case Activation.Sigmoid _ -> sigmoidSlope(a, d, from, to);
      case Activation.Relu _ -> reluSlope(z, d, from, to);
      case Activation.LeakyRelu leaky -> leakyReluSlope(z, d, from, to, leaky.negativeSlope());
      case Activation.Elu elu -> eluSlope(z, d, from, to, 1, elu.alpha());
      case Activation.Selu _ ->
          eluSlope(z, d, from, to, (float) Activation.Selu.LAMBDA, SELU_BELOW);
      case Activation.Softsign _ -> softsignSlope(z, d, from, to);
      case Activation.Softplus _ -> softplusSlope(z, d, from, to);
      case Activation.Gelu _ -> geluSlope(z, d, from, to);
      case Activation.Silu _ -> siluSlope(z, d, from, to);
    }
  }

  private static void tanh(float[] from, float[] to, int start, int end) {
    for (int i = start; i < end; i += LANES) {
      FloatVector z = load(from, i);
      VectorElementary.tanh(z).intoArray(to, i);
    }
  }

  private static void tanhSlope(float[] as, float[] d, int start, int end) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1);
    for (int i = start; i < end; i += LANES) {
      FloatVector a = load(as, i);
      load(d, i).mul(one.sub(a).mul(a.add(1))).intoArray(d, i);
    }
  }

  private static void sigmoid(float[] from, float[] to, int start, int end) {
    for (int i = start; i < end; i += LANES) {
      FloatVector z = load(from, i);
      VectorElementary.sigmoid(z).intoArray(to, i);
    }
  }

  private static void sigmoidSlope(float[] as, float[] d, int start, int end) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1);
    for (int i = start; i < end; i += LANES) {
      FloatVector a = load(as, i);
      load(d, i).mul(a.mul(one.sub(a))).intoArray(d, i);
    }
  }

  private static void relu(float[] from, float[] to, int start, int end) {
    for (int i = start; i < end; i += LANES) {
      FloatVector z = load(from, i);
      z.blend(0, z.compare(LE, 0)).intoArray(to, i);
    }
  }

  private static void reluSlope(float[] zs, float[] d, int start, int end) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int i = start; i < end; i += LANES) {
      FloatVector z = load(zs, i);
      load(d, i).mul(zero.blend(1, z.compare(GT, 0))).intoArray(d, i);
    }
  }

  private static void leakyRelu(float[] from, float[] to, int start, int end, float slope) {
    for (int i = start; i < end; i += LANES) {
      FloatVector z = load(from, i);
      z.mul(slope).blend(z, z.compare(GT, 0)).intoArray(to, i);
    }
  }

  private static void leakyReluSlope(float[] zs, float[] d, int start, int end, float slope) {
    for (int i = start; i < end; i += LANES) {
      FloatVector z = load(zs, i);
      load(d, i)
          .mul(FloatVector.broadcast(SPECIES, slope).blend(1, z.compare(GT, 0)))
          .intoArray(d, i);
    }
  }

  private static void elu(float[] from, float[] to, int start, int end, float above, float below) {
    for (int i = start; i < end; i += LANES) {
      FloatVector z = load(from, i);
      VectorElementary.expm1(z).mul(below).blend(z.mul(above), z.compare(GT, 0)).intoArray(to, i);
    }
  }

  private static void eluSlope(
      float[] zs, float[] d, int start, int end, float above, float below) {
    for (int i = start; i < end; i += LANES) {
      FloatVector z = load(zs, i);
      load(d, i)
          .mul(VectorElementary.exp(z).mul(below).blend(above, z.compare(GT, 0)))
          .intoArray(d, i);
    }
  }

  private static void softsign(float[] from, float[] to, int start, int end) {
    for (int i = start; i < end; i += LANES) {
      FloatVector z = load(from, i);
      z.div(z.abs().add(1)).intoArray(to, i);
    }
  }

  private static void softsignSlope(float[] zs, float[] d, int start, int end) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1);
    for (int i = start; i < end; i += LANES) {
      FloatVector z = load(zs, i);
      FloatVector r = one.div(z.abs().add(1));
      load(d, i).mul(r.mul(r)).intoArray(d, i);
    }
  }

  private static void softplus(float[] from, float[] to, int start, int end) {
    for (int i = start; i < end; i += LANES) {
      FloatVector z = load(from, i);
      z.blend(0, z.compare(LE, 0))
          .add(VectorElementary.log1pUpTo1(VectorElementary.exp(z.abs().neg())))
          .intoArray(to, i);
    }
  }

  private static void softplusSlope(float[] zs, float[] d, int start, int end) {
    for (int i = start; i < end; i += LANES) {
      FloatVector z = load(zs, i);
      load(d, i).mul(VectorElementary.sigmoid(z)).intoArray(d, i);
    }
  }

  private static void gelu(float[] from, float[] to, int start, int end) {
    for (int i = start; i < end; i += LANES) {
      FloatVector z = load(from, i);
      z.mul(VectorElementary.normalCdf(z)).intoArray(to, i);
    }
  }

  private static void geluSlope(float[] zs, float[] d, int start, int end) {
    for (int i = start; i < end; i += LANES) {
      FloatVector z = load(zs, i);
      load(d, i)
          .mul(z.fma(VectorElementary.normalDensity(z), VectorElementary.normalCdf(z)))
          .intoArray(d, i);
    }
  }

  private static void silu(float[] from, float[] to, int start, int end) {
    for (int i = start; i < end; i += LANES) {
      FloatVector z = load(from, i);
      z.mul(VectorElementary.sigmoid(z)).intoArray(to, i);
    }
  }

  private static void siluSlope(float[] zs, float[] d, int start, int end) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1);
    for (int i = start; i < end; i += LANES) {
      FloatVector z = load(zs, i);
      FloatVector s = VectorElementary.sigmoid(z);
      load(d, i).mul(s.mul(z.fma(one.sub(s), one))).intoArray(d, i);
    }
  }
}
