package dev.seedbed.check.rule;

import dev.seedbed.check.measure.Beginning;
import dev.seedbed.check.measure.TensorSetMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import dev.seedbed.init.Kernel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tensors of one network that hold the same numbers, though drawn numbers differ: layers that were
/// each drawn from the same seed, or copied.
final class EqualTensors implements TensorSetRule {
  private static final Threshold ONE = Threshold.above(1, Source.EXACT);

  /// Copies on purpose, by their names: the targets of Q-learning (Mnih et al. 2015), averaged or
  /// momentum encoders (He et al. 2020, Grill et al. 2020).
  private static final Pattern COPIES =
      Pattern.compile("target|teacher|momentum|ema\\b|_ema|encoder_k", Pattern.CASE_INSENSITIVE);

  private static final Pattern ATTENTION =
      Pattern.compile("attn|attention", Pattern.CASE_INSENSITIVE);

  /// Tensors whose first number is nearly the same are compared with as many of the next, at most,
  /// so that the time does not grow with the square of their number.
  private static final int MOST_NEIGHBOURS = 1000;

  /// One finding a group.
  @Override
  public List<Finding> judge(TensorSetMeasurement tensors) {
    Set<String> transformers = transformers(tensors.names());
    return groups(tensors.beginnings()).stream()
        .map(group -> finding(group, transformers))
        .toList();
  }

  /// The layers that have attention, such as "encoder.layers.3".
  private static Set<String> transformers(List<String> names) {
    var transformers = new HashSet<String>();
    for (String name : names) {
      Matcher number = TensorSetMeasurement.LAYER_NUMBER.matcher(name);
      while (ATTENTION.matcher(name).find() && number.find()) {
        transformers.add(name.substring(0, number.end()));
      }
    }
    return transformers;
  }

  /// Those that begin with the same numbers, in the order of the file.
  private static List<List<Beginning>> groups(List<Beginning> tensors) {
    int[] group = new int[tensors.size()];
    var order = new ArrayList<Integer>();
    for (int i = 0; i < group.length; i++) {
      group[i] = i;
      order.add(i);
    }
    order.sort(Comparator.comparingDouble(i -> tensors.get(i).key()));
    for (int at = 0; at < group.length; at++) {
      int i = order.get(at);
      Beginning one = tensors.get(i);
      int end = Math.min(group.length, at + 1 + MOST_NEIGHBOURS);
      for (int next = at + 1; next < end; next++) {
        int j = order.get(next);
        Beginning other = tensors.get(j);
        if (other.key() - one.key() > Beginning.SAME_STREAM) {
          break;
        }
        if (group[i] != group[j] && one.begins(other)) {
          group[j] = group[i];
        }
      }
    }
    Map<Integer, List<Beginning>> groups = new LinkedHashMap<>();
    for (int i = 0; i < group.length; i++) {
      groups.computeIfAbsent(group[i], _ -> new ArrayList<>()).add(tensors.get(i));
    }
    return groups.values().stream().filter(some -> some.size() > 1).toList();
  }

  private static Finding finding(List<Beginning> group, Set<String> transformers) {
    Beginning first = group.getFirst();
    boolean same = group.stream().allMatch(first::isSame);
    boolean scaled = !group.stream().allMatch(first::sameScale);
    List<String> equal = group.stream().map(Beginning::name).toList();
    String meant = meant(group, same && !scaled, transformers);
    return Finding.of(Rule.EQUAL_TENSORS, equal.getFirst())
        .as(meant.isEmpty() ? Severity.WARNING : Severity.INFO)
        .because(
            group.size(),
            ONE,
            "%d tensors %s: %s%s",
            group.size(),
            same
                ? "hold the same numbers" + (scaled ? " in different scales" : "")
                : "begin with the same numbers, as if each was drawn from the same seed",
            Advice.some(equal),
            meant.isEmpty()
                ? "; parts that should differ from each other, such as the networks of an ensemble, start as copies"
                : meant)
        .withRemedies(meant.isEmpty() ? again(group) : List.of());
  }

  /// The first may stay.
  private static List<Remedy> again(List<Beginning> group) {
    return group.stream()
        .skip(1)
        .<Remedy>map(one -> new Remedy.DrawAgain(one.name(), Advice.scheme(one.kernel().kind())))
        .toList();
  }

  /// Why tensors are likely equal on purpose; empty if nothing says so.
  private static String meant(List<Beginning> group, boolean copies, Set<String> transformers) {
    if (!copies) {
      return "";
    }
    if (group.stream().anyMatch(one -> one.kernel().kind() == Kernel.Kind.EMBEDDING)) {
      return "; likely one table that is kept several times";
    }
    if (group.stream().anyMatch(one -> COPIES.matcher(one.name()).find())) {
      return "; by their names meant as copies";
    }
    return isTransformer(group, transformers)
        ? "; PyTorch copies the first layer of a Transformer to all others, and advises to draw them anew"
        : "";
  }

  /// Whether the tensors have the same place in layers of one stack, and these have attention.
  private static boolean isTransformer(List<Beginning> group, Set<String> transformers) {
    String one = group.getFirst().name();
    Matcher number = TensorSetMeasurement.LAYER_NUMBER.matcher(one);
    while (number.find()) {
      String layer = one.substring(0, number.start());
      String rest = one.substring(number.end());
      Pattern place = Pattern.compile(Pattern.quote(layer) + "\\d+" + Pattern.quote(rest));
      boolean stack = group.stream().allMatch(it -> place.matcher(it.name()).matches());
      if (stack && transformers.contains(one.substring(0, number.end()))) {
        return true;
      }
    }
    return false;
  }
}
