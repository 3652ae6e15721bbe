package dev.seedbed.bench.starts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.network.Network;
import dev.seedbed.tensor.Activation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

/// The page must be what the runs give. Its sections 4 and 7 take a minute and more, and are left
/// to `./seedbed-bench starts`.
class StartsTest {
  private static final Path HOME = Path.of("");
  private static final String CURE = "docs differ from what runs give: ./seedbed-bench starts";

  private static String page() throws IOException {
    return Files.readString(HOME.resolve(Starts.PAGE));
  }

  @Test
  void page_beginsWithWhatQuickRunsGive() throws IOException {
    List<Demonstration> quick = Starts.quick();

    assertThat(page()).as(CURE).startsWith(Starts.page(quick));
    assertFigures(quick);
  }

  @Test
  void page_holdsWhatDeepNetworksGive() throws IOException {
    List<Demonstration> deep = List.of(TenLayers.of(), DeepRelu.of());

    for (Demonstration demonstration : deep) {
      assertThat(page()).as(CURE).contains(demonstration.text());
    }
    assertFigures(deep);
  }

  private static void assertFigures(List<Demonstration> demonstrations) throws IOException {
    for (Demonstration demonstration : demonstrations) {
      for (Figure figure : demonstration.figures()) {
        assertThat(Files.readString(Starts.file(HOME, figure))).as(CURE).isEqualTo(figure.svg());
        assertThat(demonstration.text()).contains(figure.markdown());
      }
    }
  }

  @Test
  void figures_areXmlOnThePage() throws Exception {
    String page = page();
    try (Stream<Path> files = Files.list(HOME.resolve("docs/figures"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(page).contains("(figures/" + file.getFileName() + ")");
        var document =
            DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(Files.readString(file)).doesNotContain("NaN", "Infinity");
      }
    }
  }

  @Test
  void different_oneBit_isSeen() {
    Network network = Lesson.start("constant(value=0.1)", new Activation.Tanh(), List.of(4, 3, 2));
    assertThat(ConstantStart.different(network, 0)).isEqualTo(1);

    network.layers().getLast().weight().set(1, 0, Math.nextUp(0.1f));

    assertThat(ConstantStart.different(network, 0)).isEqualTo(2);
  }

  @Test
  void number_threeDigits() {
    assertThat(Text.number(0.29849)).isEqualTo("0.298");
    assertThat(Text.number(4.5398e-5)).isEqualTo("4.54e-5");
    assertThat(Text.number(-0.00099951)).isEqualTo("-1.00e-3");
    assertThat(Text.number(0)).isEqualTo("0");
  }

  @Test
  void ticks_areRound() {
    assertThat(Axis.linear("", 1, 34).ticks())
        .extracting(Axis.Tick::text)
        .containsExactly("10", "20", "30");
    assertThat(Axis.logarithmic("", -7, 0).ticks())
        .extracting(Axis.Tick::text)
        .containsExactly("10⁰", "10⁻²", "10⁻⁴", "10⁻⁶");
    assertThat(Axis.logarithmic("", -7, 0).place(0.1)).isEqualTo(6 / 7.0);
  }
}
