package dev.seedbed.bench.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.bench.starts.Figure;
import dev.seedbed.bench.starts.Panel;
import dev.seedbed.check.result.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

/// The page must be what the networks give, and explain every rule.
class RulesPageTest {
  private static final Path HOME = Path.of("");
  private static final String CURE = "docs differ from what runs give: ./seedbed-bench rules";

  /// Of these every finding is a fault of Seedbed's own arithmetic.
  private static final Set<Rule> NOT_SHOWN = Set.of(Rule.LOSS_MEAN, Rule.ROWS_INTERACT);

  @Test
  void page_isWhatRunsGive() throws Exception {
    List<RulesPage.Group> groups = RulesPage.groups();

    List<Entry> entries = groups.stream().flatMap(group -> group.entries().stream()).toList();
    assertThat(entries).extracting(Entry::rule).containsExactlyInAnyOrder(Rule.values());
    assertThat(entries.stream().filter(entry -> entry.figure().isEmpty()).map(Entry::rule))
        .containsExactlyInAnyOrderElementsOf(NOT_SHOWN);
    assertThat(Files.readString(HOME.resolve(RulesPage.PAGE)))
        .as(CURE)
        .endsWith(RulesPage.part(groups));
    List<Figure> figures = entries.stream().flatMap(entry -> entry.figure().stream()).toList();
    for (Figure figure : figures) {
      assertFigure(figure);
    }
    try (Stream<Path> files = Files.list(HOME.resolve("docs/figures/rules"))) {
      assertThat(files.map(Path::toString).collect(Collectors.toSet()))
          .as(CURE)
          .isEqualTo(
              figures.stream()
                  .map(figure -> RulesPage.file(HOME, figure).toString())
                  .collect(Collectors.toSet()));
    }
  }

  private static void assertFigure(Figure figure) throws Exception {
    Path file = RulesPage.file(HOME, figure);
    assertThat(Files.readString(file))
        .as(CURE)
        .isEqualTo(figure.svg())
        .doesNotContain("NaN", "Infinity");
    var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
  }

  @Test
  void networks_areSmall() throws IOException {
    try (Stream<Path> files = Files.list(HOME.resolve("examples/networks"))) {
      for (Path file : files.toList()) {
        assertThat(Files.size(file)).as(file.toString()).isLessThan(60_000);
      }
    }
  }

  @Test
  void entry_ruleThatIsNotFound_isRefused() {
    Drawn sound = Drawn.of("4,8,2", "glorot-uniform");
    Drawn zeros = sound.by("zeros");
    Panel panel = Pictures.along("", "", List.of(Pictures.dots("", new double[] {1, 2})));

    assertThatThrownBy(() -> Entry.of(Rule.SADDLE, "", sound, Optional.empty(), "", panel))
        .hasMessage("saddle is not found by ./seedbed check --layers 4,8,2 --init glorot-uniform");
    assertThatThrownBy(() -> Entry.of(Rule.SADDLE, "", zeros, Optional.of(zeros), "", panel))
        .hasMessage("saddle is found in a sound network, too");
  }

  @Test
  void command_isAsTypedInAShell() {
    assertThat(Drawn.of("2,5*15,1", "relu", "normal(deviation=1)").ofSeed(3).command())
        .isEqualTo(
            "./seedbed check --layers '2,5*15,1' --activation relu --init 'normal(deviation=1)' --seeds 3..3");
  }

  @Test
  void before_keepsWhatAPersonWrote() {
    String page = "# Page\n";
    String made = RulesPage.before(page) + RulesPage.part(List.of());

    assertThat(made).startsWith("# Page\n\n<!--");
    assertThat(RulesPage.before(made)).isEqualTo("# Page\n\n");
  }
}
