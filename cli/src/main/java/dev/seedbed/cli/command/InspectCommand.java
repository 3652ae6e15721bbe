package dev.seedbed.cli.command;

import dev.seedbed.cli.options.SplitOptions;
import dev.seedbed.cli.options.TableOptions;
import dev.seedbed.cli.terminal.Columns;
import dev.seedbed.cli.terminal.Errors;
import dev.seedbed.cli.terminal.Lines;
import dev.seedbed.cli.terminal.OutputStyle;
import dev.seedbed.data.Column;
import dev.seedbed.data.ColumnUse;
import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Table;
import dev.seedbed.io.document.Documents;
import dev.seedbed.io.document.InspectDocument;
import dev.seedbed.io.run.RunSpec;
import dev.seedbed.io.table.TableFiles;
import dev.seedbed.io.table.TableSpec;
import dev.seedbed.report.text.NoticeText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `seedbed inspect`: what each column of a table is, and what becomes of it.
@Command(
    name = "inspect",
    description = {
      "Show what each column of a table is and what becomes of it.",
      "",
      "Reads the table as train does, and trains nothing. With --target it also splits the rows and "
          + "warns of what would make a result look better than it is."
    })
public final class InspectCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "DATA", description = "The table, as of train.")
  private Path data = Path.of("");

  @Option(names = "--target", paramLabel = "COLUMN", description = "The column to predict.")
  private @Nullable String target;

  @Option(names = "--id", paramLabel = "COLUMN", description = "A column that names the rows.")
  private @Nullable String id;

  @Mixin private TableOptions reading = new TableOptions();

  @Mixin private SplitOptions splitting = new SplitOptions();

  @Option(names = "--json", description = "Print one JSON document, and nothing else.")
  private boolean json;

  @Override
  public Integer call() {
    CommandLine command = Objects.requireNonNull(spec, "picocli sets it").commandLine();
    if (target == null) {
      target = TableFiles.usualTarget(data).orElse(null);
    }
    Optional<DataSpec> dataSpec =
        Optional.ofNullable(target)
            .map(column -> Errors.checked(command, () -> specification(column)));
    TableSpec tableSpec = Errors.checked(command, () -> tableSpecification(dataSpec));
    var tables = RunSpec.Tables.read(data, tableSpec, splitting.test());
    Optional<Dataset> dataset = dataSpec.map(tables::dataset);
    if (json) {
      command.getOut().println(Documents.text(document(tables.table(), dataset)));
    } else {
      print(command, tables.table(), dataset);
    }
    return 0;
  }

  private DataSpec specification(String column) {
    DataSpec spec =
        DataSpec.of(column).withSplit(splitting.specification()).withKept(reading.numbers());
    return id == null ? spec : spec.withId(id);
  }

  private TableSpec tableSpecification(Optional<DataSpec> dataSpec) {
    TableSpec read = reading.specification(dataSpec.map(DataSpec::columns).orElse(Set.of()));
    dataSpec.ifPresent(some -> RunSpec.checkTarget(read.kinds(), some));
    return id == null ? read : read.withName(id);
  }

  private InspectDocument document(Table table, Optional<Dataset> dataset) {
    return dataset
        .map(d -> InspectDocument.of(data.toString(), table, d, NoticeText.parts(d)))
        .orElseGet(() -> InspectDocument.of(data.toString(), table));
  }

  private void print(CommandLine command, Table table, Optional<Dataset> dataset) {
    var lines = new Lines(command.getOut(), OutputStyle.ofStandardOutput());
    lines.label("data", "%s: %,d rows".formatted(table.name(), table.rows()));
    dataset.ifPresent(d -> {
      lines.label(
          "",
          "%,d rows to train, %,d to validate, %,d to test"
              .formatted(d.train().rows(), d.validation().rows(), d.test().rows()));
      NoticeText.sentences(d).forEach(notice -> lines.label("", notice));
    });
    lines.empty();
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("column", "kind", "missing", "example", dataset.isPresent() ? "becomes" : ""));
    for (ColumnUse use : dataset.map(Dataset::columns).orElseGet(() -> ColumnUse.found(table))) {
      rows.add(
          List.of(
              use.name(),
              use.kind().name().toLowerCase(Locale.ROOT),
              use.missing() == 0 ? "" : "%.1f %%".formatted(100 * use.missing()),
              example(table, use),
              becomes(use, dataset)));
    }
    Columns.print(command.getOut(), rows);
  }

  private String becomes(ColumnUse use, Optional<Dataset> dataset) {
    if (use.name().equals(target)) {
      return "the target";
    }
    if (use.leftOut().isPresent()) {
      return "left out: " + use.leftOut().get().words();
    }
    return dataset.isEmpty() ? "" : use.inputs() == 1 ? "1 input" : use.inputs() + " inputs";
  }

  /// The first value of a column.
  private static String example(Table table, ColumnUse use) {
    Optional<Column> column =
        use.leftOut().filter(reason -> !(reason instanceof ColumnUse.Reason.Unnamed)).isPresent()
                || use.used()
            ? table.find(use.name())
            : Optional.empty();
    for (int row = 0; column.isPresent() && row < table.rows(); row++) {
      if (!column.get().isMissing(row)) {
        return InspectDocument.value(column.get(), row);
      }
    }
    return "";
  }
}
