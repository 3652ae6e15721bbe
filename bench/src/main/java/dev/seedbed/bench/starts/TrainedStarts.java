package dev.seedbed.bench.starts;

import dev.seedbed.bench.check.LossCurve.Point;
import dev.seedbed.bench.check.graph.GraphLesson;
import dev.seedbed.bench.check.graph.GraphLesson.Trained;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// Starts of one network that were trained, as figure and table.
///
/// @param names of the starts
/// @param half the loss that a table counts steps to
record TrainedStarts(List<String> names, List<GraphLesson> lessons, double half) {
  static final String WAYS =
      "SGD with momentum 0.9 at learning rates 0.003, 0.01, 0.03, 0.1 and 0.3, and Adam at 0.0003, 0.001, 0.003 and 0.01";

  /// @param lessons one for each name
  static TrainedStarts of(List<String> names, List<GraphLesson> lessons) {
    return new TrainedStarts(names, lessons, lessons.getFirst().chance() / 2);
  }

  /// What came to the lowest loss, by momentum on the left and by Adam on the right.
  Figure figure(String name, String description, Axis.Scale scale) {
    return new Figure(
        name, description, List.of(panel("momentum", false, scale), panel("Adam", true, scale)));
  }

  private Panel panel(String title, boolean adam, Axis.Scale scale) {
    var series = new ArrayList<Series>();
    for (int i = 0; i < names.size(); i++) {
      series.add(series(names.get(i), lessons.get(i), lessons.get(i).best(adam)));
    }
    int steps =
        lessons.stream()
            .flatMap(lesson -> lesson.trained().stream())
            .mapToInt(trained -> trained.curve().points().getLast().step())
            .max()
            .orElseThrow();
    series.add(
        Series.of(
            "chance",
            Series.Style.DASHED,
            new double[] {0, steps},
            new double[] {lessons.getFirst().chance(), lessons.getFirst().chance()}));
    Axis y =
        scale == Axis.Scale.LOGARITHMIC
            ? Axis.logarithmic("loss on other rows", series)
            : Axis.fromZero("loss on other rows", series);
    return new Panel(title, Axis.linear("steps", 0, steps), y, series);
  }

  private static Series series(String name, GraphLesson lesson, Trained trained) {
    List<Point> finite =
        trained.curve().points().stream().filter(p -> Double.isFinite(p.loss())).toList();
    double[] x =
        IntStream.concat(IntStream.of(0), finite.stream().mapToInt(Point::step))
            .asDoubleStream()
            .toArray();
    double[] y =
        DoubleStream.concat(
                DoubleStream.of(lesson.first()), finite.stream().mapToDouble(Point::loss))
            .toArray();
    return Series.of(name, Series.Style.LINE, x, y);
  }

  String table() {
    var rows = new ArrayList<List<String>>();
    rows.add(
        List.of(
            "start",
            "loss at the start",
            "lowest by momentum",
            "steps to " + Text.number(half),
            "lowest by Adam",
            "steps to " + Text.number(half)));
    for (int i = 0; i < names.size(); i++) {
      GraphLesson lesson = lessons.get(i);
      rows.add(
          List.of(
              names.get(i),
              Text.number(lesson.first()),
              lowest(lesson, false),
              steps(lesson, false),
              lowest(lesson, true),
              steps(lesson, true)));
    }
    return Text.table(rows);
  }

  private static String lowest(GraphLesson lesson, boolean adam) {
    double lowest = lesson.best(adam).curve().lowest();
    return Double.isFinite(lowest) ? Text.number(lowest) : "not a number";
  }

  private String steps(GraphLesson lesson, boolean adam) {
    double steps = lesson.stepsTo(half, adam);
    return Double.isFinite(steps) ? Text.count((long) steps) : "never";
  }
}
