package dev.seedbed.report;

import dev.seedbed.io.VisibleText;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the charts have in common, as Apache ECharts takes it. Colours that begin with an @ are
/// those of the page, light or dark: `report.js` knows them.
final class Options {
  static final JsonMapper JSON = JsonMapper.shared();

  /// Of Okabe & Ito, told apart by all kinds of eyes; `report.css` has them for white and for
  /// black.
  private static final List<String> COLOURS = List.of("@c0", "@c1", "@c2", "@c3", "@c4", "@c5");

  /// From the first layer to the last, readable on white and on black.
  private static final int[][] LAYERS = {
    {0x3b, 0x6f, 0xc4},
    {0x2f, 0x9c, 0xa6},
    {0x7f, 0xae, 0x3f},
    {0xdf, 0x9a, 0x1f},
    {0xd8, 0x4f, 0x2a}
  };

  private static final int MOST_LETTERS = 60;

  /// It is not seen.
  private static final String JOINER = "\u2060";

  private Options() {}

  /// Of the scheme or line with that number.
  static String colour(int number) {
    return COLOURS.get(number % COLOURS.size());
  }

  /// Of layer `l` of so many.
  static String layerColour(int l, int layers) {
    double at = layers == 1 ? 0 : (double) l / (layers - 1) * (LAYERS.length - 1);
    int from = Math.min((int) at, LAYERS.length - 2);
    var colour = new StringBuilder("#");
    for (int i = 0; i < 3; i++) {
      double part = LAYERS[from][i] + (at - from) * (LAYERS[from + 1][i] - LAYERS[from][i]);
      colour.append("%02x".formatted(Math.round(part)));
    }
    return colour.toString();
  }

  static ObjectNode option() {
    ObjectNode option = JSON.createObjectNode();
    ArrayNode colours = option.putArray("color");
    COLOURS.forEach(colours::add);
    option.put("animation", false);
    option.putArray("series");
    // Not HTML: names from data stay text.
    option.putObject("tooltip").put("renderMode", "richText").put("confine", true);
    return option;
  }

  /// With two axes, a tooltip and zoom along the first axis.
  ///
  /// @param trigger "axis" for tooltips of all lines at a place, "item" for those of one thing
  static ObjectNode option(ObjectNode xAxis, ObjectNode yAxis, String trigger) {
    ObjectNode option = option();
    ((ObjectNode) option.get("tooltip")).put("trigger", trigger);
    option.putObject("grid").put("left", 64).put("right", 24).put("top", 32).put("bottom", 48);
    // An exponent of 0 is nothing special.
    xAxis.putObject("axisLine").put("onZero", !yAxis.has("powers"));
    option.set("xAxis", xAxis);
    option.set("yAxis", yAxis);
    // With Ctrl, so that the wheel alone scrolls the page.
    option
        .putArray("dataZoom")
        .addObject()
        .put("type", "inside")
        .put("zoomOnMouseWheel", "ctrl")
        .put("xAxisIndex", "all");
    return option;
  }

  /// Text from data as charts take it: no longer than there is room for, and without what ECharts
  /// would take for the name of a style, or JavaScript for that of a prototype.
  static String text(String text) {
    String visible = VisibleText.of(text);
    int end =
        visible.offsetByCodePoints(
            0, Math.min(MOST_LETTERS, visible.codePointCount(0, visible.length())));
    String some = end < visible.length() ? visible.substring(0, end) + "…" : visible;
    return some.replace("{", "{" + JOINER).replaceFirst("^__", JOINER + "__");
  }

  static ObjectNode axis(String type, String name) {
    return JSON.createObjectNode()
        .put("type", type)
        .put("name", name)
        .put("nameLocation", "middle")
        .put("nameGap", 30);
  }

  /// An axis at the left.
  static ObjectNode upright(String type, String name) {
    return axis(type, name).put("nameGap", 48).put("scale", true);
  }

  /// An axis at the left by logarithms, in whole powers of ten. Its numbers are the exponents
  /// ([#at]), and `report.js` shows what they stand for: ECharts' own takes what is below 1e-10 for
  /// 0.
  static ObjectNode logarithmic(String name, DoubleSummaryStatistics numbers) {
    ObjectNode axis = upright("value", name).put("powers", true).put("minInterval", 1);
    if (numbers.getCount() > 0) {
      double low = Math.floor(StrictMath.log10(numbers.getMin()));
      double high = Math.ceil(StrictMath.log10(numbers.getMax()));
      axis.put("min", low).put("max", Math.max(high, low + 1));
    }
    return axis;
  }

  /// Where a number stands on the axis at the left.
  static double at(ObjectNode option, double value) {
    return Bins.rounded(option.required("yAxis").has("powers") ? StrictMath.log10(value) : value);
  }

  /// An axis of names.
  static ObjectNode names(String name, List<String> names) {
    ObjectNode axis = axis("category", name);
    ArrayNode data = axis.putArray("data");
    names.forEach(data::add);
    return axis;
  }

  /// Puts an upright line at a place of the first axis of a series.
  static void mark(ObjectNode series, double at, String label) {
    ObjectNode marks =
        series.withObjectProperty("markLine").put("silent", true).put("symbol", "none");
    marks.withObjectProperty("lineStyle").put("type", "dashed").put("color", "@soft");
    ObjectNode mark = marks.withArrayProperty("data").addObject().put("xAxis", at);
    mark.putObject("label").put("formatter", label).put("color", "@soft").put("textBorderWidth", 0);
  }

  static ArrayNode series(ObjectNode option) {
    return (ArrayNode) option.get("series");
  }

  static void legend(ObjectNode option) {
    option.putObject("legend").put("type", "scroll").put("top", 4).put("left", 8).put("right", 8);
    ((ObjectNode) option.get("grid")).put("top", 48);
  }

  /// Adds a line, and gives its style.
  ///
  /// @param type "solid", "dashed" or "dotted"
  static ObjectNode line(ObjectNode option, String name, String colour, String type) {
    ObjectNode line =
        series(option)
            .addObject()
            .put("type", "line")
            .put("name", name)
            .put("symbol", "circle")
            .put("symbolSize", 5);
    line.putObject("itemStyle").put("color", colour);
    line.putObject("lineStyle").put("color", colour).put("type", type).put("width", 2);
    return line;
  }
}
