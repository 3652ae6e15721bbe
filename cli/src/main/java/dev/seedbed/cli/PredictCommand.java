package dev.seedbed.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.seedbed.data.Feature;
import dev.seedbed.data.Table;
import dev.seedbed.data.Target;
import dev.seedbed.io.AtomicFiles;
import dev.seedbed.io.model.ModelFiles;
import dev.seedbed.io.table.ColumnKinds;
import dev.seedbed.io.table.TableFiles;
import dev.seedbed.network.Model;
import dev.seedbed.tensor.Matrix;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
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
      "Prints one CSV line a row of DATA: the class and the probability of each, or the value."
    })
final class PredictCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "model.onnx or model.safetensors of a run folder.")
  private Path model = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "DATA",
      description = "A CSV file with the columns that the model was trained on.")
  private Path data = Path.of("");

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Write there instead of to standard output.")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException {
    Model trained = ModelFiles.read(model);
    Table table = TableFiles.read(data, kinds(trained));
    Matrix answers = trained.predict(table);
    if (out == null) {
      PrintWriter standard = Objects.requireNonNull(spec).commandLine().getOut();
      write(trained.target(), answers, standard);
      standard.flush();
    } else {
      AtomicFiles.write(
          out, stream -> write(trained.target(), answers, new OutputStreamWriter(stream, UTF_8)));
    }
    return 0;
  }

  /// The kinds that the model's columns must have.
  private static ColumnKinds kinds(Model model) {
    return new ColumnKinds(
        columns(model, Feature.OneHot.class), columns(model, Feature.Scaled.class));
  }

  private static Set<String> columns(Model model, Class<? extends Feature> kind) {
    return model.encoder().features().stream()
        .filter(kind::isInstance)
        .map(Feature::column)
        .collect(Collectors.toSet());
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
