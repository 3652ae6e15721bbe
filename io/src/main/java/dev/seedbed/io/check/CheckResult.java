package dev.seedbed.io.check;

import dev.seedbed.check.GraphCheck;
import dev.seedbed.check.Repair;
import dev.seedbed.check.Survey;
import dev.seedbed.check.TensorCheck;
import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.InitializerMatch;
import dev.seedbed.check.result.LayerReport;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Verdict;
import dev.seedbed.io.start.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The result of a check: of a chain that was run, of any other network that was, or of the tensors
/// of one that was not.
public sealed interface CheckResult {

  /// The most severe first.
  List<Finding> findings();

  Verdict verdict();

  /// The meaning of the verdict, in words.
  String meaning();

  /// What the run of the network says, with the findings of its tensors; empty if it was not run.
  Optional<Diagnosis> diagnosed();

  /// The same with what other seeds would give.
  ///
  /// @throws IllegalStateException if the network was not run
  CheckResult with(Survey survey);

  /// The start that was checked, in one line.
  String start();

  /// What a verdict means; of a network that is warned of for nothing but looking trained, that it
  /// is no start.
  private static String meaning(Verdict verdict, List<Finding> findings) {
    boolean trained =
        verdict == Verdict.WARNINGS
            && findings.stream()
                .filter(finding -> finding.severity() == Severity.WARNING)
                .allMatch(finding -> finding.rule() == Rule.LOOKS_TRAINED);
    return trained
        ? "some weights look trained, and nothing else was found that stands in the way of training"
        : verdict.meaning();
  }

  /// The result for a chain that was propagated.
  ///
  /// @param start what the network is, in a line
  /// @param saved whether it stands in a file; else it was drawn for the check
  /// @param drawnBy how the weights of each layer were drawn, or likely were; empty where nothing
  ///   is known
  /// @param survey of other seeds too, if there are several
  record OfRun(
      String start,
      boolean saved,
      Chain chain,
      Diagnosis diagnosis,
      List<Optional<InitializerMatch>> drawnBy,
      Optional<Survey> survey)
      implements CheckResult {
    @Override
    public List<Finding> findings() {
      return diagnosis.findings();
    }

    @Override
    public Verdict verdict() {
      return diagnosis.verdict();
    }

    @Override
    public String meaning() {
      return CheckResult.meaning(verdict(), findings());
    }

    /// For repaired weights, the law that they look drawn by.
    OfRun withLikeliest(List<Repair> repairs) {
      var laws = new ArrayList<>(drawnBy);
      for (Repair repair : repairs) {
        if (repair.weights().isPresent()) {
          laws.set(repair.stage(), diagnosis.layers().get(repair.stage()).likeliest());
        }
      }
      return new OfRun(start, saved, chain, diagnosis, laws, survey);
    }

    @Override
    public Optional<Diagnosis> diagnosed() {
      return Optional.of(diagnosis);
    }

    public OfRun with(Diagnosis other) {
      return new OfRun(start, saved, chain, other, drawnBy, survey);
    }

    @Override
    public OfRun with(Survey some) {
      return new OfRun(start, saved, chain, diagnosis, drawnBy, Optional.of(some));
    }
  }

  /// The result for a network that is no chain, and was run.
  ///
  /// @param tensors the check of its tensors
  /// @param diagnosis of the run, with the findings of the tensors
  /// @param notMeasured what the run does not see inside of: weights in the bodies of loops, and
  ///   attention that is one operator
  /// @param assumed what was made up of the inputs, one sentence each
  /// @param survey of other seeds too, if they were asked for
  record OfGraph(
      OfTensors tensors,
      Diagnosis diagnosis,
      List<String> notMeasured,
      List<String> assumed,
      Optional<Survey> survey)
      implements CheckResult {
    static OfGraph of(
        OfTensors tensors, Diagnosis run, List<String> fusedAttention, List<String> assumed) {
      Set<String> measured =
          run.layers().stream()
              .flatMap(layer -> layer.origin().stream())
              .map(LayerReport.Origin::weight)
              .collect(Collectors.toSet());
      Stream<String> weights =
          tensors.tensors().stream()
              .map(Tensor::units)
              .filter(units -> units.facts().weights().isPresent())
              .map(units -> units.tensor().name())
              .filter(name -> !measured.contains(name));
      return new OfGraph(
          tensors,
          GraphCheck.together(run, tensors.findings()),
          Stream.concat(weights, fusedAttention.stream()).toList(),
          assumed,
          Optional.empty());
    }

    /// What stays unknown, in words.
    public String unknown() {
      if (notMeasured.isEmpty()) {
        return "whether it trains: of the benchmark's starts that do not, 4 % had no warning";
      }
      int more = notMeasured.size() - 1;
      return "what happens inside of "
          + notMeasured.getFirst()
          + (more > 0 ? " and %,d more".formatted(more) : "")
          + ", which the run does not measure";
    }

    @Override
    public List<Finding> findings() {
      return diagnosis.findings();
    }

    @Override
    public Optional<Diagnosis> diagnosed() {
      return Optional.of(diagnosis);
    }

    @Override
    public OfGraph with(Survey some) {
      return new OfGraph(tensors, diagnosis, notMeasured, assumed, Optional.of(some));
    }

    @Override
    public String start() {
      return tensors.start();
    }

    /// Findings stand; without any, nothing is said of what was not measured.
    @Override
    public Verdict verdict() {
      Verdict found = diagnosis.verdict();
      return found == Verdict.HEALTHY && !notMeasured.isEmpty() ? Verdict.MEASURED : found;
    }

    @Override
    public String meaning() {
      return CheckResult.meaning(verdict(), findings());
    }
  }

  /// The result for the tensors of a file whose network cannot be propagated.
  ///
  /// @param start what the file is, in a line
  /// @param obstacles why, one sentence each
  record OfTensors(
      String start, List<Tensor> tensors, List<String> obstacles, List<Finding> findings)
      implements CheckResult {
    /// How far the check of tensors carries.
    public static final String UNKNOWN =
        "whether the signal and the gradient live, and what the loss is: single tensors do not tell";

    /// Findings stand; their absence proves nothing about the network.
    @Override
    public Verdict verdict() {
      Verdict found = Diagnosis.verdict(findings);
      return found == Verdict.HEALTHY ? Verdict.NOT_RUN : found;
    }

    @Override
    public String meaning() {
      if (tensors.stream().noneMatch(tensor -> tensor.check().isPresent())) {
        return "the file has no weights to look at, and the network could not be run";
      }
      return verdict() == Verdict.NOT_RUN
          ? verdict().meaning()
          : CheckResult.meaning(verdict(), findings)
              + "; the network could not be run, so more may be wrong";
    }

    @Override
    public Optional<Diagnosis> diagnosed() {
      return Optional.empty();
    }

    @Override
    public CheckResult with(Survey survey) {
      throw new IllegalStateException("the network was not run");
    }

    /// The same for this reason.
    OfTensors because(String obstacle) {
      return new OfTensors(start, tensors, List.of(obstacle), findings);
    }

    /// How many tensors were checked.
    public long lookedAt() {
      return tensors.stream().filter(tensor -> tensor.check().isPresent()).count();
    }

    /// How many parameters they have.
    public long parameters() {
      return tensors.stream()
          .filter(tensor -> tensor.check().isPresent())
          .mapToLong(tensor -> tensor.units().tensor().elements())
          .sum();
    }

    /// Matrices and more of other types than real numbers, which were not looked at: quantised
    /// weights, and tables of whole numbers.
    public List<Tensor> others() {
      return tensors.stream()
          .filter(tensor ->
              tensor.units().tensor().floatType().isEmpty()
                  && tensor.units().tensor().shape().length > 1)
          .toList();
    }
  }

  /// One tensor.
  ///
  /// @param check empty if there are no numbers that could be checked
  /// @param note why not
  record Tensor(Units units, Optional<TensorCheck> check, String note) {}
}
