package dev.seedbed.io.check;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.InputException;
import dev.seedbed.data.Targets;
import dev.seedbed.graph.BooleanArray;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.LongArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.io.array.NpyFile;
import dev.seedbed.io.file.InputFiles;
import dev.seedbed.io.table.TableFiles;
import dev.seedbed.tensor.Matrix;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The rows of a file as arrays: those of an `.npz` archive by their names, of which `target` has
/// the targets; the one of an `.npy` file, or the encoded columns of a table, for the only input.
///
/// @param inputs by name
record GivenArrays(Map<String, NdArray> inputs, Optional<NdArray> targets) {
  private static final String TARGET = "target";

  /// As many as a network is run on at most.
  private static final int MOST_ROWS = 64;

  static boolean isArrays(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".npz") || name.endsWith(".npy");
  }

  /// Reads a file for the inputs of a network.
  ///
  /// @param inputs of the network
  /// @param target the column to predict, of a table
  /// @throws InputException if it cannot be read, or is for one input and the network has several
  static GivenArrays read(Path file, List<Graph.Input> inputs, Optional<String> target) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".npz")) {
      var arrays = new LinkedHashMap<>(InputFiles.read(file, NpyFile::readArchive));
      Optional<NdArray> targets = Optional.ofNullable(arrays.remove(TARGET));
      return new GivenArrays(arrays, targets);
    }
    if (inputs.size() != 1) {
      throw new InputException(
          "the network has %d inputs: give an .npz archive of arrays named %s"
              .formatted(
                  inputs.size(),
                  String.join(", ", inputs.stream().map(Graph.Input::name).toList())));
    }
    Graph.Input input = inputs.getFirst();
    return name.endsWith(".npy")
        ? new GivenArrays(
            Map.of(input.name(), InputFiles.read(file, NpyFile::read)), Optional.empty())
        : ofTable(file, input, target);
  }

  private static GivenArrays ofTable(Path file, Graph.Input input, Optional<String> target) {
    String column =
        target.orElseThrow(() ->
            new InputException("a target column must be named: this model has none of its own"));
    Dataset.Part rows = Dataset.of(TableFiles.read(file), DataSpec.of(column)).train();
    int count = Math.min(rows.rows(), MOST_ROWS);
    FloatArray x = FloatArray.of(shape(input, count, rows.inputs().columns()));
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < rows.inputs().columns(); j++) {
        x.data()[i * rows.inputs().columns() + j] = rows.inputs().get(i, j);
      }
    }
    return new GivenArrays(Map.of(input.name(), x), Optional.of(targets(rows.targets(), count)));
  }

  /// The columns of a row fill the axes after the first.
  private static TensorShape shape(Graph.Input input, int rows, int columns) {
    List<Long> axes = input.axes();
    long known =
        axes.stream().skip(1).filter(length -> length > 0).reduce(1L, (one, other) -> one * other);
    long open = axes.stream().skip(1).filter(length -> length < 0).count();
    boolean fits = axes.size() > 1 && columns % known == 0 && (open == 1 || columns == known);
    if (input.known() && (!fits || open > 1)) {
      throw new InputException(
          "a row of this data has %d inputs, which do not fill input '%s' of axes %s"
              .formatted(columns, input.name(), axes));
    }
    long[] lengths =
        input.known()
            ? axes.stream().mapToLong(length -> length < 0 ? columns / known : length).toArray()
            : new long[] {rows, columns};
    lengths[0] = rows;
    return TensorShape.of(lengths);
  }

  private static NdArray targets(Targets targets, int rows) {
    if (targets instanceof Targets.Classes(_, int[] ofRow, _)) {
      LongArray classes = LongArray.of(TensorShape.of(rows));
      for (int i = 0; i < rows; i++) {
        classes.data()[i] = ofRow[i];
      }
      return classes;
    }
    FloatArray values = FloatArray.of(TensorShape.of(rows, targets.columns()));
    for (int i = 0; i < values.data().length; i++) {
      values.data()[i] = targets.get(i / targets.columns(), i % targets.columns());
    }
    return values;
  }

  /// The same rows for a chain.
  ///
  /// @throws InputException if they do not fit its inputs and outputs
  CheckRows of(Chain chain) {
    if (inputs.size() != 1 || targets.isEmpty()) {
      throw new InputException(
          "a chain of dense layers needs an array for its input, and one named 'target'");
    }
    NdArray x = inputs.values().iterator().next();
    NdArray y = targets.get();
    if (!(x instanceof FloatArray floats) || x.shape().rank() < 2) {
      throw new InputException("the input must be real numbers, row by row: " + x.shape());
    }
    int rows = x.shape().length(0);
    int columns = rows == 0 ? 0 : x.shape().elements() / rows;
    if (columns != chain.inputs()) {
      throw new InputException(
          "the network has %d inputs, the array %d a row".formatted(chain.inputs(), columns));
    }
    var matrix = new Matrix(rows, columns);
    System.arraycopy(floats.data(), 0, matrix.data(), 0, floats.data().length);
    if (y instanceof LongArray classes && chain.outputs() > 1) {
      return new CheckRows(Chain.Head.SOFTMAX, part(matrix, classes(classes, rows, chain)));
    }
    if (y instanceof BooleanArray) {
      throw new InputException("targets must be numbers, not booleans");
    }
    float[] values = y instanceof LongArray longs ? floats(longs) : y.asFloats().data();
    if (values.length != rows * chain.outputs()) {
      throw new InputException(
          "there must be one target for each of %d outputs of %d rows: %s"
              .formatted(chain.outputs(), rows, y.shape()));
    }
    var wanted = new Matrix(rows, chain.outputs());
    System.arraycopy(values, 0, wanted.data(), 0, values.length);
    return new CheckRows(chain.head(), part(matrix, new Targets.Values(wanted)));
  }

  private static Dataset.Part part(Matrix inputs, Targets targets) {
    return new Dataset.Part(inputs, targets);
  }

  private static Targets.Classes classes(LongArray classes, int rows, Chain chain) {
    int[] ofRow = new int[rows];
    for (int i = 0; i < rows; i++) {
      long each = i < classes.data().length ? classes.data()[i] : -1;
      if (each < 0 || each >= chain.outputs() || classes.data().length != rows) {
        throw new InputException(
            "targets must be %d classes from 0 to %d".formatted(rows, chain.outputs() - 1));
      }
      ofRow[i] = (int) each;
    }
    return new Targets.Classes(chain.outputs(), ofRow);
  }

  private static float[] floats(LongArray longs) {
    float[] floats = new float[longs.data().length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = longs.data()[i];
    }
    return floats;
  }
}
