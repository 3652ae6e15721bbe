package dev.seedbed.io.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Target;
import dev.seedbed.data.Targets;
import dev.seedbed.io.document.Documents;
import dev.seedbed.io.document.StudyDocument;
import dev.seedbed.io.model.ModelDescription;
import dev.seedbed.model.ModelSpec;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.TrialRunner;
import dev.seedbed.tensor.Matrix;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;

/// All that another machine needs to train the trials of a study, as bytes: the study, and the
/// training and validation rows as the network sees them. The test rows stay where they are.
public final class TrialRunnerFormat {
  private static final Dataset.Part NO_ROWS =
      new Dataset.Part(new Matrix(0, 0), new Targets.Classes(0, new int[0]));

  private TrialRunnerFormat() {}

  public static byte[] encode(TrialRunner race) {
    Dataset data = race.data();
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      write(out, Documents.text(StudyDocument.of(unnamed(data), race.spec(), List.of())));
      write(
          out,
          ModelDescription.text(
              new ModelSpec(data.encoder(), data.target(), race.spec().network())));
      write(out, data.train());
      write(out, data.validation());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// Reads what [#encode] wrote.
  public static TrialRunner decode(byte[] bytes) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      StudySpec spec =
          Documents.read("study", text(in), StudyDocument.class, StudyDocument::specification);
      ModelSpec model = ModelDescription.read(text(in));
      return new TrialRunner(
          spec,
          new Dataset(model.encoder(), model.target(), part(in), part(in), NO_ROWS, List.of()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Training does not depend on the table that the rows come from.
  private static StudyDocument.Data unnamed(Dataset data) {
    DataSpec.Task task =
        data.target() instanceof Target.Classes
            ? DataSpec.Task.CLASSIFICATION
            : DataSpec.Task.REGRESSION;
    return new StudyDocument.Data(
        "", "", data.rows(), data.target().column(), task, 0, List.of(), List.of(), List.of());
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), UTF_8);
  }

  private static void write(DataOutputStream out, Dataset.Part part) throws IOException {
    write(out, part.inputs());
    switch (part.targets()) {
      case Targets.Classes(int columns, int[] ofRow) -> {
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

  private static Dataset.Part part(DataInputStream in) throws IOException {
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
