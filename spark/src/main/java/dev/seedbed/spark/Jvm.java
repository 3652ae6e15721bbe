package dev.seedbed.spark;

import dev.seedbed.jvm.VectorModule;
import java.io.Serializable;

/// What of a JVM decides how fast it computes.
///
/// @param version of the JDK
/// @param vectorBits 0 without the vector module
record Jvm(String version, int vectorBits) implements Serializable {
  static Jvm here() {
    return new Jvm(System.getProperty("java.version"), VectorModule.bits());
  }

  boolean hasVectors() {
    return vectorBits > 0;
  }

  @Override
  public String toString() {
    return "JDK %s, %s"
        .formatted(
            version, hasVectors() ? "vectors of %d bits".formatted(vectorBits) : "no vectors");
  }
}
