package dev.seedbed.check.measure;

import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.kernel.Team;
import dev.seedbed.tensor.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/// The behaviour of single units of a layer over all rows.
final class UnitBehaviour {
  /// A unit lives if it is active on this share of rows.
  static final double ALIVE = 0.01;

  /// Share of the largest derivative below which a unit is saturated.
  private static final double FLAT = 1e-2;

  /// Share of the largest derivative below which a unit is so flat that no gradient passes.
  private static final double FLATTEST = 1e-7;

  /// A bounded unit is near the ends of its range if its activations are so large on average: ρ_B
  /// of TheDeepChecker.
  private static final double RHO = 0.85;

  private static final int QUARTERS = 4;

  private final Activation f;
  private final double steepest;
  private final Unit[] units;
  private final double[] deviations;
  private double variance;
  private int dead;
  private int saturated;
  private int flat;
  private int pushed;

  private UnitBehaviour(int units, Activation f) {
    this.f = f;
    this.steepest = steepest(f);
    this.units = new Unit[units];
    this.deviations = new double[units];
  }

  /// The units along an axis, over all rows and places.
  static UnitBehaviour of(FloatArray z, FloatArray a, int axis, Activation f, Team team) {
    TensorShape shape = z.shape();
    int count = shape.rank() == 0 ? 1 : shape.length(axis);
    int inner = shape.elements(Math.min(axis + 1, shape.rank()), shape.rank());
    int outer = count * inner == 0 ? 0 : shape.elements() / (count * inner);
    var behaviour = new UnitBehaviour(outer == 0 ? 0 : count, f);
    team.run((worker, workers) -> {
      int end = Team.start(behaviour.units.length, worker + 1, workers);
      for (int j = Team.start(behaviour.units.length, worker, workers); j < end; j++) {
        behaviour.units[j] = behaviour.new Unit(z.data()[j * inner]);
      }
      if (inner == 1) {
        behaviour.addColumns(
            z.data(), a.data(), outer, Team.start(behaviour.units.length, worker, workers), end);
        return;
      }
      // Row by row, so that neighbours in memory are read together.
      for (int i = 0; i < outer; i++) {
        for (int j = Team.start(behaviour.units.length, worker, workers); j < end; j++) {
          behaviour.units[j].add(z.data(), a.data(), (i * count + j) * inner, inner);
        }
      }
    });
    behaviour.addUp();
    return behaviour;
  }

  /// Adds all rows to the units from `start` to `end`, without `end`, whose numbers are neighbours.
  private void addColumns(float[] z, float[] a, int rows, int start, int end) {
    int n = end - start;
    float[] first = Arrays.copyOfRange(z, start, end);
    double[] sum = new double[n];
    double[] squares = new double[n];
    double[] edge = new double[n];
    for (int i = 0; i < rows; i++) {
      int at = i * units.length + start;
      addMoments(z, at, first, sum, squares);
      if (f instanceof Activation.Sigmoid) {
        for (int j = 0; j < n; j++) {
          edge[j] += Math.abs(2 * a[at + j] - 1);
        }
      } else {
        for (int j = 0; j < n; j++) {
          edge[j] += Math.abs(a[at + j]);
        }
      }
      for (int j = 0; j < n; j++) {
        units[start + j].addSlopes(z, a, at + j, 1);
      }
    }
    for (int j = 0; j < n; j++) {
      Unit unit = units[start + j];
      unit.count = rows;
      unit.sum = sum[j];
      unit.squares = squares[j];
      unit.edge = edge[j];
    }
  }

  private static void addMoments(float[] z, int at, float[] first, double[] sum, double[] squares) {
    for (int j = 0; j < first.length; j++) {
      double shifted = (double) z[at + j] - first[j];
      sum[j] += shifted;
      squares[j] += shifted * shifted;
    }
  }

  /// One unit, whose pre-activations and activations are added up.
  private final class Unit {
    private final boolean sigmoid = f instanceof Activation.Sigmoid;
    private final float first;
    private int count;
    private int live;
    private int low;
    private int none;
    private double edge;
    private double sum;
    private double squares;

    Unit(float first) {
      this.first = first;
    }

    /// Adds neighbours, in local variables: as fields, each would be stored for every number.
    void add(float[] z, float[] a, int from, int length) {
      double localSum = sum;
      double localSquares = squares;
      double localEdge = edge;
      for (int i = from; i < from + length; i++) {
        double shifted = (double) z[i] - first;
        localSum += shifted;
        localSquares += shifted * shifted;
        localEdge += sigmoid ? Math.abs(2 * a[i] - 1) : Math.abs(a[i]);
      }
      count += length;
      sum = localSum;
      squares = localSquares;
      edge = localEdge;
      addSlopes(z, a, from, length);
    }

    void addSlopes(float[] z, float[] a, int from, int length) {
      if (f instanceof Activation.Identity) {
        live += length;
        return;
      }
      int liveHere = 0;
      int lowHere = 0;
      int noneHere = 0;
      for (int i = from; i < from + length; i++) {
        double slope = Math.abs(f.derivative(z[i], a[i])) / steepest;
        liveHere += slope > 0 ? 1 : 0;
        lowHere += slope < FLAT ? 1 : 0;
        noneHere += slope < FLATTEST ? 1 : 0;
      }
      live += liveHere;
      low += lowHere;
      none += noneHere;
    }
  }

  private void addUp() {
    boolean rectified = f instanceof Activation.Relu;
    boolean bounded = isBounded(f);
    for (int j = 0; j < units.length; j++) {
      Unit unit = units[j];
      int count = unit.count;
      double mean = unit.sum / count;
      double own = Math.max(0, unit.squares / count - mean * mean);
      deviations[j] = Math.sqrt(own);
      variance += own / units.length;
      dead += rectified && unit.live < ALIVE * count ? 1 : 0;
      saturated += !rectified && 2 * unit.low > count ? 1 : 0;
      flat += !rectified && 2 * unit.none > count ? 1 : 0;
      pushed += bounded && unit.edge > RHO * count ? 1 : 0;
    }
  }

  public static boolean isBounded(Activation f) {
    return f instanceof Activation.Tanh
        || f instanceof Activation.Sigmoid
        || f instanceof Activation.Softsign;
  }

  private static final Map<Activation, Double> STEEPEST = new ConcurrentHashMap<>();

  /// The largest |f′|.
  private static double steepest(Activation f) {
    return STEEPEST.computeIfAbsent(f, UnitBehaviour::findSteepest);
  }

  private static double findSteepest(Activation f) {
    double steepest = 0;
    for (int i = -1000; i <= 1000; i++) {
      steepest = Math.max(steepest, Math.abs(f.derivative(i * 0.01)));
    }
    return steepest;
  }

  /// The variance of a unit's pre-activations from row to row, mean over units: the signal.
  double variance() {
    return variance;
  }

  /// The least, the quartiles and the greatest of the standard deviations of the units'
  /// pre-activations.
  List<Double> deviations() {
    double[] sorted = deviations.clone();
    Arrays.sort(sorted);
    return sorted.length == 0
        ? List.of()
        : IntStream.rangeClosed(0, QUARTERS)
            .mapToObj(i -> sorted[i * (sorted.length - 1) / QUARTERS])
            .toList();
  }

  double dead() {
    return (double) dead / units.length;
  }

  double saturated() {
    return (double) saturated / units.length;
  }

  /// UnitBehaviour through which no gradient passes on most rows, though they are no rectifiers.
  double flat() {
    return (double) flat / units.length;
  }

  /// UnitBehaviour whose activations are near the ends of their range: ρ_B of TheDeepChecker.
  double pushed() {
    return (double) pushed / units.length;
  }
}
