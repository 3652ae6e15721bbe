package dev.seedbed.check.result;

import java.util.List;

/// A repair for a finding.
public sealed interface Remedy {

  /// Other numbers in place of those that are at fault: what a repair can do.
  sealed interface NewNumbers extends Remedy {}

  /// Other numbers for a layer of a chain, or a tensor of a file.
  sealed interface OfTensor extends NewNumbers {
    String tensor();
  }

  /// Draw, or set, by a scheme of the catalogue: `zeros` and `ones` among others.
  record Draw(String tensor, String scheme) implements OfTensor {}

  /// Draw again by the law that the numbers look drawn by: the law is sound, the numbers are not.
  ///
  /// @param otherwise the scheme if they look drawn by no known law
  record DrawAgain(String tensor, String otherwise) implements OfTensor {}

  /// Set the scale γ of a layer's normalisation to 1.
  record SetScale(String layer) implements NewNumbers {}

  /// Draw every layer that is at fault.
  ///
  /// @param draws the draws, tensor by tensor; none of a chain, whose repair finds out which are
  ///   needed
  record DrawNetwork(List<Draw> draws) implements NewNumbers {
    public DrawNetwork {
      draws = List.copyOf(draws);
    }
  }

  /// Set output biases so that the start gives what the targets are on average.
  ///
  /// @param classes whether targets are classes: then biases are logarithms of shares, else means
  record SetOutputBias(boolean classes) implements Remedy {}

  /// Make each input's mean 0 and standard deviation 1.
  record ScaleInputs() implements Remedy {}

  record SmallerLearningRate() implements Remedy {}

  record LargerLearningRate() implements Remedy {}

  record AddActivation(String layer) implements Remedy {}

  record DropActivation(String layer) implements Remedy {}

  record DropBias(String layer) implements Remedy {}

  /// Take an operator out of the network, such as a second activation.
  record DropOperator(String operator) implements Remedy {}

  /// Nothing, if a sparse start is what was meant; to say so, draw by this scheme.
  record SayItIsMeant(String scheme) implements Remedy {}

  /// Take a scheme that goes by the fans.
  ///
  /// @param example one of them
  record UseFans(String example) implements Remedy {}

  /// Take wider or fewer layers, another scheme, or several seeds.
  record LessLuck() implements Remedy {}

  /// Find out how many seeds are at fault.
  ///
  /// @param scheme that the start was likely drawn by
  record SurveySeeds(String scheme) implements Remedy {}

  /// Report a bug: the arithmetic of the check is at fault.
  record ReportBug() implements Remedy {}
}
