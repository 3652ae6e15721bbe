package dev.seedbed.io.check;

import dev.seedbed.check.ChainRepair;
import dev.seedbed.check.Check;
import dev.seedbed.check.Repair;
import dev.seedbed.check.Survey;
import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.check.result.InitializerMatch;
import dev.seedbed.check.result.Rule;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.InputException;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Scheme;
import dev.seedbed.io.model.ModelFiles;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.network.Tensor;
import dev.seedbed.random.Seed;
import dev.seedbed.study.Cluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// A check of starts that are drawn for it, and their repair.
///
/// @param rows to propagate; empty if none are given
/// @param seeds to draw from, at least one; of several, a survey tells how many are faulty
/// @param asked what is asked of the check beyond the usual, such as another learning rate
public record DrawnCheck(
    NetworkSpec network,
    Scheme scheme,
    List<Seed> seeds,
    Optional<Dataset.Part> rows,
    UnaryOperator<Check> asked) {
  /// Checks the first start, and surveys all if there are several.
  ///
  /// @param cluster that works on the survey; the result does not depend on it
  public CheckResult run(Cluster cluster) throws IOException, InterruptedException {
    Network first = draw(seeds.getFirst());
    return checked(first, seeds.size() == 1 ? Optional.empty() : Optional.of(survey(cluster)));
  }

  private Survey survey(Cluster cluster) throws IOException, InterruptedException {
    var counts = new AtomicReference<>(Survey.Counts.NONE);
    cluster.run(
        DrawnSurvey.of(this), (_, some) -> counts.accumulateAndGet(some, Survey.Counts::plus));
    return Survey.of(network, scheme, counts.get());
  }

  /// The check of the first start with histograms, for the report.
  public CheckResult.OfRun figures() {
    Check check = check(draw(seeds.getFirst()));
    return checked(check, check.figures(), label(), Optional.empty());
  }

  /// The diagnosis of the first start alone, in brief.
  public Diagnosis first() {
    return check(draw(seeds.getFirst())).brief();
  }

  private Network draw(Seed seed) {
    try {
      return scheme.draw(network, seed, rows);
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()));
    }
  }

  private Check check(Network start) {
    Check check = asked.apply(Check.of(start));
    check = rows.map(check::on).orElse(check);
    return Catalogue.meansSparse(scheme.name()) ? check.meantSparse() : check;
  }

  private CheckResult.OfRun checked(Network start, Optional<Survey> survey) {
    Check check = check(start);
    return checked(
        check, check.run().and(Survey.ofOtherSeeds(check.chain(), rows)), label(), survey);
  }

  private String label() {
    return "%s, %s, %s, seed %d"
        .formatted(widths(), network.activation().name(), scheme.name(), seeds.getFirst().value());
  }

  private CheckResult.OfRun checked(
      Check check, Diagnosis diagnosis, String label, Optional<Survey> survey) {
    var findings = new ArrayList<>(diagnosis.findings());
    // A survey does not know that silent units are meant.
    survey.stream()
        .flatMap(some -> some.findings().stream())
        .filter(finding -> !check.sparse() || finding.rule() != Rule.SEED_SENSITIVITY)
        .forEach(findings::add);
    return new CheckResult.OfRun(
        label,
        false,
        check.chain(),
        new Diagnosis(Diagnosis.sorted(findings), diagnosis.layers(), diagnosis.network()),
        IntStream.range(0, network.layers()).mapToObj(this::drawnBy).toList(),
        survey);
  }

  private Optional<InitializerMatch> drawnBy(int layer) {
    return scheme
        .part(network, Network.weightPath(layer))
        .law()
        .filter(law -> law.variance() > 0)
        .map(law -> new InitializerMatch(scheme.name(), law, 1));
  }

  /// As --layers is written: equal widths that follow each other are counted.
  private String widths() {
    var parts = new ArrayList<String>();
    List<Integer> widths = network.widths();
    for (int i = 0; i < widths.size(); ) {
      int from = i;
      while (i < widths.size() && widths.get(i).equals(widths.get(from))) {
        i++;
      }
      parts.add(widths.get(from) + (i - from > 1 ? "*" + (i - from) : ""));
    }
    return String.join(",", parts);
  }

  /// Writes a copy of the first start in which faulty tensors are drawn anew, and checks the copy.
  public RepairResult repair(Path out) throws IOException {
    Seed seed = seeds.getFirst();
    Network start = draw(seed);
    CheckResult.OfRun before = checked(start, Optional.empty());
    List<Repair> repairs =
        ChainRepair.of(check(start), before.diagnosis(), Set.of(), seed).repairs();
    Network repaired = repaired(start, repairs);
    String name = repairs.isEmpty() ? scheme.name() : scheme.name() + ", repaired";
    ModelFiles.write(repaired, name, seed, out);
    Check check = check(repaired);
    CheckResult.OfRun after =
        checked(
            check,
            check.run(),
            label() + (repairs.isEmpty() ? "" : ", repaired"),
            Optional.empty());
    return new RepairResult(
        before,
        after.withLikeliest(repairs),
        RepairResult.Change.of(Chain.of(start), repairs),
        Map.of(),
        out);
  }

  private static Network repaired(Network start, List<Repair> repairs) {
    var drawn = new HashMap<String, float[]>();
    for (Repair repair : repairs) {
      repair.weights().ifPresent(w -> drawn.put(Network.weightPath(repair.stage()), w));
      repair.biases().ifPresent(b -> drawn.put(Network.biasPath(repair.stage()), b));
    }
    List<Tensor> tensors =
        start.tensors().stream()
            .map(tensor ->
                new Tensor(
                    tensor.name(),
                    tensor.shape(),
                    drawn.getOrDefault(tensor.name(), tensor.values())))
            .toList();
    return Network.of(start.spec(), tensors);
  }
}
