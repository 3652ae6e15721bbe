package dev.seedbed.jvm;

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
}
