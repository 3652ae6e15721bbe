package dev.seedbed.bench.fuzz;

import dev.seedbed.io.ReadableFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Fuzzes the reader of a format with Jazzer, in a JVM of its own: from sound files it breeds
/// others that take new ways through the reader. It ends at the first that is neither read nor
/// refused, which takes more than half a minute, or more memory than there is.
public final class Fuzzing {
  static final String FORMAT = "seedbed.fuzz.format";
  static final String FOLDER = "seedbed.fuzz.folder";

  private static final String HOME = "seedbed.home";

  private static final int SECONDS = 60;
  private static final int MOST_SECONDS_A_FILE = 30;

  /// Larger ones are slow to breed from.
  private static final int LARGEST = 1 << 16;

  private Fuzzing() {}

  /// Fuzzes one reader, or prints the names of the formats.
  ///
  /// @param arguments the name of a format, and maybe for how many seconds; or nothing
  public static void run(List<String> arguments) throws IOException, InterruptedException {
    if (arguments.isEmpty()) {
      System.out.println(
          String.join("\n", Stream.of(ReadableFormat.values()).map(Fuzzing::name).toList()));
      return;
    }
    Optional<ReadableFormat> named =
        Stream.of(ReadableFormat.values())
            .filter(known -> name(known).equals(arguments.getFirst()))
            .findFirst();
    if (named.isEmpty()) {
      System.err.println(
          "seedbed-bench: no such format: %s (seedbed-bench fuzz names all)"
              .formatted(arguments.getFirst()));
      System.exit(2);
    }
    ReadableFormat format = named.orElseThrow();
    int seconds = arguments.size() > 1 ? Integer.parseInt(arguments.get(1)) : SECONDS;
    Path home = home();
    Path folder = home.resolve("bench/target/fuzz").resolve(format.name()).toAbsolutePath();
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    int number = 0;
    for (byte[] sound : format.sound(home)) {
      if (sound.length <= LARGEST) {
        Files.write(corpus.resolve("sound-" + number++), sound);
      }
    }
    Process jazzer =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+EnableDynamicAgentLoading",
                "-Xmx1g",
                "-D%s=%s".formatted(HOME, home.toAbsolutePath()),
                "-D%s=%s".formatted(FORMAT, format),
                "-D%s=%s".formatted(FOLDER, Files.createDirectories(folder.resolve("file"))),
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + FuzzTarget.class.getName(),
                "--instrumentation_includes=dev.seedbed.**:io.jhdf.**:dev.hardwood.**:io.airlift.**",
                // Looking for hooks in all classes takes longer than a file may.
                "--custom_hook_includes=dev.seedbed.**",
                "-max_total_time=" + seconds,
                "-timeout=" + MOST_SECONDS_A_FILE,
                "-max_len=" + LARGEST,
                "-artifact_prefix=" + folder + "/",
                corpus.toString())
            .directory(folder.toFile())
            .inheritIO()
            .start();
    int exitCode = jazzer.waitFor();
    if (exitCode != 0) {
      System.err.println(
          "seedbed-bench: a find, or the fuzzer failed, or a signal ended it (\"fuzz target exited\"): see "
              + folder);
      System.exit(exitCode);
    }
  }

  /// The root of the repository.
  static Path home() {
    return Path.of(System.getProperty(HOME, ""));
  }

  private static String name(ReadableFormat format) {
    return format.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
