package dev.seedbed.data;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Input that cannot be used. The message is one line: what is wrong, where, and what to do.
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  @SuppressWarnings("serial")
  private final @Nullable Hint hint;

  public InputException(String message) {
    super(message);
    this.hint = null;
  }

  /// With a hint that only whoever talks to the user can word, such as an option to set.
  public InputException(String message, Hint hint) {
    super(message);
    this.hint = hint;
  }

  /// Advice, if the message gives none.
  public Optional<Hint> hint() {
    return Optional.ofNullable(hint);
  }

  /// The part of a column in a table of results.
  public enum Part {
    METRIC,
    SEED,
    CONFIGURATION,
    TASK
  }

  /// What to do about input that cannot be used. Whoever talks to the user puts it in words.
  public sealed interface Hint {
    /// Take a column as texts.
    record TreatAsTexts(String column) implements Hint {}

    /// Say how the dates of a column are written.
    record NameDates(String column) implements Hint {}

    /// Say how a text is encoded.
    record NameEncoding() implements Hint {}

    /// Leave a column out.
    record LeaveOut(String column) implements Hint {}

    /// Keep a tensor as it is.
    record KeepTensor(String tensor) implements Hint {}

    /// Name another folder for the run.
    record NameAnotherFolder() implements Hint {}

    /// Resume a run that has not ended.
    record Resume(Path run) implements Hint {}

    /// Say whether the first line has the names of the columns.
    record NameHeader() implements Hint {}

    /// Say which column of a table of results plays a part.
    record NamePart(Part part) implements Hint {}

    /// Say whether high or low scores are better.
    record NameDirection() implements Hint {}

    /// Say that each row of a table of results is an example of the evaluation.
    record NameRows() implements Hint {}
  }
}
