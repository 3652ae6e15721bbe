package dev.seedbed.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.seedbed.cli.options.TableOptions;
import dev.seedbed.cli.terminal.Errors;
import dev.seedbed.cli.terminal.OutputStyle;
import dev.seedbed.cli.terminal.Words;
import dev.seedbed.data.CellNotation;
import dev.seedbed.data.Column;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.InputException;
import dev.seedbed.data.Table;
import dev.seedbed.data.Target;
import dev.seedbed.io.file.AtomicFiles;
import dev.seedbed.io.file.VisibleText;
import dev.seedbed.io.model.ModelFiles;
import dev.seedbed.io.run.RunRecord;
import dev.seedbed.io.table.ColumnKinds.Kind;
import dev.seedbed.io.table.TableFiles;
import dev.seedbed.io.table.TableSpec;
import dev.seedbed.model.Model;
import dev.seedbed.notation.Names;
import dev.seedbed.report.text.TestScoreText;
import dev.seedbed.score.Scores;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      "Prints one CSV line per row of DATA, in its order: the number of the row, and the class with its "
          + "probability, or the value. If DATA has the target, the score is printed as well."
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
      description =
          "A table with the columns that the model was trained on, in any format of train.")
  private Path data = Path.of("");

  @Option(
      names = "--id",
      paramLabel = "COLUMN",
      description = "A column that names the rows, to stand beside the answers.")
  private @Nullable String id;

  @Option(names = "--proba", description = "Print the probability of every class.")
  private boolean probabilities;

  @Mixin private TableOptions.FormatOptions format = new TableOptions.FormatOptions();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Write to this new file instead of standard output.")
  private @Nullable Path out;

  @Override
  public Integer call() throws IOException {
    CommandLine program = Objects.requireNonNull(spec).commandLine();
    Model trained = ModelFiles.read(RunRecord.model(model));
    if (probabilities && trained.target() instanceof Target.Quantity) {
      throw new InputException("the model predicts a quantity: --proba is for classes");
    }
    if (out != null && Files.exists(out, LinkOption.NOFOLLOW_LINKS)) {
      throw new InputException(out + " exists already: name another file or remove it");
    }
    Table table = TableFiles.read(data, Errors.checked(program, () -> reading(trained)));
    trained.encoder().unknownTexts(table).forEach(remark -> Errors.report(program, remark));
    Matrix answers = trained.predict(table);
    checkFinite(answers);
    if (out == null) {
      write(trained.target(), table, answers, program.getOut());
      program.getOut().flush();
    } else {
      AtomicFiles.write(
          out,
          stream -> write(trained.target(), table, answers, new OutputStreamWriter(stream, UTF_8)));
    }
    score(trained, table, program);
    return 0;
  }

  /// The columns that the model needs, and those that go with its answers.
  private TableSpec reading(Model trained) {
    TableSpec needed = TableSpec.neededBy(trained.encoder(), trained.target());
    if (id != null && needed.kinds().known().getOrDefault(id, Kind.TEXTS) != Kind.TEXTS) {
      throw new IllegalArgumentException(
          "an input or target of numbers or dates cannot name the rows: its values are rounded: '"
              + id
              + "'");
    }
    TableSpec named =
        id == null || needed.kinds().known().containsKey(id) ? needed : needed.withName(id);
    CellNotation notation = named.notation();
    var missing = new TreeSet<>(notation.missing());
    missing.addAll(format.missing());
    return named
        .withNotation(
            new CellNotation(
                notation.dates(), notation.decimalCommas(), notation.verbatim(), missing))
        .withCsv(format.csv())
        .withOptional(Set.of(trained.target().column()));
  }

  /// Says how good the answers are, if that can be told.
  private static void score(Model trained, Table table, CommandLine program) {
    Optional<Column> column = table.find(trained.target().column());
    if (column.isEmpty()) {
      return;
    }
    Target target = trained.target();
    Optional<Dataset.Part> rows = Dataset.Part.known(table, trained.encoder(), target);
    IntPredicate known = target.known(column.get());
    int unknown = 0;
    for (int row = 0; row < table.rows(); row++) {
      unknown += !column.get().isMissing(row) && !known.test(row) ? 1 : 0;
    }
    if (unknown > 0) {
      Errors.report(
          program,
          "%s with a '%s' that the model does not know: not scored"
              .formatted(Words.count(unknown, "row"), Names.shortened(target.column())));
    }
    if (rows.isPresent()) {
      Scores scores = Scores.of(target, trained.outputs(rows.get().inputs()), rows.get().targets());
      Errors.report(
          program,
          "%s on %s with a '%s'"
              .formatted(
                  TestScoreText.answers(scores),
                  Words.count(rows.get().rows(), "row"),
                  Names.shortened(target.column())));
    }
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

  private void write(Target target, Table table, Matrix answers, Writer to) throws IOException {
    var csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(to);
    var header = new ArrayList<>(List.of("row"));
    Optional<Column.Texts> ids =
        Optional.ofNullable(id).map(name -> (Column.Texts) table.column(name));
    header.add(target.column());
    if (target instanceof Target.Classes classes) {
      header.addAll(
          probabilities
              ? classes.labels().stream().map(label -> "p(" + label + ")").toList()
              : List.of("probability"));
    }
    ids.ifPresent(column ->
        header.add(1, header.contains(column.name()) ? column.name() + "_" : column.name()));
    csv.writeRecord(header.stream().map(this::shown).toList());
    for (int i = 0; i < answers.rows(); i++) {
      var row = new ArrayList<>(List.of(Integer.toString(i + 1)));
      if (ids.isPresent()) {
        row.add(Objects.requireNonNullElse(ids.get().values()[i], ""));
      }
      addAnswer(target, answers, i, row);
      csv.writeRecord(row.stream().map(this::shown).toList());
    }
    csv.flush();
  }

  /// A cell that steers no terminal.
  private String shown(String cell) {
    return out == null && OutputStyle.standardOutputIsTerminal() ? VisibleText.words(cell) : cell;
  }

  private void addAnswer(Target target, Matrix answers, int i, List<String> row) {
    switch (target) {
      case Target.Classes classes -> {
        int best = answers.largestInRow(i);
        row.add(classes.labels().get(best));
        for (int j = 0; j < answers.columns(); j++) {
          if (probabilities || j == best) {
            row.add(Float.toString(answers.get(i, j)));
          }
        }
      }
      case Target.Quantity _ -> row.add(Float.toString(answers.get(i, 0)));
    }
  }
}
