package dev.seedbed.io.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.SplitSpec;
import dev.seedbed.data.Target;
import dev.seedbed.data.Targets;
import dev.seedbed.io.document.Documents;
import dev.seedbed.io.document.ReadingPart;
import dev.seedbed.io.document.SplitPart;
import dev.seedbed.io.document.StudyDocument;
import dev.seedbed.io.model.ModelDescription;
import dev.seedbed.io.table.TableSpec;
import dev.seedbed.io.transfer.RowsFormat;
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
import java.util.List;
import java.util.Optional;

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
      RowsFormat.write(out, data.train());
      RowsFormat.write(out, data.validation());
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
          new Dataset(
              model.encoder(), model.target(), RowsFormat.read(in), RowsFormat.read(in), NO_ROWS));
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
        "",
        "",
        data.rows(),
        data.target().column(),
        task,
        0,
        ReadingPart.of(TableSpec.FOUND),
        SplitPart.of(SplitSpec.DEFAULT, List.of(), Optional.empty()),
        Optional.empty(),
        List.of());
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), UTF_8);
  }
}
