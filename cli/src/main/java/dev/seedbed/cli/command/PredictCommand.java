package dev.seedbed.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.seedbed.cli.terminal.Errors;
import dev.seedbed.data.InputException;
import dev.seedbed.data.Table;
import dev.seedbed.data.Target;
import dev.seedbed.io.file.AtomicFiles;
import dev.seedbed.io.model.ModelFiles;
import dev.seedbed.io.run.RunRecord;
import dev.seedbed.io.table.ColumnKinds;
import dev.seedbed.io.table.TableFiles;
import dev.seedbed.model.Model;
import dev.seedbed.tensor.Matrix;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `seedbed predict`: uses a trained model.
@Command(
    name = "predict",
    description = {
      "Use a trained model.",
      "",
      "Prints one CSV line per row of DATA: the class and the probability of each class, or the value."
    })
public final class PredictCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A run folder, or a model.onnx or model.safetensors of one.")
  private Path model = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "DATA",
      description = "A CSV file with the columns that the model was trained on.")
  private Path data = Path.of("");

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Write to this new file instead of standard output.")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException {
    Model trained = ModelFiles.read(RunRecord.model(model));
    if (out != null && Files.exists(out, LinkOption.NOFOLLOW_LINKS)) {
      throw new InputException(out + " exists already: name another file or remove it");
    }
    Table table = TableFiles.read(data, ColumnKinds.neededBy(trained.encoder()));
    CommandLine program = Objects.requireNonNull(spec).commandLine();
    trained.encoder().unknownTexts(table).forEach(remark -> Errors.report(program, remark));
    Matrix answers = trained.predict(table);
    checkFinite(answers);
    if (out == null) {
      write(trained.target(), answers, program.getOut());
    } else {
      AtomicFiles.write(
          out, stream -> write(trained.target(), answers, new OutputStreamWriter(stream, UTF_8)));
    }
    return 0;
  }

  private static void checkFinite(Matrix answers) {
    for (int i = 0; i < answers.rows(); i++) {
      for (int j = 0; j < answers.columns(); j++) {
        if (!Float.isFinite(answers.get(i, j))) {
          throw new InputException(
              "the network's answer for data row %d is not finite: its numbers, or those of the model, are too large"
                  .formatted(i + 1));
        }
      }
    }
  }

  private static void write(Target target, Matrix answers, Writer to) throws IOException {
    var csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(to);
    var header = new ArrayList<>(List.of(target.column()));
    if (target instanceof Target.Classes classes) {
      classes.labels().forEach(label -> header.add("p(" + label + ")"));
    }
    csv.writeRecord(header);
    for (int i = 0; i < answers.rows(); i++) {
      csv.writeRecord(row(target, answers, i));
    }
    csv.flush();
  }

  private static List<String> row(Target target, Matrix answers, int i) {
    var row = new ArrayList<String>();
    switch (target) {
      case Target.Classes classes -> {
        row.add(classes.labels().get(answers.largestInRow(i)));
        for (int j = 0; j < answers.columns(); j++) {
          row.add(Float.toString(answers.get(i, j)));
        }
      }
      case Target.Quantity _ -> row.add(Float.toString(answers.get(i, 0)));
    }
    return row;
  }
}
