package dev.seedbed.cli;

import dev.seedbed.study.StudySpec;
import dev.seedbed.study.Trial;
import dev.seedbed.study.Vary;
import dev.seedbed.train.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/// What the live view of a race shows on a terminal: how far it is, and the best trials. Whatever
/// does not fit is left out, the least important first.
///
/// The first column is empty: the cursor rests there.
///
/// @param size of the terminal
/// @param colours whether text may stand out
record LiveFrame(
    StudySpec spec, RaceState.View view, double rate, TerminalSize size, boolean colours) {
  /// How many trials are on the board.
  static final int BOARD = 5;

  private static final int WIDEST = 100;
  private static final int WIDEST_BAR = 40;
  private static final int NARROWEST_BAR = 5;
  private static final int WIDEST_CURVE = 24;
  private static final int NARROWEST_CURVE = 4;
  private static final int WIDEST_SCHEME = 24;
  private static final int GAP = 2;

  /// At least one line, each narrower than the terminal, and fewer than it has rows.
  List<AttributedString> lines() {
    var text = new ProgressText(spec, view, rate);
    var lines = new ArrayList<AttributedString>();
    lines.add(bar(text));
    var parts = new ArrayList<>(text.epochs());
    parts.addAll(text.counts());
    lines.addAll(joined(parts));
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
  /// @param most so many trials at the most
  private List<AttributedString> board(int most) {
    List<LiveTrial.View> best = view.best().stream().limit(most).toList();
    var table = new ArrayList<List<String>>();
    table.add(header(best.getFirst()));
    best.forEach(trial -> table.add(row(table.size(), trial)));
    int kept = table.getFirst().size();
    List<String> texts = texts(table, kept);
    while (kept > 2 && widest(texts) > width()) {
      kept--;
      texts = texts(table, kept);
    }
    int curve = Math.min(WIDEST_CURVE, width() - widest(texts) - GAP);
    boolean wide = kept == table.getFirst().size() && curve >= NARROWEST_CURVE;
    var lines = new ArrayList<AttributedString>();
    for (int i = 0; i < texts.size(); i++) {
      AttributedStyle tone = i == 0 ? Tones.FAINT : i == 1 ? Tones.STRONG : Tones.PLAIN;
      var line = new AttributedStringBuilder().append(styled(texts.get(i), tone));
      if (i > 0 && wide) {
        line.append(" ".repeat(widest(texts) - Lines.columns(texts.get(i)) + GAP))
            .append(styled(Blocks.curve(best.get(i - 1).losses(), curve), Tones.CURVE));
      }
      lines.add(line.toAttributedString());
    }
    return lines;
  }

  private List<String> texts(List<List<String>> table, int kept) {
    int columns = table.getFirst().size();
    // All but how a trial stands, and the scheme before the loss, are numbers.
    int scheme = spec.schemes().size() > 1 ? columns - 5 : -1;
    Set<Integer> numbers =
        IntStream.range(0, columns - 1)
            .filter(column -> column != scheme)
            .boxed()
            .collect(Collectors.toSet());
    return Columns.lines(table.stream().map(row -> row.subList(0, kept)).toList(), numbers, GAP);
  }

  private static int widest(List<String> texts) {
    return texts.stream().mapToInt(Lines::columns).max().orElse(0);
  }

  private List<String> header(LiveTrial.View best) {
    var header = new ArrayList<>(List.of("", "seed"));
    boolean quantity = best.best().filter(score -> score instanceof Score.Regression).isPresent();
    names(header, "order", "scheme");
    header.addAll(List.of("loss", quantity ? "rmse" : "accuracy", "epoch", ""));
    return header;
  }

  private List<String> row(int rank, LiveTrial.View view) {
    Trial trial = view.trial();
    var row = new ArrayList<>(List.of(Integer.toString(rank), Long.toString(trial.seed().value())));
    names(row, Long.toString(trial.order().value()), shortened(trial.scheme().name()));
    row.add(view.best().map(score -> "%.4f".formatted(score.loss())).orElse(""));
    row.add(view.best().map(Leaderboard::metric).orElse(""));
    row.add(Integer.toString(view.losses().length));
    row.add(
        switch (view.state()) {
          case RUNNING -> "";
          case COMPLETED -> "done";
          case STOPPED -> "stopped";
          case DIVERGED -> "diverged";
        });
    return row;
  }

  private void names(List<String> cells, String order, String scheme) {
    if (spec.vary() != Vary.INIT) {
      cells.add(order);
    }
    if (spec.schemes().size() > 1) {
      cells.add(scheme);
    }
  }

  private static String shortened(String scheme) {
    return scheme.length() <= WIDEST_SCHEME ? scheme : scheme.substring(0, WIDEST_SCHEME - 1) + "…";
  }
}
