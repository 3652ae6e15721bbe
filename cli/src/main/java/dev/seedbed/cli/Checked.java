package dev.seedbed.cli;

import dev.seedbed.check.Chain;
import dev.seedbed.check.Diagnosis;
import dev.seedbed.check.Finding;
import dev.seedbed.check.Guess;
import dev.seedbed.check.Repair;
import dev.seedbed.check.Survey;
import dev.seedbed.check.TensorCheck;
import dev.seedbed.check.Verdict;
import dev.seedbed.io.start.Units;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What a check came to.
sealed interface Checked {

  /// The most severe first.
  List<Finding> findings();

  default Verdict verdict() {
    return Diagnosis.verdict(findings());
  }

  /// What the verdict means, in words.
  default String meaning() {
    return verdict().meaning();
  }

  /// What it was that was checked, in a line.
  String start();

  /// Findings from several places, the most severe first, else in their order.
  static List<Finding> sorted(List<Finding> findings) {
    return findings.stream().sorted(Comparator.comparing(Finding::severity).reversed()).toList();
  }

  /// Of a network that was propagated.
  ///
  /// @param start what the network is, in a line
  /// @param drawnBy how the weights of each layer were drawn, or likely were; empty where nothing
  ///   is known
  /// @param survey of other seeds too, if there are several
  record Propagated(
      String start,
      Chain chain,
      Diagnosis diagnosis,
      List<Optional<Guess>> drawnBy,
      Optional<Survey> survey)
      implements Checked {
    @Override
    public List<Finding> findings() {
      return diagnosis.findings();
    }

    /// Where weights were mended, they were likely drawn as they look.
    Propagated withLikeliest(List<Repair> repairs) {
      var laws = new ArrayList<>(drawnBy);
      for (Repair repair : repairs) {
        if (repair.weights().isPresent()) {
          laws.set(repair.stage(), diagnosis.layers().get(repair.stage()).likeliest());
        }
      }
      return new Propagated(start, chain, diagnosis, laws, survey);
    }

    Propagated with(Diagnosis other) {
      return new Propagated(start, chain, other, drawnBy, survey);
    }
  }

  /// Of the tensors of a file whose network cannot be propagated.
  ///
  /// @param start what the file is, in a line
  /// @param obstacles why, one sentence each
  record TensorByTensor(
      String start, List<Tensor> tensors, List<String> obstacles, List<Finding> findings)
      implements Checked {
    @Override
    public String meaning() {
      return verdict() == Verdict.HEALTHY
          ? "no tensor by itself stands in the way of training; the network was not run"
          : verdict().meaning();
    }
  }

  /// One tensor.
  ///
  /// @param check empty if there are no numbers that could be checked
  /// @param note why not
  record Tensor(Units units, Optional<TensorCheck> check, String note) {}
}
