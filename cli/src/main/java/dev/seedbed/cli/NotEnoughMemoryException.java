package dev.seedbed.cli;

/// The work needs more memory than the JVM may take. The message says how to need less.
final class NotEnoughMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotEnoughMemoryException(String message) {
    super(message);
  }
}
