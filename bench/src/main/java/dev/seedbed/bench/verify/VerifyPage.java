package dev.seedbed.bench.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes the last part of `docs/verify.md`, a case each, and the files of `examples/verify`: the
/// same bytes on each run.
public final class VerifyPage {
  static final String PAGE = "docs/verify.md";

  private static final Path HOME = Path.of(System.getProperty("seedbed.home", "."));
  private static final String BEGIN = "<!-- from here on made by ./seedbed-bench verify -->\n";

  private VerifyPage() {}

  /// Cases that belong together.
  record Group(String title, List<FamousStart> cases) {}

  static List<Group> groups() {
    return List.of(
        new Group("Drawn by another law", LawCases.all()),
        new Group("Not drawn at all, in part or as a whole", MemoryCases.all()),
        new Group("The same numbers, and other numbers", SeedCases.all()),
        new Group("Not loaded", LoadingCases.all()));
  }

  /// The part of the page that this makes.
  static String part(Path folder) throws IOException {
    var text = new StringBuilder(BEGIN);
    for (Group group : groups()) {
      text.append("\n### ").append(group.title()).append('\n');
      for (FamousStart one : group.cases()) {
        text.append(entry(one, one.examined(folder)));
      }
    }
    return text.toString();
  }

  private static String entry(FamousStart one, String output) {
    return "\n#### %s\n\n*%s.* %s\n\n```sh\n%s\n```\n\n```text\n%s```\n"
        .formatted(
            one.story().title(), one.story().source(), one.story().wrong(), one.command(), output);
  }

  /// What a person has written of the page.
  static String before(String page) {
    int at = page.indexOf(BEGIN);
    return at < 0 ? page + "\n" : page.substring(0, at);
  }

  /// Writes all.
  public static void run() throws IOException {
    Path page = HOME.resolve(PAGE);
    String part = part(HOME.resolve(FamousStart.FOLDER));
    Files.writeString(page, before(Files.readString(page)) + part);
  }
}
