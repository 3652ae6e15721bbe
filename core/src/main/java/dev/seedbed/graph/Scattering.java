package dev.seedbed.graph;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Operators that change elements of an array. Inputs: the array, where, and the new values, or
/// what is combined with the old ones.
public sealed interface Scattering extends Indexing {
  /// How an element is combined with what was there.
  enum Reduction {
    /// The last one replaces it.
    NONE,
    ADD,
    MUL,
    MAX,
    MIN
  }

  Reduction reduction();

  /// Where the new values stand.
  ///
  /// @param x the shape of input 0
  /// @param in the other inputs
  /// @throws IllegalArgumentException if there are no such places
  Targets targets(TensorShape x, Operands in);

  /// Where elements are changed.
  final class Targets {
    private final IndexedRuns runs;

    private Targets(IndexedRuns runs) {
      this.runs = runs;
    }
  }

  @Override
  default List<NdArray> outputs(Operands in) {
    NdArray x = in.get(0);
    NdArray updates = in.get(2);
    Lengths.checkType(x, updates);
    IndexedRuns runs = targets(x.shape(), in).runs;
    if (!updates.shape().equals(runs.shape())) {
      throw new IllegalArgumentException(
          "updates must have shape %s: %s".formatted(runs.shape(), updates.shape()));
    }
    NdArray y = x.zeros(x.shape());
    System.arraycopy(x.elements(), 0, y.elements(), 0, x.shape().elements());
    if (reduction() == Reduction.NONE) {
      runs.write(updates, y);
      return List.of(y);
    }
    for (int i = 0; i < runs.starts().length; i++) {
      int at = i * runs.run();
      int place = runs.starts()[i];
      switch (y) {
        case FloatArray(TensorShape _, float[] data) ->
            combine(updates.asFloats().data(), at, data, place, runs.run());
        case LongArray(TensorShape _, long[] data) ->
            combine(updates.asLongs().data(), at, data, place, runs.run());
        case BooleanArray _ ->
            throw new IllegalArgumentException("booleans have no reduction " + reduction());
      }
    }
    return List.of(y);
  }

  private void combine(float[] source, int at, float[] target, int place, int count) {
    for (int k = 0; k < count; k++) {
      float a = target[place + k];
      float b = source[at + k];
      target[place + k] =
          switch (reduction()) {
            case NONE -> b;
            case ADD -> a + b;
            case MUL -> a * b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
          };
    }
  }

  private void combine(long[] source, int at, long[] target, int place, int count) {
    for (int k = 0; k < count; k++) {
      long a = target[place + k];
      long b = source[at + k];
      target[place + k] =
          switch (reduction()) {
            case NONE -> b;
            case ADD -> a + b;
            case MUL -> a * b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
          };
    }
  }

  @Override
  default Keeps keeps() {
    return switch (reduction()) {
      case NONE, ADD -> Keeps.NOTHING;
      case MUL, MAX, MIN -> Keeps.INPUTS;
    };
  }

  @Override
  default void gradients(Backward back) {
    if (back.gradient(0).isEmpty()) {
      return;
    }
    FloatArray g = back.gradientOrZeros(0);
    IndexedRuns runs = targets(g.shape(), back.operands()).runs;
    switch (reduction()) {
      case NONE -> replaced(g, runs, back);
      case ADD -> {
        if (back.wants(0)) {
          back.add(0, g);
        }
        if (back.wants(2)) {
          back.add(2, runs.read(g, back.team()).asFloats());
        }
      }
      case MUL, MAX, MIN -> combined(g, runs, back);
    }
  }

  private static void replaced(FloatArray g, IndexedRuns runs, Backward back) {
    if (back.wants(0)) {
      FloatArray left = new FloatArray(g.shape(), g.data().clone());
      runs.write(FloatArray.of(runs.shape()), left);
      back.add(0, left);
    }
    if (back.wants(2)) {
      FloatArray byUpdates = runs.read(g, back.team()).asFloats();
      // Of several at one place only the last is in the output.
      var taken = new BitSet();
      for (int i = runs.starts().length - 1; i >= 0; i--) {
        if (taken.get(runs.starts()[i])) {
          Arrays.fill(byUpdates.data(), i * runs.run(), (i + 1) * runs.run(), 0);
        }
        taken.set(runs.starts()[i]);
      }
      back.add(2, byUpdates);
    }
  }

  /// The gradients of a product or an extreme: that of each place, by what met there.
  private void combined(FloatArray g, IndexedRuns runs, Backward back) {
    float[] x = back.floats(0).data();
    float[] updates = back.floats(2).data();
    float[] byX = g.data().clone();
    FloatArray byUpdates = FloatArray.of(runs.shape());
    IndexedRuns.Groups groups = runs.groups();
    for (int group = 0; group < groups.count(); group++) {
      int first = groups.start(group);
      int count = groups.start(group + 1) - first;
      int place = runs.starts()[groups.order()[first]];
      double[] met = new double[count + 1];
      for (int k = 0; k < runs.run(); k++) {
        met[0] = x[place + k];
        for (int i = 0; i < count; i++) {
          met[i + 1] = updates[groups.order()[first + i] * runs.run() + k];
        }
        double[] slopes = slopes(met);
        double by = g.data()[place + k];
        byX[place + k] = (float) (by * slopes[0]);
        for (int i = 0; i < count; i++) {
          byUpdates.data()[groups.order()[first + i] * runs.run() + k] =
              (float) (by * slopes[i + 1]);
        }
      }
    }
    if (back.wants(0)) {
      back.add(0, new FloatArray(g.shape(), byX));
    }
    if (back.wants(2)) {
      back.add(2, byUpdates);
    }
  }

  /// The derivatives of the product or the extreme of these numbers; of equal extremes, the first
  /// has it.
  private double[] slopes(double[] values) {
    double[] slopes = new double[values.length];
    if (reduction() == Reduction.MUL) {
      double before = 1;
      for (int i = 0; i < values.length; i++) {
        slopes[i] = before;
        before *= values[i];
      }
      double after = 1;
      for (int i = values.length - 1; i >= 0; i--) {
        slopes[i] *= after;
        after *= values[i];
      }
      return slopes;
    }
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (reduction() == Reduction.MAX ? values[i] > values[best] : values[i] < values[best]) {
        best = i;
      }
    }
    slopes[best] = 1;
    return slopes;
  }

  /// Changes single elements: indices are those of one axis, on the others elements stand where
  /// their indices do.
  ///
  /// @param axis from 0 on, or from the end if negative
  record ScatterElements(int axis, Reduction reduction) implements Scattering {
    @Override
    public Targets targets(TensorShape x, Operands in) {
      return new Targets(IndexedRuns.elements(x, axis, in.longs(1)));
    }
  }

  /// Changes parts: the last axis of the indices is one part's indices of the first axes.
  record ScatterND(Reduction reduction) implements Scattering {
    @Override
    public Targets targets(TensorShape x, Operands in) {
      return new Targets(IndexedRuns.slices(x, 0, in.longs(1)));
    }
  }
}
