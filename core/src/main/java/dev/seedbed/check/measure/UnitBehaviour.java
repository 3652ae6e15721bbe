package dev.seedbed.check.measure;

import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.kernel.Team;
import dev.seedbed.tensor.Activation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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

  private final Activation f;
  private final double steepest;
  private final Unit[] units;
  private double variance;
  private int dead;
  private int saturated;
  private int flat;
  private int pushed;

  private UnitBehaviour(int units, Activation f) {
    this.f = f;
    this.steepest = steepest(f);
    this.units = new Unit[units];
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
      int liveHere = 0;
      int lowHere = 0;
      int noneHere = 0;
      for (int i = from; i < from + length; i++) {
        double shifted = (double) z[i] - first;
        localSum += shifted;
        localSquares += shifted * shifted;
        double slope = Math.abs(f.derivative(z[i], a[i])) / steepest;
        liveHere += slope > 0 ? 1 : 0;
        lowHere += slope < FLAT ? 1 : 0;
        noneHere += slope < FLATTEST ? 1 : 0;
        localEdge += sigmoid ? Math.abs(2 * a[i] - 1) : Math.abs(a[i]);
      }
      count += length;
      sum = localSum;
      squares = localSquares;
      edge = localEdge;
      live += liveHere;
      low += lowHere;
      none += noneHere;
    }
  }

  private void addUp() {
    boolean rectified = f instanceof Activation.Relu;
    boolean bounded = isBounded(f);
    for (Unit unit : units) {
      int count = unit.count;
      double mean = unit.sum / count;
      variance += Math.max(0, unit.squares / count - mean * mean) / units.length;
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
