package dev.seedbed.io.verify;

import dev.seedbed.check.result.Severity;
import dev.seedbed.data.InputException;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Place;
import dev.seedbed.io.start.Axes;
import dev.seedbed.io.start.Plan;
import dev.seedbed.io.start.Planned;
import dev.seedbed.io.verify.VerifiedTensor.Numbers;
import dev.seedbed.io.verify.VerifiedTensor.State;
import dev.seedbed.io.verify.VerifyFinding.Extra;
import dev.seedbed.io.verify.VerifyFinding.Fault;
import dev.seedbed.io.verify.VerifyFinding.Missing;
import dev.seedbed.io.verify.VerifyFinding.NotFinite;
import dev.seedbed.io.verify.VerifyFinding.OtherNumbers;
import dev.seedbed.io.verify.VerifyFinding.OtherShape;
import dev.seedbed.io.verify.VerifyFinding.OtherThanModel;
import dev.seedbed.io.verify.VerifyFinding.StillAStart;
import dev.seedbed.io.verify.VerifyFinding.Untouched;
import dev.seedbed.io.weights.Role;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.TensorElements;
import dev.seedbed.io.weights.WeightFile;
import dev.seedbed.statistics.Holm;
import dev.seedbed.tensor.Activation;
import dev.seedbed.verify.Evidence;
import dev.seedbed.verify.LawTest;
import dev.seedbed.verify.Sketch;
import dev.seedbed.verify.TwoSampleTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/// Compares a file with another one, tensor by tensor, by their names.
public final class FileComparison {
  private static final int BUFFER = 1 << 16;

  /// A tensor of fewer elements may look like a draw of some law by chance.
  private static final long FEWEST = 1000;

  /// Draws of one law seldom differ by more.
  private static final double ONE_LAW = 0.01;

  private final Plan plan;
  private final WeightFile other;
  private final Against against;
  private final double alpha;

  /// What the other file is.
  public enum Against {
    /// Its tensors follow the laws that are meant.
    LIKE,
    /// It holds the numbers that are meant.
    EQUAL,
    /// It is what this file was before it was trained or converted.
    FROM
  }

  /// @param plan of the file, which tells its axes and what to leave out; its rules do not count
  /// @param alpha the probability of any false alarm
  public FileComparison(Plan plan, WeightFile other, Against against, double alpha) {
    this.plan = plan;
    this.other = other;
    this.against = against;
    this.alpha = alpha;
  }

  /// What was found of a tensor that both files have.
  private record Look(
      Optional<Numbers> numbers,
      List<Evidence> evidence,
      long outliers,
      Optional<Fault> fault,
      String note) {

    private static Look of(Numbers numbers, Optional<Fault> fault) {
      return new Look(Optional.of(numbers), List.of(), 0, fault, "");
    }
  }

  /// Reads both files.
  ///
  /// @param threads how many work on it; the result does not depend on that
  public VerifyResult run(int threads) throws IOException {
    Map<String, StoredTensor> there = new LinkedHashMap<>();
    other.tensors().forEach(tensor -> there.putIfAbsent(tensor.name(), tensor));
    List<Planned> both = new ArrayList<>();
    for (Planned planned : plan.tensors()) {
      StoredTensor twin = there.get(planned.tensor().name());
      if (twin != null
          && isRead(planned)
          && SketchReader.isReal(twin)
          && sameShape(planned.tensor(), twin)) {
        both.add(planned);
      }
    }
    if (plan.tensors().stream().noneMatch(planned -> there.containsKey(planned.tensor().name()))) {
      throw new InputException(nothingInCommon(there.keySet()));
    }
    List<Look> looks =
        SketchReader.read(
            plan.file(),
            both.stream().map(Planned::tensor).toList(),
            threads,
            (i, sketch, elements) -> {
              StoredTensor twin = there.get(both.get(i).tensor().name());
              return look(
                  both.get(i), twin == null ? both.get(i).tensor() : twin, sketch, elements);
            });
    double[] adjusted =
        Holm.adjusted(
            looks.stream()
                .filter(look -> !look.evidence().isEmpty())
                .mapToDouble(look -> LawTest.p(look.evidence()))
                .toArray());
    var tensors = new ArrayList<VerifiedTensor>();
    var findings = new ArrayList<VerifyFinding>();
    int nextLook = 0;
    int nextTested = 0;
    for (Planned planned : plan.tensors()) {
      StoredTensor tensor = planned.tensor();
      StoredTensor twin = there.remove(tensor.name());
      if (nextLook < both.size() && both.get(nextLook).equals(planned)) {
        Look look = looks.get(nextLook++);
        OptionalDouble p = OptionalDouble.empty();
        Optional<Fault> fault = look.fault();
        if (!look.evidence().isEmpty()) {
          p = OptionalDouble.of(adjusted[nextTested++]);
          if (p.getAsDouble() <= alpha) {
            fault =
                Optional.of(
                    new OtherThanModel(
                        LawTest.strongest(look.evidence()), p.getAsDouble(), look.outliers()));
          }
        }
        fault.ifPresent(found -> findings.add(finding(tensor, found)));
        tensors.add(
            verified(
                tensor,
                fault.isPresent()
                    ? State.DIFFERS
                    : look.note().isEmpty() ? State.AGREES : State.NOT_TESTED,
                look.numbers(),
                p,
                look.note()));
      } else {
        Optional<Fault> fault = apart(planned, Optional.ofNullable(twin));
        fault.ifPresent(found -> findings.add(finding(tensor, found)));
        tensors.add(
            verified(
                tensor,
                fault.isPresent() ? State.DIFFERS : State.NOT_TESTED,
                Optional.empty(),
                OptionalDouble.empty(),
                fault.isPresent() ? "" : reason(planned)));
      }
    }
    if (against != Against.FROM) {
      there.values().stream()
          .filter(tensor -> against == Against.EQUAL || tensor.role() instanceof Role.Parameter)
          .forEach(tensor -> findings.add(finding(tensor, new Missing())));
    }
    return new VerifyResult(
        alpha,
        tensors,
        findings,
        List.of(),
        against == Against.FROM ? plan.unsaidAxes() : Optional.empty());
  }

  private String nothingInCommon(Set<String> there) {
    Set<String> here =
        plan.tensors().stream()
            .map(planned -> planned.tensor().name())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return "%s and %s have no name of a tensor in common%s"
        .formatted(
            plan.file().path(),
            other.path(),
            prefix(here, there)
                .map(prefix -> ": only the first has '%s' in front".formatted(prefix))
                .or(() ->
                    prefix(there, here)
                        .map(prefix -> ": only the second has '%s' in front".formatted(prefix)))
                .orElse(""));
  }

  /// What stands before one of the shorter names to make a longer one.
  private static Optional<String> prefix(Set<String> longer, Set<String> shorter) {
    for (String name : longer) {
      for (int i = 1; i < name.length(); i++) {
        boolean begins = name.charAt(i - 1) == '.' || name.charAt(i - 1) == '/';
        if (begins && shorter.contains(name.substring(i))) {
          return Optional.of(name.substring(0, i));
        }
      }
    }
    return Optional.empty();
  }

  private boolean counts(Planned planned) {
    return !planned.isLeftOut()
        && (against == Against.EQUAL || planned.tensor().role() instanceof Role.Parameter);
  }

  private boolean isRead(Planned planned) {
    return counts(planned) && SketchReader.isReal(planned.tensor());
  }

  private boolean sameShape(StoredTensor here, StoredTensor there) {
    return against == Against.LIKE || Arrays.equals(here.shape(), there.shape());
  }

  private static String reason(Planned planned) {
    StoredTensor tensor = planned.tensor();
    if (planned.isLeftOut()) {
      return "as asked";
    }
    if (tensor.elements() == 0) {
      return "it has no elements";
    }
    return tensor.role() instanceof Role.Constant(String why)
        ? "constant: " + why
        : "of type " + tensor.dataType();
  }

  /// The fault of a tensor that cannot be compared number by number.
  private Optional<Fault> apart(Planned planned, Optional<StoredTensor> twin) {
    StoredTensor tensor = planned.tensor();
    if (!counts(planned)) {
      return Optional.empty();
    }
    if (twin.isEmpty()) {
      return Optional.of(new Extra());
    }
    StoredTensor other = twin.get();
    boolean same =
        sameShape(tensor, other) && tensor.floatType().isPresent() == other.floatType().isPresent();
    return same
        ? Optional.empty()
        : Optional.of(new OtherShape(described(tensor), described(other)));
  }

  private static String described(StoredTensor tensor) {
    return tensor.dataType() + Arrays.toString(tensor.shape());
  }

  private static VerifiedTensor verified(
      StoredTensor tensor, State state, Optional<Numbers> numbers, OptionalDouble p, String note) {
    return new VerifiedTensor(
        tensor,
        state,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        numbers,
        Optional.empty(),
        p,
        note);
  }

  private static VerifyFinding finding(StoredTensor tensor, Fault fault) {
    Severity severity =
        switch (fault) {
          case Untouched _, StillAStart _, Extra _ -> Severity.WARNING;
          case OtherNumbers numbers when numbers.rounding().isPresent() -> Severity.WARNING;
          case OtherNumbers _,
              VerifyFinding.OtherThanPromised _,
              OtherThanModel _,
              VerifyFinding.SameNumbers _,
              VerifyFinding.SameParts _,
              Missing _,
              OtherShape _,
              NotFinite _,
              VerifyFinding.NoRule _ ->
              Severity.ERROR;
        };
    return new VerifyFinding(tensor.name(), severity, fault);
  }

  private Look look(Planned planned, StoredTensor twin, Sketch sketch, TensorElements elements)
      throws IOException {
    Numbers numbers =
        new Numbers(
            sketch.mean(),
            sketch.deviation(),
            sketch.min(),
            sketch.max(),
            sketch.zeros() / (double) sketch.count());
    if (against != Against.EQUAL && sketch.nan() + sketch.infinite() > 0) {
      return Look.of(numbers, Optional.of(new NotFinite(sketch.nan(), sketch.infinite())));
    }
    try (TensorElements there = other.open(twin)) {
      if (against == Against.LIKE) {
        Sketch model = SketchReader.sketch(there, twin.elements());
        boolean finite = model.nan() + model.infinite() == 0;
        List<Evidence> evidence = finite ? TwoSampleTest.of(sketch, model) : List.of();
        boolean tells = finite && LawTest.p(evidence) <= alpha;
        return new Look(
            Optional.of(numbers),
            evidence,
            tells ? TwoSampleTest.outliers(sketch, model) : 0,
            Optional.empty(),
            finite ? "" : "the other file's numbers are not finite");
      }
      var difference = new Difference(elements, there, twin.elements(), BUFFER);
      return Look.of(
          numbers,
          against == Against.EQUAL
              ? unequal(twin, difference, sketch, there)
              : unchanged(planned, sketch, difference));
    }
  }

  /// Two draws of one law are apart by 2σ² in the mean square.
  private static Optional<Fault> unequal(
      StoredTensor twin, Difference difference, Sketch sketch, TensorElements there)
      throws IOException {
    if (difference.elements() == 0) {
      return Optional.empty();
    }
    boolean apart =
        difference.farthest().isPresent()
            && difference.meanSquare() > 1.5 * sketch.deviation() * sketch.deviation();
    boolean redrawn =
        apart
            && difference.rounding().isEmpty()
            && sketch.count() >= FEWEST
            && LawTest.p(TwoSampleTest.of(sketch, SketchReader.sketch(there, twin.elements())))
                > ONE_LAW;
    return Optional.of(
        new OtherNumbers(
            difference.elements(), difference.farthest(), difference.rounding(), redrawn));
  }

  private static Optional<Fault> unchanged(Planned planned, Sketch sketch, Difference difference) {
    boolean varies = sketch.min() < sketch.max();
    if (difference.elements() == 0 || difference.rounding().isPresent()) {
      return Optional.of(new Untouched(difference.rounding()));
    }
    if (!varies || sketch.count() < FEWEST) {
      return Optional.empty();
    }
    Optional<Place> place =
        planned instanceof Planned.Drawn drawn
            ? drawn
                .axes()
                .map(Axes::kernel)
                .map(kernel -> Place.inside(kernel, new Activation.Identity()))
            : Optional.empty();
    return place.stream()
        .flatMap(where -> Catalogue.laws(where).stream())
        .filter(known -> LawTest.p(LawTest.of(known.law(), sketch)) > ONE_LAW)
        .findFirst()
        .map(known -> new StillAStart(known.scheme(), known.law().symbols()));
  }
}
