package dev.seedbed.bench.starts;

import java.util.List;
import java.util.Locale;

/// Panels side by side, as SVG: the same text from the same numbers, readable on light and on dark
/// pages.
///
/// @param name of the file, without its ending
/// @param description what is to be seen, for those who don't
public record Figure(String name, String description, List<Panel> panels, Size size) {
  /// How large a figure is, in pixels.
  public enum Size {
    /// As wide as a page.
    WIDE(12, 760, 230, 64, 48, 62, 14, 10, 6.9, 26, 20),

    /// One panel beside a paragraph, its y axis named above it.
    SMALL(10, 280, 84, 34, 32, 40, 8, 6, 5.8, 16, 9);

    private final int font;
    private final int width;
    private final int plot;
    private final int top;
    private final int below;
    private final int left;
    private final int right;
    private final int inset;
    private final double character;
    private final int sample;
    private final int legend;

    Size(
        int font,
        int width,
        int plot,
        int top,
        int below,
        int left,
        int right,
        int inset,
        double character,
        int sample,
        int legend) {
      this.font = font;
      this.width = width;
      this.plot = plot;
      this.top = top;
      this.below = below;
      this.left = left;
      this.right = right;
      this.inset = inset;
      this.character = character;
      this.sample = sample;
      this.legend = legend;
    }

    public int width() {
      return width;
    }

    public int height() {
      return top + plot + below;
    }

    private int bottom() {
      return top + plot;
    }
  }

  /// Colours of Okabe & Ito 2008, which those who see few colours can tell apart; lighter on dark.
  private static final List<String> LIGHT =
      List.of("#0072b2", "#d55e00", "#00805f", "#a8548a", "#8a6d00");

  private static final List<String> DARK =
      List.of("#56b4e9", "#ff8f4a", "#2ac79a", "#e29ac6", "#e0c04a");

  public Figure {
    panels = List.copyOf(panels);
  }

  Figure(String name, String description, List<Panel> panels) {
    this(name, description, panels, Size.WIDE);
  }

  /// The line that shows it in `docs`.
  String markdown() {
    return "![%s](figures/%s.svg)".formatted(description, name);
  }

  public String svg() {
    var svg = new StringBuilder();
    add(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" font-family=\"'DejaVu Sans', Verdana, 'Segoe UI', sans-serif\" font-size=\"%d\">",
        size.width(),
        size.height(),
        size.width(),
        size.height(),
        size.font);
    add(svg, "<title>%s</title>", escaped(description));
    style(svg);
    add(svg, "<rect class=\"page\" width=\"%d\" height=\"%d\"/>", size.width(), size.height());
    double each = (double) size.width / panels.size();
    for (int i = 0; i < panels.size(); i++) {
      if (i == 0 || !shared()) {
        legend(svg, panels.get(i).series(), i * each + (size == Size.WIDE ? size.left : 4));
      }
      panel(svg, panels.get(i), i * each + size.left, (i + 1) * each - size.right);
    }
    return svg.append("</svg>\n").toString();
  }

  private static void style(StringBuilder svg) {
    add(svg, "<style>");
    colours(svg, "#ffffff", "#1f2328", "#59636e", "#d8dee4", LIGHT);
    add(svg, ".curve { fill: none; stroke-width: 2; stroke-linejoin: round; }");
    add(svg, ".dashed { stroke-dasharray: 5 4; stroke-width: 1.5; }");
    add(svg, "@media (prefers-color-scheme: dark) {");
    colours(svg, "#0d1117", "#e6edf3", "#9198a1", "#2f3742", DARK);
    add(svg, "}");
    add(svg, "</style>");
  }

  private static void colours(
      StringBuilder svg, String page, String ink, String soft, String grid, List<String> series) {
    add(svg, ".page { fill: %s; } .ink { fill: %s; } .soft { fill: %s; }", page, ink, soft);
    add(svg, ".axis { stroke: %s; } .grid { stroke: %s; }", soft, grid);
    for (int i = 0; i < series.size(); i++) {
      add(svg, ".c%d { stroke: %s; } .m%d { fill: %s; }", i, series.get(i), i, series.get(i));
    }
  }

  /// Whether one legend serves all panels.
  private boolean shared() {
    return panels.stream().map(Figure::names).distinct().count() == 1;
  }

  private static List<String> names(Panel panel) {
    return panel.series().stream().map(Series::name).toList();
  }

  private void legend(StringBuilder svg, List<Series> series, double left) {
    double x = left;
    for (int i = 0; i < series.size(); i++) {
      Series s = series.get(i);
      if (s.style() != Series.Style.DOTS) {
        String dashed = s.style() == Series.Style.DASHED ? " dashed" : "";
        add(
            svg,
            "<path class=\"curve c%d%s\" d=\"M%.1f %dh%d\"/>",
            i,
            dashed,
            x,
            size.legend,
            size.sample);
      }
      if (s.isMarked()) {
        marker(svg, i, x + size.sample / 2.0, size.legend);
      }
      x += size.sample + 6;
      add(
          svg,
          "<text class=\"ink\" x=\"%.1f\" y=\"%d\">%s</text>",
          x,
          size.legend + 4,
          escaped(s.name()));
      x += size.sample - 4 + size.character * s.name().length();
    }
  }

  private void panel(StringBuilder svg, Panel panel, double left, double right) {
    int bottom = size.bottom();
    boolean wide = size == Size.WIDE;
    add(
        svg,
        "<text class=\"ink\" x=\"%.1f\" y=\"%d\">%s</text>",
        wide ? left : 4,
        size.top - (wide ? 12 : 9),
        escaped(panel.title()));
    yAxis(svg, panel.y(), left, right);
    for (Axis.Tick tick : panel.x().ticks()) {
      double x = x(panel, tick.value(), left, right);
      add(svg, "<path class=\"axis\" d=\"M%.1f %dv4\"/>", x, bottom);
      add(
          svg,
          "<text class=\"soft\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
          x,
          bottom + (wide ? 18 : 14),
          tick.text());
    }
    add(svg, "<path class=\"axis\" d=\"M%.1f %dH%.1f\"/>", left, bottom, right);
    add(
        svg,
        "<text class=\"soft\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
        (left + right) / 2,
        bottom + (wide ? 38 : 27),
        escaped(panel.x().label()));
    if (wide) {
      add(
          svg,
          "<text class=\"soft\" transform=\"translate(%.1f %.1f) rotate(-90)\" text-anchor=\"middle\">%s</text>",
          left - 46,
          size.top + size.plot / 2.0,
          escaped(panel.y().label()));
    }
    for (int i = 0; i < panel.series().size(); i++) {
      series(svg, panel, i, left, right);
    }
  }

  private void yAxis(StringBuilder svg, Axis axis, double left, double right) {
    for (Axis.Tick tick : axis.ticks()) {
      double y = size.bottom() - size.plot * axis.place(tick.value());
      add(svg, "<path class=\"grid\" d=\"M%.1f %.1fH%.1f\"/>", left, y, right);
      add(
          svg,
          "<text class=\"soft\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
          left - (size == Size.WIDE ? 7 : 4),
          y + 4,
          tick.text());
    }
  }

  private void series(StringBuilder svg, Panel panel, int i, double left, double right) {
    Series s = panel.series().get(i);
    if (s.style() != Series.Style.DOTS) {
      var path = new StringBuilder();
      for (int k = 0; k < s.x().length; k++) {
        path.append(k == 0 ? "M" : "L");
        path.append(text("%.1f %.1f", x(panel, s.x()[k], left, right), y(panel, s.y()[k])));
      }
      String dashed = s.style() == Series.Style.DASHED ? " dashed" : "";
      add(svg, "<path class=\"curve c%d%s\" d=\"%s\"/>", i, dashed, path);
    }
    for (int k = 0; k < s.low().length; k++) {
      double x = x(panel, s.x()[k], left, right);
      double low = y(panel, s.low()[k]);
      double high = y(panel, s.high()[k]);
      add(
          svg,
          "<path class=\"curve c%d\" d=\"M%.1f %.1fV%.1fM%.1f %.1fh8M%.1f %.1fh8\"/>",
          i,
          x,
          low,
          high,
          x - 4,
          low,
          x - 4,
          high);
    }
    if (s.isMarked()) {
      for (int k = 0; k < s.x().length; k++) {
        marker(svg, i, x(panel, s.x()[k], left, right), y(panel, s.y()[k]));
      }
    }
  }

  /// Series differ by shape, not by colour alone.
  private void marker(StringBuilder svg, int i, double x, double y) {
    if (size == Size.SMALL) {
      // The same shapes, smaller.
      add(svg, "<g transform=\"translate(%.1f %.1f) scale(0.6)\">", x, y);
      shape(svg, i, 0, 0);
      svg.append("</g>\n");
    } else {
      shape(svg, i, x, y);
    }
  }

  private static void shape(StringBuilder svg, int i, double x, double y) {
    String shape =
        switch (i % 5) {
          case 0 -> "<circle class=\"m%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>";
          case 1 -> "<path class=\"m%d\" transform=\"translate(%.1f %.1f)\" d=\"M-4 -4h8v8h-8z\"/>";
          case 2 -> "<path class=\"m%d\" transform=\"translate(%.1f %.1f)\" d=\"M0 -5l5 9h-10z\"/>";
          case 3 ->
              "<path class=\"m%d\" transform=\"translate(%.1f %.1f)\" d=\"M0 -5.5l5.5 5.5l-5.5 5.5l-5.5 -5.5z\"/>";
          default ->
              "<path class=\"m%d\" transform=\"translate(%.1f %.1f)\" d=\"M0 5l5 -9h-10z\"/>";
        };
    add(svg, shape, i, x, y);
  }

  private double x(Panel panel, double value, double left, double right) {
    return left + size.inset + (right - left - 2 * size.inset) * panel.x().place(value);
  }

  private double y(Panel panel, double value) {
    return size.top + size.plot * (1 - panel.y().place(value));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @SuppressWarnings("AnnotateFormatMethod")
  private static void add(StringBuilder svg, String format, Object... values) {
    svg.append(text(format, values)).append('\n');
  }

  // The annotation that is asked for would be a dependency.
  @SuppressWarnings("AnnotateFormatMethod")
  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
