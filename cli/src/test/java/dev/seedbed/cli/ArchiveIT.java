package dev.seedbed.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The archive of classes that the launcher makes, in a copy of the repository's jars: other tests
/// use the launcher and its archive at the same time.
class ArchiveIT {
  @TempDir private static Path home = Path.of("");
  @TempDir private Path folder = Path.of("");

  /// All that the launcher asks for; the jars last, since it builds if anything is newer.
  @BeforeAll
  static void copyJars() throws IOException, InterruptedException {
    String copy =
        """
        set -e
        mkdir -p "$0"/{core,io,report,cli}/src/main
        cp --parents seedbed pom.xml {core,io,report,cli}/pom.xml "$0"
        cp --parents {core,io,report,cli}/target/seedbed-*.jar cli/target/lib/*.jar "$0"
        """;
    Process process = new ProcessBuilder("bash", "-c", copy, home.toString()).inheritIO().start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private static String launcher() {
    return home.resolve("seedbed").toString();
  }

  private record Result(int exitCode, String out, String err) {}

  private Result version() throws IOException, InterruptedException {
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    Process process =
        new ProcessBuilder(launcher(), "--version")
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return new Result(
        process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
  }

  private static Path archive() throws IOException {
    try (var files = Files.list(home.resolve("cli/target/startup"))) {
      return files.filter(file -> file.toString().endsWith(".jsa")).findFirst().orElseThrow();
    }
  }

  /// How many classes the JVM took from the archive, by its own log.
  private long sharedClasses() throws IOException, InterruptedException {
    Path log = folder.resolve("classes.txt");
    var builder = new ProcessBuilder(launcher(), "schemes", "he-normal");
    builder.environment().put("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + log);
    Process process =
        builder
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
    try (var lines = Files.lines(log)) {
      return lines
          .filter(line -> line.contains("dev.seedbed") && line.contains("shared objects file"))
          .count();
    }
  }

  @Test
  void archive_madeAndUsedAndLeftAlone() throws IOException, InterruptedException {
    version();
    var made = Files.getLastModifiedTime(archive());
    assertThat(sharedClasses()).isGreaterThan(100);
    assertThat(Files.getLastModifiedTime(archive())).isEqualTo(made);
  }

  /// An archive of other jars, of another program or of nothing is no reason to fail or to
  /// complain.
  @Test
  @Tag("exhaustive")
  void archive_ofNoUse_noWord() throws IOException, InterruptedException {
    String version = version().out();
    Path archive = archive();
    byte[] good = Files.readAllBytes(archive);
    try {
      for (byte[] bad : new byte[][] {{}, "not an archive".getBytes(UTF_8), half(good)}) {
        Files.write(archive, bad);
        assertThat(version()).isEqualTo(new Result(0, version, ""));
        assertThat(Files.size(archive)).isEqualTo(bad.length);
      }
    } finally {
      Files.write(archive, good);
    }
  }

  /// Older than a jar, it is made again, here by two at a time.
  @Test
  @Tag("exhaustive")
  void archive_olderAndTwoLaunchesAtATime_madeAgain() throws IOException, InterruptedException {
    version();
    Files.setLastModifiedTime(archive(), FileTime.fromMillis(0));
    Path err = folder.resolve("err.txt");
    Process both =
        new ProcessBuilder("bash", "-c", "\"$0\" --version & \"$0\" --version; wait $!", launcher())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err.toFile())
            .start();
    assertThat(both.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(both.exitValue()).isZero();
    assertThat(err).isEmptyFile();
    assertThat(Files.getLastModifiedTime(archive())).isGreaterThan(FileTime.fromMillis(0));
    assertThat(sharedClasses()).isGreaterThan(100);
    try (var left = Files.list(home.resolve("cli/target"))) {
      assertThat(left.filter(path -> path.getFileName().toString().startsWith("startup.")))
          .isEmpty();
    }
  }

  private static byte[] half(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length / 2);
  }
}
