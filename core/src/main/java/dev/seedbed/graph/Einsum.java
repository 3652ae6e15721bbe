package dev.seedbed.graph;

import dev.seedbed.kernel.Team;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Sums of products by Einstein's convention, such as `bij,bjk->bik`. Operands are multiplied pair
/// by pair, from the left, each pair as a product of matrices.
///
/// @param equation letters for the axes of each operand, and if it is given, of the output; `...`
///   stands for axes without letters, which are repeated as elementwise functions do
public record Einsum(String equation) implements MatrixProduct {
  /// The label of the last axis of an ellipsis; that before has one more.
  private static final int ELLIPSIS = 1000;

  /// An array with a label for each axis, all of them different.
  private record Labelled(FloatArray array, List<Integer> labels) {}

  /// The labels of the operands' axes, in which some may be repeated, and of the output.
  private record Terms(
      List<List<Integer>> operands, List<Integer> output, Map<Integer, Integer> lengths) {}

  private Terms terms(List<TensorShape> shapes) {
    String text = equation.replace(" ", "");
    int arrow = text.indexOf("->");
    String[] parts = (arrow < 0 ? text : text.substring(0, arrow)).split(",", -1);
    if (parts.length != shapes.size()) {
      throw new IllegalArgumentException(
          "the equation must have %d operands: %s".formatted(shapes.size(), equation));
    }
    var operands = new ArrayList<List<Integer>>();
    var lengths = new HashMap<Integer, Integer>();
    int ellipsis = 0;
    for (int i = 0; i < parts.length; i++) {
      TensorShape shape = shapes.get(i);
      int dots = shape.rank() - parts[i].replace("...", "").length();
      if (dots < 0 || (dots > 0 && !parts[i].contains("..."))) {
        throw new IllegalArgumentException(
            "'%s' of the equation must have the axes of %s".formatted(parts[i], shape));
      }
      List<Integer> labels = labels(parts[i], dots);
      ellipsis = Math.max(ellipsis, dots);
      for (int axis = 0; axis < labels.size(); axis++) {
        int label = labels.get(axis);
        int length = shape.length(axis);
        int known = lengths.getOrDefault(label, length);
        boolean repeated = label >= ELLIPSIS && (known == 1 || length == 1);
        if (known != length && !repeated) {
          throw new IllegalArgumentException(
              "axes of one letter must be equally long: %s with %d and %d"
                  .formatted(equation, known, length));
        }
        lengths.put(label, known == 1 ? length : known);
      }
      operands.add(labels);
    }
    List<Integer> output =
        arrow < 0 ? implied(operands, ellipsis) : labels(text.substring(arrow + 2), ellipsis);
    if (!lengths.keySet().containsAll(output) || new HashSet<>(output).size() != output.size()) {
      throw new IllegalArgumentException(
          "the output must have letters of the operands, each once: " + equation);
    }
    return new Terms(operands, output, lengths);
  }

  /// @param dots how many axes the ellipsis stands for, if there is one
  private List<Integer> labels(String part, int dots) {
    var labels = new ArrayList<Integer>();
    boolean seen = false;
    for (int i = 0; i < part.length(); i++) {
      char letter = part.charAt(i);
      if (letter == '.' && part.startsWith("...", i) && !seen) {
        for (int dot = dots - 1; dot >= 0; dot--) {
          labels.add(ELLIPSIS + dot);
        }
        seen = true;
        i += 2;
      } else if ((letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z')) {
        labels.add((int) letter);
      } else {
        throw new IllegalArgumentException("malformed equation: " + equation);
      }
    }
    return labels;
  }

  /// The labels that stand once, in alphabetic order, after those of the ellipsis.
  private static List<Integer> implied(List<List<Integer>> operands, int ellipsis) {
    var counts = new TreeMap<Integer, Integer>();
    operands.forEach(labels -> labels.forEach(label -> counts.merge(label, 1, Integer::sum)));
    var output = new ArrayList<Integer>();
    for (int dot = ellipsis - 1; dot >= 0; dot--) {
      output.add(ELLIPSIS + dot);
    }
    counts.forEach((label, count) -> {
      if (label < ELLIPSIS && count == 1) {
        output.add(label);
      }
    });
    return output;
  }

  private static TensorShape shape(Collection<Integer> labels, Map<Integer, Integer> lengths) {
    return TensorShape.of(labels.stream().mapToLong(lengths::get).toArray());
  }

  /// Where the elements of an operand stand, with one axis for each of its different labels:
  /// diagonals, and repeated axes of an ellipsis.
  private static Strided places(
      TensorShape shape, List<Integer> labels, List<Integer> distinct, Terms terms) {
    int[] strides = shape.strides();
    int[] steps = new int[distinct.size()];
    for (int axis = 0; axis < labels.size(); axis++) {
      if (shape.length(axis) > 1) {
        steps[distinct.indexOf(labels.get(axis))] += strides[axis];
      }
    }
    return new Strided(shape(distinct, terms.lengths), 0, steps);
  }

  private static List<Integer> distinct(List<Integer> labels) {
    return List.copyOf(new LinkedHashSet<>(labels));
  }

  private static Labelled operand(FloatArray x, List<Integer> labels, Terms terms, Team team) {
    List<Integer> distinct = distinct(labels);
    if (distinct.size() == labels.size() && shape(labels, terms.lengths).equals(x.shape())) {
      return new Labelled(x, labels);
    }
    Strided places = places(x.shape(), labels, distinct, terms);
    return new Labelled(places.read(x, team).asFloats(), distinct);
  }

  /// Puts axes in another order, and sums up along those that are left out.
  private static Labelled arranged(Labelled from, List<Integer> order, Team team) {
    if (from.labels.equals(order)) {
      return from;
    }
    var all = new ArrayList<>(order);
    from.labels.stream().filter(label -> !order.contains(label)).forEach(all::add);
    int[] strides = from.array.shape().strides();
    int[] steps = new int[all.size()];
    long[] lengths = new long[all.size()];
    for (int i = 0; i < steps.length; i++) {
      int axis = from.labels.indexOf(all.get(i));
      steps[i] = strides[axis];
      lengths[i] = from.array.shape().length(axis);
    }
    var places = new Strided(TensorShape.of(lengths), 0, steps);
    FloatArray moved = places.read(from.array, team).asFloats();
    TensorShape kept = TensorShape.of(Arrays.copyOf(lengths, order.size()));
    if (all.size() == order.size()) {
      return new Labelled(moved, order);
    }
    FloatArray sums = FloatArray.of(kept);
    int count = moved.shape().elements(order.size(), all.size());
    Parallel.ranges(
        team,
        sums.data().length,
        count,
        (first, last) -> {
          for (int i = first; i < last; i++) {
            double sum = 0;
            for (int j = i * count; j < (i + 1) * count; j++) {
              sum += moved.data()[j];
            }
            sums.data()[i] = (float) sum;
          }
        });
    return new Labelled(sums, order);
  }

  /// The product of two arrays, summed up over the labels that nobody needs afterwards.
  private static Labelled product(
      Labelled a, Labelled b, Set<Integer> needed, Map<Integer, Integer> lengths, Team team) {
    var batch = new ArrayList<Integer>();
    var summed = new ArrayList<Integer>();
    var left = new ArrayList<Integer>();
    var right = new ArrayList<Integer>();
    for (int label : a.labels) {
      if (b.labels.contains(label)) {
        (needed.contains(label) ? batch : summed).add(label);
      } else if (needed.contains(label)) {
        left.add(label);
      }
    }
    for (int label : b.labels) {
      if (!a.labels.contains(label) && needed.contains(label)) {
        right.add(label);
      }
    }
    float[] x = arranged(a, joined(batch, left, summed), team).array.data();
    float[] y = arranged(b, joined(batch, summed, right), team).array.data();
    int m = shape(left, lengths).elements();
    int n = shape(right, lengths).elements();
    int k = shape(summed, lengths).elements();
    List<Integer> labels = joined(batch, left, right);
    FloatArray z = FloatArray.of(shape(labels, lengths));
    MatMul.each(
        team,
        shape(batch, lengths).elements(),
        (i, threads) ->
            Products.multiply(
                m,
                n,
                k,
                MatrixView.of(x, i * m * k, k),
                MatrixView.of(y, i * k * n, n),
                MatrixView.of(z.data(), i * m * n, n),
                threads));
    return new Labelled(z, labels);
  }

  @SafeVarargs
  private static List<Integer> joined(List<Integer>... lists) {
    var joined = new ArrayList<Integer>();
    for (List<Integer> list : lists) {
      joined.addAll(list);
    }
    return joined;
  }

  /// The product of all operands, with the axes of the output.
  private static Labelled product(
      List<Labelled> operands, List<Integer> output, Map<Integer, Integer> lengths, Team team) {
    Labelled product = operands.getFirst();
    for (int i = 1; i < operands.size(); i++) {
      var needed = new HashSet<>(output);
      operands.subList(i + 1, operands.size()).forEach(later -> needed.addAll(later.labels));
      product = product(product, operands.get(i), needed, lengths, team);
    }
    return arranged(product, output, team);
  }

  @Override
  public List<NdArray> outputs(Operands in) {
    var shapes = new ArrayList<TensorShape>();
    for (int i = 0; i < in.count(); i++) {
      shapes.add(in.shape(i));
    }
    Terms terms = terms(shapes);
    var operands = new ArrayList<Labelled>();
    for (int i = 0; i < in.count(); i++) {
      operands.add(operand(in.floats(i), terms.operands.get(i), terms, in.team()));
    }
    return List.of(product(operands, terms.output, terms.lengths, in.team()).array);
  }

  /// The gradient by an operand is the product of that by the output with all other operands, put
  /// back to where the operand's elements stood.
  @Override
  public void gradients(Backward back) {
    if (back.gradient(0).isEmpty()) {
      return;
    }
    var shapes = new ArrayList<TensorShape>();
    for (int i = 0; i < back.inputs().size(); i++) {
      shapes.add(back.inputShape(i));
    }
    Terms terms = terms(shapes);
    for (int i = 0; i < shapes.size(); i++) {
      if (back.wants(i)) {
        var factors = new ArrayList<Labelled>();
        factors.add(new Labelled(back.gradientOrZeros(0), terms.output));
        for (int other = 0; other < shapes.size(); other++) {
          if (other != i) {
            List<Integer> labels = terms.operands.get(other);
            factors.add(operand(back.floats(other), labels, terms, back.team()));
          }
        }
        var there = new HashSet<Integer>();
        factors.forEach(factor -> there.addAll(factor.labels));
        List<Integer> distinct = distinct(terms.operands.get(i));
        List<Integer> known = distinct.stream().filter(there::contains).toList();
        Labelled product = product(factors, known, terms.lengths, back.team());
        FloatArray repeated = repeated(product, distinct, terms, back.team());
        Strided places = places(shapes.get(i), terms.operands.get(i), distinct, terms);
        back.add(i, places.addUp(repeated, shapes.get(i), back.team()));
      }
    }
  }

  /// Repeats an array along the labels that it has not.
  private static FloatArray repeated(Labelled array, List<Integer> labels, Terms terms, Team team) {
    int[] strides = array.array.shape().strides();
    int[] steps = new int[labels.size()];
    for (int i = 0; i < steps.length; i++) {
      int axis = array.labels.indexOf(labels.get(i));
      steps[i] = axis < 0 ? 0 : strides[axis];
    }
    var places = new Strided(shape(labels, terms.lengths), 0, steps);
    return places.read(array.array, team).asFloats();
  }

  @Override
  public Keeps keeps() {
    return Keeps.INPUTS;
  }
}
