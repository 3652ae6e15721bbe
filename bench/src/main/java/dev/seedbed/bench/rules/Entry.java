package dev.seedbed.bench.rules;

import dev.seedbed.bench.starts.Figure;
import dev.seedbed.bench.starts.Panel;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/// A rule as the page explains it.
///
/// @param text what is wrong, why that hinders training, and what the picture shows of it
/// @param command checks the network that shows it; empty if none does
/// @param figure likewise
record Entry(Rule rule, String text, String command, Optional<Figure> figure) {
  /// A rule that a network shows.
  ///
  /// @param sound beside it, that the rule says nothing of; empty if it says something of every
  ///   start
  /// @throws IllegalStateException if `check` does not say of the networks what the page does
  static Entry of(
      Rule rule, String text, Drawn faulty, Optional<Shown> sound, String seen, Panel panel) {
    return of(rule, text, faulty, faulty.command(), sound, seen, panel);
  }

  /// As above, of a file.
  static Entry of(
      Rule rule, String text, Saved faulty, Optional<Shown> sound, String seen, Panel panel) {
    return of(rule, text, faulty, faulty.command(), sound, seen, panel);
  }

  /// A rule that no network shows.
  static Entry of(Rule rule, String text) {
    return new Entry(rule, text, "", Optional.empty());
  }

  private static Entry of(
      Rule rule,
      String text,
      Shown faulty,
      String command,
      Optional<Shown> sound,
      String seen,
      Panel panel) {
    try {
      if (!finds(faulty, rule)) {
        throw new IllegalStateException(rule.title() + " is not found by " + command);
      }
      if (sound.isPresent() && finds(sound.get(), rule)) {
        throw new IllegalStateException(rule.title() + " is found in a sound network, too");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var figure = new Figure("rules/" + rule.title(), seen, List.of(panel), Figure.Size.SMALL);
    return new Entry(rule, text, command, Optional.of(figure));
  }

  private static boolean finds(Shown network, Rule rule) throws IOException {
    return network.findings().stream().map(Finding::rule).anyMatch(rule::equals);
  }

  /// In Markdown, but for the picture, which is to stand beside the text. The command is no block
  /// of `sh`: those are run one by one when the pages are tested.
  String markdown() {
    String head = "#### %s (%s)\n\n".formatted(rule.title(), rule.id());
    return figure
        .map(picture ->
            head + image(picture) + "\n\n" + text + "\n`" + command + "`<br clear=\"right\">\n")
        .orElse(head + text);
  }

  private static String image(Figure picture) {
    return "<img align=\"right\" width=\"%d\" height=\"%d\" src=\"figures/%s.svg\" alt=\"%s\">"
        .formatted(
            picture.size().width(), picture.size().height(), picture.name(), picture.description());
  }
}
