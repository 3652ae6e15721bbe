package dev.seedbed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The numbers of `docs/limits.md` are those of the code, and its tests are there.
class LimitsPageTest {
  private static final Pattern ROW =
      Pattern.compile(
          "\\|[^|]*\\|[^|]*\\| ([0-9,]+) \\| `(\\w+)\\.(\\w+)` \\|[^|]*\\| ([^|]*) \\|");
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");

  private static Map<String, Path> sources(String kind) throws IOException {
    try (Stream<Path> modules = Stream.of("core", "io", "report", "cli").map(Path::of)) {
      return modules
          .map(module -> module.resolve(kind))
          .filter(Files::isDirectory)
          .flatMap(LimitsPageTest::java)
          .collect(
              Collectors.toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  Function.identity(),
                  (first, _) -> first));
    }
  }

  private static Stream<Path> java(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long value(Path source, String name, String constant)
      throws ReflectiveOperationException {
    String path = source.toString().replace(source.getFileSystem().getSeparator(), ".");
    String type = path.substring(path.indexOf("dev.seedbed")).replaceFirst("\\.java$", "");
    Field field = Class.forName(type).getDeclaredField(constant);
    field.setAccessible(true);
    assertThat(field.get(null)).as(name).isInstanceOf(Number.class);
    return ((Number) field.get(null)).longValue();
  }

  @Test
  void page_hasTheNumbersOfTheCode() throws Exception {
    Map<String, Path> main = sources("src/main/java");
    Map<String, Path> tests = sources("src/test/java");
    int rows = 0;
    for (String line : Files.readAllLines(Path.of("docs/limits.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows++;
        String constant = row.group(2) + "." + row.group(3);
        assertThat(main).containsKey(row.group(2));
        assertThat(value(Objects.requireNonNull(main.get(row.group(2))), constant, row.group(3)))
            .as(constant)
            .isEqualTo(Long.parseLong(row.group(1).replace(",", "")));
        List<String> named =
            TEST.matcher(row.group(4)).results().map(test -> test.group(1)).toList();
        assertThat(named).as(constant).isNotEmpty();
        assertThat(tests).containsKeys(named.toArray(String[]::new));
      }
    }
    assertThat(rows).isGreaterThan(30);
  }
}
