package dev.seedbed.cli.check;

import dev.seedbed.check.Chain;
import dev.seedbed.check.Check;
import dev.seedbed.check.Diagnosis;
import dev.seedbed.check.Finding;
import dev.seedbed.check.Guess;
import dev.seedbed.check.Repair;
import dev.seedbed.check.RepairResult;
import dev.seedbed.check.Rule;
import dev.seedbed.check.Survey;
import dev.seedbed.cli.options.SchemeNames;
import dev.seedbed.data.Dataset;
import dev.seedbed.init.Scheme;
import dev.seedbed.io.model.ModelFiles;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.network.Tensor;
import dev.seedbed.random.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// `seedbed check --layers`: of starts that are drawn for it.
///
/// @param rows to propagate; empty if none are given
/// @param asked what the options ask of a check
public record DrawnCheck(
    NetworkSpec network,
    Scheme scheme,
    List<Seed> seeds,
    Optional<Dataset.Part> rows,
    UnaryOperator<Check> asked) {
  public Checked run(int threads) {
    Network first = draw(seeds.getFirst());
    Optional<Survey> survey =
        seeds.size() == 1
            ? Optional.empty()
            : Optional.of(Survey.of(network, scheme, seeds, rows, threads));
    return checked(first, survey);
  }

  /// What is drawn of the first start.
  public Checked.Propagated figures() {
    Check check = check(draw(seeds.getFirst()));
    return checked(check, check.figures(), label(), Optional.empty());
  }

  /// The diagnosis of the first start alone, in brief.
  public Diagnosis first() {
    return check(draw(seeds.getFirst())).brief();
  }

  private Network draw(Seed seed) {
    return SchemeNames.named(() -> scheme.draw(network, seed, rows));
  }

  private Check check(Network start) {
    Check check = asked.apply(Check.of(start));
    check = rows.map(check::on).orElse(check);
    return SchemeNames.meansSparse(scheme.name()) ? check.meantSparse() : check;
  }

  private Checked.Propagated checked(Network start, Optional<Survey> survey) {
    Check check = check(start);
    return checked(check, check.run(), label(), survey);
  }

  private String label() {
    return "%s, %s, %s, seed %d"
        .formatted(widths(), network.activation().name(), scheme.name(), seeds.getFirst().value());
  }

  private Checked.Propagated checked(
      Check check, Diagnosis diagnosis, String label, Optional<Survey> survey) {
    var findings = new ArrayList<Finding>();
    diagnosis.findings().forEach(finding -> findings.add(withoutModel(finding)));
    // A survey does not know that silent units are meant.
    survey.stream()
        .flatMap(some -> some.findings().stream())
        .filter(finding -> !check.sparse() || finding.rule() != Rule.SEED_SENSITIVITY)
        .forEach(findings::add);
    return new Checked.Propagated(
        label,
        check.chain(),
        new Diagnosis(Checked.sorted(findings), diagnosis.layers(), diagnosis.whole()),
        IntStream.range(0, network.layers()).mapToObj(this::drawnBy).toList(),
        survey);
  }

  private Optional<Guess> drawnBy(int layer) {
    return scheme
        .part(network, Network.weightPath(layer))
        .law()
        .filter(law -> law.variance() > 0)
        .map(law -> new Guess(scheme.name(), law, 1));
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

  /// There is no file yet that a fix could name.
  private static Finding withoutModel(Finding finding) {
    return finding.withFix(finding.fix().replace("check MODEL", "check --layers …"));
  }

  /// Writes the first start with what the check found wrong drawn anew, and checks that.
  public Mending mend(Path out) throws IOException {
    Seed seed = seeds.getFirst();
    Network start = draw(seed);
    Checked.Propagated before = checked(start, Optional.empty());
    List<Repair> repairs =
        RepairResult.of(check(start), before.diagnosis(), Set.of(), seed).repairs();
    Network mended = mended(start, repairs);
    String name = repairs.isEmpty() ? scheme.name() : scheme.name() + ", mended";
    ModelFiles.write(mended, name, seed, out);
    Check check = check(mended);
    Checked.Propagated after =
        checked(
            check, check.run(), label() + (repairs.isEmpty() ? "" : ", mended"), Optional.empty());
    return new Mending(
        before,
        after.withLikeliest(repairs),
        Mending.Change.of(Chain.of(start), repairs),
        Map.of(),
        out);
  }

  private static Network mended(Network start, List<Repair> repairs) {
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
