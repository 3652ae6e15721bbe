package dev.seedbed.cli.options;

import dev.seedbed.data.SplitSpec;
import dev.seedbed.io.run.RunSpec;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// Which rows are for training, validation and test.
public final class SplitOptions {
  @Option(
      names = "--split",
      paramLabel = "HOW",
      converter = Ways.class,
      description =
          "How rows are split: random; time=COLUMN, the latest rows for the test; or group=COLUMN, all rows of a group in one part. "
              + "Default: ${DEFAULT-VALUE}.")
  private NamedWay way = new NamedWay(SplitSpec.DEFAULT.way());

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description = "The share of rows to choose by. Default: ${DEFAULT-VALUE}.")
  private double validation = SplitSpec.DEFAULT.validation();

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description =
          "A file of rows for the test, with the columns of DATA. Default: a fifth of the rows of DATA.")
  private @Nullable Path test;

  @Option(
      names = "--test-labels",
      paramLabel = "FILE",
      description = "The labels of --test, like --labels.")
  private @Nullable Path testLabels;

  /// How rows are split.
  ///
  /// @throws IllegalArgumentException if that makes no sense
  public SplitSpec specification() {
    if (testLabels != null && test == null) {
      throw new IllegalArgumentException("--test-labels needs --test");
    }
    return new SplitSpec(way.way, validation);
  }

  /// The file of the rows for the test, if they stand in one of their own.
  public Optional<RunSpec.TestFile> test() {
    return Optional.ofNullable(test)
        .map(file ->
            new RunSpec.TestFile(
                file.toString(), Optional.ofNullable(testLabels).map(Path::toString)));
  }

  /// A way to split, shown as it is written.
  record NamedWay(SplitSpec.Way way) {
    @Override
    public String toString() {
      return switch (way) {
        case SplitSpec.Way.Random _ -> "random";
        case SplitSpec.Way.Time(String column) -> "time=" + column;
        case SplitSpec.Way.Group(String column) -> "group=" + column;
      };
    }
  }

  /// random, time=COLUMN or group=COLUMN.
  static final class Ways implements ITypeConverter<NamedWay> {
    @Override
    public NamedWay convert(String value) {
      if (value.equals("random")) {
        return new NamedWay(new SplitSpec.Way.Random());
      }
      if (value.startsWith("time=") && value.length() > 5) {
        return new NamedWay(new SplitSpec.Way.Time(value.substring(5)));
      }
      if (value.startsWith("group=") && value.length() > 6) {
        return new NamedWay(new SplitSpec.Way.Group(value.substring(6)));
      }
      throw new TypeConversionException(
          "'" + value + "' is not random, time=COLUMN or group=COLUMN");
    }
  }
}
