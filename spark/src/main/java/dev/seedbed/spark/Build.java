package dev.seedbed.spark;

import dev.seedbed.io.Version;
import dev.seedbed.jvm.Sha256;
import dev.seedbed.study.TrialRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which classes of Seedbed a JVM has.
final class Build {
  private static final int DIGITS = 12;

  private Build() {}

  /// The version, and the hash of the jars that the classes come from; "classes" in place of those
  /// of folders.
  static String id() {
    String hashes =
        Stream.of(TrialRunner.class, Version.class, Build.class)
            .map(Build::hash)
            .collect(Collectors.joining("-"));
    return Version.CURRENT + " (" + hashes + ")";
  }

  private static String hash(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    try {
      Path path = Path.of(new URI(source.getLocation().toString()));
      return Files.isRegularFile(path)
          ? Sha256.hex(Files.readAllBytes(path)).substring(0, DIGITS)
          : "classes";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
