package dev.seedbed.check.measure;

import dev.seedbed.kernel.Panels;
import dev.seedbed.kernel.Team;
import dev.seedbed.random.Seed;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The singular values of a matrix of weights, each layer's Jacobian included: exactly where it is
/// small, else as stochastic Lanczos quadrature sees them (Ubaru, Chen & Saad 2017), whose means
/// are within a few per cent.
///
/// @param values singular values, or the nodes of a quadrature that approximates them
/// @param weights the share of all singular values that each represents; their sum is 1
/// @param width the lesser side of the matrix: how many singular values it has
record Spectrum(double[] values, double[] weights, int width) {
  /// The widest matrix whose singular values are all computed.
  private static final int EXACT = 32;

  private static final int MOST_SWEEPS = 60;
  private static final double CONVERGED = 1e-12;

  /// Steps of Lanczos's iteration.
  private static final int STEPS = 16;

  /// Dimensions that all probes together have at least: the relative error of a mean is about its
  /// inverse root.
  private static final int DIMENSIONS = 500;

  /// Elements from which on a [Team] is worth what waiting for each other costs.
  private static final long WORTH_SHARING = 100_000;

  /// The singular values of diag(slopes)·Wᵀ, the Jacobian of a dense layer whose activations have
  /// these slopes.
  ///
  /// @param w inputs × units
  /// @param slopes one number a unit; all 1 for the weights themselves
  /// @param team shares out the work on large matrices
  public static Spectrum of(Panels w, double[] slopes, Team team) {
    if (Math.min(w.rows(), w.columns()) <= EXACT) {
      return exact(w, slopes);
    }
    boolean small = (long) w.rows() * w.columns() < WORTH_SHARING;
    return estimate(w, slopes, small ? Team.ALONE : team);
  }

  public double mean() {
    double mean = 0;
    for (int i = 0; i < values.length; i++) {
      mean += weights[i] * values[i];
    }
    return mean;
  }

  double deviation() {
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      squares += weights[i] * values[i] * values[i];
    }
    return Math.sqrt(Math.max(0, squares - mean() * mean()));
  }

  /// The least, the quartiles and the greatest; none if weights are not finite. Where they are
  /// estimated, the quartiles may be off by a fifth of the mean, and the least be too high by a
  /// tenth of the greatest.
  List<Double> quartiles() {
    List<Integer> order =
        IntStream.range(0, values.length)
            .filter(i -> weights[i] > 0)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .toList();
    if (order.isEmpty()) {
      return List.of();
    }
    return Stream.of(0.0, 0.25, 0.5, 0.75, 1.0).map(share -> quantile(order, share)).toList();
  }

  /// Linear between the values, each of which stands in the middle of its weight: Hyndman & Fan's
  /// type 5 if all weights are equal.
  private double quantile(List<Integer> order, double share) {
    double below = 0;
    int before = order.getFirst();
    double place = 0;
    for (int i : order) {
      double middle = below + weights[i] / 2;
      if (middle >= share) {
        double part = i == before ? 0 : (share - place) / (middle - place);
        return values[before] + part * (values[i] - values[before]);
      }
      below += weights[i];
      before = i;
      place = middle;
    }
    return values[before];
  }

  /// exp of the entropy of the singular values' shares of their sum, over their number: 1 if all
  /// are equal, 1/width if there is but one. Roy & Vetterli 2007. 0 for a matrix of zeros.
  double effectiveRankShare() {
    double mean = mean();
    if (!(mean > 0)) {
      return 0;
    }
    double entropy = 0;
    for (int i = 0; i < values.length; i++) {
      double share = values[i] / mean;
      if (share > 0 && weights[i] > 0) {
        // Each of weight·width values has the share values[i] / (width·mean) of the sum.
        entropy -= weights[i] * share * StrictMath.log(share);
      }
    }
    return StrictMath.exp(entropy);
  }

  /// By rotations that make the shorter side's vectors orthogonal. Hestenes 1958.
  private static Spectrum exact(Panels w, double[] slopes) {
    int inputs = w.rows();
    int units = w.columns();
    boolean byUnits = units <= inputs;
    double[][] vectors = new double[Math.min(inputs, units)][Math.max(inputs, units)];
    for (int k = 0; k < inputs; k++) {
      for (int j = 0; j < units; j++) {
        vectors[byUnits ? j : k][byUnits ? k : j] = slopes[j] * w.get(k, j);
      }
    }
    boolean rotated = true;
    for (int sweep = 0; rotated && sweep < MOST_SWEEPS; sweep++) {
      rotated = false;
      for (int i = 0; i < vectors.length; i++) {
        for (int j = i + 1; j < vectors.length; j++) {
          rotated |= rotate(vectors[i], vectors[j]);
        }
      }
    }
    double[] values = new double[vectors.length];
    double[] weights = new double[vectors.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.sqrt(dot(vectors[i], vectors[i]));
      weights[i] = 1.0 / values.length;
    }
    return new Spectrum(values, weights, values.length);
  }

  /// Makes two vectors orthogonal.
  ///
  /// @return whether they were not
  private static boolean rotate(double[] x, double[] y) {
    double xx = dot(x, x);
    double yy = dot(y, y);
    double xy = dot(x, y);
    if (!(Math.abs(xy) > CONVERGED * Math.sqrt(xx * yy))) {
      return false;
    }
    double ratio = (yy - xx) / (2 * xy);
    double tangent = Math.copySign(1, ratio) / (Math.abs(ratio) + Math.sqrt(1 + ratio * ratio));
    double cosine = 1 / Math.sqrt(1 + tangent * tangent);
    double sine = cosine * tangent;
    for (int i = 0; i < x.length; i++) {
      double old = x[i];
      x[i] = cosine * old - sine * y[i];
      y[i] = sine * old + cosine * y[i];
    }
    return true;
  }

  private static Spectrum estimate(Panels w, double[] slopes, Team team) {
    boolean byUnits = w.columns() <= w.rows();
    int width = Math.min(w.rows(), w.columns());
    int probes = Math.ceilDiv(DIMENSIONS, width);
    var values = new double[probes * STEPS];
    var weights = new double[probes * STEPS];
    float[] signs = new float[width];
    for (int probe = 0; probe < probes; probe++) {
      new Seed(0).stream("check/spectrum" + probe).symmetricUniform(0, signs);
      double[] start = new double[width];
      for (int i = 0; i < width; i++) {
        start[i] = Math.copySign(1 / Math.sqrt(width), signs[i]);
      }
      double[] diagonal = new double[STEPS];
      double[] next = new double[STEPS];
      int steps = lanczos(w, slopes, byUnits, start, diagonal, next, team);
      double[] nodes = Arrays.copyOf(diagonal, steps);
      double[] first = Tridiagonal.eigenvalues(nodes, Arrays.copyOf(next, steps));
      for (int i = 0; i < steps; i++) {
        values[probe * STEPS + i] = Math.sqrt(Math.max(0, nodes[i]));
        weights[probe * STEPS + i] = first[i] * first[i] / probes;
      }
    }
    return new Spectrum(values, weights, width);
  }

  /// Lanczos's iteration for A·Aᵀ or Aᵀ·A, whichever is smaller, with every vector made orthogonal
  /// to all before.
  ///
  /// @return the steps done
  private static int lanczos(
      Panels w,
      double[] slopes,
      boolean byUnits,
      double[] start,
      double[] diagonal,
      double[] next,
      Team team) {
    double[][] basis = new double[STEPS][];
    double[] v = start;
    double[] inputs = new double[w.rows()];
    double[] units = new double[w.columns()];
    for (int step = 0; step < STEPS; step++) {
      basis[step] = v;
      double[] product = new double[v.length];
      if (byUnits) {
        toInputs(w, slopes, v, inputs, team);
        toUnits(w, slopes, inputs, product, team);
      } else {
        toUnits(w, slopes, v, units, team);
        toInputs(w, slopes, units, product, team);
      }
      diagonal[step] = dot(v, product);
      for (int twice = 0; twice < 2; twice++) {
        for (int i = 0; i <= step; i++) {
          double along = dot(basis[i], product);
          for (int k = 0; k < product.length; k++) {
            product[k] -= along * basis[i][k];
          }
        }
      }
      double length = Math.sqrt(dot(product, product));
      next[step] = length;
      if (!(length > CONVERGED * Math.abs(diagonal[0]))) {
        return step + 1;
      }
      for (int k = 0; k < product.length; k++) {
        product[k] /= length;
      }
      v = product;
    }
    return STEPS;
  }

  /// u = diag(slopes)·Wᵀ·v.
  private static void toUnits(Panels w, double[] slopes, double[] v, double[] u, Team team) {
    team.run((worker, workers) -> {
      int from = Team.start(w.panels(), worker, workers);
      int to = Team.start(w.panels(), worker + 1, workers);
      toUnits(w, slopes, v, u, from, to);
    });
  }

  private static void toUnits(
      Panels w, double[] slopes, double[] v, double[] u, int fromP, int toP) {
    double[] sums = new double[Panels.WIDTH];
    for (int p = fromP; p < toP; p++) {
      Arrays.fill(sums, 0);
      for (int k = 0; k < w.rows(); k++) {
        int at = w.at(p, k);
        for (int j = 0; j < Panels.WIDTH; j++) {
          sums[j] += v[k] * w.data()[at + j];
        }
      }
      for (int j = 0; j < w.columnsOf(p); j++) {
        u[p * Panels.WIDTH + j] = slopes[p * Panels.WIDTH + j] * sums[j];
      }
    }
  }

  /// v = W·diag(slopes)·u.
  private static void toInputs(Panels w, double[] slopes, double[] u, double[] v, Team team) {
    team.run((worker, workers) -> {
      int from = Team.start(w.rows(), worker, workers);
      int to = Team.start(w.rows(), worker + 1, workers);
      toInputs(w, slopes, u, v, from, to);
    });
  }

  private static void toInputs(
      Panels w, double[] slopes, double[] u, double[] v, int fromRow, int toRow) {
    Arrays.fill(v, fromRow, toRow, 0);
    double[] scaled = new double[Panels.WIDTH];
    for (int p = 0; p < w.panels(); p++) {
      int columns = w.columnsOf(p);
      for (int j = 0; j < columns; j++) {
        scaled[j] = slopes[p * Panels.WIDTH + j] * u[p * Panels.WIDTH + j];
      }
      for (int k = fromRow; k < toRow; k++) {
        int at = w.at(p, k);
        double even = 0;
        double odd = 0;
        for (int j = 0; j + 1 < columns; j += 2) {
          even += scaled[j] * w.data()[at + j];
          odd += scaled[j + 1] * w.data()[at + j + 1];
        }
        if (columns % 2 == 1) {
          even += scaled[columns - 1] * w.data()[at + columns - 1];
        }
        v[k] += even + odd;
      }
    }
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }
}
