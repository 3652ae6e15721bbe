package dev.seedbed.cli.options;

import dev.seedbed.data.Dataset;
import dev.seedbed.data.InputException;
import dev.seedbed.io.run.RunRecord;
import dev.seedbed.io.run.RunSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The parameters that name an earlier run and its data.
public final class RunParameters {
  @Parameters(paramLabel = "RUN", description = "The run folder.")
  private Path run = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DATA",
      description = "The table, if it is elsewhere now. Default: where it was.")
  private @Nullable Path data;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description = "The file of the rows for the test, if it is elsewhere now.")
  private @Nullable Path test;

  /// The run's data.
  public record Data(RunSpec.Tables tables, Dataset dataset) {}

  public Path run() {
    return run;
  }

  /// Reads the tables that the run was begun with.
  ///
  /// @throws InputException if it is not there, or has changed
  public Data data(RunRecord record, RunSpec spec) {
    Path file = Objects.requireNonNullElse(data, Path.of(spec.file()));
    if (data == null && !Files.exists(file)) {
      throw new InputException(
          "no such file: %s; name the run's table with --data".formatted(file));
    }
    if (test != null && spec.test().isEmpty()) {
      throw new InputException(
          "the run has no file of rows for the test: leave --test out, its rows are among those of "
              + spec.file());
    }
    Optional<RunSpec.TestFile> tested =
        spec.test()
            .map(some ->
                new RunSpec.TestFile(
                    Optional.ofNullable(test).map(Path::toString).orElse(some.file()),
                    some.labels()));
    var tables = RunSpec.Tables.read(file, spec.reading(), tested);
    record.check(tables);
    Dataset dataset = tables.dataset(spec.data());
    record.check(spec.study(), dataset);
    return new Data(tables, dataset);
  }
}
