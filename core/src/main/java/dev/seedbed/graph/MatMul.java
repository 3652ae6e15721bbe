package dev.seedbed.graph;

import dev.seedbed.kernel.Team;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Products of the matrices in the last two axes of two arrays, of real or of whole numbers; the
/// axes before them are repeated as elementwise functions do. An array with one axis is a row on
/// the left, a column on the right.
public record MatMul() implements MatrixProduct {
  /// How the products of a pair of arrays are laid out.
  ///
  /// @param leftStarts where the left matrix of each product starts
  /// @param output with the axes that ONNX leaves out where an input has one axis only
  private record Layout(
      int m, int n, int k, int[] leftStarts, int[] rightStarts, TensorShape output) {

    static Layout of(TensorShape a, TensorShape b) {
      if (a.rank() == 0 || b.rank() == 0) {
        throw new IllegalArgumentException(
            "MatMul's factors must have axes: %s and %s".formatted(a, b));
      }
      TensorShape left = a.rank() == 1 ? TensorShape.of(1, a.length(0)) : a;
      TensorShape right = b.rank() == 1 ? TensorShape.of(b.length(0), 1) : b;
      int m = left.length(left.rank() - 2);
      int k = left.length(left.rank() - 1);
      int n = right.length(right.rank() - 1);
      if (right.length(right.rank() - 2) != k) {
        throw new IllegalArgumentException(
            "the columns of the first matrix must be the rows of the second: %s and %s"
                .formatted(a, b));
      }
      TensorShape batch = batch(left).broadcast(batch(right));
      var lengths = new ArrayList<Long>();
      Arrays.stream(batch.lengths()).forEach(length -> lengths.add((long) length));
      if (a.rank() > 1) {
        lengths.add((long) m);
      }
      if (b.rank() > 1) {
        lengths.add((long) n);
      }
      TensorShape output = TensorShape.of(lengths.stream().mapToLong(it -> it).toArray());
      if (right.rank() == 2 || right.elements() == k * n) {
        // One matrix on the right: the rows of all matrices on the left are those of one.
        int rows = k == 0 ? batch.elements() * m : left.elements() / k;
        if (batch(left).elements() == batch.elements()) {
          return new Layout(rows, n, k, new int[] {0}, new int[] {0}, output);
        }
      }
      return new Layout(
          m, n, k, starts(batch(left), batch, m * k), starts(batch(right), batch, k * n), output);
    }

    private static TensorShape batch(TensorShape shape) {
      return TensorShape.of(Arrays.copyOf(shape.lengths(), shape.rank() - 2));
    }

    private static int[] starts(TensorShape from, TensorShape to, int size) {
      Strided repeated = Strided.repeated(from, to);
      int[] starts = new int[to.elements()];
      int[] index = new int[to.rank()];
      int place = 0;
      for (int i = 0; i < starts.length; i++) {
        starts[i] = place * size;
        for (int axis = to.rank() - 1; axis >= 0; axis--) {
          place += repeated.steps()[axis];
          if (++index[axis] < to.length(axis)) {
            break;
          }
          place -= index[axis] * repeated.steps()[axis];
          index[axis] = 0;
        }
      }
      return starts;
    }

    int products() {
      return leftStarts.length;
    }
  }

  @Override
  public List<NdArray> outputs(Operands in) {
    if (in.get(0) instanceof LongArray) {
      return List.of(wholeNumbers(in.longs(0), in.longs(1)));
    }
    float[] a = in.floats(0).data();
    float[] b = in.floats(1).data();
    Layout to = Layout.of(in.shape(0), in.shape(1));
    FloatArray y = FloatArray.of(to.output());
    each(
        in.team(),
        to.products(),
        (i, team) ->
            Products.multiply(
                to.m(),
                to.n(),
                to.k(),
                MatrixView.of(a, to.leftStarts()[i], to.k()),
                MatrixView.of(b, to.rightStarts()[i], to.n()),
                MatrixView.of(y.data(), i * to.m() * to.n(), to.n()),
                team));
    return List.of(y);
  }

  private static LongArray wholeNumbers(LongArray a, LongArray b) {
    Layout to = Layout.of(a.shape(), b.shape());
    LongArray y = LongArray.of(to.output());
    for (int product = 0; product < to.products(); product++) {
      for (int i = 0; i < to.m(); i++) {
        int left = to.leftStarts()[product] + i * to.k();
        for (int j = 0; j < to.n(); j++) {
          int right = to.rightStarts()[product] + j;
          long sum = 0;
          for (int k = 0; k < to.k(); k++) {
            sum += a.data()[left + k] * b.data()[right + k * to.n()];
          }
          y.data()[(product * to.m() + i) * to.n() + j] = sum;
        }
      }
    }
    return y;
  }

  /// One of several pieces of work.
  interface Piece {
    void run(int i, Team team);
  }

  /// Does pieces of work that do not depend on each other: many, a part of them on each thread;
  /// few, each on all threads.
  static void each(Team team, int count, Piece piece) {
    if (count < 2 * team.size()) {
      for (int i = 0; i < count; i++) {
        piece.run(i, team);
      }
      return;
    }
    Parallel.ranges(
        team,
        count,
        Integer.MAX_VALUE,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            piece.run(i, Team.ALONE);
          }
        });
  }

  @Override
  public void gradients(Backward back) {
    if (back.gradient(0).isEmpty()) {
      return;
    }
    float[] g = back.gradientOrZeros(0).data();
    Layout to = Layout.of(back.inputShape(0), back.inputShape(1));
    int size = to.m() * to.n();
    if (back.wants(0)) {
      float[] b = back.floats(1).data();
      FloatArray d = FloatArray.of(back.inputShape(0));
      sums(
          back.team(),
          to.leftStarts(),
          to.m() * to.k(),
          (i, first, team) -> {
            MatrixView part = MatrixView.of(d.data(), to.leftStarts()[i], to.k());
            Products.multiply(
                to.m(),
                to.k(),
                to.n(),
                MatrixView.of(g, i * size, to.n()),
                MatrixView.of(b, to.rightStarts()[i], to.n()).transposed(),
                first ? part : part.adding(),
                team);
          });
      back.add(0, d);
    }
    if (back.wants(1)) {
      float[] a = back.floats(0).data();
      FloatArray d = FloatArray.of(back.inputShape(1));
      sums(
          back.team(),
          to.rightStarts(),
          to.k() * to.n(),
          (i, first, team) -> {
            MatrixView part = MatrixView.of(d.data(), to.rightStarts()[i], to.n());
            Products.multiply(
                to.k(),
                to.n(),
                to.m(),
                MatrixView.of(a, to.leftStarts()[i], to.k()).transposed(),
                MatrixView.of(g, i * size, to.n()),
                first ? part : part.adding(),
                team);
          });
      back.add(1, d);
    }
  }

  /// A product that is added to a sum of products.
  private interface Summand {
    /// @param first whether nothing has been added yet
    void add(int i, boolean first, Team team);
  }

  /// Adds up products in increasing order, those that start at the same place in one sum.
  private static void sums(Team team, int[] starts, int size, Summand summand) {
    if (starts.length == 0 || size == 0) {
      return;
    }
    int sums = Arrays.stream(starts).max().orElse(0) / size + 1;
    List<List<Integer>> members = new ArrayList<>();
    for (int i = 0; i < sums; i++) {
      members.add(new ArrayList<>());
    }
    for (int i = 0; i < starts.length; i++) {
      members.get(starts[i] / size).add(i);
    }
    each(
        team,
        sums,
        (sum, threads) -> {
          boolean first = true;
          for (int i : members.get(sum)) {
            summand.add(i, first, threads);
            first = false;
          }
        });
  }

  @Override
  public Keeps keeps() {
    return Keeps.INPUTS;
  }
}
