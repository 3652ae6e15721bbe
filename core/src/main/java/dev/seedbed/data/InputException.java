package dev.seedbed.data;

/// Data that cannot be used. The message is one line: what is wrong, where, and what to do.
public final class InputException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public InputException(String message) {
    super(message);
  }
}
