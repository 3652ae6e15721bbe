package dev.seedbed.io.document;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.ALWAYS;
import static dev.seedbed.io.document.FiniteNumbers.finite;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Fans;
import dev.seedbed.init.Law;
import dev.seedbed.init.Library;
import dev.seedbed.io.verify.EqualParts;
import dev.seedbed.io.verify.VerifiedTensor;
import dev.seedbed.io.verify.VerifiedTensor.Moments;
import dev.seedbed.io.verify.VerifyFinding;
import dev.seedbed.io.verify.VerifyFinding.Extra;
import dev.seedbed.io.verify.VerifyFinding.Missing;
import dev.seedbed.io.verify.VerifyFinding.NoRule;
import dev.seedbed.io.verify.VerifyFinding.NotFinite;
import dev.seedbed.io.verify.VerifyFinding.OtherNumbers;
import dev.seedbed.io.verify.VerifyFinding.OtherShape;
import dev.seedbed.io.verify.VerifyFinding.OtherThanModel;
import dev.seedbed.io.verify.VerifyFinding.OtherThanPromised;
import dev.seedbed.io.verify.VerifyFinding.SameNumbers;
import dev.seedbed.io.verify.VerifyFinding.SameParts;
import dev.seedbed.io.verify.VerifyFinding.StillAStart;
import dev.seedbed.io.verify.VerifyFinding.Untouched;
import dev.seedbed.io.verify.VerifyResult;
import dev.seedbed.io.weights.FloatType;
import dev.seedbed.verify.Evidence;
import dev.seedbed.verify.Instead;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/// What `verify --json` prints: whether a file of weights holds the start that was meant. Fields
/// that do not apply are left out; numbers that are not finite are null.
///
/// @param verdict as-meant, warnings, errors, or not-run if nothing could be tested
/// @param model the file
/// @param alpha the probability of any false alarm, if all is as it was meant
/// @param findings in the file's order
/// @param unmatchedRules that fit no tensor
/// @param axes how they are taken to be ordered, if the file does not say it
/// @param tensors all of the file
public record VerifyDocument(
    String verdict,
    String model,
    MeantPart meant,
    double alpha,
    List<FindingRow> findings,
    List<String> unmatchedRules,
    Optional<String> axes,
    List<TensorPart> tensors) {
  public VerifyDocument {
    findings = List.copyOf(findings);
    unmatchedRules = List.copyOf(unmatchedRules);
    tensors = List.copyOf(tensors);
  }

  /// What the start was meant to be.
  ///
  /// @param by recipe, rules, like, equal or from
  /// @param name of the recipe, or the other file; empty of rules
  /// @param title of the recipe
  /// @param source of the recipe
  public record MeantPart(
      String by, Optional<String> name, Optional<String> title, Optional<String> source) {}

  /// A way in which a tensor is not what was meant.
  ///
  /// @param fault its kind, such as scale, tails, same-numbers or untouched
  /// @param p the probability of that by chance, over all tests of all tensors
  /// @param promised the law or structure in symbols, or the shape or type of the other file
  /// @param expected the number that was to be found
  /// @param found the number that was found
  /// @param other the tensor that holds the same numbers
  /// @param elements how many are NaN or infinite, are outliers, or differ
  /// @param nan how many of them are NaN
  /// @param alone whether these are all that is wrong
  /// @param rounding F16 or BF16, if rounding to that is all that differs
  /// @param message in words
  public record FindingRow(
      String tensor,
      String severity,
      String fault,
      OptionalDouble p,
      Optional<String> promised,
      OptionalDouble expected,
      OptionalDouble found,
      OptionalDouble zeros,
      Optional<InsteadPart> instead,
      Optional<String> other,
      OptionalDouble factor,
      Optional<Boolean> whole,
      Optional<EqualParts> parts,
      OptionalLong elements,
      OptionalLong nan,
      Optional<Boolean> alone,
      Optional<String> rounding,
      Optional<String> message) {

    private static FindingRow of(VerifyFinding finding) {
      var row = new Builder(finding);
      switch (finding.fault()) {
        case OtherThanPromised other -> {
          row.evidence(other.evidence(), other.p());
          row.promised = Optional.of(other.promised());
          row.zeros = OptionalDouble.of(other.zeros());
          row.instead = other.instead().map(instead -> InsteadPart.of(instead, other.ratio()));
          row.alone = Optional.of(other.alone());
          row.elements(other.evidence(), other.outliers());
        }
        case OtherThanModel other -> {
          row.evidence(other.evidence(), other.p());
          row.elements(other.evidence(), other.outliers());
        }
        case SameNumbers same -> {
          row.fault = "same-numbers";
          row.other = Optional.of(same.other());
          row.factor = finite(same.factor());
          row.whole = Optional.of(same.whole());
        }
        case SameParts same -> {
          row.fault = "same-parts";
          row.parts = Optional.of(same.parts());
        }
        case Missing _ -> row.fault = "missing";
        case Extra _ -> row.fault = "extra";
        case OtherShape shape -> {
          row.fault = "other-shape";
          row.promised = Optional.of(shape.there());
          row.other = Optional.of(shape.here());
        }
        case OtherNumbers numbers -> {
          row.fault =
              numbers.rounding().isPresent()
                  ? "rounded"
                  : numbers.redrawn() ? "redrawn" : "other-numbers";
          row.rounding = numbers.rounding().map(FloatType::name);
          row.elements = OptionalLong.of(numbers.elements());
          row.found = numbers.farthest();
        }
        case Untouched untouched -> {
          row.fault = "untouched";
          row.rounding = untouched.rounding().map(FloatType::name);
        }
        case StillAStart start -> {
          row.fault = "still-a-start";
          var part = new InsteadBuilder();
          part.scheme = Optional.of(start.scheme());
          part.law = Optional.of(start.law());
          row.instead = Optional.of(part.build("scheme"));
        }
        case NotFinite wrong -> {
          row.fault = "finite";
          row.elements = OptionalLong.of(wrong.nan() + wrong.infinite());
          row.nan = OptionalLong.of(wrong.nan());
        }
        case NoRule _ -> row.fault = "no-rule";
      }
      return row.build();
    }

    /// In words.
    public FindingRow saying(String text) {
      return new FindingRow(
          tensor,
          severity,
          fault,
          p,
          promised,
          expected,
          found,
          zeros,
          instead,
          other,
          factor,
          whole,
          parts,
          elements,
          nan,
          alone,
          rounding,
          Optional.of(text));
    }

    /// Collects what applies.
    private static final class Builder {
      private final String tensor;
      private final String severity;
      private String fault = "";
      private OptionalDouble p = OptionalDouble.empty();
      private Optional<String> promised = Optional.empty();
      private OptionalDouble expected = OptionalDouble.empty();
      private OptionalDouble found = OptionalDouble.empty();
      private OptionalDouble zeros = OptionalDouble.empty();
      private Optional<InsteadPart> instead = Optional.empty();
      private Optional<String> other = Optional.empty();
      private OptionalDouble factor = OptionalDouble.empty();
      private Optional<Boolean> whole = Optional.empty();
      private Optional<EqualParts> parts = Optional.empty();
      private OptionalLong elements = OptionalLong.empty();
      private OptionalLong nan = OptionalLong.empty();
      private Optional<Boolean> alone = Optional.empty();
      private Optional<String> rounding = Optional.empty();

      Builder(VerifyFinding finding) {
        this.tensor = finding.tensor();
        this.severity = finding.severity().name().toLowerCase(Locale.ROOT);
      }

      void evidence(Evidence evidence, double probability) {
        fault = evidence.aspect().name().toLowerCase(Locale.ROOT);
        p = OptionalDouble.of(probability);
        expected = finite(evidence.promised());
        found = finite(evidence.found());
      }

      /// How many elements the evidence is about, if it is about some of them.
      void elements(Evidence evidence, long outliers) {
        switch (evidence.aspect()) {
          case TAILS -> elements = OptionalLong.of(outliers);
          case FINITE -> elements = OptionalLong.of(Math.round(evidence.found()));
          case VALUE, VARIATION, MEAN, SCALE, SHAPE, STRUCTURE -> {}
        }
      }

      FindingRow build() {
        return new FindingRow(
            tensor,
            severity,
            fault,
            p,
            promised,
            expected,
            found,
            zeros,
            instead,
            other,
            factor,
            whole,
            parts,
            elements,
            nan,
            alone,
            rounding,
            Optional.empty());
      }
    }
  }

  /// What fits in place of what was promised.
  ///
  /// @param kind constant, unwritten, promise (of another tensor), fans, not-widened, scheme, scale
  ///   or law
  /// @param scheme of the catalogue
  /// @param law in symbols
  /// @param tensor of which the same is promised
  /// @param defaultOf libraries that draw so when told nothing
  /// @param mistake about the fans
  /// @param times how many matrices, taps or shards the mistake is about
  /// @param fanIn that was taken, if it was the wrong one
  /// @param fanOut likewise
  /// @param rightFanIn that it should have been
  /// @param rightFanOut likewise
  /// @param value of a constant
  /// @param ratio of the variances, of what fits over what was promised
  public record InsteadPart(
      String kind,
      Optional<String> scheme,
      Optional<String> law,
      Optional<String> tensor,
      Optional<List<String>> defaultOf,
      Optional<String> mistake,
      OptionalLong times,
      OptionalDouble fanIn,
      OptionalDouble fanOut,
      OptionalDouble rightFanIn,
      OptionalDouble rightFanOut,
      OptionalDouble value,
      OptionalDouble ratio) {

    private static InsteadPart of(Instead instead, OptionalDouble ratio) {
      var part = new InsteadBuilder();
      part.law = instead.fitting().map(Law::symbols);
      part.ratio = ratio;
      return switch (instead) {
        case Instead.Constant constant -> {
          part.value = finite(constant.value());
          yield part.build("constant");
        }
        case Instead.Unwritten _ -> part.build("unwritten");
        case Instead.OthersPromise promise -> {
          part.scheme = Optional.of(promise.other().scheme());
          part.tensor = Optional.of(promise.other().tensor());
          yield part.build("promise");
        }
        case Instead.OtherFans fans -> {
          part.mistake =
              Optional.of(fans.reading().name().toLowerCase(Locale.ROOT).replace('_', '-'));
          part.times = OptionalLong.of(fans.times());
          part.fans(fans.fans(), fans.right());
          yield part.build("fans");
        }
        case Instead.NotWidened _ -> part.build("not-widened");
        case Instead.OtherScheme scheme -> {
          part.scheme(scheme);
          yield part.build("scheme");
        }
        case Instead.OtherScale _ -> part.build("scale");
        case Instead.OtherLaw _ -> part.build("law");
      };
    }
  }

  /// Collects what applies.
  private static final class InsteadBuilder {
    private Optional<String> scheme = Optional.empty();
    private Optional<String> law = Optional.empty();
    private Optional<String> tensor = Optional.empty();
    private Optional<List<String>> defaultOf = Optional.empty();
    private Optional<String> mistake = Optional.empty();
    private OptionalLong times = OptionalLong.empty();
    private OptionalDouble fanIn = OptionalDouble.empty();
    private OptionalDouble fanOut = OptionalDouble.empty();
    private OptionalDouble rightFanIn = OptionalDouble.empty();
    private OptionalDouble rightFanOut = OptionalDouble.empty();
    private OptionalDouble value = OptionalDouble.empty();
    private OptionalDouble ratio = OptionalDouble.empty();

    void fans(Fans taken, Fans right) {
      if (taken.in() != right.in()) {
        fanIn = OptionalDouble.of(taken.in());
        rightFanIn = OptionalDouble.of(right.in());
      }
      if (taken.out() != right.out()) {
        fanOut = OptionalDouble.of(taken.out());
        rightFanOut = OptionalDouble.of(right.out());
      }
    }

    void scheme(Instead.OtherScheme other) {
      scheme = Optional.of(other.scheme());
      List<String> titles =
          other.candidates().stream()
              .filter(known -> known.law().equals(other.law()))
              .flatMap(known -> known.library().stream())
              .distinct()
              .sorted(Comparator.comparingInt(Catalogue.libraries()::indexOf))
              .map(Library::title)
              .toList();
      defaultOf = Optional.of(titles).filter(found -> !found.isEmpty());
    }

    InsteadPart build(String kind) {
      return new InsteadPart(
          kind,
          scheme,
          law,
          tensor,
          defaultOf,
          mistake,
          times,
          fanIn,
          fanOut,
          rightFanIn,
          rightFanOut,
          value,
          ratio);
    }
  }

  /// A tensor of the file.
  ///
  /// @param state agrees, differs, no-rule or not-tested
  /// @param scheme that was promised
  /// @param promised the law or structure in symbols
  /// @param promisedMean of a law
  /// @param histogram of a tensor that differs from a law
  /// @param p the probability that a draw departs from it as far by chance, over all tensors
  /// @param note why it was not tested
  public record TensorPart(
      String name,
      List<Long> shape,
      String type,
      String state,
      Optional<String> scheme,
      Optional<String> promised,
      OptionalDouble promisedMean,
      OptionalDouble promisedSd,
      OptionalDouble fanIn,
      OptionalDouble fanOut,
      Optional<NumbersPart> numbers,
      Optional<VerifiedTensor.Histogram> histogram,
      OptionalDouble p,
      Optional<String> note) {

    private static TensorPart of(VerifiedTensor tensor) {
      return new TensorPart(
          tensor.tensor().name(),
          LongStream.of(tensor.tensor().shape()).boxed().toList(),
          tensor.tensor().dataType(),
          tensor.state().name().toLowerCase(Locale.ROOT).replace('_', '-'),
          tensor.scheme(),
          tensor.promised(),
          finite(tensor.law().map(Moments::mean)),
          finite(tensor.law().map(Moments::sd)),
          finite(tensor.fans().map(Fans::in)),
          finite(tensor.fans().map(Fans::out)),
          tensor.numbers().map(NumbersPart::of),
          tensor.histogram(),
          tensor.p(),
          Optional.of(tensor.note()).filter(note -> !note.isEmpty()));
    }
  }

  /// The elements of a tensor in figures.
  ///
  /// @param zeros the share that is 0
  public record NumbersPart(
      @JsonInclude(ALWAYS) OptionalDouble mean,
      @JsonInclude(ALWAYS) OptionalDouble sd,
      @JsonInclude(ALWAYS) OptionalDouble min,
      @JsonInclude(ALWAYS) OptionalDouble max,
      double zeros) {

    private static NumbersPart of(VerifiedTensor.Numbers numbers) {
      return new NumbersPart(
          finite(numbers.mean()),
          finite(numbers.sd()),
          finite(numbers.min()),
          finite(numbers.max()),
          numbers.zeros());
    }
  }

  /// What a verification found.
  ///
  /// @param model the file, as it was given
  public static VerifyDocument of(String model, MeantPart meant, VerifyResult result) {
    return new VerifyDocument(
        result.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        model,
        meant,
        result.alpha(),
        result.findings().stream().map(FindingRow::of).toList(),
        result.unmatched(),
        result.axes(),
        result.tensors().stream().map(TensorPart::of).toList());
  }

  /// With each finding in words.
  public VerifyDocument saying(List<FindingRow> inWords) {
    return new VerifyDocument(verdict, model, meant, alpha, inWords, unmatchedRules, axes, tensors);
  }
}
