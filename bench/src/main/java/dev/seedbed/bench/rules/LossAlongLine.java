package dev.seedbed.bench.rules;

import dev.seedbed.bench.starts.Axis;
import dev.seedbed.bench.starts.Lesson;
import dev.seedbed.bench.starts.Series;
import dev.seedbed.data.Dataset;
import dev.seedbed.network.Network;
import dev.seedbed.network.Tensor;
import dev.seedbed.random.Seed;
import java.util.List;
import java.util.stream.IntStream;

/// The loss of a few rows as all weights move along one random line, and what the gradient says of
/// it. In double, as floats are too coarse for so short a line.
///
/// @param slope of the loss at 0, by the gradient
/// @param losses at places of equal distance, the start in the middle
record LossAlongLine(double slope, double[] losses) {
  /// How far the line goes, either way, in millionths of the weights' size.
  static final double REACH = 20;

  private static final int ROWS = 3;
  private static final int PLACES = 161;

  /// @param network of tanh units before classes
  static LossAlongLine of(Network network, Dataset.Part rows) {
    Dataset.Part few = rows.rows(IntStream.range(0, ROWS).toArray(), 0, ROWS);
    List<Tensor> tensors = network.tensors();
    List<Tensor> gradients = Lesson.gradient(network, few).tensors();
    double[][] line = new double[tensors.size()][];
    double slope = 0;
    for (int t = 0; t < line.length; t++) {
      float[] uniform = new float[tensors.get(t).values().length];
      new Seed(0).stream("rules/line" + t).symmetricUniform(0, uniform);
      line[t] = new double[uniform.length];
      // Each weight moves in proportion to its size.
      for (int i = 0; i < uniform.length; i++) {
        line[t][i] = uniform[i] * tensors.get(t).values()[i];
        slope += line[t][i] * gradients.get(t).values()[i];
      }
    }
    double[] losses = new double[PLACES];
    for (int place = 0; place < PLACES; place++) {
      losses[place] = loss(network, line, 1e-6 * reach(place), few);
    }
    return new LossAlongLine(1e-6 * slope, losses);
  }

  private static double reach(int place) {
    return REACH * (2.0 * place / (PLACES - 1) - 1);
  }

  private static double loss(Network network, double[][] line, double step, Dataset.Part rows) {
    double sum = 0;
    for (int row = 0; row < rows.rows(); row++) {
      double[] a = new double[rows.inputs().columns()];
      for (int j = 0; j < a.length; j++) {
        a[j] = rows.inputs().get(row, j);
      }
      for (int l = 0; l < network.layers().size(); l++) {
        a = layer(network, l, line[2 * l], step, a);
      }
      double total = 0;
      double wanted = 0;
      for (int j = 0; j < a.length; j++) {
        total += StrictMath.exp(a[j]);
        wanted += rows.targets().get(row, j) * a[j];
      }
      sum += StrictMath.log(total) - wanted;
    }
    return sum / rows.rows();
  }

  private static double[] layer(Network network, int l, double[] line, double step, double[] x) {
    float[] weights = network.layers().get(l).weights();
    double[] a = new double[network.layers().get(l).fanOut()];
    boolean last = l == network.layers().size() - 1;
    for (int j = 0; j < a.length; j++) {
      for (int k = 0; k < x.length; k++) {
        int at = j * x.length + k;
        a[j] += x[k] * (weights[at] + step * line[at]);
      }
      a[j] = last ? a[j] : StrictMath.tanh(a[j]);
    }
    return a;
  }

  private double start() {
    return losses[PLACES / 2];
  }

  Series measured(String name) {
    return series(name, Series.Style.LINE, true);
  }

  Series byGradient(String name) {
    return series(name, Series.Style.DASHED, false);
  }

  /// As far as it is within what the loss changes by.
  private Series series(String name, Series.Style style, boolean real) {
    double[] x = new double[PLACES];
    double[] y = new double[PLACES];
    int count = 0;
    for (int place = 0; place < PLACES; place++) {
      double change = real ? losses[place] - start() : slope * reach(place);
      if (Math.abs(change) <= largest()) {
        x[count] = reach(place);
        y[count++] = change;
      }
    }
    return Series.of(name, style, Pictures.first(count, x), Pictures.first(count, y));
  }

  private double largest() {
    double largest = 0;
    for (double loss : losses) {
      largest = Math.max(largest, Math.abs(loss - start()));
    }
    return largest;
  }

  Axis axis() {
    return Axis.linear("", -largest(), largest());
  }
}
