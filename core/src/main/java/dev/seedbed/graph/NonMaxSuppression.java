package dev.seedbed.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Chooses boxes by their scores, the highest first, and leaves out those that overlap one that is
/// chosen. Inputs: rows × boxes × 4 numbers; rows × classes × boxes scores; how many boxes of a
/// class are chosen at most, none if that is left out; the overlap, as a share of the union, above
/// which a box is left out, 0 if that is left out; and a score that must be passed. Output: the
/// row, the class and the number of each chosen box. There are no gradients.
///
/// @param centred whether a box is its middle, width and height; else it is two opposite corners
public record NonMaxSuppression(boolean centred) implements Operator {
  private static final double MOST_PAIRS = 1L << 36;

  @Override
  public List<NdArray> outputs(Operands in) {
    TensorShape boxes = in.floats(0).shape();
    TensorShape scores = in.floats(1).shape();
    boolean fits =
        boxes.rank() == 3
            && scores.rank() == 3
            && boxes.length(2) == 4
            && boxes.length(0) == scores.length(0)
            && boxes.length(1) == scores.length(2);
    if (!fits) {
      throw new IllegalArgumentException(
          "boxes must have 4 numbers, and scores be of as many rows and boxes: %s and %s"
              .formatted(boxes, scores));
    }
    int count = boxes.length(1);
    if ((double) scores.elements() * count > MOST_PAIRS) {
      throw new IllegalArgumentException("there must be fewer than 2^36 pairs: " + scores);
    }
    long most = in.find(2).isPresent() ? in.wholeNumber(2) : 0;
    float overlap = in.find(3).isPresent() ? in.realNumber(3) : 0;
    float least = in.find(4).isPresent() ? in.realNumber(4) : Float.NEGATIVE_INFINITY;
    var chosen = new ArrayList<long[]>();
    for (int row = 0; row < scores.length(0); row++) {
      for (int kind = 0; kind < scores.length(1); kind++) {
        int first = (row * scores.length(1) + kind) * count;
        for (int box : chosen(in, row * count, first, count, most, overlap, least)) {
          chosen.add(new long[] {row, kind, box});
        }
      }
    }
    LongArray y = LongArray.of(TensorShape.of(chosen.size(), 3));
    for (int i = 0; i < chosen.size(); i++) {
      System.arraycopy(chosen.get(i), 0, y.data(), 3 * i, 3);
    }
    return List.of(y);
  }

  /// The boxes of a row that are chosen for a class.
  ///
  /// @param firstBox where the row's begin
  /// @param firstScore where the class's begin
  private List<Integer> chosen(
      Operands in, int firstBox, int firstScore, int count, long most, float overlap, float least) {
    float[] boxes = in.floats(0).data();
    float[] scores = in.floats(1).data();
    List<Integer> ordered =
        IntStream.range(0, count)
            .filter(box -> scores[firstScore + box] > least)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer box) -> -scores[firstScore + box]))
            .toList();
    var chosen = new ArrayList<Integer>();
    for (int box : ordered) {
      if (chosen.size() >= most) {
        break;
      }
      boolean free =
          chosen.stream()
              .allMatch(other -> shared(boxes, firstBox + box, firstBox + other) <= overlap);
      if (free) {
        chosen.add(box);
      }
    }
    return chosen;
  }

  /// The share of two boxes' union that both have.
  private double shared(float[] boxes, int one, int other) {
    double both = 1;
    double first = 1;
    double second = 1;
    for (int axis = 0; axis < 2; axis++) {
      double a = low(boxes, one, axis);
      double b = high(boxes, one, axis);
      double c = low(boxes, other, axis);
      double d = high(boxes, other, axis);
      both *= Math.max(0, Math.min(b, d) - Math.max(a, c));
      first *= b - a;
      second *= d - c;
    }
    return both > 0 ? both / (first + second - both) : 0;
  }

  private double low(float[] boxes, int box, int axis) {
    double a = boxes[4 * box + axis];
    double b = boxes[4 * box + 2 + axis];
    return centred ? a - b / 2 : Math.min(a, b);
  }

  private double high(float[] boxes, int box, int axis) {
    double a = boxes[4 * box + axis];
    double b = boxes[4 * box + 2 + axis];
    return centred ? a + b / 2 : Math.max(a, b);
  }
}
