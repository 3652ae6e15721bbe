package dev.seedbed.io.model;

import java.io.IOException;

/// A model file breaks its format's rules, or is not one that Seedbed wrote. The message names the
/// rule and the value.
final class MalformedModelException extends IOException {
  private static final long serialVersionUID = 1;

  MalformedModelException(String message) {
    super(message);
  }
}
