package dev.seedbed.bench.starts;

import java.util.List;

/// Some series above one pair of axes.
record Panel(String title, Axis x, Axis y, List<Series> series) {
  Panel {
    series = List.copyOf(series);
  }
}
