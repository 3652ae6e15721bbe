package dev.seedbed.report;

import dev.seedbed.io.file.VisibleText;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// HTML that can stand in the page as it is: all text in it has been escaped.
record Html(String markup) {
  static final Html NONE = new Html("");

  /// Text as text, whatever it holds.
  static Html text(String text) {
    return new Html(
        VisibleText.of(text)
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;")
            .replace("'", "&#39;"));
  }

  /// JSON as the content of a script element: no text in it can end the element.
  static Html island(String json) {
    return new Html(json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"));
  }

  /// A piece of `fragments.html`.
  ///
  /// @param values by the names of their places: [Html] as it is, all else as text
  static Html fragment(String name, Map<String, ?> values) {
    return Template.fragment(name).fill(values);
  }

  /// One piece for each of `all`, one after the other.
  static <T> Html each(List<T> all, Function<T, Html> piece) {
    return new Html(all.stream().map(one -> piece.apply(one).markup).collect(Collectors.joining()));
  }

  static Html join(Html... pieces) {
    return each(List.of(pieces), piece -> piece);
  }
}
