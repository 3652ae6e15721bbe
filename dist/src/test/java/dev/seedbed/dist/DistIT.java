package dev.seedbed.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people install, installed in an empty folder, with neither JAVA_HOME nor a JDK on the path.
class DistIT {
  private static final Path MADE = Path.of(System.getProperty("dist.folder"));
  private static final String NAME = "seedbed-" + System.getProperty("dist.version");
  private static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

  @TempDir private static Path folder = Path.of("");

  /// The installation of the archive with a runtime.
  private static Path home = Path.of("");

  @BeforeAll
  static void unpack() throws IOException, InterruptedException {
    run(folder, "tar", "xzf", MADE.resolve(NAME + "-linux-x64.tar.gz").toString());
    home = folder.resolve(NAME);
  }

  @Test
  void archive_firstExampleOfTheReadme_asShown() throws IOException, InterruptedException {
    String readme = Files.readString(home.resolve("README.md"));
    String example = first(readme, "```sh\n(.*?)\n```");
    List<String> shown =
        first(readme, "```text\n(.*?)```")
            .lines()
            .filter(line -> !line.matches("took.*|.*threads|.*…"))
            .toList();
    assertThat(shown).hasSizeGreaterThan(8);
    assertThat(run(home, "bash", "-c", example).lines()).containsAll(shown);
  }

  private static String first(String text, String pattern) {
    return Pattern.compile(pattern, Pattern.DOTALL)
        .matcher(text)
        .results()
        .findFirst()
        .orElseThrow()
        .group(1);
  }

  /// A JVM that must share its classes refuses an archive that does not fit.
  @Test
  void archiveOfClasses_fitsWhereverItIsUnpacked() throws IOException, InterruptedException {
    String jars;
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      jars =
          String.join(
              ":",
              files.map(Path::toString).filter(name -> name.endsWith(".jar")).sorted().toList());
    }
    assertThat(
            run(
                home,
                "runtime/bin/java",
                "--add-modules=jdk.incubator.vector",
                "--add-opens=java.base/java.io=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseParallelGC",
                "-Xshare:on",
                "-XX:SharedArchiveFile=lib/seedbed.jsa",
                "-Xlog:class+load",
                "-cp",
                jars,
                "dev.seedbed.cli.Seedbed",
                "--version"))
        .contains("dev.seedbed.cli.Seedbed source: shared objects file", "seedbed 0.");
  }

  @Test
  void selfTest_fine() throws IOException, InterruptedException {
    assertThat(run(home, "./seedbed", "doctor")).contains("verdict   fine");
  }

  @Test
  void archive_atMost120Megabytes() throws IOException {
    assertThat(Files.size(MADE.resolve(NAME + "-linux-x64.tar.gz"))).isLessThan(120_000_000);
    assertThat(Files.size(MADE.resolve(NAME + "-linux-x64.deb"))).isLessThan(120_000_000);
  }

  /// With the runtime of no archive, but a JDK.
  @Test
  void plainArchive_trains() throws IOException, InterruptedException {
    Path plain = Files.createDirectory(folder.resolve("plain"));
    run(plain, "unzip", "-q", MADE.resolve(NAME + ".zip").toString());
    Path there = plain.resolve(NAME);
    assertThat(there.resolve("runtime")).doesNotExist();
    assertThat(run(there, iris())).contains("best      seed");
    assertThat(there.resolve("startup")).isDirectoryContaining("glob:**.jsa");
  }

  private static String[] iris() {
    return "./seedbed train examples/iris.csv --target species --seeds 2 --epochs 3".split(" ", -1);
  }

  @Test
  void debianPackage_installedAndRemoved() throws IOException, InterruptedException {
    assumeThat(Path.of("/usr/bin/dpkg")).exists();
    Path root = Files.createDirectory(folder.resolve("root"));
    Path known = Files.createDirectories(root.resolve("var/lib/dpkg"));
    Files.createFile(known.resolve("status"));
    Files.createDirectory(known.resolve("updates"));
    Files.createDirectory(known.resolve("info"));
    String dpkg = "dpkg --root=" + root + " --force-not-root --force-depends --log=/dev/null ";
    run(folder, "bash", "-c", dpkg + "-i " + MADE.resolve(NAME + "-linux-x64.deb"));
    Path documents = root.resolve("usr/share/doc/seedbed");
    String[] command = iris();
    command[0] = root.resolve("usr/bin/seedbed").toString();
    assertThat(run(documents, command)).contains("best      seed");
    assertThat(root.resolve("usr/share/man/man1/seedbed-train.1")).exists();
    delete(documents.resolve("runs"));
    run(folder, "bash", "-c", dpkg + "-r seedbed");
    assertThat(root.resolve("usr/lib/seedbed")).doesNotExist();
    assertThat(documents).doesNotExist();
  }

  private static void delete(Path run) throws IOException {
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void licencesAndBillOfMaterials_haveEachJar() throws IOException {
    String licences = Files.readString(home.resolve("THIRD-PARTY.txt"));
    String bill = Files.readString(home.resolve("bom.json"));
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      for (String jar :
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".jar") && !name.startsWith("seedbed-"))
              .toList()) {
        String named = jar.replaceFirst("-(\\d[^-]*)\\.jar", ":$1");
        assertThat(licences).contains(":" + named + " ");
        assertThat(bill).contains("/" + named.replace(':', '@'));
      }
    }
    assertThat(licences).contains("(Apache-2.0) ECharts").doesNotContain("Unknown");
  }

  @Test
  void completion_knowsCommandsAndOptions() throws IOException, InterruptedException {
    String script =
        """
        compopt() { :; } # it works in a completion alone
        source share/bash-completion/completions/seedbed
        COMP_WORDS=(seedbed tr) COMP_CWORD=1; _complete_seedbed; echo "${COMPREPLY[@]}"
        COMP_WORDS=(seedbed verify --al) COMP_CWORD=2; _complete_seedbed; echo "${COMPREPLY[@]}"
        """;
    assertThat(run(home, "bash", "-c", script)).isEqualTo("train\n--alpha\n");
  }

  @Test
  void checksums_hold() throws IOException, InterruptedException {
    run(
        MADE,
        "bash",
        "-c",
        "for sum in *.sha256; do sha256sum --check --strict $sum || exit; done");
  }

  private static String run(Path where, String... command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output", "");
    var builder =
        new ProcessBuilder(command)
            .directory(where.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", PATH);
    Process process = builder.start();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
    String text = Files.readString(output);
    assertThat(process.exitValue()).as("%s%n%s", List.of(command), text).isZero();
    return text;
  }
}
