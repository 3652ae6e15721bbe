package dev.seedbed.io.verify;

import dev.seedbed.check.result.Severity;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Elementwise;
import dev.seedbed.init.Initializer;
import dev.seedbed.init.Joint;
import dev.seedbed.init.Kernel;
import dev.seedbed.init.Law;
import dev.seedbed.init.Structured;
import dev.seedbed.io.start.Axes;
import dev.seedbed.io.start.Plan;
import dev.seedbed.io.start.Planned;
import dev.seedbed.io.verify.VerifiedTensor.Histogram;
import dev.seedbed.io.verify.VerifiedTensor.Moments;
import dev.seedbed.io.verify.VerifiedTensor.Numbers;
import dev.seedbed.io.verify.VerifiedTensor.State;
import dev.seedbed.io.verify.VerifyFinding.NoRule;
import dev.seedbed.io.verify.VerifyFinding.NotFinite;
import dev.seedbed.io.verify.VerifyFinding.OtherThanPromised;
import dev.seedbed.io.verify.VerifyFinding.SameParts;
import dev.seedbed.io.weights.Role;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.TensorElements;
import dev.seedbed.statistics.Holm;
import dev.seedbed.verify.Aspect;
import dev.seedbed.verify.Evidence;
import dev.seedbed.verify.Instead;
import dev.seedbed.verify.LawTest;
import dev.seedbed.verify.Sketch;
import dev.seedbed.verify.StructureTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Whether each tensor of a file is a draw of what a plan says of it, and whether all were drawn
/// apart from each other.
public final class PromiseVerification {
  /// A structure is tested in memory: 512 MB of it, and no more.
  private static final long MOST_WHOLE = 1L << 26;

  private final Plan plan;
  private final List<String> unmatched;
  private final boolean strict;
  private final double alpha;
  private final List<Instead.Promise> promises;

  /// @param unmatched rules of the user that fit no tensor
  /// @param strict whether a parameter that no rule covers is an error
  /// @param alpha the probability of any false alarm
  public PromiseVerification(Plan plan, List<String> unmatched, boolean strict, double alpha) {
    this.plan = plan;
    this.unmatched = List.copyOf(unmatched);
    this.strict = strict;
    this.alpha = alpha;
    this.promises = promises(plan);
  }

  /// What is promised, each scheme once.
  private static List<Instead.Promise> promises(Plan plan) {
    Map<String, Instead.Promise> promises = new LinkedHashMap<>();
    for (Planned planned : plan.tensors()) {
      if (planned instanceof Planned.Drawn drawn
          && drawn.initializer() instanceof Elementwise elementwise) {
        promises.putIfAbsent(
            drawn.scheme(),
            new Instead.Promise(drawn.scheme(), drawn.tensor().name(), elementwise));
      }
    }
    return List.copyOf(promises.values());
  }

  /// What was found of one tensor by itself.
  ///
  /// @param evidence none if it was not tested against its promise
  /// @param instead that fits, if the evidence may speak against the promise
  /// @param outliers how many elements lie too far out
  private record Look(
      Numbers numbers,
      long nan,
      long infinite,
      List<Evidence> evidence,
      Optional<Instead> instead,
      Optional<Histogram> histogram,
      long outliers,
      Optional<EqualParts> parts,
      float[] first,
      String note) {}

  /// Reads the file, and tests each tensor.
  ///
  /// @param threads how many work on it; the result does not depend on that
  public VerifyResult run(int threads) throws IOException {
    List<Planned> read = plan.tensors().stream().filter(PromiseVerification::isRead).toList();
    List<StoredTensor> tensors = read.stream().map(Planned::tensor).toList();
    List<Look> looks =
        SketchReader.read(
            plan.file(),
            tensors,
            threads,
            (i, sketch, elements) -> look(read.get(i), sketch, elements));
    double[] adjusted =
        Holm.adjusted(
            looks.stream()
                .filter(look -> !look.evidence().isEmpty())
                .mapToDouble(look -> LawTest.p(look.evidence()))
                .toArray());
    return new Judging(looks, adjusted).judge();
  }

  /// Numbers of a parameter, of which there are any, and which nobody asked to leave out.
  private static boolean isRead(Planned planned) {
    return !planned.isLeftOut()
        && planned.tensor().role() instanceof Role.Parameter
        && SketchReader.isReal(planned.tensor());
  }

  private Look look(Planned planned, Sketch sketch, TensorElements elements) throws IOException {
    StoredTensor tensor = planned.tensor();
    List<Evidence> evidence = List.of();
    Optional<Instead> instead = Optional.empty();
    Optional<Histogram> histogram = Optional.empty();
    long outliers = 0;
    boolean finite = sketch.nan() + sketch.infinite() == 0;
    String note = "";
    if (planned instanceof Planned.Drawn drawn) {
      switch (drawn.initializer()) {
        case Elementwise elementwise -> {
          Law law = elementwise.law(drawn.place());
          evidence = LawTest.of(law, sketch);
          if (LawTest.p(evidence) <= alpha) {
            instead =
                Instead.of(elementwise, drawn.place(), tensor.shape(), sketch, othersThan(drawn));
            histogram =
                finite && law.variance() > 0
                    ? Optional.of(Histogram.of(law, sketch))
                    : Optional.empty();
            outliers = finite ? LawTest.outliers(law, sketch) : 0;
          }
        }
        case Structured structured -> {
          boolean small = tensor.elements() <= MOST_WHOLE;
          if (small) {
            evidence = structure(structured, drawn, sketch, elements).stream().toList();
          }
          note =
              !small
                  ? "more than %,d elements that depend on each other".formatted(MOST_WHOLE)
                  : evidence.isEmpty() ? "no test is known for " + structured.symbols() : "";
        }
        case Joint _ -> note = "no test is known for " + drawn.source().symbols();
        case Initializer.Perturbation _ -> note = "what was added to it cannot be told";
        case Initializer.ByKind _, Initializer.ButLast _ ->
            throw new IllegalStateException("at() has chosen already");
      }
    }
    boolean apart = finite && sketch.min() < sketch.max() && isDrawnApart(planned);
    return new Look(
        new Numbers(
            sketch.mean(),
            sketch.deviation(),
            sketch.min(),
            sketch.max(),
            sketch.zeros() / (double) sketch.count()),
        sketch.nan(),
        sketch.infinite(),
        evidence,
        instead,
        histogram,
        outliers,
        apart ? EqualParts.of(tensor.shape(), elements) : Optional.empty(),
        apart ? SameStart.first(tensor, elements) : new float[0],
        note);
  }

  private List<Instead.Promise> othersThan(Planned.Drawn drawn) {
    return promises.stream().filter(other -> !other.scheme().equals(drawn.scheme())).toList();
  }

  /// Whether equal numbers in it would be a fault: not where all are to be equal, where nothing is
  /// random, or where no rule says what they are.
  private static boolean isDrawnApart(Planned planned) {
    return planned instanceof Planned.Drawn drawn
        && switch (drawn.initializer()) {
          case Elementwise elementwise -> elementwise.law(drawn.place()).variance() > 0;
          case Structured structured -> structured.isDrawnApart();
          case Joint _, Initializer.Perturbation _, Initializer.ByKind _, Initializer.ButLast _ ->
              true;
        };
  }

  private Optional<Evidence> structure(
      Structured structured, Planned.Drawn drawn, Sketch sketch, TensorElements elements)
      throws IOException {
    float[] stored = elements.all(drawn.tensor());
    float[] made =
        drawn.axes().map(axes -> axes.layout().made(axes.kernel(), stored)).orElse(stored);
    return StructureTest.of(structured, drawn.place(), made, sketch);
  }

  /// Puts together what was found.
  private final class Judging {
    private final List<Look> looks;
    private final double[] adjusted;
    private final List<VerifiedTensor> tensors = new ArrayList<>();
    private final List<VerifyFinding> findings = new ArrayList<>();
    private final SameStart starts = new SameStart(plan.file());

    /// How many tensors a scheme fits that was not promised of them.
    private final Map<String, Long> fitting = new HashMap<>();

    private int nextLook;
    private int nextTested;

    Judging(List<Look> looks, double[] adjusted) {
      this.looks = looks;
      this.adjusted = adjusted;
    }

    VerifyResult judge() throws IOException {
      for (Look look : looks) {
        if (look.instead().orElse(null) instanceof Instead.OtherScheme other) {
          other.candidates().stream()
              .map(Catalogue.Candidate::scheme)
              .distinct()
              .forEach(scheme -> fitting.merge(scheme, 1L, Long::sum));
        }
      }
      for (Planned planned : plan.tensors()) {
        judge(planned, isRead(planned) ? looks.get(nextLook++) : null);
      }
      return new VerifyResult(alpha, tensors, findings, unmatched, plan.unsaidAxes());
    }

    private void judge(Planned planned, @Nullable Look look) throws IOException {
      int before = findings.size();
      OptionalDouble p = OptionalDouble.empty();
      if (look != null) {
        if (!look.evidence().isEmpty()) {
          p = OptionalDouble.of(adjusted[nextTested++]);
        }
        if (look.nan() + look.infinite() > 0 && look.instead().isEmpty()) {
          add(planned, new NotFinite(look.nan(), look.infinite()));
        } else if (p.isPresent() && p.getAsDouble() <= alpha) {
          add(planned, otherThanPromised((Planned.Drawn) planned, look, p.getAsDouble()));
        }
        look.parts().ifPresent(parts -> add(planned, new SameParts(parts)));
        starts.next(planned.tensor(), isTable(planned), look.first()).ifPresent(findings::add);
      }
      State state = state(planned, p);
      if (state == State.NO_RULE && strict) {
        add(planned, new NoRule());
      }
      tensors.add(tensor(planned, look, findings.size() > before ? State.DIFFERS : state, p));
    }

    private void add(Planned planned, VerifyFinding.Fault fault) {
      findings.add(new VerifyFinding(planned.tensor().name(), Severity.ERROR, fault));
    }

    private OtherThanPromised otherThanPromised(Planned.Drawn drawn, Look look, double p) {
      Optional<Instead> instead =
          look.instead()
              .map(other ->
                  other instanceof Instead.OtherScheme schemes
                      ? schemes.by(scheme -> fitting.getOrDefault(scheme, 0L))
                      : other);
      Optional<Law> promised =
          drawn.initializer() instanceof Elementwise elementwise
              ? Optional.of(elementwise.law(drawn.place()))
              : Optional.empty();
      Optional<Law> fitting = instead.flatMap(Instead::fitting);
      Evidence telling = telling(look.evidence(), promised, fitting, instead);
      return new OtherThanPromised(
          drawn.source().symbols(),
          telling,
          p,
          look.numbers().zeros(),
          look.outliers(),
          failed(look.evidence(), Aspect.SHAPE).isEmpty(),
          instead,
          ratio(promised, fitting));
    }

    private State state(Planned planned, OptionalDouble p) {
      return switch (planned) {
        case Planned.Drawn _ -> p.isPresent() ? State.AGREES : State.NOT_TESTED;
        case Planned.Kept kept -> isRead(kept) ? State.NO_RULE : State.NOT_TESTED;
      };
    }

    private VerifiedTensor tensor(
        Planned planned, @Nullable Look look, State state, OptionalDouble p) {
      Optional<Planned.Drawn> drawn =
          planned instanceof Planned.Drawn d ? Optional.of(d) : Optional.empty();
      String note = planned instanceof Planned.Kept kept ? kept.reason() : "";
      return new VerifiedTensor(
          planned.tensor(),
          state,
          drawn.map(Planned.Drawn::scheme),
          drawn.map(d -> d.source().symbols()),
          drawn.flatMap(PromiseVerification::law),
          drawn.flatMap(Planned.Drawn::fans),
          Optional.ofNullable(look).map(Look::numbers),
          Optional.ofNullable(look).filter(_ -> state == State.DIFFERS).flatMap(Look::histogram),
          p,
          note.isEmpty() && look != null ? look.note() : note);
    }
  }

  private static Optional<Moments> law(Planned.Drawn drawn) {
    return drawn.initializer() instanceof Elementwise elementwise
        ? Optional.of(elementwise.law(drawn.place()))
            .map(law -> new Moments(law.mean(), Math.sqrt(law.variance())))
        : Optional.empty();
  }

  private static OptionalDouble ratio(Optional<Law> promised, Optional<Law> fitting) {
    return promised.isPresent() && fitting.isPresent() && promised.get().variance() > 0
        ? OptionalDouble.of(fitting.get().variance() / promised.get().variance())
        : OptionalDouble.empty();
  }

  private static boolean isTable(Planned planned) {
    return planned instanceof Planned.Drawn drawn
        && drawn
            .axes()
            .map(Axes::kernel)
            .map(Kernel::kind)
            .equals(Optional.of(Kernel.Kind.EMBEDDING));
  }

  /// The test that says most of what is wrong. Of a law of the same shape and another scale all
  /// tests fail, and of a few outliers those of tails and scale.
  private static Evidence telling(
      List<Evidence> evidence,
      Optional<Law> promised,
      Optional<Law> fitting,
      Optional<Instead> instead) {
    Optional<Evidence> scale = failed(evidence, Aspect.SCALE);
    Optional<Evidence> tails = failed(evidence, Aspect.TAILS);
    boolean scaled =
        promised.isPresent()
            && fitting.isPresent()
            && promised.get().getClass().equals(fitting.get().getClass())
            && promised.get().mean() == fitting.get().mean();
    if (scale.isPresent() && scaled) {
      return scale.get();
    }
    boolean outlying =
        instead.orElse(null) instanceof Instead.Unwritten
            || failed(evidence, Aspect.SHAPE).isEmpty();
    if (tails.isPresent() && outlying) {
      return tails.get();
    }
    return failed(evidence, Aspect.VARIATION)
        .or(() -> failed(evidence, Aspect.SHAPE))
        .or(() -> scale)
        .orElseGet(() -> LawTest.strongest(evidence));
  }

  /// The evidence of an aspect, if it alone would be rare.
  private static Optional<Evidence> failed(List<Evidence> evidence, Aspect aspect) {
    return evidence.stream()
        .filter(one -> one.aspect() == aspect && one.p() < Instead.FIT * Instead.FIT)
        .findFirst();
  }
}
