package dev.seedbed.report;

import dev.seedbed.io.VisibleText;

/// Text in HTML.
final class Html {

  private Html() {}

  /// Text as text, whatever it holds.
  static String text(String text) {
    return VisibleText.of(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /// JSON as the content of a script element: no text in it can end the element.
  static String island(String json) {
    return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
  }
}
