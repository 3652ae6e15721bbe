package dev.seedbed.io.start;

import dev.seedbed.data.InputException;
import dev.seedbed.init.Joint;
import dev.seedbed.init.Place;
import dev.seedbed.io.weights.Role;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.WeightFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/// Which rule a tensor of a file is drawn by, and which tensors go together by the rules of [Joint]
/// schemes. A group has a tensor for each text in the braces of a rule's pattern, all with the same
/// rest; the first may be in another file if the scheme reads it.
final class TensorGroups {
  private final WeightFile file;
  private final Optional<WeightFile> base;
  private final Plan.Wishes wishes;
  private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
  private final Map<String, StoredTensor> inBase = new HashMap<>();

  /// The groups of each rule that draws several tensors together, by the names of these.
  private final Map<DrawRule, Map<String, List<String>>> names = new LinkedHashMap<>();

  private final Map<List<String>, TensorGroup> groups = new HashMap<>();
  private final AxesReader axes;
  private final Optional<AxesReader> baseAxes;

  /// @param base where tensors are read that `file` does not have
  /// @param axes of `file`
  /// @throws InputException if a rule finds no tensors that go together
  TensorGroups(WeightFile file, Optional<WeightFile> base, Plan.Wishes wishes, AxesReader axes) {
    this.file = file;
    this.base = base;
    this.wishes = wishes;
    this.axes = axes;
    this.baseAxes = base.map(other -> new AxesReader(other, wishes));
    for (StoredTensor tensor : file.tensors()) {
      if (axes.role(tensor) instanceof Role.Parameter) {
        tensors.put(tensor.name(), tensor);
      }
    }
    base.ifPresent(other -> other.tensors().forEach(tensor -> inBase.put(tensor.name(), tensor)));
    for (DrawRule rule : wishes.rules()) {
      if (rule.scheme().weights() instanceof Joint joint) {
        names.put(rule, find(rule, joint));
      }
    }
  }

  private Map<String, List<String>> find(DrawRule rule, Joint joint) {
    var found = new HashMap<String, List<String>>();
    var lacking = new TreeMap<Integer, String>();
    for (String name : tensors.keySet()) {
      for (int i = 0; i < rule.tensors().alternatives().size(); i++) {
        List<String> group = rule.tensors().companions(i, name).orElse(List.of());
        List<String> missing = missing(group, joint);
        if (!group.isEmpty() && missing.isEmpty()) {
          group.forEach(member -> found.putIfAbsent(member, group));
          break;
        }
        if (!missing.isEmpty()) {
          lacking.putIfAbsent(
              missing.size(), ": '%s' has no '%s' beside it".formatted(name, missing.getFirst()));
        }
      }
    }
    if (found.isEmpty()) {
      throw new InputException(
          "rule '%s' finds no tensors of %s for %s together%s"
              .formatted(
                  rule.tensors().text(),
                  file.path(),
                  String.join(", ", joint.parts()),
                  lacking.isEmpty() ? "" : lacking.firstEntry().getValue()));
    }
    return found;
  }

  /// The names that have no tensor.
  private List<String> missing(List<String> group, Joint joint) {
    var missing = new ArrayList<String>();
    for (int i = 0; i < group.size(); i++) {
      String name = group.get(i);
      boolean read = i == 0 && joint.readsFirst() && ofBase(name).isPresent();
      if (!tensors.containsKey(name) && !read) {
        missing.add(name);
      }
    }
    return missing;
  }

  /// The tensor of the base that is called so, or as the longest end of it: adapters have more in
  /// front of their names.
  private Optional<StoredTensor> ofBase(String name) {
    String end = name;
    while (true) {
      StoredTensor tensor = inBase.get(end);
      if (tensor != null) {
        return Optional.of(tensor);
      }
      int dot = end.indexOf('.');
      if (dot < 0) {
        return Optional.empty();
      }
      end = end.substring(dot + 1);
    }
  }

  /// The first rule that fits a tensor.
  Optional<DrawRule> rule(StoredTensor tensor, Role role) {
    return wishes.rules().stream().filter(rule -> fits(rule, tensor, role)).findFirst();
  }

  private boolean fits(DrawRule rule, StoredTensor tensor, Role role) {
    Map<String, List<String>> together = names.get(rule);
    return together == null ? rule.fits(tensor, role) : together.containsKey(tensor.name());
  }

  private Optional<DrawRule> rule(String name) {
    StoredTensor tensor = Objects.requireNonNull(tensors.get(name), name);
    return rule(tensor, axes.role(tensor));
  }

  /// How a tensor is drawn with the others that its rule names: they must all be.
  ///
  /// @param rule the first that fits
  Planned planned(StoredTensor tensor, DrawRule rule, Joint joint) {
    List<String> all =
        Objects.requireNonNull(Objects.requireNonNull(names.get(rule)).get(tensor.name()));
    List<String> drawn = all.stream().filter(tensors::containsKey).toList();
    for (String other : drawn) {
      if (wishes.keeps(other) || !rule(other).equals(Optional.of(rule))) {
        throw new InputException(
            "tensor '%s' is drawn together with '%s', which is kept or drawn by another rule"
                .formatted(tensor.name(), other));
      }
    }
    try {
      TensorGroup group =
          groups.computeIfAbsent(
              all,
              _ ->
                  new TensorGroup(
                      joint, all.stream().map(this::member).toList(), drawn, wishes.seed()));
      TensorGroup.Member member = member(tensor.name());
      return new Planned.Drawn(
          tensor,
          rule.scheme().name(),
          member.axes(),
          member.axes().map(known -> known.kernel().fans()),
          joint,
          Place.inside(member.kernel(), wishes.activation()),
          Plan.source(tensor, group.draw(member), member.axes()));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new InputException("tensor '%s': %s".formatted(tensor.name(), e.getMessage()));
    }
  }

  private TensorGroup.Member member(String name) {
    StoredTensor ours = tensors.get(name);
    return ours != null
        ? member(file, ours, axes)
        : member(base.orElseThrow(), ofBase(name).orElseThrow(), baseAxes.orElseThrow());
  }

  private static TensorGroup.Member member(
      WeightFile file, StoredTensor tensor, AxesReader reader) {
    boolean matrix = tensor.role() == Role.Parameter.WEIGHT && tensor.shape().length > 1;
    Optional<Axes> axes = matrix ? reader.axes(tensor) : Optional.empty();
    if (matrix && axes.isEmpty()) {
      throw new IllegalArgumentException(
          "the axes of '%s' are not those of a layer".formatted(tensor.name()));
    }
    return new TensorGroup.Member(file, tensor, axes);
  }
}
