package dev.seedbed.kernel;

import static dev.seedbed.kernel.VectorBlocks.LANES;
import static dev.seedbed.kernel.VectorBlocks.SPECIES;

import dev.seedbed.elementary.VectorElementary;
import dev.seedbed.tensor.Activation;
import dev.seedbed.tensor.Matrix;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Kernels on `jdk.incubator.vector`. The lanes of a vector are different output elements, so no
/// sum changes its order.
///
/// Products go tile by tile of 32 × 32 weights: a tile, and the panels of a minibatch that meet it,
/// stay in the first cache.
final class VectorKernels implements Kernels {
  private static final int WIDTH = Panels.WIDTH;

  /// The rows of a block: with 32 registers, as AVX-512 has them, 8 rows by 2 vectors are 16 sums,
  /// 2 vectors and a factor; with 16 there is room for 6, and for 4 where C2 wants more registers.
  private static final int MOST_ROWS = LANES == 16 ? 8 : 6;

  /// The species of integers with as many lanes as one of floats.
  private static final VectorSpecies<Integer> WORDS =
      VectorSpecies.of(int.class, SPECIES.vectorShape());

  private static final float[] ZEROS = new float[WIDTH];

  @Override
  public void copyRow(Matrix source, int from, Panels x, int to) {
    int start = source.at(from);
    for (int p = 0; p < x.panels(); p++) {
      int columns = x.columnsOf(p);
      int j = 0;
      for (; j + LANES <= columns; j += LANES) {
        FloatVector.fromArray(SPECIES, source.data(), start + p * WIDTH + j)
            .intoArray(x.data(), x.at(p, to) + j);
      }
      for (; j < columns; j++) {
        x.data()[x.at(p, to) + j] = source.data()[start + p * WIDTH + j];
      }
    }
  }

  @Override
  public void affine(Panels x, int rows, Panels w, float[] bias, Panels z, int p) {
    int columns = w.columnsOf(p);
    for (int q = 0; q < x.panels(); q += TILES_AT_ONCE) {
      float[] start = q == 0 ? bias : z.data();
      int startAt = q == 0 ? p * WIDTH : z.at(p, 0);
      int startStep = q == 0 ? 0 : WIDTH;
      product(
          x.data(),
          x.at(q, 0),
          x.at(1, 0),
          Math.min(TILES_AT_ONCE * WIDTH, x.columns() - q * WIDTH),
          w.data(),
          w.at(p, q * WIDTH),
          columns,
          start,
          startAt,
          startStep,
          z.data(),
          z.at(p, 0),
          rows);
    }
  }

  @Override
  public void inputGradient(
      Panels w, int fromQ, int toQ, int fromP, int toP, Panels dzT, Panels dxT, int rows) {
    int outputs = Math.min(toP * WIDTH, w.columns()) - fromP * WIDTH;
    int inputs = Math.min(toQ * WIDTH, w.rows()) - fromQ * WIDTH;
    for (int r = 0; r * WIDTH < rows; r++) {
      int out = dxT.at(r, fromQ * WIDTH);
      product(
          w.data(),
          w.at(fromP, fromQ * WIDTH),
          w.at(1, 0),
          outputs,
          dzT.data(),
          dzT.at(r, fromP * WIDTH),
          Math.min(WIDTH, rows - r * WIDTH),
          fromP == 0 ? ZEROS : dxT.data(),
          fromP == 0 ? 0 : out,
          fromP == 0 ? 0 : WIDTH,
          dxT.data(),
          out,
          inputs);
    }
  }

  /// z = c + a·b, with `n` columns of a, whose panels are `aStep` apart, and rows of b, for the
  /// first `columns` columns of a panel.
  private static void product(
      float[] a,
      int aAt,
      int aStep,
      int n,
      float[] b,
      int bAt,
      int columns,
      float[] c,
      int cAt,
      int cStep,
      float[] z,
      int zAt,
      int rows) {
    if (columns <= LANES) {
      narrowProduct(a, aAt, aStep, n, b, bAt, c, cAt, cStep, z, zAt, rows);
      return;
    }
    int count;
    for (int row = 0; row < rows; row += count) {
      int size = block(rows - row);
      int blocks = 1;
      for (count = size; count < rows - row && block(rows - row - count) == size; count += size) {
        blocks++;
      }
      int at = aAt + row * WIDTH;
      for (int j = 0; j < columns; j += 2 * LANES) {
        int from = cAt + row * cStep + j;
        int to = zAt + row * WIDTH + j;
        switch (size) {
          case 8 ->
              VectorBlocks.rows8x2(a, at, aStep, n, b, bAt + j, c, from, cStep, z, to, blocks);
          case 6 ->
              VectorBlocks.rows6x2(a, at, aStep, n, b, bAt + j, c, from, cStep, z, to, blocks);
          case 5 ->
              VectorBlocks.rows5x2(a, at, aStep, n, b, bAt + j, c, from, cStep, z, to, blocks);
          case 4 ->
              VectorBlocks.rows4x2(a, at, aStep, n, b, bAt + j, c, from, cStep, z, to, blocks);
          case 2 ->
              VectorBlocks.rows2x2(a, at, aStep, n, b, bAt + j, c, from, cStep, z, to, blocks);
          default ->
              VectorBlocks.rows1x2(a, at, aStep, n, b, bAt + j, c, from, cStep, z, to, blocks);
        }
      }
    }
  }

  /// How many of the rows that are left the next block takes: with 32 registers 8 or 5, with 16
  /// registers 6, then 4, 2 and 1. Ten are 5 and 5, not 8 and 2, and eight 4 and 4, not 6 and 2: a
  /// block of few rows waits for its own sums. Each size more would be one more method for C2 to
  /// compile.
  private static int block(int rows) {
    if (rows >= MOST_ROWS && rows != MOST_ROWS + 1 && rows != MOST_ROWS + 2) {
      return MOST_ROWS;
    }
    if (MOST_ROWS == 8 && rows >= 5) {
      return 5;
    }
    return rows >= 4 ? 4 : rows >= 2 ? 2 : 1;
  }

  /// The same for columns that fill one vector at the most.
  private static void narrowProduct(
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
      int rows) {
    int row = 0;
    int size = LANES == 16 ? 16 : 8;
    while (row < rows) {
      while (size > rows - row) {
        size = size == 4 ? 1 : size / 2;
      }
      int blocks = (rows - row) / size;
      int at = aAt + row * WIDTH;
      int from = cAt + row * cStep;
      int to = zAt + row * WIDTH;
      switch (size) {
        case 16 -> VectorBlocks.rows16x1(a, at, aStep, n, b, bAt, c, from, cStep, z, to, blocks);
        case 8 -> VectorBlocks.rows8x1(a, at, aStep, n, b, bAt, c, from, cStep, z, to, blocks);
        case 4 -> VectorBlocks.rows4x1(a, at, aStep, n, b, bAt, c, from, cStep, z, to, blocks);
        default -> VectorBlocks.rows1x1(a, at, aStep, n, b, bAt, c, from, cStep, z, to, blocks);
      }
      row += size * blocks;
    }
  }

  @Override
  public void weightGradient(Panels x, int q, Panels dz, int p, int rows, float[] d) {
    int inputs = x.columnsOf(q);
    int a = x.at(q, 0);
    int columns = dz.columnsOf(p);
    int done;
    if (columns <= LANES) {
      narrowWeightGradient(x.data(), a, inputs, dz.data(), dz.at(p, 0), rows, d);
      done = LANES;
    } else {
      done = weightGradient(x.data(), a, inputs, dz.data(), dz.at(p, 0), columns, rows, d);
    }
    // The rest of the tile is padding.
    FloatVector zero = FloatVector.zero(SPECIES);
    for (; done < WIDTH; done += LANES) {
      for (int k = 0; k < inputs; k++) {
        zero.intoArray(d, k * WIDTH + done);
      }
    }
  }

  /// The same in pairs of vectors.
  ///
  /// @return how many columns there are now: as many as wanted, or more
  private static int weightGradient(
      float[] x, int a, int inputs, float[] dz, int b, int columns, int rows, float[] d) {
    int eights = MOST_ROWS == 8 ? inputs / 8 : 0;
    int from4 = 8 * eights;
    int fours = (inputs - from4) / 4;
    int from1 = from4 + 4 * fours;
    int j = 0;
    for (; j < columns; j += 2 * LANES) {
      VectorBlocks.columns8x2(x, a, rows, dz, b + j, d, j, eights);
      VectorBlocks.columns4x2(x, a + from4, rows, dz, b + j, d, from4 * WIDTH + j, fours);
      VectorBlocks.columns1x2(x, a + from1, rows, dz, b + j, d, from1 * WIDTH + j, inputs - from1);
    }
    return j;
  }

  /// The same for outputs that fill one vector at the most.
  private static void narrowWeightGradient(
      float[] x, int a, int inputs, float[] dz, int b, int rows, float[] d) {
    int eights = inputs / 8;
    int from1 = 8 * eights;
    VectorBlocks.columns8x1(x, a, rows, dz, b, d, 0, eights);
    VectorBlocks.columns1x1(x, a + from1, rows, dz, b, d, from1 * WIDTH, inputs - from1);
  }

  @Override
  public void sumRows(Panels dz, int p, int rows, float[] sums) {
    for (int j = 0; j < WIDTH; j += LANES) {
      FloatVector sum = FloatVector.zero(SPECIES);
      int at = dz.at(p, 0) + j;
      for (int i = 0; i < rows; i++) {
        sum = sum.add(FloatVector.fromArray(SPECIES, dz.data(), at + i * WIDTH));
      }
      sum.intoArray(sums, p * WIDTH + j);
    }
  }

  @Override
  public void transpose(Panels from, Panels to, int p, int rows) {
    int columns = to.columnsOf(p);
    float[] source = from.data();
    float[] target = to.data();
    for (int r = 0; r * WIDTH < rows; r++) {
      int count = Math.min(WIDTH, rows - r * WIDTH);
      int start = from.at(r, p * WIDTH);
      int out = to.at(p, r * WIDTH);
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < columns; j++) {
          target[out + i * WIDTH + j] = source[start + j * WIDTH + i];
        }
      }
    }
  }

  @Override
  public void activate(Activation f, Panels z, Panels a, int p, int rows) {
    VectorActivations.values(f, z.data(), a.data(), z.at(p, 0), z.at(p, rows));
  }

  @Override
  public void timesDerivative(Activation f, Panels z, Panels a, Panels d, int p, int rows) {
    VectorActivations.timesDerivatives(f, z.data(), a.data(), d.data(), z.at(p, 0), z.at(p, rows));
  }

  @Override
  public void drop(int[] words, int least, float scale, Panels from, Panels to, int p, int rows) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int i = from.at(p, 0); i < from.at(p, rows); i += LANES) {
      var kept = IntVector.fromArray(WORDS, words, i).compare(VectorOperators.GE, least);
      FloatVector scaled = FloatVector.fromArray(SPECIES, from.data(), i).mul(scale);
      zero.blend(scaled, kept.cast(SPECIES)).intoArray(to.data(), i);
    }
  }

  /// A lane for each row, so that nothing crosses lanes. Each loop has its own method: C2 gives up
  /// inlining where methods grow too large, and a vector that is passed to a method which is not
  /// inlined becomes an object.
  @Override
  public void softmax(Panels zT, int rows, float[] largest, float[] least, float[] sums) {
    for (int row = 0; row < rows; row += LANES) {
      int at = zT.at(row / WIDTH, 0) + row % WIDTH;
      extremes(zT.data(), at, zT.rows(), largest, least, row);
      exponentials(zT.data(), at, zT.rows(), largest, sums, row);
      divide(zT.data(), at, zT.rows(), sums, row);
    }
  }

  private static void extremes(
      float[] z, int at, int columns, float[] largest, float[] least, int row) {
    FloatVector most = FloatVector.fromArray(SPECIES, z, at);
    FloatVector fewest = most;
    for (int j = 1; j < columns; j++) {
      FloatVector next = FloatVector.fromArray(SPECIES, z, at + j * WIDTH);
      most = most.max(next);
      fewest = fewest.min(next);
    }
    most.intoArray(largest, row);
    fewest.intoArray(least, row);
  }

  /// z becomes exp(z − largest).
  private static void exponentials(
      float[] z, int at, int columns, float[] largest, float[] sums, int row) {
    FloatVector m = FloatVector.fromArray(SPECIES, largest, row);
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int j = 0; j < columns; j++) {
      FloatVector e =
          VectorElementary.exp(FloatVector.fromArray(SPECIES, z, at + j * WIDTH).sub(m));
      e.intoArray(z, at + j * WIDTH);
      sum = sum.add(e);
    }
    sum.intoArray(sums, row);
  }

  private static void divide(float[] y, int at, int columns, float[] by, int row) {
    FloatVector sum = FloatVector.fromArray(SPECIES, by, row);
    for (int j = 0; j < columns; j++) {
      FloatVector.fromArray(SPECIES, y, at + j * WIDTH).div(sum).intoArray(y, at + j * WIDTH);
    }
  }

  @Override
  public void logarithms(float[] values, float[] logarithms, int count) {
    for (int i = 0; i < count; i += LANES) {
      VectorElementary.logOfNormal(FloatVector.fromArray(SPECIES, values, i))
          .intoArray(logarithms, i);
    }
  }

  @Override
  public void sgd(
      float[] w,
      float[] v,
      int at,
      float[] g,
      int length,
      float rate,
      float momentum,
      float decay) {
    FloatVector minusRate = FloatVector.broadcast(SPECIES, -rate);
    FloatVector keep = FloatVector.broadcast(SPECIES, momentum);
    FloatVector shrink = FloatVector.broadcast(SPECIES, decay);
    for (int i = 0; i < length; i += LANES) {
      FloatVector weight = FloatVector.fromArray(SPECIES, w, at + i);
      FloatVector gradient = shrink.fma(weight, FloatVector.fromArray(SPECIES, g, i));
      FloatVector velocity = keep.fma(FloatVector.fromArray(SPECIES, v, at + i), gradient);
      velocity.intoArray(v, at + i);
      minusRate.fma(velocity, weight).intoArray(w, at + i);
    }
  }

  @Override
  public void nesterov(
      float[] w,
      float[] v,
      int at,
      float[] g,
      int length,
      float rate,
      float momentum,
      float decay) {
    FloatVector minusRate = FloatVector.broadcast(SPECIES, -rate);
    FloatVector keep = FloatVector.broadcast(SPECIES, momentum);
    FloatVector decays = FloatVector.broadcast(SPECIES, decay);
    for (int i = 0; i < length; i += LANES) {
      FloatVector weight = FloatVector.fromArray(SPECIES, w, at + i);
      FloatVector gradient = decays.fma(weight, FloatVector.fromArray(SPECIES, g, i));
      FloatVector velocity = keep.fma(FloatVector.fromArray(SPECIES, v, at + i), gradient);
      velocity.intoArray(v, at + i);
      minusRate.fma(keep.fma(velocity, gradient), weight).intoArray(w, at + i);
    }
  }

  @Override
  public void adamW(
      float[] w,
      float[] m,
      float[] v,
      int at,
      float[] g,
      int length,
      float beta1,
      float rest1,
      float beta2,
      float rest2,
      float shrink,
      float rate,
      float root,
      float epsilon) {
    FloatVector keep1 = FloatVector.broadcast(SPECIES, beta1);
    FloatVector keep2 = FloatVector.broadcast(SPECIES, beta2);
    FloatVector minusRate = FloatVector.broadcast(SPECIES, -rate);
    for (int i = 0; i < length; i += LANES) {
      FloatVector gradient = FloatVector.fromArray(SPECIES, g, i);
      FloatVector mean = keep1.fma(FloatVector.fromArray(SPECIES, m, at + i), gradient.mul(rest1));
      mean.intoArray(m, at + i);
      FloatVector square =
          keep2.fma(FloatVector.fromArray(SPECIES, v, at + i), gradient.mul(gradient).mul(rest2));
      square.intoArray(v, at + i);
      FloatVector size = square.sqrt().div(root).add(epsilon);
      FloatVector weight = FloatVector.fromArray(SPECIES, w, at + i).mul(shrink);
      minusRate.fma(mean.div(size), weight).intoArray(w, at + i);
    }
  }
}
