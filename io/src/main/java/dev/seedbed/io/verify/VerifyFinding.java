package dev.seedbed.io.verify;

import dev.seedbed.check.result.Severity;
import dev.seedbed.io.weights.FloatType;
import dev.seedbed.verify.Evidence;
import dev.seedbed.verify.Instead;
import java.util.Optional;
import java.util.OptionalDouble;

/// One way in which a tensor is not what was meant.
///
/// @param tensor its name
/// @param fault what is wrong
public record VerifyFinding(String tensor, Severity severity, Fault fault) {

  /// What is wrong with a tensor.
  public sealed interface Fault {}

  /// It is no draw of the promised law.
  ///
  /// @param promised the law or structure, in symbols
  /// @param evidence the test that speaks against it
  /// @param p the probability of that or worse by chance, over all tests of all tensors
  /// @param zeros the share of elements that are 0
  /// @param outliers how many elements lie too far out
  /// @param alone whether these are all that is wrong
  /// @param instead what fits; empty if nothing known does
  /// @param ratio of the variances, of what fits over what was promised, if both are laws
  public record OtherThanPromised(
      String promised,
      Evidence evidence,
      double p,
      double zeros,
      long outliers,
      boolean alone,
      Optional<Instead> instead,
      OptionalDouble ratio)
      implements Fault {}

  /// It follows another law than the tensor of the same name in the other file.
  ///
  /// @param outliers how many elements lie too far out, where that is the evidence
  public record OtherThanModel(Evidence evidence, double p, long outliers) implements Fault {}

  /// It holds the same numbers as another tensor, or begins with the same.
  ///
  /// @param other the name of the first one
  /// @param factor the numbers here over those there
  /// @param whole whether all are equal
  public record SameNumbers(String other, double factor, boolean whole) implements Fault {}

  /// Parts of it hold the same numbers.
  public record SameParts(EqualParts parts) implements Fault {}

  /// The other file has such a tensor, and this one has not.
  public record Missing() implements Fault {}

  /// This file has such a tensor, and the other one has not.
  public record Extra() implements Fault {}

  /// The tensor of the same name in the other file has another shape or type.
  ///
  /// @param here shape and type, such as "F32[3, 4]"
  public record OtherShape(String here, String there) implements Fault {}

  /// It differs from the tensor of the same name in the other file.
  ///
  /// @param elements that differ
  /// @param farthest the greatest difference; empty if a number is not finite
  /// @param rounding the type that one was rounded to, if that explains it
  /// @param redrawn whether most differ, and both follow one law: as draws from two seeds do
  public record OtherNumbers(
      long elements, OptionalDouble farthest, Optional<FloatType> rounding, boolean redrawn)
      implements Fault {}

  /// It is what it was before, to the bit or but for rounding.
  ///
  /// @param rounding the type that one of the two was rounded to; empty if no bit differs
  public record Untouched(Optional<FloatType> rounding) implements Fault {}

  /// It changed, and still is what an initialiser draws.
  public record StillAStart(String scheme, String law) implements Fault {}

  /// Some of its numbers are NaN or infinite.
  public record NotFinite(long nan, long infinite) implements Fault {}

  /// No rule says what it should be.
  public record NoRule() implements Fault {}
}
