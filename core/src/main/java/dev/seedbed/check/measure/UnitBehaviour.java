package dev.seedbed.check.measure;

import dev.seedbed.kernel.Panels;
import dev.seedbed.tensor.Activation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The behaviour of single units of a layer over all rows.
final class UnitBehaviour {
  /// A unit lives if it is active on this share of rows.
  private static final double ALIVE = 0.01;

  /// Share of the largest derivative below which a unit is saturated.
  private static final double FLAT = 1e-2;

  /// Share of the largest derivative below which a unit is so flat that no gradient passes.
  private static final double FLATTEST = 1e-7;

  /// A bounded unit is near the ends of its range if its activations are so large on average: ρ_B
  /// of TheDeepChecker.
  private static final double RHO = 0.85;

  private final int units;
  private double variance;
  private int dead;
  private int saturated;
  private int flat;
  private int pushed;

  UnitBehaviour(Pass pass, int l, Activation f) {
    Panels z = pass.z(l);
    Panels a = pass.a(l);
    units = z.columns();
    double steepest = steepest(f);
    boolean rectified = f instanceof Activation.Relu;
    boolean bounded = isBounded(f);
    for (int j = 0; j < units; j++) {
      int live = 0;
      int low = 0;
      int none = 0;
      double edge = 0;
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < pass.rows(); i++) {
        float value = a.get(i, j);
        double shifted = (double) z.get(i, j) - z.get(0, j);
        sum += shifted;
        squares += shifted * shifted;
        double slope = Math.abs(f.derivative(z.get(i, j), value)) / steepest;
        live += slope > 0 ? 1 : 0;
        low += slope < FLAT ? 1 : 0;
        none += slope < FLATTEST ? 1 : 0;
        edge += f instanceof Activation.Sigmoid ? Math.abs(2 * value - 1) : Math.abs(value);
      }
      double mean = sum / pass.rows();
      variance += Math.max(0, squares / pass.rows() - mean * mean) / units;
      dead += rectified && live < ALIVE * pass.rows() ? 1 : 0;
      saturated += !rectified && 2 * low > pass.rows() ? 1 : 0;
      flat += !rectified && 2 * none > pass.rows() ? 1 : 0;
      pushed += bounded && edge > RHO * pass.rows() ? 1 : 0;
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
    return (double) dead / units;
  }

  double saturated() {
    return (double) saturated / units;
  }

  /// UnitBehaviour through which no gradient passes on most rows, though they are no rectifiers.
  double flat() {
    return (double) flat / units;
  }

  /// UnitBehaviour whose activations are near the ends of their range: ρ_B of TheDeepChecker.
  double pushed() {
    return (double) pushed / units;
  }
}
