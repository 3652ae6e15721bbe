package dev.seedbed.io.transfer;

import dev.seedbed.data.Dataset;
import dev.seedbed.data.Targets;
import dev.seedbed.tensor.Matrix;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Rows as the network sees them, as bytes for other machines.
public final class RowsFormat {
  private RowsFormat() {}

  /// Writes rows and their targets.
  public static void write(DataOutputStream out, Dataset.Part rows) throws IOException {
    write(out, rows.inputs());
    switch (rows.targets()) {
      case Targets.Classes(int columns, int[] ofRow, _) -> {
        out.writeBoolean(true);
        out.writeInt(columns);
        out.writeInt(ofRow.length);
        var bytes = ByteBuffer.allocate(Integer.BYTES * ofRow.length);
        bytes.asIntBuffer().put(ofRow);
        out.write(bytes.array());
      }
      case Targets.Values(Matrix matrix) -> {
        out.writeBoolean(false);
        write(out, matrix);
      }
    }
  }

  /// Reads what [#write] wrote.
  public static Dataset.Part read(DataInputStream in) throws IOException {
    return new Dataset.Part(matrix(in), targets(in));
  }

  private static Targets targets(DataInputStream in) throws IOException {
    if (!in.readBoolean()) {
      return new Targets.Values(matrix(in));
    }
    var targets = new Targets.Classes(in.readInt(), new int[in.readInt()]);
    int[] ofRow = targets.ofRow();
    ByteBuffer.wrap(in.readNBytes(Integer.BYTES * ofRow.length)).asIntBuffer().get(ofRow);
    return targets;
  }

  /// Row by row, as one array of bytes can hold no more than a quarter of what a matrix can.
  private static void write(DataOutputStream out, Matrix matrix) throws IOException {
    out.writeInt(matrix.rows());
    out.writeInt(matrix.columns());
    var row = ByteBuffer.allocate(Float.BYTES * matrix.columns());
    for (int i = 0; i < matrix.rows(); i++) {
      row.asFloatBuffer().put(matrix.data(), matrix.at(i), matrix.columns());
      out.write(row.array());
    }
  }

  private static Matrix matrix(DataInputStream in) throws IOException {
    var matrix = new Matrix(in.readInt(), in.readInt());
    for (int i = 0; i < matrix.rows(); i++) {
      ByteBuffer.wrap(in.readNBytes(Float.BYTES * matrix.columns()))
          .asFloatBuffer()
          .get(matrix.data(), matrix.at(i), matrix.columns());
    }
    return matrix;
  }
}
