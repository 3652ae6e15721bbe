package dev.seedbed.io.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Tables of `docs/operators.md` that tests write: between `<!-- name -->` and `<!-- end -->`.
final class OperatorsPage {
  private OperatorsPage() {}

  /// Fails if the page says otherwise than `table`, or writes it there if the system property
  /// `seedbed.write.docs` is set.
  static void assertCurrent(String name, String table) throws IOException {
    Path page = Path.of("docs/operators.md");
    if (!Files.exists(page)) {
      page = Path.of("..").resolve(page);
    }
    String text = Files.readString(page);
    String begin = "<!-- %s -->\n".formatted(name);
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf("<!-- end -->", from);
    if (Boolean.getBoolean("seedbed.write.docs")) {
      Files.writeString(page, text.substring(0, from) + table + text.substring(to));
    } else {
      assertEquals(table, text.substring(from, to), "write it anew with -Dseedbed.write.docs=true");
    }
  }
}
