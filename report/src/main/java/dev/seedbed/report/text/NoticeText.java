package dev.seedbed.report.text;

import dev.seedbed.data.ColumnUse.Reason;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Notice;
import dev.seedbed.data.Target;
import dev.seedbed.io.document.NoticePart;
import dev.seedbed.notation.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the notices about data say, with what to do.
public final class NoticeText {
  private static final int COLUMNS_TO_NAME = 3;

  /// Stands for the name of the column in a message.
  private static final String COLUMN = "\0";

  private NoticeText() {}

  /// The notices of a dataset as documents have them, the weightiest first.
  public static List<NoticePart> parts(Dataset data) {
    var reasons = new HashMap<String, Reason>();
    data.columns()
        .forEach(use -> use.leftOut().ifPresent(reason -> reasons.put(use.name(), reason)));
    return data.notices().stream()
        .map(notice -> {
          String advice = advice(notice, reasons, data.target());
          return new NoticePart(
              notice.kind(),
              notice.column(),
              notice.message() + (advice.isEmpty() ? "" : "; " + advice));
        })
        .toList();
  }

  /// The notices of a dataset for people, a sentence each. What is to be said of several columns is
  /// said once.
  public static List<String> sentences(Dataset data) {
    return sentences(parts(data));
  }

  /// Likewise, of notices in a document.
  public static List<String> sentences(List<NoticePart> notices) {
    var columns = new LinkedHashMap<String, List<String>>();
    for (NoticePart notice : notices) {
      String name = notice.column().orElse("");
      // Advice may name the column.
      columns
          .computeIfAbsent(
              notice.message().replace("'" + name + "'", COLUMN), _ -> new ArrayList<>())
          .add(Names.shortened(name));
    }
    var sentences = new ArrayList<String>();
    columns.forEach((message, names) ->
        sentences.add(
            names.getFirst().isEmpty()
                ? message
                : named(names)
                    + ": "
                    + message.replace(
                        COLUMN, names.size() == 1 ? "'" + names.getFirst() + "'" : "COLUMN")));
    return sentences;
  }

  private static String named(List<String> names) {
    String some =
        names.stream().limit(COLUMNS_TO_NAME).collect(Collectors.joining("', '", "'", "'"));
    int more = names.size() - COLUMNS_TO_NAME;
    if (more <= 0) {
      return some;
    }
    return more == 1
        ? some + " and 1 more column"
        : "%s and %,d more columns".formatted(some, more);
  }

  private static String advice(Notice notice, Map<String, Reason> reasons, Target target) {
    String column = notice.column().orElse("");
    return switch (notice.kind()) {
      case LEAK ->
          "if it is not known when you predict, leave it out: "
              + CommandLines.option("--ignore", column);
      case TARGET_COUNTS_ROWS -> "is it the column to predict?";
      case DUPLICATES ->
          "the scores flatter; remove repeated rows, or keep those that belong together in one part: --split group=COLUMN";
      case TIME_ORDER ->
          "to predict the future, say --split " + CommandLines.of(List.of("time=" + column));
      case FEW_ROWS -> "leave columns out, or try --hidden none";
      case RARE_CLASSES -> "what is said of them rests on few rows";
      case ROWS_LEFT_OUT ->
          target instanceof Target.Classes classes && !classes.numeric()
              ? "if NA, None or the like is a value, say " + CommandLines.option("--text", column)
              : "";
      case RARE_TEXTS, CONSTANT -> "";
      case LEFT_OUT ->
          Optional.ofNullable(reasons.get(column)).map(reason -> advice(reason, column)).orElse("");
    };
  }

  private static String advice(Reason reason, String column) {
    return switch (reason) {
      case Reason.Unnamed _ -> "to use it, name it in the header";
      case Reason.CountsRows _ -> "to use it, say " + CommandLines.option("--number", column);
      case Reason.HoldsRecords _ -> "spread its values over columns to use them";
      case Reason.TooManyTexts _, Reason.TooNear _, Reason.Empty _, Reason.Constant _ -> "";
      case Reason.Id _, Reason.OfSplit _, Reason.Ignored _ -> "";
    };
  }
}
