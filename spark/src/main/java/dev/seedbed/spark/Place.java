package dev.seedbed.spark;

import java.io.Serializable;

/// An executor.
record Place(String executor, String host) implements Serializable {
  @Override
  public String toString() {
    return "executor %s (%s)".formatted(executor, host);
  }
}
