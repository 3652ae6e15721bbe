package dev.seedbed.dist;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Adds to an installation what it needs to run without a JDK, and to start fast: a runtime, and an
/// archive of classes. The same jars and the same JDK give the same bytes.
final class RuntimeImage {
  /// What `jdeps` finds in the jars, but for java.sql and java.desktop, which Jackson, JLine and
  /// commons-lang3 use only where they are there.
  private static final String MODULES =
      "java.base,java.logging,java.management,java.xml,jdk.incubator.vector,jdk.jfr,jdk.management,"
          + "jdk.unsupported";

  /// Where the archive is made. Its name is in the archive, and the same for all builds therefore.
  private static final Path PLACE = Path.of("/tmp/seedbed-archive-of-classes");

  /// As the launcher starts the program.
  private static final List<String> OPTIONS =
      List.of(
          "--add-modules",
          "jdk.incubator.vector",
          "--add-opens",
          "java.base/java.io=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-XX:+UseParallelGC",
          "-Dseedbed.stderr3=true");

  /// Without other threads and compilers no race decides what is loaded and where memory is.
  private static final List<String> ALONE = List.of("-Xint", "-XX:ActiveProcessorCount=1");

  /// What is loaded of this depends on who comes first all the same.
  private static final String CONCURRENT = "java/util/concurrent/";

  private RuntimeImage() {}

  /// The arguments are the folder of the installation, with `lib/*.jar`, and the time that files
  /// get.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path image = Path.of(arguments[0]);
    var time = FileTime.from(Instant.parse(arguments[1]));
    delete(image.resolve("runtime"));
    link(image);
    try {
      Files.createDirectory(PLACE);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(PLACE + " is there: wait for the other build, or delete it", e);
    }
    try {
      for (String part : List.of("lib", "runtime")) {
        copy(image.resolve(part), PLACE.resolve(part), time);
      }
      Files.move(archive(), image.resolve("lib/seedbed.jsa"), StandardCopyOption.REPLACE_EXISTING);
    } finally {
      delete(PLACE);
    }
  }

  /// In a process of its own: classes that jlink makes depend on what its JVM did before.
  private static void link(Path image) throws IOException, InterruptedException {
    Path log = Files.createTempFile("seedbed-jlink", ".txt");
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin/jlink").toString(),
            "--add-modules",
            MODULES,
            "--vm",
            "server",
            "--compress",
            "zip-6",
            "--strip-debug",
            "--no-man-pages",
            "--no-header-files",
            "--output",
            image.resolve("runtime").toString());
    run(command, image, log);
    Files.delete(log);
  }

  /// Makes the archive of the classes that a rehearsal loads.
  private static Path archive() throws IOException, InterruptedException {
    Path work = Files.createDirectory(PLACE.resolve("work"));
    String jars;
    try (Stream<Path> files = Files.list(PLACE.resolve("lib"))) {
      jars =
          files
              .map(Path::toString)
              .filter(name -> name.endsWith(".jar"))
              .sorted()
              .collect(Collectors.joining(File.pathSeparator));
    }
    Path loaded = work.resolve("loaded");
    java(
        List.of("-XX:DumpLoadedClassList=" + loaded),
        List.of("-cp", jars, "dev.seedbed.cli.Rehearsal", work.toString()));
    Path classes = Files.write(work.resolve("classes"), classes(loaded));
    Path archive = work.resolve("archive");
    java(
        List.of(
            "-Xshare:dump",
            "-XX:SharedClassListFile=" + classes,
            "-XX:SharedArchiveFile=" + archive),
        List.of("-cp", jars));
    return archive;
  }

  /// The classes, in an order of their own, and after them what was made for lambdas.
  private static List<String> classes(Path loaded) throws IOException {
    SortedSet<String> classes = new TreeSet<>();
    SortedSet<String> lambdas = new TreeSet<>();
    for (String line : Files.readAllLines(loaded)) {
      if (line.startsWith("@lambda")) {
        lambdas.add(line);
      } else if (!line.startsWith("@") && !line.startsWith("#") && !line.startsWith(CONCURRENT)) {
        classes.add(line.replaceFirst(" id: .*", ""));
      }
    }
    for (String line : Files.readAllLines(PLACE.resolve("runtime/lib/classlist"))) {
      if (line.startsWith(CONCURRENT)) {
        classes.add(line);
      }
    }
    var all = new ArrayList<>(classes);
    all.addAll(lambdas);
    return all;
  }

  /// Runs the runtime at addresses that are always the same: some of them get into the archive.
  private static void java(List<String> options, List<String> program)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of("/usr/bin/setarch", "-R", PLACE.resolve("runtime/bin/java").toString()));
    command.addAll(OPTIONS);
    command.addAll(ALONE);
    command.addAll(options);
    command.addAll(program);
    run(command, PLACE, PLACE.resolve("work/log"));
  }

  /// Runs a command without an environment: what stands there moves memory, too.
  ///
  /// @param log takes what it says
  private static void run(List<String> command, Path folder, Path log)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().clear();
    int exit = builder.start().waitFor();
    if (exit != 0) {
      throw new IOException(command + " ended with " + exit + "\n" + Files.readString(log));
    }
  }

  /// Copies a folder, all of whose files get this time: a JVM takes an archive only for jars as old
  /// as those that it was made of.
  private static void copy(Path from, Path to, FileTime time) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path copy = to.resolve(from.relativize(file));
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
        Files.setLastModifiedTime(copy, time);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
          Files.delete(file);
        }
      }
    }
  }
}
