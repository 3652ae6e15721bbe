package dev.seedbed.bench.fuzz;

import dev.seedbed.data.InputException;
import dev.seedbed.io.NotEnoughMemoryException;
import dev.seedbed.io.ReadableFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What Jazzer calls with each file that it makes: a reader may refuse it, and do nothing else but
/// read it.
public final class FuzzTarget {
  private static final ReadableFormat FORMAT =
      ReadableFormat.valueOf(System.getProperty(Fuzzing.FORMAT));
  private static final Path FOLDER = Path.of(System.getProperty(Fuzzing.FOLDER));

  private FuzzTarget() {}

  /// Reads the sound files: each class is instrumented when it is loaded, which can take longer
  /// than a file may. The name is the one that Jazzer looks for.
  public static void fuzzerInitialize() throws IOException {
    for (byte[] sound : FORMAT.sound(Fuzzing.home())) {
      fuzzerTestOneInput(sound);
    }
  }

  /// The name is the one that Jazzer looks for.
  public static void fuzzerTestOneInput(byte[] content) throws IOException {
    Path file = FORMAT.write(FOLDER, content);
    try {
      FORMAT.read(file);
    } catch (InputException | IOException | NotEnoughMemoryException _) {
      // Refused in one line.
    } finally {
      Files.delete(file);
    }
  }
}
