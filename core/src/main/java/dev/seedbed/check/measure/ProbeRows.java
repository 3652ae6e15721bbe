package dev.seedbed.check.measure;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Targets;
import dev.seedbed.init.Law;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Matrix;
import java.util.stream.IntStream;

/// The rows that are propagated.
public final class ProbeRows {
  /// Enough for the 1 % of rows on which a unit must live.
  public static final int MOST_ROWS = 512;

  private ProbeRows() {}

  /// The first of the rows, at most [#MOST_ROWS].
  static Dataset.Part of(Dataset.Part rows) {
    int some = Math.min(rows.rows(), MOST_ROWS);
    int[] order = new int[some];
    for (int i = 0; i < some; i++) {
      order[i] = i;
    }
    return rows.rows(order, 0, some);
  }

  /// Standard normal inputs; targets are classes at random, or standard normal for values. The same
  /// for all networks of the same inputs and outputs.
  public static Dataset.Part standardNormal(Chain chain) {
    int rows = MOST_ROWS;
    var inputs = new Matrix(rows, chain.inputs());
    var normal = new Law.Normal(0, 1);
    float[] row = new float[chain.inputs()];
    var stream = new Seed(0).stream("check/rows");
    for (int i = 0; i < rows; i++) {
      normal.draw(stream, (long) i * row.length, row);
      for (int j = 0; j < row.length; j++) {
        inputs.set(i, j, row[j]);
      }
    }
    var targets = new Matrix(rows, chain.outputs());
    normal.draw(new Seed(0).stream("check/targets"), 0, targets.data());
    return new Dataset.Part(inputs, targets(chain.head(), targets));
  }

  /// @param normal standard normal numbers, rows × outputs
  private static Targets targets(Chain.Head head, Matrix normal) {
    return switch (head) {
      case LINEAR -> new Targets.Values(normal);
      case SIGMOID -> {
        for (int k = 0; k < normal.data().length; k++) {
          normal.data()[k] = normal.data()[k] > 0 ? 1 : 0;
        }
        yield new Targets.Values(normal);
      }
      case SOFTMAX ->
          new Targets.Classes(
              normal.columns(),
              IntStream.range(0, normal.rows()).map(normal::largestInRow).toArray());
    };
  }
}
