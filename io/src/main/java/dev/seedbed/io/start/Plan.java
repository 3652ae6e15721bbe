package dev.seedbed.io.start;

import dev.seedbed.data.InputException;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Draw;
import dev.seedbed.init.Elementwise;
import dev.seedbed.init.Initializer;
import dev.seedbed.init.Joint;
import dev.seedbed.init.Kernel;
import dev.seedbed.init.Place;
import dev.seedbed.init.Structured;
import dev.seedbed.init.TensorScheme;
import dev.seedbed.io.file.FileSet;
import dev.seedbed.io.weights.ElementSource;
import dev.seedbed.io.weights.Role;
import dev.seedbed.io.weights.ShardedFile;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.WeightFile;
import dev.seedbed.random.Seed;
import dev.seedbed.study.Cluster;
import dev.seedbed.study.StudySpec;
import dev.seedbed.tensor.Activation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// A new start for a file of any architecture: what becomes of each of its tensors.
public final class Plan {
  private final WeightFile file;
  private final Wishes wishes;
  private final List<Planned> tensors;

  private Plan(WeightFile file, Wishes wishes, List<Planned> tensors) {
    this.file = file;
    this.wishes = wishes;
    this.tensors = List.copyOf(tensors);
  }

  /// The user's requests.
  ///
  /// @param rules the first that fits a tensor is used for it
  /// @param keep tensors that stay, whatever the rules
  /// @param otherwise the scheme of all tensors that no rule fits: weights, and vectors whose name
  ///   says that they are biases; if empty, these stay
  /// @param layout of all tensors, if it is known
  /// @param kinds of layers, where they are known
  /// @param activation of the units, for schemes that depend on it
  public record Wishes(
      List<DrawRule> rules,
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

    boolean keeps(String tensor) {
      return keep.stream().anyMatch(glob -> glob.matches(tensor));
    }
  }

  /// A new start by one scheme for a model file of any format and architecture: weights and biases
  /// are drawn as for [StudySpec#DEFAULT_ACTIVATION], all else stays.
  ///
  /// @param scheme as [Catalogue#forTensors] reads it, such as "he-normal"
  /// @throws InputException if the file cannot be used, or the scheme cannot draw a tensor of it
  /// @throws IllegalArgumentException if there is no such scheme, or it needs a whole network
  public static Plan of(Path model, String scheme, Seed seed) {
    var wishes =
        new Wishes(
            List.of(),
            List.of(),
            Optional.of(Catalogue.forTensors(scheme)),
            Optional.empty(),
            List.of(),
            StudySpec.DEFAULT_ACTIVATION,
            seed);
    return of(WeightFile.read(model), wishes);
  }

  /// What becomes of each tensor of `file`.
  ///
  /// @throws InputException if a rule or a pattern fits no tensor, or a scheme cannot draw a tensor
  ///   that it is asked to
  public static Plan of(WeightFile file, Wishes wishes) {
    return of(file, wishes, Optional.empty());
  }

  /// The same for schemes that look at weights of another file.
  ///
  /// @param base has the weights that they read, where `file` does not
  public static Plan of(WeightFile file, Wishes wishes, Optional<WeightFile> base) {
    wishes.rules().forEach(rule -> mustMatch(file, rule.tensors(), "rule"));
    wishes.keep().forEach(glob -> mustMatch(file, glob, "pattern to keep"));
    wishes.kinds().forEach(kind -> mustMatch(file, kind.tensors(), "layer kind"));
    var axes = new AxesReader(file, wishes);
    var groups = new TensorGroups(file, base, wishes, axes);
    var planned = new ArrayList<Planned>();
    for (StoredTensor tensor : file.tensors()) {
      planned.add(plan(tensor, wishes, axes, groups));
    }
    return new Plan(file, wishes, planned);
  }

  /// The rules that fit no tensor of `file`.
  public static List<DrawRule> unmatched(WeightFile file, List<DrawRule> rules) {
    return rules.stream()
        .filter(rule ->
            file.tensors().stream().noneMatch(tensor -> rule.tensors().matches(tensor.name())))
        .toList();
  }

  private static void mustMatch(WeightFile file, Glob glob, String what) {
    if (file.tensors().stream().noneMatch(tensor -> glob.matches(tensor.name()))) {
      String first =
          file.tensors().isEmpty()
              ? "the file has none"
              : "the first is '" + file.tensors().getFirst().name() + "'";
      throw new InputException(
          "%s '%s' fits no tensor of %s: %s".formatted(what, glob.text(), file.path(), first));
    }
  }

  private static Planned plan(
      StoredTensor tensor, Wishes wishes, AxesReader axes, TensorGroups groups) {
    if (wishes.keeps(tensor.name())) {
      return new Planned.Kept(tensor, true, "as asked");
    }
    Role role = axes.role(tensor);
    Optional<DrawRule> rule = groups.rule(tensor, role);
    return switch (role) {
      case Role.Constant(String reason) -> constant(tensor, reason, rule);
      case Role.Parameter parameter ->
          rule.isPresent() && rule.get().scheme().weights() instanceof Joint joint
              ? groups.planned(tensor, rule.get(), joint)
              : parameter(tensor, parameter, rule, wishes, axes);
    };
  }

  /// A pattern may fit constants, too; who names one means it.
  private static Planned constant(StoredTensor tensor, String reason, Optional<DrawRule> rule) {
    if (rule.isPresent() && rule.get().tensors().text().equals(tensor.name())) {
      throw new InputException(
          "tensor '%s' is a constant (%s): it is not drawn".formatted(tensor.name(), reason));
    }
    return new Planned.Kept(tensor, false, "constant: " + reason);
  }

  private static Planned parameter(
      StoredTensor tensor,
      Role.Parameter role,
      Optional<DrawRule> rule,
      Wishes wishes,
      AxesReader axes) {
    if (rule.isPresent()) {
      return drawn(tensor, role, rule.get().scheme(), wishes, axes);
    }
    if (wishes.otherwise().isEmpty()) {
      return new Planned.Kept(tensor, false, "no rule fits it");
    }
    if (tensor.floatType().isEmpty()) {
      return new Planned.Kept(tensor, false, "of type " + tensor.dataType());
    }
    TensorScheme scheme = wishes.otherwise().get();
    boolean drawn =
        switch (role) {
          case WEIGHT, BIAS -> true;
          case SCALE -> namesNormalisations(scheme.weights());
          case SHIFT -> namesNormalisations(scheme.vectors());
          case OTHER -> false;
        };
    return drawn
        ? drawn(tensor, role, scheme, wishes, axes)
        : new Planned.Kept(
            tensor,
            false,
            switch (role) {
              case SCALE -> "the scale of a normalisation";
              case SHIFT -> "the shift of a normalisation";
              case WEIGHT, BIAS, OTHER -> "neither weights nor biases";
            });
  }

  private static boolean namesNormalisations(Initializer initializer) {
    return initializer instanceof Initializer.ByKind byKind
        && byKind.names(Kernel.Kind.NORMALISATION);
  }

  private static Planned drawn(
      StoredTensor tensor,
      Role.Parameter role,
      TensorScheme scheme,
      Wishes wishes,
      AxesReader reader) {
    if (tensor.elements() == 0) {
      return new Planned.Kept(tensor, false, "it has no elements");
    }
    boolean matrix = role == Role.Parameter.WEIGHT && tensor.shape().length > 1;
    if (!matrix && tensor.elements() > Integer.MAX_VALUE) {
      throw new InputException(
          "tensor '%s': a vector must have fewer than 2^31 elements to be drawn: %d"
              .formatted(tensor.name(), tensor.elements()),
          new InputException.Hint.KeepTensor(tensor.name()));
    }
    boolean multiplies = role == Role.Parameter.WEIGHT || role == Role.Parameter.SCALE;
    Initializer initializer = multiplies ? scheme.weights() : scheme.vectors();
    try {
      Optional<Axes> axes = matrix ? axes(tensor, initializer, reader) : Optional.empty();
      Optional<Kernel> kernel =
          axes.map(Axes::kernel).or(() -> reader.kernelOfVector(tensor, role));
      Place place = place(kernel, multiplies, wishes.activation());
      // ONNX keeps two biases of a recurrent layer in one tensor, with the gates in another order.
      if (initializer.at(place) instanceof Structured && place.count() != tensor.elements()) {
        kernel = Optional.empty();
        place = place(kernel, multiplies, wishes.activation());
      }
      if (needsFans(initializer.at(place)) && kernel.filter(Plan::hasFans).isEmpty()) {
        return new Planned.Kept(tensor, false, scheme.name() + " goes by fans, and it has none");
      }
      Draw draw = Draw.of(initializer, place, wishes.seed().stream(tensor.name()));
      return new Planned.Drawn(
          tensor,
          scheme.name(),
          axes,
          kernel.filter(Plan::hasFans).map(Kernel::fans),
          initializer.at(place),
          place,
          source(tensor, draw, axes));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new InputException("tensor '%s': %s".formatted(tensor.name(), e.getMessage()));
    }
  }

  /// Where a scheme does not go by fans, it does not matter what stands in their way.
  private static Optional<Axes> axes(
      StoredTensor tensor, Initializer initializer, AxesReader reader) {
    return needsFans(initializer) ? reader.axes(tensor) : reader.likelyAxes(tensor);
  }

  private static Place place(Optional<Kernel> kernel, boolean multiplies, Activation activation) {
    Place inside = Place.inside(kernel.orElseGet(() -> Kernel.dense(1, 1)), activation);
    return multiplies ? inside : inside.bias();
  }

  private static boolean hasFans(Kernel kernel) {
    return kernel.kind() != Kernel.Kind.NORMALISATION;
  }

  /// A vector is stored as it is made, whatever the order of the axes of its weights.
  static TensorSource source(StoredTensor tensor, Draw draw, Optional<Axes> axes) {
    return new TensorSource(
        draw,
        axes.map(Axes::kernel)
            .orElseGet(() -> Kernel.dense(1, (int) Math.min(tensor.elements(), Integer.MAX_VALUE))),
        axes.map(Axes::layout).orElse(Layout.OUT_IN),
        tensor.elements());
  }

  private static boolean needsFans(Initializer initializer) {
    return switch (initializer) {
      case Elementwise.Fixed _, Initializer.Perturbation _ -> false;
      case Elementwise _, Structured _, Joint _, Initializer.ByKind _, Initializer.ButLast _ ->
          true;
    };
  }

  public WeightFile file() {
    return file;
  }

  /// How axes are taken to be ordered, if any tensor is drawn by that and the file does not say it.
  public Optional<String> unsaidAxes() {
    return tensors.stream()
        .flatMap(planned ->
            planned instanceof Planned.Drawn drawn ? drawn.axes().stream() : Stream.empty())
        .map(Axes::reason)
        .filter(reason -> reason.contains(AxesReader.UNSAID))
        .map(reason -> reason.substring(reason.indexOf(AxesReader.UNSAID)))
        .findFirst();
  }

  /// In the file's order.
  public List<Planned> tensors() {
    return tensors;
  }

  /// Writes a copy of the file with its new start, on all processors. An earlier `out` is replaced;
  /// it appears whole or not at all.
  ///
  /// @throws InputException if the file has changed since it was read
  public void write(Path out) throws IOException {
    write(out, Runtime.getRuntime().availableProcessors());
  }

  /// As [#write(Path)].
  ///
  /// @param threads how many work on it, at least 1; the copy does not depend on that
  public void write(Path out, int threads) throws IOException {
    file.rewrite(out, sources(), threads);
  }

  /// As [#write(Path)], by the machines of a cluster, which must all see the file and the folder of
  /// `out` by the same paths. Each draws a shard at a time; the copy is the same as without them.
  ///
  /// @throws InputException if the file is not the index of several, or a machine does not see it
  /// @throws InterruptedException if the calling thread is interrupted; then nothing appears
  public void write(Path out, Cluster cluster) throws IOException, InterruptedException {
    if (!(file instanceof ShardedFile sharded)) {
      throw new InputException(
          "a cluster draws a checkpoint of several files, a file each: %s is one alone"
              .formatted(file.path()));
    }
    var statistics = new HashMap<String, DrawStatistics>();
    for (Planned planned : tensors) {
      if (planned instanceof Planned.Drawn drawn) {
        statistics.put(drawn.tensor().name(), drawn.statistics());
      }
    }
    try (FileSet files = sharded.begin(out)) {
      Path there = files.stage().resolve(out.getFileName());
      cluster.run(
          ShardDrawing.of(sharded, there, wishes),
          (_, drawn) ->
              drawn.forEach(
                  (name, sums) -> Objects.requireNonNull(statistics.get(name)).add(sums)));
      sharded.end(out, files);
    }
  }

  /// The new elements, by the names of the tensors that are drawn.
  Map<String, ElementSource> sources() {
    Map<String, ElementSource> values = new LinkedHashMap<>();
    for (Planned planned : tensors) {
      if (planned instanceof Planned.Drawn drawn) {
        values.put(drawn.tensor().name(), drawn.source());
      }
    }
    return values;
  }
}
