package dev.seedbed.bench.starts;

import java.util.List;

/// Some series above one pair of axes.
///
/// @param title in a small figure it names the y axis
public record Panel(String title, Axis x, Axis y, List<Series> series) {
  public Panel {
    series = List.copyOf(series);
  }
}
