package dev.seedbed.io.start;

import dev.seedbed.data.InputException;
import dev.seedbed.init.ButLast;
import dev.seedbed.init.ByKind;
import dev.seedbed.init.Disturbance;
import dev.seedbed.init.Draw;
import dev.seedbed.init.Elementwise;
import dev.seedbed.init.Initializer;
import dev.seedbed.init.Kernel;
import dev.seedbed.init.Layout;
import dev.seedbed.init.Place;
import dev.seedbed.init.Structured;
import dev.seedbed.init.TensorScheme;
import dev.seedbed.io.weights.ElementSource;
import dev.seedbed.io.weights.Role;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.WeightFile;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A new start for a file of any architecture: what becomes of each of its tensors.
public final class Plan {
  private final WeightFile file;
  private final List<Planned> tensors;

  private Plan(WeightFile file, List<Planned> tensors) {
    this.file = file;
    this.tensors = List.copyOf(tensors);
  }

  /// What a user asks for.
  ///
  /// @param rules the first that fits a tensor is used for it
  /// @param keep tensors that stay, whatever the rules
  /// @param otherwise the scheme of all tensors that no rule fits: weights, and vectors whose name
  ///   says that they are biases; if empty, these stay
  /// @param layout of all tensors, if it is known
  /// @param kinds of layers, where they are known
  /// @param activation of the units, for schemes that depend on it
  public record Wishes(
      List<Rule> rules,
      List<Glob> keep,
      Optional<TensorScheme> otherwise,
      Optional<Layout> layout,
      List<LayerKind> kinds,
      Activation activation,
      Seed seed) {
    public Wishes {
      rules = List.copyOf(rules);
      keep = List.copyOf(keep);
      kinds = List.copyOf(kinds);
    }
  }

  /// What becomes of each tensor of `file`.
  ///
  /// @throws InputException if a rule or a pattern fits no tensor, or a scheme cannot draw a tensor
  ///   that it is asked to
  public static Plan of(WeightFile file, Wishes wishes) {
    wishes.rules().forEach(rule -> mustMatch(file, rule.tensors(), "--rule"));
    wishes.keep().forEach(glob -> mustMatch(file, glob, "--keep"));
    wishes.kinds().forEach(kind -> mustMatch(file, kind.tensors(), "--layer"));
    var axes = new AxesReader(file.tensors(), file.metadata(), wishes.layout(), wishes.kinds());
    var planned = new ArrayList<Planned>();
    for (StoredTensor tensor : file.tensors()) {
      planned.add(plan(tensor, wishes, axes));
    }
    return new Plan(file, planned);
  }

  private static void mustMatch(WeightFile file, Glob glob, String option) {
    if (file.tensors().stream().noneMatch(tensor -> glob.matches(tensor.name()))) {
      String first =
          file.tensors().isEmpty()
              ? "the file has none"
              : "the first is '" + file.tensors().getFirst().name() + "'";
      throw new InputException(
          "%s '%s' fits no tensor of %s: %s".formatted(option, glob.text(), file.path(), first));
    }
  }

  private static Planned plan(StoredTensor tensor, Wishes wishes, AxesReader axes) {
    if (wishes.keep().stream().anyMatch(glob -> glob.matches(tensor.name()))) {
      return new Planned.Kept(tensor, "as asked");
    }
    Optional<Rule> rule =
        wishes.rules().stream().filter(r -> r.tensors().matches(tensor.name())).findFirst();
    if (tensor.role() instanceof Role.Constant(String reason)) {
      if (rule.isPresent() && rule.get().tensors().text().equals(tensor.name())) {
        throw new InputException(
            "tensor '%s' is a constant (%s): it is not drawn".formatted(tensor.name(), reason));
      }
      return new Planned.Kept(tensor, "constant: " + reason);
    }
    if (rule.isPresent()) {
      return drawn(tensor, rule.get().scheme(), wishes, axes);
    }
    if (wishes.otherwise().isEmpty()) {
      return new Planned.Kept(tensor, "no rule fits it");
    }
    if (tensor.floatType().isEmpty()) {
      return new Planned.Kept(tensor, "of type " + tensor.dataType());
    }
    return switch (tensor.role()) {
      case Role.Parameter.WEIGHT, Role.Parameter.BIAS ->
          drawn(tensor, wishes.otherwise().get(), wishes, axes);
      case Role.Parameter.SCALE -> new Planned.Kept(tensor, "the scale of a normalisation");
      case Role.Parameter.SHIFT -> new Planned.Kept(tensor, "the shift of a normalisation");
      case Role.Parameter.OTHER -> new Planned.Kept(tensor, "neither weights nor biases");
      case Role.Constant(String reason) -> new Planned.Kept(tensor, "constant: " + reason);
    };
  }

  private static Planned drawn(
      StoredTensor tensor, TensorScheme scheme, Wishes wishes, AxesReader reader) {
    if (tensor.elements() == 0) {
      return new Planned.Kept(tensor, "it has no elements");
    }
    boolean vector = AxesReader.isVector(tensor);
    if (vector && tensor.elements() > Integer.MAX_VALUE) {
      throw new InputException(
          "tensor '%s': a vector must have fewer than 2^31 elements to be drawn: %d; --keep it"
              .formatted(tensor.name(), tensor.elements()));
    }
    Initializer initializer = vector ? scheme.vectors() : scheme.weights();
    Optional<Axes> axes = vector ? Optional.empty() : Optional.of(reader.axes(tensor));
    Optional<Kernel> kernel = vector ? reader.kernelOfBias(tensor) : axes.map(Axes::kernel);
    Kernel known = kernel.orElseGet(() -> Kernel.dense(1, Math.toIntExact(tensor.elements())));
    Place weightPlace = Place.inside(known, wishes.activation());
    Place place = vector ? weightPlace.bias() : weightPlace;
    if (kernel.isEmpty() && needsFans(initializer.at(place))) {
      throw new InputException(
          "tensor '%s' has one axis and no weights beside it, so %s has no fans to go by: use a scheme that needs none, such as zeros, or --keep it"
              .formatted(tensor.name(), scheme.name()));
    }
    try {
      Draw draw = Draw.of(initializer, place, wishes.seed().stream(tensor.name()));
      // A vector is stored as it is made, whatever the order of the axes of its weights.
      var source =
          vector
              ? new TensorSource(
                  draw,
                  Kernel.dense(1, Math.toIntExact(tensor.elements())),
                  Layout.OUT_IN,
                  tensor.elements())
              : new TensorSource(draw, known, axes.orElseThrow().layout(), tensor.elements());
      return new Planned.Drawn(tensor, scheme.name(), axes, kernel.map(Kernel::fans), source);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new InputException("tensor '%s': %s".formatted(tensor.name(), e.getMessage()));
    }
  }

  private static boolean needsFans(Initializer initializer) {
    return switch (initializer) {
      case Elementwise.Fixed _, Disturbance _ -> false;
      case Elementwise _, Structured _, ByKind _, ButLast _ -> true;
    };
  }

  public WeightFile file() {
    return file;
  }

  /// In the file's order.
  public List<Planned> tensors() {
    return tensors;
  }

  /// Writes the file with its new start. See [WeightFile#rewrite].
  public void write(Path out, int threads) throws IOException {
    Map<String, ElementSource> values = new LinkedHashMap<>();
    for (Planned planned : tensors) {
      if (planned instanceof Planned.Drawn drawn) {
        values.put(drawn.tensor().name(), drawn.source());
      }
    }
    file.rewrite(out, values, threads);
  }
}
