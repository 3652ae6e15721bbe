package dev.seedbed.notation;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Helps those who asked for a name that there is not.
public final class Names {
  private static final int MOST_TO_SHOW = 8;
  private static final int MOST_CHARACTERS = 40;

  private Names() {}

  /// "did you mean 'x'?" if a name is near the wanted one, otherwise which names there are.
  ///
  /// @param names at least one
  public static String hint(Collection<String> names, String wanted) {
    String nearest =
        Collections.min(names, Comparator.comparingInt(name -> distance(wanted, name)));
    if (distance(wanted, nearest) <= Math.max(1, shortened(wanted).length() / 3)) {
      return "did you mean '" + shortened(nearest) + "'?";
    }
    int more = names.size() - MOST_TO_SHOW;
    return "there are "
        + names.stream()
            .limit(MOST_TO_SHOW)
            .map(Names::shortened)
            .collect(Collectors.joining("', '", "'", "'"))
        + (more > 0 ? " and " + more + " more" : "");
  }

  /// A text that fits into a message.
  public static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= MOST_CHARACTERS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MOST_CHARACTERS)) + "…";
  }

  /// Refuses texts that are not in order, or of which two are equal.
  ///
  /// @param what they are, in the plural
  public static void requireSorted(String what, List<String> texts, Comparator<String> order) {
    for (int i = 1; i < texts.size(); i++) {
      if (order.compare(texts.get(i - 1), texts.get(i)) >= 0) {
        throw new IllegalArgumentException(
            "%s must be in order and differ: '%s' stands behind '%s'"
                .formatted(what, shortened(texts.get(i)), shortened(texts.get(i - 1))));
      }
    }
  }

  private static int distance(String a, String b) {
    return editDistance(
        shortened(a).toLowerCase(Locale.ROOT), shortened(b).toLowerCase(Locale.ROOT));
  }

  /// Levenshtein's distance.
  private static int editDistance(String a, String b) {
    int[] distances = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      distances[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = distances[0];
      distances[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = distances[j];
        distances[j] = Math.min(replaced, 1 + Math.min(distances[j], distances[j - 1]));
      }
    }
    return distances[b.length()];
  }
}
