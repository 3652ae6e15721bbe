package dev.seedbed.io;

import java.io.IOException;

/// A model file breaks its format's rules, or is not one that Seedbed can use. The message is one
/// line and names the rule and the value.
public final class MalformedModelException extends IOException {
  private static final long serialVersionUID = 1;

  public MalformedModelException(String message) {
    super(message);
  }
}
