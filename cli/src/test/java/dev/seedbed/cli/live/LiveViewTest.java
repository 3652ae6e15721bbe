package dev.seedbed.cli.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.cli.terminal.TerminalSize;
import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Scheme;
import dev.seedbed.io.table.TableFiles;
import dev.seedbed.study.Cluster;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.Trial;
import dev.seedbed.train.Epoch;
import dev.seedbed.train.Score;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jline.terminal.Size;
import org.jline.utils.AttributedString;
import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is drawn, as a terminal in memory shows it.
class LiveViewTest {
  private static final Dataset IRIS =
      Dataset.of(TableFiles.read(Path.of("examples/iris.csv")), DataSpec.of("species"));

  private final StudySpec study =
      StudySpec.of(IRIS).withSeeds(StudySpec.seeds(12)).withReferences(2);

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final ScreenTerminal screen = new ScreenTerminal(80, 24);
  private TerminalSize size = new TerminalSize(24, 80);

  private static Epoch epoch(int number, double loss) {
    return new Epoch(number, loss, new Score.Classification(loss, 0.9), 0);
  }

  /// Trial 3 is the best, 4 the next, and so on; 0 to 2 have done nothing.
  private static RaceState.View look(StudySpec study) {
    return look(study, List.of());
  }

  private static RaceState.View look(StudySpec study, List<Cluster.Machine> machines) {
    var state = new RaceState(study, () -> machines);
    for (Trial trial : study.trials().subList(3, study.trials().size())) {
      for (int epoch = 1; epoch <= 3; epoch++) {
        state.epochDone(trial, epoch(epoch, trial.number() / 10.0 + 1.0 / epoch));
      }
    }
    state.trialAdvanced(study.trials().get(3), 1, List.of());
    return state.look(LiveFrame.BOARD);
  }

  private List<AttributedString> frame(StudySpec spec, TerminalSize now, boolean colours) {
    return new LiveFrame(spec, look(spec), 1234, now, colours).lines();
  }

  private LiveView open() {
    var out =
        new OutputStream() {
          @Override
          public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            written.write(bytes, offset, length);
            screen.write(new String(bytes, offset, length, UTF_8));
          }
        };
    return LiveView.open(out, "xterm-256color", () -> Optional.of(size)).orElseThrow();
  }

  private void resize(LiveView view, int rows, int columns) {
    size = new TerminalSize(rows, columns);
    screen.setSize(Size.of(columns, rows));
    view.resized();
  }

  private List<String> shown() {
    return screen.toString().lines().map(String::stripTrailing).filter(l -> !l.isEmpty()).toList();
  }

  private static List<String> texts(List<AttributedString> lines) {
    return lines.stream()
        .map(line -> line.toString().stripTrailing())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 80, 200})
  void frame_anyWidth_fitsAndIsShownAsItIs(int columns) {
    try (LiveView view = open()) {
      resize(view, 24, columns);
      List<AttributedString> lines = frame(study, size, true);
      assertThat(lines).allMatch(line -> line.columnLength() < columns);
      view.draw(now -> frame(study, now, true));
      assertThat(shown()).isEqualTo(texts(lines));
      assertThat(shown().getFirst()).startsWith(" rung 1 of 4").contains("1").contains("12");
      assertThat(String.join(" ", shown()))
          .contains(
              "27 epochs", "1,234/s", "12 running", "0 stopped", "0 diverged", "seed", "loss");
      assertThat(shown()).hasSizeGreaterThan(6).last().asString().startsWith(" 5     7  1.0333");
    }
  }

  @Test
  void frame_80Columns_hasEverything() {
    assertThat(texts(frame(study, size, false)))
        .containsExactly(
            " rung 1 of 4  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━╌╌╌╌╌╌╌╌╌╌  1 of 12 trials at epoch 3",
            " 27 epochs · 1,234/s · about 1 s left · 12 running · 0 stopped · 0 diverged",
            "    seed    loss  accuracy  epoch",
            " 1     3  0.6333   90.00 %      3  █▃▁",
            " 2     4  0.7333   90.00 %      3  █▃▁",
            " 3     5  0.8333   90.00 %      3  █▃▁",
            " 4     6  0.9333   90.00 %      3  █▃▁",
            " 5     7  1.0333   90.00 %      3  █▃▁");
  }

  private static List<Cluster.Machine> machines(int count) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            new Cluster.Machine(
                "executor " + i + " (far)", i == 0 ? List.of() : List.of(4, i), 7 * i))
        .toList();
  }

  @Test
  void frame_machines_saysWhatEachIsAt() {
    RaceState.View view = look(study, machines(6));
    assertThat(texts(new LiveFrame(study, view, 1234, size, false).lines()).subList(2, 7))
        .containsExactly(
            " executor 0 (far): waiting · 0 done",
            " executor 1 (far): seed 4; seed 1 · 7 done",
            " executor 2 (far): seed 4; seed 2 · 14 done",
            " executor 3 (far): seed 4; seed 3 · 21 done",
            " 2 more with 4 trials");
    assertThat(new ProgressText(study, view, 1234).line())
        .contains("0 diverged, 6 machines, best:");
  }

  @Test
  void clear_whatIsPrintedThenStaysAboveTheLines() {
    try (LiveView view = open()) {
      view.draw(now -> frame(study, now, true));
      view.clear();
      screen.write("a notice\r\n");
      view.draw(now -> frame(study, now, true));
      assertThat(shown().getFirst()).isEqualTo("a notice");
      assertThat(shown().subList(1, shown().size())).isEqualTo(texts(frame(study, size, true)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 7, 9, 24})
  void frame_anyHeight_fits(int rows) {
    assertThat(frame(study, new TerminalSize(rows, 80), true)).hasSizeBetween(1, rows - 1);
  }

  @Test
  void resized_nothingOfTheOldFrameStays() {
    try (LiveView view = open()) {
      screen.write("before\r\n");
      view.draw(now -> frame(study, now, true));
      for (int columns : new int[] {40, 20, 200, 60}) {
        resize(view, 24, columns);
        view.draw(now -> frame(study, now, true));
        assertThat(shown().getFirst()).isEqualTo("before");
        assertThat(shown().subList(1, shown().size())).isEqualTo(texts(frame(study, size, true)));
      }
    }
  }

  @Test
  void drawnAgain_writesOnlyWhatChanged() {
    try (LiveView view = open()) {
      view.draw(now -> frame(study, now, true));
      int first = written.size();
      view.draw(now -> frame(study, now, true));
      assertThat(written.size() - first).isLessThan(40);
    }
  }

  @Test
  void closed_onlyWhatWasThereBefore_andTheCursorIsVisible() {
    screen.write("before\r\n");
    LiveView view = open();
    view.draw(now -> frame(study, now, true));
    assertThat(shown()).hasSizeGreaterThan(1);
    view.close();
    assertThat(shown()).containsExactly("before");
    screen.write("after");
    assertThat(shown()).containsExactly("before", "after");
    String all = written.toString(UTF_8);
    assertThat(all.lastIndexOf("\u001B[?25l")).isLessThan(all.lastIndexOf("\u001B[?25h"));
  }

  @Test
  void neverDrawn_nothingIsWritten() {
    open().close();
    assertThat(written.size()).isZero();
  }

  @Test
  void terminalThatCannotMoveTheCursor_none() {
    assertThat(LiveView.open(written, "dumb", () -> Optional.of(size))).isEmpty();
    assertThat(LiveView.open(written, "xterm", Optional::empty)).isEmpty();
  }

  @Test
  void noColours_noSequencesOfColours() {
    assertThat(frame(study, size, false)).allMatch(line -> line.toAnsi().equals(line.toString()));
    assertThat(frame(study, size, true)).anyMatch(line -> !line.toAnsi().equals(line.toString()));
  }

  /// A scheme's name comes from a file when a run is resumed.
  @Test
  void schemeWithEscapes_isShownHarmless() {
    Scheme glorot = Catalogue.scheme("glorot-uniform");
    StudySpec hostile =
        study
            .withSeeds(StudySpec.seeds(4))
            .withSchemes(
                List.of(
                    glorot,
                    new Scheme(
                        "a\u001B[31m@|red b|@\n", glorot.weights(), glorot.biases(), List.of())));
    List<AttributedString> lines = frame(hostile, size, false);
    assertThat(lines.toString()).contains("a<U+001B>[31m@|red b|@").doesNotContain("\u001B");
    assertThat(lines).allMatch(line -> line.columnLength() < 80 && !line.toString().contains("\n"));
    assertThat(new ProgressText(hostile, look(hostile), 1).line()).doesNotContain("\u001B");
  }

  @Test
  void line_saysAllInOne() {
    assertThat(new ProgressText(study, look(study), 1234).line())
        .isEqualTo(
            "rung 1 of 4: 1 of 12 trials, 27 epochs, 1,234/s, about 1 s left, 12 running, 0 stopped, "
                + "0 diverged, best: seed 3, loss 0.6333");
  }

  @Test
  void time_inOneOrTwoUnits() {
    assertThat(
            List.of(0.2, 59.4, 60.0, 3599.0, 3600.0, 7260.0, 200_000.0).stream()
                .map(ProgressText::time))
        .containsExactly(
            "1 s", "59 s", "1 min 00 s", "59 min 59 s", "1 h 00 min", "2 h 01 min", "2 d 7 h");
  }
}
