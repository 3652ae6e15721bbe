package dev.seedbed.io.document;

import dev.seedbed.data.Column;
import dev.seedbed.data.ColumnUse;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Table;
import dev.seedbed.data.Target;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// What `inspect --json` prints: what each column of a table is, and what becomes of it.
///
/// @param split empty if no target is named
/// @param notices the weightiest first
public record InspectDocument(Data data, Optional<Split> split, List<NoticePart> notices) {
  private static final double SECONDS_A_DAY = 86_400;

  public InspectDocument {
    notices = List.copyOf(notices);
  }

  /// The table.
  ///
  /// @param file its path as it was given
  /// @param columns of the file
  public record Data(String file, int rows, List<ColumnPart> columns) {
    public Data {
      columns = List.copyOf(columns);
    }
  }

  /// How rows and columns are used to predict a target.
  ///
  /// @param features that the inputs are encoded as
  /// @param classes of the target, in the order of the outputs; empty if it is a quantity
  public record Split(
      String target,
      Optional<List<String>> classes,
      int features,
      int train,
      int validation,
      int test) {
    public Split {
      classes = classes.map(List::copyOf);
    }
  }

  /// The document of a table whose target is not named.
  public static InspectDocument of(String file, Table table) {
    return new InspectDocument(
        data(file, table, ColumnUse.found(table)), Optional.empty(), List.of());
  }

  /// The document of a table and the dataset that it becomes.
  public static InspectDocument of(
      String file, Table table, Dataset dataset, List<NoticePart> notices) {
    var split =
        new Split(
            dataset.target().column(),
            dataset.target() instanceof Target.Classes classes
                ? Optional.of(classes.labels())
                : Optional.empty(),
            dataset.encoder().width(),
            dataset.train().rows(),
            dataset.validation().rows(),
            dataset.test().rows());
    return new InspectDocument(data(file, table, dataset.columns()), Optional.of(split), notices);
  }

  private static Data data(String file, Table table, List<ColumnUse> columns) {
    return new Data(file, table.rows(), columns.stream().map(ColumnPart::of).toList());
  }

  /// A value that is not missing, as people write it.
  public static String value(Column column, int row) {
    return switch (column) {
      case Column.Numbers numbers -> number(numbers.values()[row]);
      case Column.Texts texts -> "" + texts.values()[row];
      case Column.Dates dates -> {
        var time =
            LocalDateTime.ofEpochSecond(
                Math.round(dates.days()[row] * SECONDS_A_DAY), 0, ZoneOffset.UTC);
        yield time.toLocalTime().toSecondOfDay() == 0
            ? time.toLocalDate().toString()
            : time.toString().replace('T', ' ');
      }
    };
  }

  private static String number(float value) {
    return Float.isFinite(value)
        ? new BigDecimal(Float.toString(value)).stripTrailingZeros().toPlainString()
        : Float.toString(value);
  }
}
