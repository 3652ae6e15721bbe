package dev.seedbed.cli.live;

import dev.seedbed.cli.terminal.Blocks;
import dev.seedbed.cli.terminal.Lines;
import dev.seedbed.cli.terminal.TerminalSize;
import dev.seedbed.cli.terminal.Tones;
import dev.seedbed.study.StudySpec;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/// One frame of the live view of a race: its progress and the best trials. Lines that do not fit
/// are left out, the least important first.
///
/// The first column is empty: the cursor rests there.
///
/// @param size of the terminal
/// @param colours whether text may stand out
public record LiveFrame(
    StudySpec spec, RaceState.View view, double rate, TerminalSize size, boolean colours) {
  /// How many trials are on the board.
  public static final int BOARD = 5;

  private static final int WIDEST = 100;
  private static final int WIDEST_BAR = 40;
  private static final int NARROWEST_BAR = 5;
  private static final int WIDEST_CURVE = 24;
  private static final int NARROWEST_CURVE = 4;
  private static final int GAP = 2;

  /// At least one line, each narrower than the terminal, and fewer than it has rows.
  public List<AttributedString> lines() {
    var text = new ProgressText(spec, view, rate);
    var lines = new ArrayList<AttributedString>();
    lines.add(bar(text));
    var parts = new ArrayList<>(text.epochs());
    parts.addAll(text.counts());
    lines.addAll(joined(parts));
    text.machines().forEach(machine -> lines.add(styled(machine, Tones.FAINT)));
    int free = size.rows() - 1 - lines.size();
    if (!view.best().isEmpty() && free >= 3) {
      lines.add(AttributedString.EMPTY);
      lines.addAll(board(free - 2));
    }
    return lines.stream().limit(Math.max(1, size.rows() - 1)).map(this::fitted).toList();
  }

  /// The columns that there are for text.
  private int width() {
    return Math.min(WIDEST, size.columns() - 2);
  }

  private AttributedString fitted(AttributedString line) {
    AttributedString indented =
        new AttributedStringBuilder().append(" ").append(line).toAttributedString();
    return indented.columnSubSequence(0, size.columns() - 1);
  }

  private AttributedString styled(String text, AttributedStyle tone) {
    return Lines.visible(text, colours ? tone : Tones.PLAIN);
  }

  /// The stage, a bar, and how many trials have come to its end.
  private AttributedString bar(ProgressText text) {
    String trials =
        text.trials()
            + (view.plan().last() ? " done" : " at epoch %,d".formatted(view.plan().budget()));
    if (Lines.columns(text.stage()) + Lines.columns(trials) + WIDEST_BAR / 2 > width()) {
      trials = "%,d/%,d".formatted(view.advanced(), view.starters());
    }
    int free = width() - Lines.columns(text.stage()) - Lines.columns(trials) - 2 * GAP;
    var line = new AttributedStringBuilder().append(styled(text.stage(), Tones.STRONG));
    if (free >= NARROWEST_BAR) {
      int bar = Math.min(WIDEST_BAR, free);
      int done = Math.clamp((long) (bar * view.share()), 0, bar);
      line.append(" ".repeat(GAP))
          .append(styled("━".repeat(done), Tones.GOOD))
          .append(styled("╌".repeat(bar - done), Tones.FAINT));
    }
    return line.append(" ".repeat(GAP)).append(trials).toAttributedString();
  }

  /// Parts with dots between them, in as many lines as it takes.
  private List<AttributedString> joined(List<String> parts) {
    var lines = new ArrayList<AttributedString>();
    var line = new StringBuilder();
    for (String part : parts) {
      if (!line.isEmpty() && line.length() + 3 + part.length() > width()) {
        lines.add(new AttributedString(line));
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " · ").append(part);
    }
    lines.add(new AttributedString(line));
    return lines;
  }

  /// A line with the names of the columns, and one for each of the best trials.
  ///
  /// @param most the most trials to show
  private List<AttributedString> board(int most) {
    List<LiveTrial.View> best = view.best().stream().limit(most).toList();
    LiveBoard.Text text = new LiveBoard(spec, best).text(width());
    int curve = Math.min(WIDEST_CURVE, width() - text.width() - GAP);
    boolean curves = text.whole() && curve >= NARROWEST_CURVE;
    var lines = new ArrayList<AttributedString>();
    lines.add(styled(text.lines().getFirst(), Tones.FAINT));
    for (int i = 0; i < best.size(); i++) {
      String row = text.lines().get(i + 1);
      var line =
          new AttributedStringBuilder().append(styled(row, i == 0 ? Tones.STRONG : Tones.PLAIN));
      if (curves) {
        line.append(" ".repeat(text.width() - Lines.columns(row) + GAP))
            .append(styled(Blocks.curve(best.get(i).losses(), curve), Tones.CURVE));
      }
      lines.add(line.toAttributedString());
    }
    return lines;
  }
}
