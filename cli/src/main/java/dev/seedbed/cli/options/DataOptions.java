package dev.seedbed.cli.options;

import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.InputException;
import dev.seedbed.io.table.TableFiles;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// A table that a command may look at.
public final class DataOptions {
  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "A table. check propagates its rows, and schemes that need data use them. For a MODEL also NumPy's arrays: .npz, named after "
              + "its inputs and 'target', or .npy. Default: check propagates standard-normal rows with random targets.")
  private @Nullable Path file;

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description = "The column to predict. Not needed for a model that Seedbed trained.")
  private @Nullable String target;

  public Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  public Optional<String> target() {
    return Optional.ofNullable(target);
  }

  /// The table, split and encoded as `train` does.
  ///
  /// @throws InputException if it has no target, or cannot be read
  public Optional<Dataset> dataset() {
    return file()
        .map(table ->
            Dataset.of(
                TableFiles.read(table),
                DataSpec.of(
                    target()
                        .orElseThrow(() ->
                            new InputException("--data needs --target, the column to predict")))));
  }
}
