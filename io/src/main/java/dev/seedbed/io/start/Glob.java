package dev.seedbed.io.start;

/// A pattern for names of tensors: `*` matches any characters, `?` one.
public record Glob(String text) {

  public boolean matches(String name) {
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
