package dev.seedbed.data;

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
}
