package dev.seedbed.io.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// Rewrites a tensor where it stands, in a JVM of its own.
final class RewriteMain {

  private RewriteMain() {}

  /// Takes the file and the tensor.
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    WeightFile.read(file).rewrite(file, Map.of(arguments[1], Sources.COUNTING), 2);
  }
}
