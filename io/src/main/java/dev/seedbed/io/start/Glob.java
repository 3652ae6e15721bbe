package dev.seedbed.io.start;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A pattern for names of tensors: `*` matches any characters, `?` one, and `{a,b}` one of the
/// texts between the commas, which may be empty. There is one pair of braces at most; others are
/// characters like all.
public record Glob(String text) {
  private static final Pattern BRACES =
      Pattern.compile("([^{]*)\\{([^{}]*,[^{}]*)\\}(.*)", Pattern.DOTALL);

  public boolean matches(String name) {
    return alternatives().stream().anyMatch(pattern -> matches(pattern, name));
  }

  /// The patterns without braces that this one stands for, in the order of its braces.
  List<String> alternatives() {
    Matcher braces = BRACES.matcher(text);
    return braces.matches()
        ? Arrays.stream(braces.group(2).split(",", -1))
            .map(choice -> braces.group(1) + choice + braces.group(3))
            .toList()
        : List.of(text);
  }

  /// The names that go with `name`, one of each alternative: what `*` and `?` stand for in `name`
  /// by the alternative `index`, they stand for in all. Empty if that alternative does not match.
  Optional<List<String>> companions(int index, String name) {
    List<String> patterns = alternatives();
    Matcher matcher = expression(patterns.get(index)).matcher(name);
    if (!matches(patterns.get(index), name) || !matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(patterns.stream().map(pattern -> filled(pattern, matcher)).toList());
  }

  /// A group for each `*` and `?`.
  private static Pattern expression(String pattern) {
    return Pattern.compile(
        pattern
            .codePoints()
            .mapToObj(
                c -> c == '*' ? "(.*)" : c == '?' ? "(.)" : Pattern.quote(Character.toString(c)))
            .collect(Collectors.joining()),
        Pattern.DOTALL);
  }

  private static String filled(String pattern, Matcher matcher) {
    var name = new StringBuilder();
    int group = 0;
    for (int c : pattern.codePoints().toArray()) {
      if (c == '*' || c == '?') {
        name.append(matcher.group(++group));
      } else {
        name.appendCodePoint(c);
      }
    }
    return name.toString();
  }

  private static boolean matches(String text, String name) {
    int[] pattern = text.codePoints().toArray();
    int[] characters = name.codePoints().toArray();
    int at = 0;
    int star = -1;
    int resume = 0;
    for (int i = 0; i < characters.length; ) {
      if (at < pattern.length && pattern[at] == '*') {
        star = at++;
        resume = i;
      } else if (at < pattern.length && (pattern[at] == '?' || pattern[at] == characters[i])) {
        at++;
        i++;
      } else if (star >= 0) {
        // The last star takes one character more; those before it need not change.
        at = star + 1;
        i = ++resume;
      } else {
        return false;
      }
    }
    while (at < pattern.length && pattern[at] == '*') {
      at++;
    }
    return at == pattern.length;
  }
}
