package dev.seedbed.io.document;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.ALWAYS;
import static dev.seedbed.io.document.FiniteNumbers.finite;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.seedbed.init.Fans;
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
import dev.seedbed.verify.Evidence;
import dev.seedbed.verify.Instead;
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
/// @param tensors all of the file
public record VerifyDocument(
    String verdict,
    String model,
    MeantPart meant,
    double alpha,
    List<FindingRow> findings,
    List<String> unmatchedRules,
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
      Optional<String> message) {

    private static FindingRow of(VerifyFinding finding) {
      var row = new Builder(finding);
      switch (finding.fault()) {
        case OtherThanPromised other -> {
          row.evidence(other.evidence(), other.p());
          row.promised = Optional.of(other.promised());
          row.zeros = OptionalDouble.of(other.zeros());
          row.instead = other.instead().map(InsteadPart::of);
        }
        case OtherThanModel other -> row.evidence(other.evidence(), other.p());
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
          row.fault = numbers.rounding() ? "rounded" : "other-numbers";
          row.elements = OptionalLong.of(numbers.elements());
          row.found = numbers.farthest();
        }
        case Untouched _ -> row.fault = "untouched";
        case StillAStart start -> {
          row.fault = "still-a-start";
          row.instead =
              Optional.of(
                  new InsteadPart(
                      "scheme",
                      Optional.of(start.scheme()),
                      Optional.of(start.law()),
                      Optional.empty(),
                      OptionalLong.empty(),
                      OptionalDouble.empty()));
        }
        case NotFinite wrong -> {
          row.fault = "finite";
          row.elements = OptionalLong.of(wrong.nan() + wrong.infinite());
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
            Optional.empty());
      }
    }
  }

  /// What fits in place of what was promised.
  ///
  /// @param kind constant, fans, scheme, scale or law
  /// @param scheme of the catalogue
  /// @param law in symbols
  /// @param mistake about the fans
  /// @param times how many matrices, taps or shards the mistake is about
  /// @param value of a constant; of a scale, the ratio of variances, found over promised
  public record InsteadPart(
      String kind,
      Optional<String> scheme,
      Optional<String> law,
      Optional<String> mistake,
      OptionalLong times,
      OptionalDouble value) {

    private static InsteadPart of(Instead instead) {
      Optional<String> none = Optional.empty();
      return switch (instead) {
        case Instead.Constant constant ->
            new InsteadPart(
                "constant", none, none, none, OptionalLong.empty(), finite(constant.value()));
        case Instead.OtherFans fans ->
            new InsteadPart(
                "fans",
                none,
                Optional.of(fans.law().symbols()),
                Optional.of(fans.reading().name().toLowerCase(Locale.ROOT).replace('_', '-')),
                OptionalLong.of(fans.times()),
                OptionalDouble.empty());
        case Instead.OtherScheme scheme ->
            new InsteadPart(
                "scheme",
                Optional.of(scheme.scheme()),
                Optional.of(scheme.law().symbols()),
                none,
                OptionalLong.empty(),
                OptionalDouble.empty());
        case Instead.OtherScale scale ->
            new InsteadPart(
                "scale",
                none,
                Optional.of(scale.law().symbols()),
                none,
                OptionalLong.empty(),
                finite(scale.ratio()));
        case Instead.OtherLaw law ->
            new InsteadPart(
                "law",
                none,
                Optional.of(law.law().symbols()),
                none,
                OptionalLong.empty(),
                OptionalDouble.empty());
      };
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

  /// @param model the file, as it was given
  public static VerifyDocument of(String model, MeantPart meant, VerifyResult result) {
    return new VerifyDocument(
        result.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        model,
        meant,
        result.alpha(),
        result.findings().stream().map(FindingRow::of).toList(),
        result.unmatched(),
        result.tensors().stream().map(TensorPart::of).toList());
  }

  /// With each finding in words.
  public VerifyDocument saying(List<FindingRow> inWords) {
    return new VerifyDocument(verdict, model, meant, alpha, inWords, unmatchedRules, tensors);
  }
}
