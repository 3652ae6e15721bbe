package dev.seedbed.check;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.measure.ChainMeasurement;
import dev.seedbed.check.measure.Detail;
import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.measure.ProbeRows;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.rule.Rules;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.InputException;
import dev.seedbed.kernel.Team;
import dev.seedbed.network.Network;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Is this a sound start? What to look at, and on which rows.
///
/// ```java
/// Diagnosis diagnosis = Check.of(network).on(dataset.train()).run();
/// ```
///
/// The diagnosis depends on nothing but the network, the rows and these settings.
///
/// @param rows to propagate; without any, standard normal ones with random targets
/// @param learningRate of the first step, for the update ratio; above 0
/// @param sparse whether large negative biases are meant
/// @param overfitting whether to find out if a copy can learn 16 rows by heart
/// @param threads that work on it, at least 1; the result does not depend on that
public record Check(
    Chain chain,
    Optional<Dataset.Part> rows,
    double learningRate,
    boolean sparse,
    boolean overfitting,
    int threads) {
  /// The default learning rate of the first step, by plain gradient descent.
  public static final double USUAL_LEARNING_RATE = 0.01;

  /// The most layers with the same finding that are listed one by one; beyond that, one finding
  /// reports the worst.
  private static final int LAYERS_EACH = 3;

  private static final int MOST_UNITS = (1 << 30) / ProbeRows.MOST_ROWS;

  /// The effects on signal and gradient that a sparse start has by design.
  private static final Set<Rule> OF_SPARSENESS =
      EnumSet.of(
          Rule.SPARSE_START,
          Rule.FORWARD_GAIN,
          Rule.BACKWARD_GAIN,
          Rule.GRADIENT_SIZE,
          Rule.SATURATION,
          Rule.ACTIVATION_SPREAD,
          Rule.UNEQUAL_SPEEDS);

  /// @throws InputException if the rows of a layer fit no array
  public Check {
    if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "learning rate must be above 0 and finite: " + learningRate);
    }
    if (rows.isPresent()) {
      checkWidths(chain, rows.get());
    }
    for (int width : chain.widths()) {
      if (width > MOST_UNITS) {
        throw new InputException(
            "a check propagates %d rows, through layers of at most %d units: %d"
                .formatted(ProbeRows.MOST_ROWS, MOST_UNITS, width));
      }
    }
  }

  /// How much memory the rows take on their way through a network, at the least: inputs, and of
  /// each layer z, a and their gradient.
  ///
  /// @param rows to propagate; of more than 512, the first 512
  public static long leastBytes(List<Integer> widths, int rows) {
    long units = widths.getFirst();
    for (int width : widths.subList(1, widths.size())) {
      units += 3L * width;
    }
    return (long) Float.BYTES * Math.min(rows, ProbeRows.MOST_ROWS) * units;
  }

  private static void checkWidths(Chain chain, Dataset.Part rows) {
    int inputs = rows.inputs().columns();
    int outputs = rows.targets().columns();
    if (inputs != chain.inputs() || outputs != chain.outputs()) {
      throw new IllegalArgumentException(
          "the network has %d inputs and %d outputs, the rows %d and %d"
              .formatted(chain.inputs(), chain.outputs(), inputs, outputs));
    }
    if (rows.rows() == 0) {
      throw new IllegalArgumentException("there must be at least one row");
    }
  }

  public static Check of(Network network) {
    return of(Chain.of(network));
  }

  public static Check of(Chain chain) {
    return new Check(chain, Optional.empty(), USUAL_LEARNING_RATE, false, false, 1);
  }

  /// The same of another chain of the same inputs and outputs.
  Check with(Chain other) {
    return new Check(other, rows, learningRate, sparse, overfitting, threads);
  }

  /// On the first 512 of these rows.
  ///
  /// @throws IllegalArgumentException if they do not fit the network's inputs and outputs
  public Check on(Dataset.Part some) {
    return new Check(chain, Optional.of(some), learningRate, sparse, overfitting, threads);
  }

  public Check withLearningRate(double rate) {
    return new Check(chain, rows, rate, sparse, overfitting, threads);
  }

  /// Large negative biases are meant, as by `sparse-bias`: what they do is no fault.
  public Check meantSparse() {
    return new Check(chain, rows, learningRate, true, overfitting, threads);
  }

  /// Finds out, too, whether a copy can learn 16 rows by heart in 1,000 steps. This trains, and
  /// takes time: about a second for 30,000 weights.
  public Check withOverfitting() {
    return new Check(chain, rows, learningRate, sparse, true, threads);
  }

  /// With that many threads, at least 1. The result does not depend on them.
  public Check withThreads(int some) {
    return new Check(chain, rows, learningRate, sparse, overfitting, some);
  }

  /// Propagates the rows forward and backward, and applies all rules.
  public Diagnosis run() {
    return run(Detail.ALL);
  }

  /// As [#run], but without the rules that look at our own arithmetic: all that is drawn of a
  /// start.
  public Diagnosis figures() {
    return run(Detail.FIGURES);
  }

  /// As [#run], but quick: without percentiles, gains, singular values, ranks, likely initialisers,
  /// and the rules that look at our own arithmetic.
  public Diagnosis brief() {
    return run(Detail.SIGNALS);
  }

  private Diagnosis run(Detail detail) {
    StartMeasurement start;
    try (Team team = Team.of(threads)) {
      start = ChainMeasurement.of(chain, rows, detail, learningRate, sparse, overfitting, team);
    }
    List<Finding> findings = condensed(meant(Rules.judge(start), start), start.layers().size());
    return new Diagnosis(
        Diagnosis.sorted(findings.stream().map(Finding::withoutNeedlessRemedies).toList()),
        start.layers().stream().map(LayerMeasurement::report).toList(),
        start.network());
  }

  /// With what is meant made information.
  private List<Finding> meant(List<Finding> findings, StartMeasurement start) {
    if (!sparse || start.layers().stream().noneMatch(Rules::isSparse)) {
      return findings;
    }
    return findings.stream()
        .map(
            finding -> OF_SPARSENESS.contains(finding.rule()) ? finding.as(Severity.INFO) : finding)
        .toList();
  }

  /// Replaces the same finding of many layers by one for the whole network, which reports the
  /// worst.
  static List<Finding> condensed(List<Finding> findings, int layers) {
    var condensed = new ArrayList<Finding>();
    var groups =
        findings.stream()
            .collect(
                Collectors.groupingBy(
                    finding -> List.of(finding.rule(), finding.severity()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    for (List<Finding> group : groups.values()) {
      if (group.size() <= LAYERS_EACH || group.getFirst().rule() == Rule.INITIALISER) {
        condensed.addAll(group);
      } else {
        condensed.add(Finding.worst(group, layers));
      }
    }
    return condensed;
  }
}
