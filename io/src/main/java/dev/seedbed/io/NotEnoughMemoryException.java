package dev.seedbed.io;

/// Work needs more memory than there is, or more than a file can hold. The message is one line:
/// what needs how much, what there is, and how to need less or have more.
public final class NotEnoughMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public NotEnoughMemoryException(String message) {
    super(message);
  }
}
