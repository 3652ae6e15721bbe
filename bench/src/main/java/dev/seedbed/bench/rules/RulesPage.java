package dev.seedbed.bench.rules;

import dev.seedbed.bench.starts.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// Writes the last part of `docs/check.md`, one entry a rule, and its figures: the same bytes on
/// each run. Each network that an entry shows is checked: the rule must find it, and must not find
/// the sound one beside it.
public final class RulesPage {
  static final String PAGE = "docs/check.md";

  private static final String BEGIN = "<!-- from here on made by ./seedbed-bench rules -->\n";

  private static final String INTRODUCTION =
      """
      ## The rules

      Each rule is shown by a small network. Run the command to see the finding, its threshold and what to do. The picture shows what was
      measured of that network (orange), and of a sound one beside it (blue). A finding is an error, a warning or information by how bad
      it is. Networks in files are made by [make_networks.py](../examples/networks/make_networks.py).
      """;

  private RulesPage() {}

  /// Entries that belong together.
  record Group(String title, List<Entry> entries) {
    String markdown() {
      return entries.stream()
          .map(Entry::markdown)
          .collect(Collectors.joining("\n", "### " + title + "\n\n", ""));
    }
  }

  /// Runs every network.
  static List<Group> groups() {
    return List.of(
        new Group("Numbers of tensors", TensorEntries.all()),
        new Group("Signal and gradient", SignalEntries.all()),
        new Group("Units", UnitEntries.all()),
        new Group("Loss and outputs", OutputEntries.ofLoss()),
        new Group("Architecture and data", OutputEntries.ofArchitectureAndData()),
        new Group("Residual, attention, recurrent and other networks", NetworkEntries.all()),
        new Group("Several seeds and widths", SeedEntries.all()));
  }

  static String part(List<Group> groups) {
    return BEGIN
        + groups.stream()
            .map(Group::markdown)
            .collect(Collectors.joining("\n", INTRODUCTION + "\n", ""));
  }

  /// What a person has written of the page.
  static String before(String page) {
    int at = page.indexOf(BEGIN);
    return at < 0 ? page + "\n" : page.substring(0, at);
  }

  static Path file(Path home, Figure figure) {
    return home.resolve("docs/figures/" + figure.name() + ".svg");
  }

  /// Writes all.
  public static void run() throws IOException {
    Path home = Shown.HOME;
    Path page = home.resolve(PAGE);
    List<Group> groups = groups();
    Files.createDirectories(home.resolve("docs/figures/rules"));
    Files.writeString(page, before(Files.readString(page)) + part(groups));
    for (Group group : groups) {
      for (Entry entry : group.entries()) {
        if (entry.figure().isPresent()) {
          Figure figure = entry.figure().get();
          Files.writeString(file(home, figure), figure.svg());
        }
      }
    }
  }
}
