package dev.seedbed.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What became of a column of a file.
///
/// @param leftOut why it is no input; empty if it is one, or the target
/// @param inputs how many inputs of the network it became
/// @param missing the share of rows in which its value is missing, from 0 to 1
public record ColumnUse(
    String name, Column.Kind kind, Optional<Reason> leftOut, int inputs, double missing) {

  /// Whether the network, or what it learns, is made from it.
  public boolean used() {
    return leftOut.isEmpty();
  }

  /// What is known of the columns of a file before it is known what they are used for.
  public static List<ColumnUse> found(Table table) {
    var found = new ArrayList<>(table.leftOut());
    table.columns().forEach(column -> found.add(input(column, 0)));
    return found;
  }

  static ColumnUse input(Column column, int inputs) {
    return new ColumnUse(column.name(), column.kind(), Optional.empty(), inputs, missing(column));
  }

  static ColumnUse leftOut(Column column, Reason reason) {
    return new ColumnUse(column.name(), column.kind(), Optional.of(reason), 0, missing(column));
  }

  private static double missing(Column column) {
    int missing = 0;
    for (int row = 0; row < column.rows(); row++) {
      missing += column.isMissing(row) ? 1 : 0;
    }
    return (double) missing / Math.max(1, column.rows());
  }

  /// Why a column is no input.
  public sealed interface Reason {
    /// What is the matter with the column, in words that follow its name.
    String words();

    /// Whether the user asked for it.
    default boolean wanted() {
      return false;
    }

    /// A column without a name mostly holds the numbers of the rows, or their names.
    record Unnamed() implements Reason {
      @Override
      public String words() {
        return "it has no name";
      }
    }

    /// No row has a value.
    record Empty() implements Reason {
      @Override
      public String words() {
        return "no row has a value";
      }
    }

    /// The training rows have one value, or none.
    record Constant() implements Reason {
      @Override
      public String words() {
        return "it has the same value in all training rows, or none";
      }
    }

    /// Its whole numbers only count the rows.
    record CountsRows() implements Reason {
      @Override
      public String words() {
        return "its numbers only count the rows";
      }
    }

    /// Hardly a text stands in several rows.
    ///
    /// @param texts how many different ones the training rows have
    record TooManyTexts(int texts, int rows) implements Reason {
      @Override
      public String words() {
        return "%,d different texts in %,d training rows".formatted(texts, rows);
      }
    }

    /// Its numbers are large, and so near each other that 32-bit floats cannot tell them apart.
    record TooNear(double smallest, double largest) implements Reason {
      @Override
      public String words() {
        return "numbers from %.0f to %.0f are too near each other for 32-bit floats; subtract %.0f from all"
            .formatted(smallest, largest, smallest);
      }
    }

    /// A cell of it is more than one value, or no number, date or text.
    record HoldsRecords() implements Reason {
      @Override
      public String words() {
        return "it holds lists, records or bytes";
      }
    }

    /// It names the rows.
    record Id() implements Reason {
      @Override
      public String words() {
        return "it names the rows";
      }

      @Override
      public boolean wanted() {
        return true;
      }
    }

    /// It decides the split, so that the rows of the later parts have other values.
    record OfSplit() implements Reason {
      @Override
      public String words() {
        return "it decides the split";
      }

      @Override
      public boolean wanted() {
        return true;
      }
    }

    /// The user does not want it.
    record Ignored() implements Reason {
      @Override
      public String words() {
        return "ignored";
      }

      @Override
      public boolean wanted() {
        return true;
      }
    }
  }
}
