package dev.seedbed.kernel;

import dev.seedbed.elementary.VectorElementary;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The innermost loops of the products: blocks of a few rows by one or two vectors of the output,
/// their sums in registers. `rows8x2` makes blocks of eight rows by two vectors, one below the
/// other. All are alike, and written by `core/src/main/python/vector_blocks.py`.
///
/// Rows of b and z are 32 floats apart, as in [Panels], and so are, of `rows…`, the rows of a, of
/// `columns…`, the summed elements; of `rows…`, a panel's 32 elements are summed, then the next's.
/// These distances are written out and not passed: where an index is a constant times the loop's
/// variable plus something else, C2 checks array bounds once before the loop. JDK 25.0.3 on a Zen 5
/// core with a peak of 209 GFLOP/s, 2026-11: 8x2 gave 195 GFLOP/s over 32 products, and 132 with
/// the distances passed, the registers full of them.
final class VectorBlocks {
  static final VectorSpecies<Float> SPECIES = VectorElementary.SPECIES;

  static final int LANES = SPECIES.length();

  private VectorBlocks() {}

  /// z(i, j) = c(i, j) + Σₖ a(i, k)·b(k, j) for k below `n`, for `blocks` blocks of rows; panels of
  /// a are `aStep` apart, rows of c `cStep`, 0 for a bias.
  static void rows8x2(
      float[] a,
      int aAt,
      int aStep,
      int n,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int cStep,
      float[] z,
      int zAt,
      int blocks) {
    for (int row = 0; row < 8 * blocks; row += 8) {
      int cFrom = cAt + row * cStep;
      FloatVector sum0_0 = FloatVector.fromArray(SPECIES, c, cFrom);
      FloatVector sum0_1 = FloatVector.fromArray(SPECIES, c, cFrom + LANES);
      FloatVector sum1_0 = FloatVector.fromArray(SPECIES, c, cFrom + cStep);
      FloatVector sum1_1 = FloatVector.fromArray(SPECIES, c, cFrom + cStep + LANES);
      FloatVector sum2_0 = FloatVector.fromArray(SPECIES, c, cFrom + 2 * cStep);
      FloatVector sum2_1 = FloatVector.fromArray(SPECIES, c, cFrom + 2 * cStep + LANES);
      FloatVector sum3_0 = FloatVector.fromArray(SPECIES, c, cFrom + 3 * cStep);
      FloatVector sum3_1 = FloatVector.fromArray(SPECIES, c, cFrom + 3 * cStep + LANES);
      FloatVector sum4_0 = FloatVector.fromArray(SPECIES, c, cFrom + 4 * cStep);
      FloatVector sum4_1 = FloatVector.fromArray(SPECIES, c, cFrom + 4 * cStep + LANES);
      FloatVector sum5_0 = FloatVector.fromArray(SPECIES, c, cFrom + 5 * cStep);
      FloatVector sum5_1 = FloatVector.fromArray(SPECIES, c, cFrom + 5 * cStep + LANES);
      FloatVector sum6_0 = FloatVector.fromArray(SPECIES, c, cFrom + 6 * cStep);
      FloatVector sum6_1 = FloatVector.fromArray(SPECIES, c, cFrom + 6 * cStep + LANES);
      FloatVector sum7_0 = FloatVector.fromArray(SPECIES, c, cFrom + 7 * cStep);
      FloatVector sum7_1 = FloatVector.fromArray(SPECIES, c, cFrom + 7 * cStep + LANES);
      int aFrom = aAt + 32 * row;
      int bFrom = bAt;
      for (int left = n; left > 0; left -= 32) {
        int count = Math.min(left, 32);
        for (int k = 0; k < count; k++) {
          var b0 = FloatVector.fromArray(SPECIES, b, bFrom + 32 * k);
          var b1 = FloatVector.fromArray(SPECIES, b, bFrom + 32 * k + LANES);
          var a0 = FloatVector.broadcast(SPECIES, a[aFrom + k]);
          sum0_0 = a0.fma(b0, sum0_0);
          sum0_1 = a0.fma(b1, sum0_1);
          var a1 = FloatVector.broadcast(SPECIES, a[aFrom + 32 + k]);
          sum1_0 = a1.fma(b0, sum1_0);
          sum1_1 = a1.fma(b1, sum1_1);
          var a2 = FloatVector.broadcast(SPECIES, a[aFrom + 64 + k]);
          sum2_0 = a2.fma(b0, sum2_0);
          sum2_1 = a2.fma(b1, sum2_1);
          var a3 = FloatVector.broadcast(SPECIES, a[aFrom + 96 + k]);
          sum3_0 = a3.fma(b0, sum3_0);
          sum3_1 = a3.fma(b1, sum3_1);
          var a4 = FloatVector.broadcast(SPECIES, a[aFrom + 128 + k]);
          sum4_0 = a4.fma(b0, sum4_0);
          sum4_1 = a4.fma(b1, sum4_1);
          var a5 = FloatVector.broadcast(SPECIES, a[aFrom + 160 + k]);
          sum5_0 = a5.fma(b0, sum5_0);
          sum5_1 = a5.fma(b1, sum5_1);
          var a6 = FloatVector.broadcast(SPECIES, a[aFrom + 192 + k]);
          sum6_0 = a6.fma(b0, sum6_0);
          sum6_1 = a6.fma(b1, sum6_1);
          var a7 = FloatVector.broadcast(SPECIES, a[aFrom + 224 + k]);
          sum7_0 = a7.fma(b0, sum7_0);
          sum7_1 = a7.fma(b1, sum7_1);
        }
        aFrom += aStep;
        bFrom += 32 * 32;
      }
      int to = zAt + 32 * row;
      sum0_0.intoArray(z, to);
      sum0_1.intoArray(z, to + LANES);
      sum1_0.intoArray(z, to + 32);
      sum1_1.intoArray(z, to + 32 + LANES);
      sum2_0.intoArray(z, to + 64);
      sum2_1.intoArray(z, to + 64 + LANES);
      sum3_0.intoArray(z, to + 96);
      sum3_1.intoArray(z, to + 96 + LANES);
      sum4_0.intoArray(z, to + 128);
      sum4_1.intoArray(z, to + 128 + LANES);
      sum5_0.intoArray(z, to + 160);
      sum5_1.intoArray(z, to + 160 + LANES);
      sum6_0.intoArray(z, to + 192);
      sum6_1.intoArray(z, to + 192 + LANES);
      sum7_0.intoArray(z, to + 224);
      sum7_1.intoArray(z, to + 224 + LANES);
    }
  }

  static void rows6x2(
      float[] a,
      int aAt,
      int aStep,
      int n,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int cStep,
      float[] z,
      int zAt,
      int blocks) {
    for (int row = 0; row < 6 * blocks; row += 6) {
      int cFrom = cAt + row * cStep;
      FloatVector sum0_0 = FloatVector.fromArray(SPECIES, c, cFrom);
      FloatVector sum0_1 = FloatVector.fromArray(SPECIES, c, cFrom + LANES);
      FloatVector sum1_0 = FloatVector.fromArray(SPECIES, c, cFrom + cStep);
      FloatVector sum1_1 = FloatVector.fromArray(SPECIES, c, cFrom + cStep + LANES);
      FloatVector sum2_0 = FloatVector.fromArray(SPECIES, c, cFrom + 2 * cStep);
      FloatVector sum2_1 = FloatVector.fromArray(SPECIES, c, cFrom + 2 * cStep + LANES);
      FloatVector sum3_0 = FloatVector.fromArray(SPECIES, c, cFrom + 3 * cStep);
      FloatVector sum3_1 = FloatVector.fromArray(SPECIES, c, cFrom + 3 * cStep + LANES);
      FloatVector sum4_0 = FloatVector.fromArray(SPECIES, c, cFrom + 4 * cStep);
      FloatVector sum4_1 = FloatVector.fromArray(SPECIES, c, cFrom + 4 * cStep + LANES);
      FloatVector sum5_0 = FloatVector.fromArray(SPECIES, c, cFrom + 5 * cStep);
      FloatVector sum5_1 = FloatVector.fromArray(SPECIES, c, cFrom + 5 * cStep + LANES);
      int aFrom = aAt + 32 * row;
      int bFrom = bAt;
      for (int left = n; left > 0; left -= 32) {
        int count = Math.min(left, 32);
        for (int k = 0; k < count; k++) {
          var b0 = FloatVector.fromArray(SPECIES, b, bFrom + 32 * k);
          var b1 = FloatVector.fromArray(SPECIES, b, bFrom + 32 * k + LANES);
          var a0 = FloatVector.broadcast(SPECIES, a[aFrom + k]);
          sum0_0 = a0.fma(b0, sum0_0);
          sum0_1 = a0.fma(b1, sum0_1);
          var a1 = FloatVector.broadcast(SPECIES, a[aFrom + 32 + k]);
          sum1_0 = a1.fma(b0, sum1_0);
          sum1_1 = a1.fma(b1, sum1_1);
          var a2 = FloatVector.broadcast(SPECIES, a[aFrom + 64 + k]);
          sum2_0 = a2.fma(b0, sum2_0);
          sum2_1 = a2.fma(b1, sum2_1);
          var a3 = FloatVector.broadcast(SPECIES, a[aFrom + 96 + k]);
          sum3_0 = a3.fma(b0, sum3_0);
          sum3_1 = a3.fma(b1, sum3_1);
          var a4 = FloatVector.broadcast(SPECIES, a[aFrom + 128 + k]);
          sum4_0 = a4.fma(b0, sum4_0);
          sum4_1 = a4.fma(b1, sum4_1);
          var a5 = FloatVector.broadcast(SPECIES, a[aFrom + 160 + k]);
          sum5_0 = a5.fma(b0, sum5_0);
          sum5_1 = a5.fma(b1, sum5_1);
        }
        aFrom += aStep;
        bFrom += 32 * 32;
      }
      int to = zAt + 32 * row;
      sum0_0.intoArray(z, to);
      sum0_1.intoArray(z, to + LANES);
      sum1_0.intoArray(z, to + 32);
      sum1_1.intoArray(z, to + 32 + LANES);
      sum2_0.intoArray(z, to + 64);
      sum2_1.intoArray(z, to + 64 + LANES);
      sum3_0.intoArray(z, to + 96);
      sum3_1.intoArray(z, to + 96 + LANES);
      sum4_0.intoArray(z, to + 128);
      sum4_1.intoArray(z, to + 128 + LANES);
      sum5_0.intoArray(z, to + 160);
      sum5_1.intoArray(z, to + 160 + LANES);
    }
  }

  static void rows5x2(
      float[] a,
      int aAt,
      int aStep,
      int n,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int cStep,
      float[] z,
      int zAt,
      int blocks) {
    for (int row = 0; row < 5 * blocks; row += 5) {
      int cFrom = cAt + row * cStep;
      FloatVector sum0_0 = FloatVector.fromArray(SPECIES, c, cFrom);
      FloatVector sum0_1 = FloatVector.fromArray(SPECIES, c, cFrom + LANES);
      FloatVector sum1_0 = FloatVector.fromArray(SPECIES, c, cFrom + cStep);
      FloatVector sum1_1 = FloatVector.fromArray(SPECIES, c, cFrom + cStep + LANES);
      FloatVector sum2_0 = FloatVector.fromArray(SPECIES, c, cFrom + 2 * cStep);
      FloatVector sum2_1 = FloatVector.fromArray(SPECIES, c, cFrom + 2 * cStep + LANES);
      FloatVector sum3_0 = FloatVector.fromArray(SPECIES, c, cFrom + 3 * cStep);
      FloatVector sum3_1 = FloatVector.fromArray(SPECIES, c, cFrom + 3 * cStep + LANES);
      FloatVector sum4_0 = FloatVector.fromArray(SPECIES, c, cFrom + 4 * cStep);
      FloatVector sum4_1 = FloatVector.fromArray(SPECIES, c, cFrom + 4 * cStep + LANES);
      int aFrom = aAt + 32 * row;
      int bFrom = bAt;
      for (int left = n; left > 0; left -= 32) {
        int count = Math.min(left, 32);
        for (int k = 0; k < count; k++) {
          var b0 = FloatVector.fromArray(SPECIES, b, bFrom + 32 * k);
          var b1 = FloatVector.fromArray(SPECIES, b, bFrom + 32 * k + LANES);
          var a0 = FloatVector.broadcast(SPECIES, a[aFrom + k]);
          sum0_0 = a0.fma(b0, sum0_0);
          sum0_1 = a0.fma(b1, sum0_1);
          var a1 = FloatVector.broadcast(SPECIES, a[aFrom + 32 + k]);
          sum1_0 = a1.fma(b0, sum1_0);
          sum1_1 = a1.fma(b1, sum1_1);
          var a2 = FloatVector.broadcast(SPECIES, a[aFrom + 64 + k]);
          sum2_0 = a2.fma(b0, sum2_0);
          sum2_1 = a2.fma(b1, sum2_1);
          var a3 = FloatVector.broadcast(SPECIES, a[aFrom + 96 + k]);
          sum3_0 = a3.fma(b0, sum3_0);
          sum3_1 = a3.fma(b1, sum3_1);
          var a4 = FloatVector.broadcast(SPECIES, a[aFrom + 128 + k]);
          sum4_0 = a4.fma(b0, sum4_0);
          sum4_1 = a4.fma(b1, sum4_1);
        }
        aFrom += aStep;
        bFrom += 32 * 32;
      }
      int to = zAt + 32 * row;
      sum0_0.intoArray(z, to);
      sum0_1.intoArray(z, to + LANES);
      sum1_0.intoArray(z, to + 32);
      sum1_1.intoArray(z, to + 32 + LANES);
      sum2_0.intoArray(z, to + 64);
      sum2_1.intoArray(z, to + 64 + LANES);
      sum3_0.intoArray(z, to + 96);
      sum3_1.intoArray(z, to + 96 + LANES);
      sum4_0.intoArray(z, to + 128);
      sum4_1.intoArray(z, to + 128 + LANES);
    }
  }

  static void rows4x2(
      float[] a,
      int aAt,
      int aStep,
      int n,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int cStep,
      float[] z,
      int zAt,
      int blocks) {
    for (int row = 0; row < 4 * blocks; row += 4) {
      int cFrom = cAt + row * cStep;
      FloatVector sum0_0 = FloatVector.fromArray(SPECIES, c, cFrom);
      FloatVector sum0_1 = FloatVector.fromArray(SPECIES, c, cFrom + LANES);
      FloatVector sum1_0 = FloatVector.fromArray(SPECIES, c, cFrom + cStep);
      FloatVector sum1_1 = FloatVector.fromArray(SPECIES, c, cFrom + cStep + LANES);
      FloatVector sum2_0 = FloatVector.fromArray(SPECIES, c, cFrom + 2 * cStep);
      FloatVector sum2_1 = FloatVector.fromArray(SPECIES, c, cFrom + 2 * cStep + LANES);
      FloatVector sum3_0 = FloatVector.fromArray(SPECIES, c, cFrom + 3 * cStep);
      FloatVector sum3_1 = FloatVector.fromArray(SPECIES, c, cFrom + 3 * cStep + LANES);
      int aFrom = aAt + 32 * row;
      int bFrom = bAt;
      for (int left = n; left > 0; left -= 32) {
        int count = Math.min(left, 32);
        for (int k = 0; k < count; k++) {
          var b0 = FloatVector.fromArray(SPECIES, b, bFrom + 32 * k);
          var b1 = FloatVector.fromArray(SPECIES, b, bFrom + 32 * k + LANES);
          var a0 = FloatVector.broadcast(SPECIES, a[aFrom + k]);
          sum0_0 = a0.fma(b0, sum0_0);
          sum0_1 = a0.fma(b1, sum0_1);
          var a1 = FloatVector.broadcast(SPECIES, a[aFrom + 32 + k]);
          sum1_0 = a1.fma(b0, sum1_0);
          sum1_1 = a1.fma(b1, sum1_1);
          var a2 = FloatVector.broadcast(SPECIES, a[aFrom + 64 + k]);
          sum2_0 = a2.fma(b0, sum2_0);
          sum2_1 = a2.fma(b1, sum2_1);
          var a3 = FloatVector.broadcast(SPECIES, a[aFrom + 96 + k]);
          sum3_0 = a3.fma(b0, sum3_0);
          sum3_1 = a3.fma(b1, sum3_1);
        }
        aFrom += aStep;
        bFrom += 32 * 32;
      }
      int to = zAt + 32 * row;
      sum0_0.intoArray(z, to);
      sum0_1.intoArray(z, to + LANES);
      sum1_0.intoArray(z, to + 32);
      sum1_1.intoArray(z, to + 32 + LANES);
      sum2_0.intoArray(z, to + 64);
      sum2_1.intoArray(z, to + 64 + LANES);
      sum3_0.intoArray(z, to + 96);
      sum3_1.intoArray(z, to + 96 + LANES);
    }
  }

  static void rows2x2(
      float[] a,
      int aAt,
      int aStep,
      int n,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int cStep,
      float[] z,
      int zAt,
      int blocks) {
    for (int row = 0; row < 2 * blocks; row += 2) {
      int cFrom = cAt + row * cStep;
      FloatVector sum0_0 = FloatVector.fromArray(SPECIES, c, cFrom);
      FloatVector sum0_1 = FloatVector.fromArray(SPECIES, c, cFrom + LANES);
      FloatVector sum1_0 = FloatVector.fromArray(SPECIES, c, cFrom + cStep);
      FloatVector sum1_1 = FloatVector.fromArray(SPECIES, c, cFrom + cStep + LANES);
      int aFrom = aAt + 32 * row;
      int bFrom = bAt;
      for (int left = n; left > 0; left -= 32) {
        int count = Math.min(left, 32);
        for (int k = 0; k < count; k++) {
          var b0 = FloatVector.fromArray(SPECIES, b, bFrom + 32 * k);
          var b1 = FloatVector.fromArray(SPECIES, b, bFrom + 32 * k + LANES);
          var a0 = FloatVector.broadcast(SPECIES, a[aFrom + k]);
          sum0_0 = a0.fma(b0, sum0_0);
          sum0_1 = a0.fma(b1, sum0_1);
          var a1 = FloatVector.broadcast(SPECIES, a[aFrom + 32 + k]);
          sum1_0 = a1.fma(b0, sum1_0);
          sum1_1 = a1.fma(b1, sum1_1);
        }
        aFrom += aStep;
        bFrom += 32 * 32;
      }
      int to = zAt + 32 * row;
      sum0_0.intoArray(z, to);
      sum0_1.intoArray(z, to + LANES);
      sum1_0.intoArray(z, to + 32);
      sum1_1.intoArray(z, to + 32 + LANES);
    }
  }

  static void rows1x2(
      float[] a,
      int aAt,
      int aStep,
      int n,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int cStep,
      float[] z,
      int zAt,
      int blocks) {
    for (int row = 0; row < blocks; row++) {
      int cFrom = cAt + row * cStep;
      FloatVector sum0_0 = FloatVector.fromArray(SPECIES, c, cFrom);
      FloatVector sum0_1 = FloatVector.fromArray(SPECIES, c, cFrom + LANES);
      int aFrom = aAt + 32 * row;
      int bFrom = bAt;
      for (int left = n; left > 0; left -= 32) {
        int count = Math.min(left, 32);
        for (int k = 0; k < count; k++) {
          var b0 = FloatVector.fromArray(SPECIES, b, bFrom + 32 * k);
          var b1 = FloatVector.fromArray(SPECIES, b, bFrom + 32 * k + LANES);
          var a0 = FloatVector.broadcast(SPECIES, a[aFrom + k]);
          sum0_0 = a0.fma(b0, sum0_0);
          sum0_1 = a0.fma(b1, sum0_1);
        }
        aFrom += aStep;
        bFrom += 32 * 32;
      }
      int to = zAt + 32 * row;
      sum0_0.intoArray(z, to);
      sum0_1.intoArray(z, to + LANES);
    }
  }

  static void rows16x1(
      float[] a,
      int aAt,
      int aStep,
      int n,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int cStep,
      float[] z,
      int zAt,
      int blocks) {
    for (int row = 0; row < 16 * blocks; row += 16) {
      int cFrom = cAt + row * cStep;
      FloatVector sum0_0 = FloatVector.fromArray(SPECIES, c, cFrom);
      FloatVector sum1_0 = FloatVector.fromArray(SPECIES, c, cFrom + cStep);
      FloatVector sum2_0 = FloatVector.fromArray(SPECIES, c, cFrom + 2 * cStep);
      FloatVector sum3_0 = FloatVector.fromArray(SPECIES, c, cFrom + 3 * cStep);
      FloatVector sum4_0 = FloatVector.fromArray(SPECIES, c, cFrom + 4 * cStep);
      FloatVector sum5_0 = FloatVector.fromArray(SPECIES, c, cFrom + 5 * cStep);
      FloatVector sum6_0 = FloatVector.fromArray(SPECIES, c, cFrom + 6 * cStep);
      FloatVector sum7_0 = FloatVector.fromArray(SPECIES, c, cFrom + 7 * cStep);
      FloatVector sum8_0 = FloatVector.fromArray(SPECIES, c, cFrom + 8 * cStep);
      FloatVector sum9_0 = FloatVector.fromArray(SPECIES, c, cFrom + 9 * cStep);
      FloatVector sum10_0 = FloatVector.fromArray(SPECIES, c, cFrom + 10 * cStep);
      FloatVector sum11_0 = FloatVector.fromArray(SPECIES, c, cFrom + 11 * cStep);
      FloatVector sum12_0 = FloatVector.fromArray(SPECIES, c, cFrom + 12 * cStep);
      FloatVector sum13_0 = FloatVector.fromArray(SPECIES, c, cFrom + 13 * cStep);
      FloatVector sum14_0 = FloatVector.fromArray(SPECIES, c, cFrom + 14 * cStep);
      FloatVector sum15_0 = FloatVector.fromArray(SPECIES, c, cFrom + 15 * cStep);
      int aFrom = aAt + 32 * row;
      int bFrom = bAt;
      for (int left = n; left > 0; left -= 32) {
        int count = Math.min(left, 32);
        for (int k = 0; k < count; k++) {
          var b0 = FloatVector.fromArray(SPECIES, b, bFrom + 32 * k);
          var a0 = FloatVector.broadcast(SPECIES, a[aFrom + k]);
          sum0_0 = a0.fma(b0, sum0_0);
          var a1 = FloatVector.broadcast(SPECIES, a[aFrom + 32 + k]);
          sum1_0 = a1.fma(b0, sum1_0);
          var a2 = FloatVector.broadcast(SPECIES, a[aFrom + 64 + k]);
          sum2_0 = a2.fma(b0, sum2_0);
          var a3 = FloatVector.broadcast(SPECIES, a[aFrom + 96 + k]);
          sum3_0 = a3.fma(b0, sum3_0);
          var a4 = FloatVector.broadcast(SPECIES, a[aFrom + 128 + k]);
          sum4_0 = a4.fma(b0, sum4_0);
          var a5 = FloatVector.broadcast(SPECIES, a[aFrom + 160 + k]);
          sum5_0 = a5.fma(b0, sum5_0);
          var a6 = FloatVector.broadcast(SPECIES, a[aFrom + 192 + k]);
          sum6_0 = a6.fma(b0, sum6_0);
          var a7 = FloatVector.broadcast(SPECIES, a[aFrom + 224 + k]);
          sum7_0 = a7.fma(b0, sum7_0);
          var a8 = FloatVector.broadcast(SPECIES, a[aFrom + 256 + k]);
          sum8_0 = a8.fma(b0, sum8_0);
          var a9 = FloatVector.broadcast(SPECIES, a[aFrom + 288 + k]);
          sum9_0 = a9.fma(b0, sum9_0);
          var a10 = FloatVector.broadcast(SPECIES, a[aFrom + 320 + k]);
          sum10_0 = a10.fma(b0, sum10_0);
          var a11 = FloatVector.broadcast(SPECIES, a[aFrom + 352 + k]);
          sum11_0 = a11.fma(b0, sum11_0);
          var a12 = FloatVector.broadcast(SPECIES, a[aFrom + 384 + k]);
          sum12_0 = a12.fma(b0, sum12_0);
          var a13 = FloatVector.broadcast(SPECIES, a[aFrom + 416 + k]);
          sum13_0 = a13.fma(b0, sum13_0);
          var a14 = FloatVector.broadcast(SPECIES, a[aFrom + 448 + k]);
          sum14_0 = a14.fma(b0, sum14_0);
          var a15 = FloatVector.broadcast(SPECIES, a[aFrom + 480 + k]);
          sum15_0 = a15.fma(b0, sum15_0);
        }
        aFrom += aStep;
        bFrom += 32 * 32;
      }
      int to = zAt + 32 * row;
      sum0_0.intoArray(z, to);
      sum1_0.intoArray(z, to + 32);
      sum2_0.intoArray(z, to + 64);
      sum3_0.intoArray(z, to + 96);
      sum4_0.intoArray(z, to + 128);
      sum5_0.intoArray(z, to + 160);
      sum6_0.intoArray(z, to + 192);
      sum7_0.intoArray(z, to + 224);
      sum8_0.intoArray(z, to + 256);
      sum9_0.intoArray(z, to + 288);
      sum10_0.intoArray(z, to + 320);
      sum11_0.intoArray(z, to + 352);
      sum12_0.intoArray(z, to + 384);
      sum13_0.intoArray(z, to + 416);
      sum14_0.intoArray(z, to + 448);
      sum15_0.intoArray(z, to + 480);
    }
  }

  static void rows8x1(
      float[] a,
      int aAt,
      int aStep,
      int n,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int cStep,
      float[] z,
      int zAt,
      int blocks) {
    for (int row = 0; row < 8 * blocks; row += 8) {
      int cFrom = cAt + row * cStep;
      FloatVector sum0_0 = FloatVector.fromArray(SPECIES, c, cFrom);
      FloatVector sum1_0 = FloatVector.fromArray(SPECIES, c, cFrom + cStep);
      FloatVector sum2_0 = FloatVector.fromArray(SPECIES, c, cFrom + 2 * cStep);
      FloatVector sum3_0 = FloatVector.fromArray(SPECIES, c, cFrom + 3 * cStep);
      FloatVector sum4_0 = FloatVector.fromArray(SPECIES, c, cFrom + 4 * cStep);
      FloatVector sum5_0 = FloatVector.fromArray(SPECIES, c, cFrom + 5 * cStep);
      FloatVector sum6_0 = FloatVector.fromArray(SPECIES, c, cFrom + 6 * cStep);
      FloatVector sum7_0 = FloatVector.fromArray(SPECIES, c, cFrom + 7 * cStep);
      int aFrom = aAt + 32 * row;
      int bFrom = bAt;
      for (int left = n; left > 0; left -= 32) {
        int count = Math.min(left, 32);
        for (int k = 0; k < count; k++) {
          var b0 = FloatVector.fromArray(SPECIES, b, bFrom + 32 * k);
          var a0 = FloatVector.broadcast(SPECIES, a[aFrom + k]);
          sum0_0 = a0.fma(b0, sum0_0);
          var a1 = FloatVector.broadcast(SPECIES, a[aFrom + 32 + k]);
          sum1_0 = a1.fma(b0, sum1_0);
          var a2 = FloatVector.broadcast(SPECIES, a[aFrom + 64 + k]);
          sum2_0 = a2.fma(b0, sum2_0);
          var a3 = FloatVector.broadcast(SPECIES, a[aFrom + 96 + k]);
          sum3_0 = a3.fma(b0, sum3_0);
          var a4 = FloatVector.broadcast(SPECIES, a[aFrom + 128 + k]);
          sum4_0 = a4.fma(b0, sum4_0);
          var a5 = FloatVector.broadcast(SPECIES, a[aFrom + 160 + k]);
          sum5_0 = a5.fma(b0, sum5_0);
          var a6 = FloatVector.broadcast(SPECIES, a[aFrom + 192 + k]);
          sum6_0 = a6.fma(b0, sum6_0);
          var a7 = FloatVector.broadcast(SPECIES, a[aFrom + 224 + k]);
          sum7_0 = a7.fma(b0, sum7_0);
        }
        aFrom += aStep;
        bFrom += 32 * 32;
      }
      int to = zAt + 32 * row;
      sum0_0.intoArray(z, to);
      sum1_0.intoArray(z, to + 32);
      sum2_0.intoArray(z, to + 64);
      sum3_0.intoArray(z, to + 96);
      sum4_0.intoArray(z, to + 128);
      sum5_0.intoArray(z, to + 160);
      sum6_0.intoArray(z, to + 192);
      sum7_0.intoArray(z, to + 224);
    }
  }

  static void rows4x1(
      float[] a,
      int aAt,
      int aStep,
      int n,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int cStep,
      float[] z,
      int zAt,
      int blocks) {
    for (int row = 0; row < 4 * blocks; row += 4) {
      int cFrom = cAt + row * cStep;
      FloatVector sum0_0 = FloatVector.fromArray(SPECIES, c, cFrom);
      FloatVector sum1_0 = FloatVector.fromArray(SPECIES, c, cFrom + cStep);
      FloatVector sum2_0 = FloatVector.fromArray(SPECIES, c, cFrom + 2 * cStep);
      FloatVector sum3_0 = FloatVector.fromArray(SPECIES, c, cFrom + 3 * cStep);
      int aFrom = aAt + 32 * row;
      int bFrom = bAt;
      for (int left = n; left > 0; left -= 32) {
        int count = Math.min(left, 32);
        for (int k = 0; k < count; k++) {
          var b0 = FloatVector.fromArray(SPECIES, b, bFrom + 32 * k);
          var a0 = FloatVector.broadcast(SPECIES, a[aFrom + k]);
          sum0_0 = a0.fma(b0, sum0_0);
          var a1 = FloatVector.broadcast(SPECIES, a[aFrom + 32 + k]);
          sum1_0 = a1.fma(b0, sum1_0);
          var a2 = FloatVector.broadcast(SPECIES, a[aFrom + 64 + k]);
          sum2_0 = a2.fma(b0, sum2_0);
          var a3 = FloatVector.broadcast(SPECIES, a[aFrom + 96 + k]);
          sum3_0 = a3.fma(b0, sum3_0);
        }
        aFrom += aStep;
        bFrom += 32 * 32;
      }
      int to = zAt + 32 * row;
      sum0_0.intoArray(z, to);
      sum1_0.intoArray(z, to + 32);
      sum2_0.intoArray(z, to + 64);
      sum3_0.intoArray(z, to + 96);
    }
  }

  static void rows1x1(
      float[] a,
      int aAt,
      int aStep,
      int n,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      int cStep,
      float[] z,
      int zAt,
      int blocks) {
    for (int row = 0; row < blocks; row++) {
      int cFrom = cAt + row * cStep;
      FloatVector sum0_0 = FloatVector.fromArray(SPECIES, c, cFrom);
      int aFrom = aAt + 32 * row;
      int bFrom = bAt;
      for (int left = n; left > 0; left -= 32) {
        int count = Math.min(left, 32);
        for (int k = 0; k < count; k++) {
          var b0 = FloatVector.fromArray(SPECIES, b, bFrom + 32 * k);
          var a0 = FloatVector.broadcast(SPECIES, a[aFrom + k]);
          sum0_0 = a0.fma(b0, sum0_0);
        }
        aFrom += aStep;
        bFrom += 32 * 32;
      }
      int to = zAt + 32 * row;
      sum0_0.intoArray(z, to);
    }
  }

  /// z(i, j) = Σₖ a(k, i)·b(k, j) for k below `n`, likewise.
  static void columns8x2(
      float[] a, int aAt, int n, float[] b, int bAt, float[] z, int zAt, int blocks) {
    for (int row = 0; row < 8 * blocks; row += 8) {
      FloatVector sum0_0 = FloatVector.zero(SPECIES);
      FloatVector sum0_1 = FloatVector.zero(SPECIES);
      FloatVector sum1_0 = FloatVector.zero(SPECIES);
      FloatVector sum1_1 = FloatVector.zero(SPECIES);
      FloatVector sum2_0 = FloatVector.zero(SPECIES);
      FloatVector sum2_1 = FloatVector.zero(SPECIES);
      FloatVector sum3_0 = FloatVector.zero(SPECIES);
      FloatVector sum3_1 = FloatVector.zero(SPECIES);
      FloatVector sum4_0 = FloatVector.zero(SPECIES);
      FloatVector sum4_1 = FloatVector.zero(SPECIES);
      FloatVector sum5_0 = FloatVector.zero(SPECIES);
      FloatVector sum5_1 = FloatVector.zero(SPECIES);
      FloatVector sum6_0 = FloatVector.zero(SPECIES);
      FloatVector sum6_1 = FloatVector.zero(SPECIES);
      FloatVector sum7_0 = FloatVector.zero(SPECIES);
      FloatVector sum7_1 = FloatVector.zero(SPECIES);
      int aFrom = aAt + row;
      for (int k = 0; k < n; k++) {
        var b0 = FloatVector.fromArray(SPECIES, b, bAt + 32 * k);
        var b1 = FloatVector.fromArray(SPECIES, b, bAt + 32 * k + LANES);
        var a0 = FloatVector.broadcast(SPECIES, a[aFrom + 32 * k]);
        sum0_0 = a0.fma(b0, sum0_0);
        sum0_1 = a0.fma(b1, sum0_1);
        var a1 = FloatVector.broadcast(SPECIES, a[aFrom + 1 + 32 * k]);
        sum1_0 = a1.fma(b0, sum1_0);
        sum1_1 = a1.fma(b1, sum1_1);
        var a2 = FloatVector.broadcast(SPECIES, a[aFrom + 2 + 32 * k]);
        sum2_0 = a2.fma(b0, sum2_0);
        sum2_1 = a2.fma(b1, sum2_1);
        var a3 = FloatVector.broadcast(SPECIES, a[aFrom + 3 + 32 * k]);
        sum3_0 = a3.fma(b0, sum3_0);
        sum3_1 = a3.fma(b1, sum3_1);
        var a4 = FloatVector.broadcast(SPECIES, a[aFrom + 4 + 32 * k]);
        sum4_0 = a4.fma(b0, sum4_0);
        sum4_1 = a4.fma(b1, sum4_1);
        var a5 = FloatVector.broadcast(SPECIES, a[aFrom + 5 + 32 * k]);
        sum5_0 = a5.fma(b0, sum5_0);
        sum5_1 = a5.fma(b1, sum5_1);
        var a6 = FloatVector.broadcast(SPECIES, a[aFrom + 6 + 32 * k]);
        sum6_0 = a6.fma(b0, sum6_0);
        sum6_1 = a6.fma(b1, sum6_1);
        var a7 = FloatVector.broadcast(SPECIES, a[aFrom + 7 + 32 * k]);
        sum7_0 = a7.fma(b0, sum7_0);
        sum7_1 = a7.fma(b1, sum7_1);
      }
      int to = zAt + 32 * row;
      sum0_0.intoArray(z, to);
      sum0_1.intoArray(z, to + LANES);
      sum1_0.intoArray(z, to + 32);
      sum1_1.intoArray(z, to + 32 + LANES);
      sum2_0.intoArray(z, to + 64);
      sum2_1.intoArray(z, to + 64 + LANES);
      sum3_0.intoArray(z, to + 96);
      sum3_1.intoArray(z, to + 96 + LANES);
      sum4_0.intoArray(z, to + 128);
      sum4_1.intoArray(z, to + 128 + LANES);
      sum5_0.intoArray(z, to + 160);
      sum5_1.intoArray(z, to + 160 + LANES);
      sum6_0.intoArray(z, to + 192);
      sum6_1.intoArray(z, to + 192 + LANES);
      sum7_0.intoArray(z, to + 224);
      sum7_1.intoArray(z, to + 224 + LANES);
    }
  }

  static void columns4x2(
      float[] a, int aAt, int n, float[] b, int bAt, float[] z, int zAt, int blocks) {
    for (int row = 0; row < 4 * blocks; row += 4) {
      FloatVector sum0_0 = FloatVector.zero(SPECIES);
      FloatVector sum0_1 = FloatVector.zero(SPECIES);
      FloatVector sum1_0 = FloatVector.zero(SPECIES);
      FloatVector sum1_1 = FloatVector.zero(SPECIES);
      FloatVector sum2_0 = FloatVector.zero(SPECIES);
      FloatVector sum2_1 = FloatVector.zero(SPECIES);
      FloatVector sum3_0 = FloatVector.zero(SPECIES);
      FloatVector sum3_1 = FloatVector.zero(SPECIES);
      int aFrom = aAt + row;
      for (int k = 0; k < n; k++) {
        var b0 = FloatVector.fromArray(SPECIES, b, bAt + 32 * k);
        var b1 = FloatVector.fromArray(SPECIES, b, bAt + 32 * k + LANES);
        var a0 = FloatVector.broadcast(SPECIES, a[aFrom + 32 * k]);
        sum0_0 = a0.fma(b0, sum0_0);
        sum0_1 = a0.fma(b1, sum0_1);
        var a1 = FloatVector.broadcast(SPECIES, a[aFrom + 1 + 32 * k]);
        sum1_0 = a1.fma(b0, sum1_0);
        sum1_1 = a1.fma(b1, sum1_1);
        var a2 = FloatVector.broadcast(SPECIES, a[aFrom + 2 + 32 * k]);
        sum2_0 = a2.fma(b0, sum2_0);
        sum2_1 = a2.fma(b1, sum2_1);
        var a3 = FloatVector.broadcast(SPECIES, a[aFrom + 3 + 32 * k]);
        sum3_0 = a3.fma(b0, sum3_0);
        sum3_1 = a3.fma(b1, sum3_1);
      }
      int to = zAt + 32 * row;
      sum0_0.intoArray(z, to);
      sum0_1.intoArray(z, to + LANES);
      sum1_0.intoArray(z, to + 32);
      sum1_1.intoArray(z, to + 32 + LANES);
      sum2_0.intoArray(z, to + 64);
      sum2_1.intoArray(z, to + 64 + LANES);
      sum3_0.intoArray(z, to + 96);
      sum3_1.intoArray(z, to + 96 + LANES);
    }
  }

  static void columns1x2(
      float[] a, int aAt, int n, float[] b, int bAt, float[] z, int zAt, int blocks) {
    for (int row = 0; row < blocks; row++) {
      FloatVector sum0_0 = FloatVector.zero(SPECIES);
      FloatVector sum0_1 = FloatVector.zero(SPECIES);
      int aFrom = aAt + row;
      for (int k = 0; k < n; k++) {
        var b0 = FloatVector.fromArray(SPECIES, b, bAt + 32 * k);
        var b1 = FloatVector.fromArray(SPECIES, b, bAt + 32 * k + LANES);
        var a0 = FloatVector.broadcast(SPECIES, a[aFrom + 32 * k]);
        sum0_0 = a0.fma(b0, sum0_0);
        sum0_1 = a0.fma(b1, sum0_1);
      }
      int to = zAt + 32 * row;
      sum0_0.intoArray(z, to);
      sum0_1.intoArray(z, to + LANES);
    }
  }

  static void columns8x1(
      float[] a, int aAt, int n, float[] b, int bAt, float[] z, int zAt, int blocks) {
    for (int row = 0; row < 8 * blocks; row += 8) {
      FloatVector sum0_0 = FloatVector.zero(SPECIES);
      FloatVector sum1_0 = FloatVector.zero(SPECIES);
      FloatVector sum2_0 = FloatVector.zero(SPECIES);
      FloatVector sum3_0 = FloatVector.zero(SPECIES);
      FloatVector sum4_0 = FloatVector.zero(SPECIES);
      FloatVector sum5_0 = FloatVector.zero(SPECIES);
      FloatVector sum6_0 = FloatVector.zero(SPECIES);
      FloatVector sum7_0 = FloatVector.zero(SPECIES);
      int aFrom = aAt + row;
      for (int k = 0; k < n; k++) {
        var b0 = FloatVector.fromArray(SPECIES, b, bAt + 32 * k);
        var a0 = FloatVector.broadcast(SPECIES, a[aFrom + 32 * k]);
        sum0_0 = a0.fma(b0, sum0_0);
        var a1 = FloatVector.broadcast(SPECIES, a[aFrom + 1 + 32 * k]);
        sum1_0 = a1.fma(b0, sum1_0);
        var a2 = FloatVector.broadcast(SPECIES, a[aFrom + 2 + 32 * k]);
        sum2_0 = a2.fma(b0, sum2_0);
        var a3 = FloatVector.broadcast(SPECIES, a[aFrom + 3 + 32 * k]);
        sum3_0 = a3.fma(b0, sum3_0);
        var a4 = FloatVector.broadcast(SPECIES, a[aFrom + 4 + 32 * k]);
        sum4_0 = a4.fma(b0, sum4_0);
        var a5 = FloatVector.broadcast(SPECIES, a[aFrom + 5 + 32 * k]);
        sum5_0 = a5.fma(b0, sum5_0);
        var a6 = FloatVector.broadcast(SPECIES, a[aFrom + 6 + 32 * k]);
        sum6_0 = a6.fma(b0, sum6_0);
        var a7 = FloatVector.broadcast(SPECIES, a[aFrom + 7 + 32 * k]);
        sum7_0 = a7.fma(b0, sum7_0);
      }
      int to = zAt + 32 * row;
      sum0_0.intoArray(z, to);
      sum1_0.intoArray(z, to + 32);
      sum2_0.intoArray(z, to + 64);
      sum3_0.intoArray(z, to + 96);
      sum4_0.intoArray(z, to + 128);
      sum5_0.intoArray(z, to + 160);
      sum6_0.intoArray(z, to + 192);
      sum7_0.intoArray(z, to + 224);
    }
  }

  static void columns1x1(
      float[] a, int aAt, int n, float[] b, int bAt, float[] z, int zAt, int blocks) {
    for (int row = 0; row < blocks; row++) {
      FloatVector sum0_0 = FloatVector.zero(SPECIES);
      int aFrom = aAt + row;
      for (int k = 0; k < n; k++) {
        var b0 = FloatVector.fromArray(SPECIES, b, bAt + 32 * k);
        var a0 = FloatVector.broadcast(SPECIES, a[aFrom + 32 * k]);
        sum0_0 = a0.fma(b0, sum0_0);
      }
      int to = zAt + 32 * row;
      sum0_0.intoArray(z, to);
    }
  }
}
