package dev.seedbed.check.measure;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.data.Targets;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Panels;
import dev.seedbed.network.Layer;
import dev.seedbed.tensor.Matrix;

/// One pass of a chain forward and backward over some rows, which keeps what it computed of every
/// layer. Gradients are those of the rows' own losses: not divided by the number of rows.
final class Pass {
  private final Chain chain;
  private final int rows;
  private final Kernels kernels = Kernels.best();
  private final Panels x;

  /// The affine outputs of layers that are normalised, made standard; else empty.
  private final Panels[] standard;

  private final double[][] inverseDeviations;
  private final Panels[] z;
  private final Panels[] a;
  private final Panels[] dz;

  /// The mean square of ∂loss/∂a of each layer.
  private final double[] da;

  public Pass(Chain chain, Matrix inputs, int rows) {
    this.chain = chain;
    this.rows = rows;
    this.x = new Panels(rows, chain.inputs());
    int layers = chain.stages().size();
    this.standard = new Panels[layers];
    this.inverseDeviations = new double[layers][];
    this.z = new Panels[layers];
    this.a = new Panels[layers];
    this.dz = new Panels[layers];
    this.da = new double[layers];
    for (int l = 0; l < layers; l++) {
      int units = chain.stages().get(l).layer().fanOut();
      boolean normalised = chain.stages().get(l).normalization().isPresent();
      standard[l] = new Panels(normalised ? rows : 0, units);
      z[l] = new Panels(rows, units);
      a[l] = new Panels(rows, units);
      dz[l] = new Panels(rows, units);
    }
    for (int i = 0; i < rows; i++) {
      kernels.copyRow(inputs, i, x, i);
    }
  }

  public int rows() {
    return rows;
  }

  Chain chain() {
    return chain;
  }

  /// The inputs of layer `l`.
  Panels in(int l) {
    return l == 0 ? x : a[l - 1];
  }

  /// The pre-activations of layer `l`.
  public Panels z(int l) {
    return z[l];
  }

  public Panels a(int l) {
    return a[l];
  }

  /// ∂loss/∂z of layer `l`, row by row; after [#backward], of a normalised layer ∂loss/∂(x·W + b).
  Panels dz(int l) {
    return dz[l];
  }

  public void forward() {
    for (int l = 0; l < z.length; l++) {
      Chain.Stage stage = chain.stages().get(l);
      Layer layer = stage.layer();
      for (int p = 0; p < z[l].panels(); p++) {
        kernels.affine(in(l), rows, layer.weight(), layer.bias(), z[l], p);
      }
      int at = l;
      stage.normalization().ifPresent(normalization -> normalise(at, normalization));
      for (int p = 0; p < z[l].panels(); p++) {
        kernels.activate(stage.activation(), z[l], a[l], p, rows);
      }
    }
  }

  private void normalise(int l, Chain.Normalization normalization) {
    double[] inverse = new double[z[l].columns()];
    inverseDeviations[l] = inverse;
    for (int j = 0; j < inverse.length; j++) {
      double mean = 0;
      for (int i = 0; i < rows; i++) {
        mean += z[l].get(i, j);
      }
      mean /= rows;
      double variance = 0;
      for (int i = 0; i < rows; i++) {
        double difference = z[l].get(i, j) - mean;
        variance += difference * difference;
      }
      inverse[j] = 1 / Math.sqrt(variance / rows + normalization.epsilon());
      for (int i = 0; i < rows; i++) {
        double value = (z[l].get(i, j) - mean) * inverse[j];
        standard[l].set(i, j, (float) value);
        z[l].set(i, j, (float) (normalization.scale()[j] * value + normalization.shift()[j]));
      }
    }
  }

  /// The mean loss of the rows that were propagated forward.
  ///
  /// @param targets rows × outputs
  double loss(Targets targets) {
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      sum += Losses.of(chain.head(), a[a.length - 1], targets, i);
    }
    return sum / rows;
  }

  /// Receives a piece of the gradient with respect to the weights of a layer, summed over rows.
  @FunctionalInterface
  interface WeightGradients {
    /// Takes the tile of inputs of panel `q` and outputs of panel `p`.
    ///
    /// @param gradient 32 columns a row; `inputs` rows from 0 on
    void tile(int layer, int q, int p, float[] gradient, int inputs, int outputs);
  }

  /// Propagates the gradient backward from the losses of the rows.
  void backward(Targets targets, WeightGradients hears) {
    int last = z.length - 1;
    for (int i = 0; i < rows; i++) {
      Losses.gradient(chain.head(), a[last], targets, i, dz[last]);
    }
    float[] tile = new float[Panels.WIDTH * Panels.WIDTH];
    for (int l = last; l >= 0; l--) {
      Chain.Stage stage = chain.stages().get(l);
      da[l] = meanSquare(dz[l]);
      for (int p = 0; p < dz[l].panels(); p++) {
        kernels.timesDerivative(stage.activation(), z[l], a[l], dz[l], p, rows);
      }
      int at = l;
      stage.normalization().ifPresent(normalization -> backThrough(at, normalization));
      weightGradients(l, tile, hears);
      if (l > 0) {
        below(l, dz[l - 1]);
      }
    }
  }

  private double meanSquare(Panels panels) {
    double sum = 0;
    for (int p = 0; p < panels.panels(); p++) {
      for (int i = 0; i < rows; i++) {
        int at = panels.at(p, i);
        for (int j = at; j < at + panels.columnsOf(p); j++) {
          sum += (double) panels.data()[j] * panels.data()[j];
        }
      }
    }
    return sum / ((double) rows * panels.columns());
  }

  /// The backward gain of layer `l`, the factor by which it changes the gradient: the mean square
  /// of ∂loss/∂x over that of ∂loss/∂a, x its inputs and a its activations; after [#backward].
  double backwardGain(int l) {
    double inputs = l == 0 ? meanSquare(below(0, new Panels(rows, chain.inputs()))) : da[l - 1];
    return inputs / da[l];
  }

  /// The gradient by the weights of layer `l`, of the mean loss of the rows; after [#backward].
  Numbers weightGradients(int l) {
    Panels w = chain.stages().get(l).layer().weight();
    return new Numbers() {
      @Override
      public long count() {
        return (long) w.rows() * w.columns();
      }

      @Override
      public void read(Reader reader) {
        Pass.this.weightGradients(
            l,
            new float[Panels.WIDTH * Panels.WIDTH],
            (_, _, _, gradient, inputs, outputs) -> ofMean(gradient, inputs, outputs, reader));
      }
    };
  }

  /// Passes on a tile of the gradient of the summed loss as one of the mean loss.
  void ofMean(float[] gradient, int inputs, int outputs, Numbers.Reader reader) {
    float inverse = 1f / rows;
    for (int i = 0; i < inputs * Panels.WIDTH; i++) {
      gradient[i] *= inverse;
    }
    for (int k = 0; k < inputs; k++) {
      reader.add(gradient, k * Panels.WIDTH, outputs);
    }
  }

  private void weightGradients(int l, float[] tile, WeightGradients hears) {
    Panels in = in(l);
    for (int p = 0; p < dz[l].panels(); p++) {
      for (int q = 0; q < in.panels(); q++) {
        kernels.weightGradient(in, q, dz[l], p, rows, tile);
        hears.tile(l, q, p, tile, in.columnsOf(q), dz[l].columnsOf(p));
      }
    }
  }

  /// Writes ∂loss/∂x of layer `l`, x its inputs.
  private Panels below(int l, Panels into) {
    Panels w = chain.stages().get(l).layer().weight();
    var dzT = new Panels(/* rows= */ w.columns(), /* columns= */ rows);
    var daT = new Panels(w.rows(), rows);
    for (int r = 0; r < dzT.panels(); r++) {
      kernels.transpose(dz[l], dzT, r, w.columns());
    }
    for (int q = 0; q < in(l).panels(); q++) {
      kernels.inputGradient(w, q, 0, w.panels(), dzT, daT, rows);
    }
    for (int p = 0; p < into.panels(); p++) {
      kernels.transpose(daT, into, p, rows);
    }
    return into;
  }

  /// From the normalised pre-activations to the affine ones. Ioffe & Szegedy 2015, section 3.
  private void backThrough(int l, Chain.Normalization normalization) {
    for (int j = 0; j < z[l].columns(); j++) {
      double mean = 0;
      double product = 0;
      for (int i = 0; i < rows; i++) {
        mean += dz[l].get(i, j);
        product += (double) dz[l].get(i, j) * standard[l].get(i, j);
      }
      mean /= rows;
      product /= rows;
      double factor = normalization.scale()[j] * inverseDeviations[l][j];
      for (int i = 0; i < rows; i++) {
        double own = dz[l].get(i, j) - mean - standard[l].get(i, j) * product;
        dz[l].set(i, j, (float) (factor * own));
      }
    }
  }
}
