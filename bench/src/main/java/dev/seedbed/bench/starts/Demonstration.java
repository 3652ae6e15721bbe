package dev.seedbed.bench.starts;

import java.util.List;

/// A section of the page, with its figures.
///
/// @param text in Markdown, the heading first
record Demonstration(String text, List<Figure> figures) {
  Demonstration {
    figures = List.copyOf(figures);
  }
}
