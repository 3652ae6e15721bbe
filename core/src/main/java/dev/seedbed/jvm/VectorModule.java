package dev.seedbed.jvm;

import jdk.incubator.vector.FloatVector;

/// Whether this JVM has `jdk.incubator.vector`.
public final class VectorModule {
  private static final boolean THERE =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

  static {
    if (!THERE) {
      System.getLogger("dev.seedbed")
          .log(
              System.Logger.Level.INFO,
              "no vector module, so training is slower; start java with --add-modules jdk.incubator.vector");
    }
  }

  private VectorModule() {}

  public static boolean isThere() {
    return THERE;
  }

  /// How many bits the vectors of this machine have; 0 without the module.
  public static int bits() {
    return THERE ? Preferred.bits() : 0;
  }

  /// Loaded only where the module is.
  private static final class Preferred {
    static int bits() {
      return FloatVector.SPECIES_PREFERRED.vectorBitSize();
    }
  }
}
