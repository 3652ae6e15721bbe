package dev.seedbed.kernel;

import dev.seedbed.elementary.Elementary;
import dev.seedbed.tensor.Activation;
import dev.seedbed.tensor.Matrix;
import java.util.Arrays;

/// Kernels in plain Java: the order of every operation as [Kernels] defines it, written out.
final class PlainKernels implements Kernels {
  private static final int WIDTH = Panels.WIDTH;

  @Override
  public void copyRow(Matrix source, int from, Panels x, int to) {
    x.copyRow(source, from, to);
  }

  @Override
  public void affine(Panels x, int rows, Panels w, float[] bias, Panels z, int p) {
    for (int i = 0; i < rows; i++) {
      int out = z.at(p, i);
      System.arraycopy(bias, p * WIDTH, z.data(), out, WIDTH);
      for (int k = 0; k < x.columns(); k++) {
        addMultiple(x.get(i, k), w.data(), w.at(p, k), z.data(), out, w.columnsOf(p));
      }
    }
  }

  @Override
  public void inputGradient(
      Panels w, int fromQ, int toQ, int fromP, int toP, Panels dzT, Panels dxT, int rows) {
    int first = fromQ * WIDTH;
    int last = Math.min(toQ * WIDTH, w.rows());
    for (int r = 0; r * WIDTH < rows; r++) {
      int columns = Math.min(WIDTH, rows - r * WIDTH);
      for (int k = first; k < last; k++) {
        int out = dxT.at(r, k);
        if (fromP == 0) {
          Arrays.fill(dxT.data(), out, out + WIDTH, 0);
        }
        for (int j = fromP * WIDTH; j < Math.min(toP * WIDTH, w.columns()); j++) {
          addMultiple(w.get(k, j), dzT.data(), dzT.at(r, j), dxT.data(), out, columns);
        }
      }
    }
  }

  @Override
  public void weightGradient(Panels x, int q, Panels dz, int p, int rows, float[] d) {
    Arrays.fill(d, 0, x.columnsOf(q) * WIDTH, 0);
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < x.columnsOf(q); k++) {
        float input = x.data()[x.at(q, i) + k];
        addMultiple(input, dz.data(), dz.at(p, i), d, k * WIDTH, dz.columnsOf(p));
      }
    }
  }

  /// sum += factor·row, element by element.
  private static void addMultiple(
      float factor, float[] row, int rowStart, float[] sum, int sumStart, int length) {
    for (int j = 0; j < length; j++) {
      sum[sumStart + j] = Math.fma(factor, row[rowStart + j], sum[sumStart + j]);
    }
  }

  @Override
  public void sumRows(Panels dz, int p, int rows, float[] sums) {
    Arrays.fill(sums, p * WIDTH, (p + 1) * WIDTH, 0);
    for (int i = 0; i < rows; i++) {
      int at = dz.at(p, i);
      for (int j = 0; j < WIDTH; j++) {
        sums[p * WIDTH + j] += dz.data()[at + j];
      }
    }
  }

  @Override
  public void transpose(Panels from, Panels to, int p, int rows) {
    for (int j = 0; j < to.columnsOf(p); j++) {
      for (int i = 0; i < rows; i++) {
        to.data()[to.at(p, i) + j] = from.get(p * WIDTH + j, i);
      }
    }
  }

  @Override
  public void activate(Activation f, Panels z, Panels a, int p, int rows) {
    for (int i = z.at(p, 0); i < z.at(p, rows); i++) {
      a.data()[i] = f.value(z.data()[i]);
    }
  }

  @Override
  public void timesDerivative(Activation f, Panels z, Panels a, Panels d, int p, int rows) {
    for (int i = z.at(p, 0); i < z.at(p, rows); i++) {
      d.data()[i] *= f.derivative(z.data()[i], a.data()[i]);
    }
  }

  @Override
  public void drop(int[] words, int least, float scale, Panels from, Panels to, int p, int rows) {
    for (int i = from.at(p, 0); i < from.at(p, rows); i++) {
      to.data()[i] = words[i] >= least ? from.data()[i] * scale : 0;
    }
  }

  @Override
  public void softmax(Panels zT, int rows, float[] largest, float[] least, float[] sums) {
    for (int i = 0; i < rows; i++) {
      float m = zT.get(0, i);
      float low = m;
      for (int j = 1; j < zT.rows(); j++) {
        m = Math.max(m, zT.get(j, i));
        low = Math.min(low, zT.get(j, i));
      }
      float sum = 0;
      for (int j = 0; j < zT.rows(); j++) {
        float e = Elementary.exp(zT.get(j, i) - m);
        zT.set(j, i, e);
        sum += e;
      }
      for (int j = 0; j < zT.rows(); j++) {
        zT.set(j, i, zT.get(j, i) / sum);
      }
      largest[i] = m;
      least[i] = low;
      sums[i] = sum;
    }
  }

  @Override
  public void logarithms(float[] values, float[] logarithms, int count) {
    for (int i = 0; i < count; i++) {
      logarithms[i] = Elementary.log(values[i]);
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
    for (int i = 0; i < length; i++) {
      float gradient = Math.fma(decay, w[at + i], g[i]);
      v[at + i] = Math.fma(momentum, v[at + i], gradient);
      w[at + i] = Math.fma(-rate, v[at + i], w[at + i]);
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
    for (int i = 0; i < length; i++) {
      float gradient = Math.fma(decay, w[at + i], g[i]);
      v[at + i] = Math.fma(momentum, v[at + i], gradient);
      w[at + i] = Math.fma(-rate, Math.fma(momentum, v[at + i], gradient), w[at + i]);
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
    for (int i = 0; i < length; i++) {
      m[at + i] = Math.fma(beta1, m[at + i], rest1 * g[i]);
      v[at + i] = Math.fma(beta2, v[at + i], rest2 * (g[i] * g[i]));
      // The root of a float taken in double and rounded to float is the exactly rounded one.
      float size = (float) Math.sqrt(v[at + i]) / root + epsilon;
      w[at + i] = Math.fma(-rate, m[at + i] / size, shrink * w[at + i]);
    }
  }
}
