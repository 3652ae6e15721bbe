package dev.seedbed.io.start;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A pattern for names of tensors: `*` stands for any characters, `?` for one.
public record Glob(String text) {

  public boolean matches(String name) {
    String expression =
        text.chars()
            .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
            .collect(Collectors.joining());
    return Pattern.compile(expression, Pattern.DOTALL).matcher(name).matches();
  }
}
