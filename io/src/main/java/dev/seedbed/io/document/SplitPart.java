package dev.seedbed.io.document;

import dev.seedbed.data.SplitSpec;
import java.util.List;
import java.util.Optional;

/// How the rows were split.
///
/// @param rows how many are for training, validation and test
/// @param by what decided it
/// @param column that decided it; empty if it was chance
/// @param validation the share of rows for validation
/// @param test the file of the rows for the test, if they stand in one of their own
public record SplitPart(
    List<Integer> rows, By by, Optional<String> column, double validation, Optional<Test> test) {
  public SplitPart {
    rows = List.copyOf(rows);
    if (column.isPresent() == (by == By.RANDOM)) {
      throw new IllegalArgumentException("'column' must be there if and only if it decides");
    }
  }

  /// What decides which part a row is in.
  public enum By {
    RANDOM,
    TIME,
    GROUP
  }

  /// A file of rows for the test.
  ///
  /// @param file its path as it was given
  /// @param labels of a file of images
  /// @param sha256 of its content
  public record Test(String file, Optional<String> labels, String sha256) {}

  /// The document of a specification.
  ///
  /// @param rows how many are for training, validation and test
  public static SplitPart of(SplitSpec spec, List<Integer> rows, Optional<Test> test) {
    return switch (spec.way()) {
      case SplitSpec.Way.Random _ ->
          new SplitPart(rows, By.RANDOM, Optional.empty(), spec.validation(), test);
      case SplitSpec.Way.Time(String column) ->
          new SplitPart(rows, By.TIME, Optional.of(column), spec.validation(), test);
      case SplitSpec.Way.Group(String column) ->
          new SplitPart(rows, By.GROUP, Optional.of(column), spec.validation(), test);
    };
  }

  /// The specification that this is of.
  ///
  /// @throws IllegalArgumentException if a value is out of its range
  public SplitSpec specification() {
    return new SplitSpec(
        switch (by) {
          case RANDOM -> new SplitSpec.Way.Random();
          case TIME -> new SplitSpec.Way.Time(column.orElseThrow());
          case GROUP -> new SplitSpec.Way.Group(column.orElseThrow());
        },
        validation);
  }
}
