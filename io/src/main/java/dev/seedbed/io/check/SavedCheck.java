package dev.seedbed.io.check;

import dev.seedbed.check.ChainRepair;
import dev.seedbed.check.Check;
import dev.seedbed.check.Repair;
import dev.seedbed.check.Survey;
import dev.seedbed.check.TensorCheck;
import dev.seedbed.check.TensorComparison;
import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.InitializerMatch;
import dev.seedbed.check.result.LayerReport;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.data.InputException;
import dev.seedbed.init.Catalogue;
import dev.seedbed.io.chain.SavedNetwork;
import dev.seedbed.io.file.Memory;
import dev.seedbed.io.start.RemedyPlan;
import dev.seedbed.io.start.Units;
import dev.seedbed.io.weights.ElementSource;
import dev.seedbed.io.weights.Role;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.random.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// A check of a model file, and its repair.
///
/// ```java
/// CheckResult result = SavedCheck.of(Path.of("model.onnx")).run();
/// ```
///
/// @param rows to propagate; empty if none are given
/// @param asked what is asked of the check beyond the usual, such as another learning rate
public record SavedCheck(SavedNetwork saved, Optional<CheckRows> rows, UnaryOperator<Check> asked) {
  private static final Seed SEED_OF_REPAIRS = new Seed(0);

  /// On standard normal rows, if the network can be run.
  ///
  /// @throws InputException if the file cannot be read
  public static SavedCheck of(Path model) {
    return new SavedCheck(SavedNetwork.read(model), Optional.empty(), UnaryOperator.identity());
  }

  /// On the rows of a table.
  ///
  /// @param target its column to predict; a model of ours knows it
  /// @throws InputException if the table cannot be read, does not fit the network, or the network
  ///   cannot be run
  public SavedCheck on(Path table, Optional<String> target) {
    Chain chain = saved.chain().orElseThrow(() -> notPropagated(saved));
    return new SavedCheck(saved, Optional.of(CheckRows.of(saved, chain, table, target)), asked);
  }

  /// Asks more of the check, such as another learning rate.
  public SavedCheck asking(UnaryOperator<Check> more) {
    return new SavedCheck(saved, rows, more);
  }

  /// The column that a model of ours predicts; empty of other models.
  public Optional<String> target() {
    return CheckRows.trained(saved).map(model -> model.target().column());
  }

  private static InputException notPropagated(SavedNetwork saved) {
    return new InputException(
        "a table needs a network that can be propagated: %s"
            .formatted(
                saved.obstacles().isEmpty()
                    ? saved.file().path() + " cannot"
                    : saved.obstacles().getFirst()));
  }

  /// Runs the network if it is a chain of dense layers, else judges its tensors one by one.
  public CheckResult run() throws IOException {
    return saved.chain().isPresent()
        ? propagated(check(saved.chain().get()))
        : tensorByTensor(Map.of());
  }

  private Check check(Chain chain) {
    Memory.require(
        "propagating rows through " + saved.file().path(),
        Check.leastBytes(
            chain.widths(), rows.map(some -> some.rows().rows()).orElse(Integer.MAX_VALUE)),
        "use less of it");
    Check check =
        asked.apply(
            rows.map(some -> Check.of(new Chain(chain.stages(), some.head())).on(some.rows()))
                .orElseGet(() -> Check.of(chain)));
    String scheme = saved.file().metadata().getOrDefault("seedbed.scheme", "");
    return Catalogue.meansSparse(scheme) ? check.meantSparse() : check;
  }

  private CheckResult.OfRun propagated(Check check) throws IOException {
    Diagnosis diagnosis = check.run();
    var findings = new ArrayList<>(saved.oddities());
    findings.addAll(diagnosis.findings());
    findings.addAll(equalTensors());
    findings.addAll(Survey.ofOtherSeeds(check.chain(), check.rows()));
    return new CheckResult.OfRun(
        saved.file().path().toString(),
        true,
        check.chain(),
        new Diagnosis(Diagnosis.sorted(findings), diagnosis.layers(), diagnosis.network()),
        diagnosis.layers().stream().map(LayerReport::likeliest).toList(),
        Optional.empty());
  }

  /// Layers that hold the same numbers, which running the network does not reveal.
  private List<Finding> equalTensors() throws IOException {
    var comparison = new TensorComparison();
    for (Units units : Units.of(saved.file())) {
      if (obstacle(units.tensor()).isEmpty()) {
        comparison.add(units.facts(), saved.values(units.tensor()));
      }
    }
    return comparison.equal();
  }

  /// One tensor in memory at a time.
  ///
  /// @param others numbers in place of those of the file, by the names of tensors
  private CheckResult.OfTensors tensorByTensor(Map<String, ElementSource> others)
      throws IOException {
    var findings = new ArrayList<Finding>(saved.oddities());
    var tensors = new ArrayList<CheckResult.Tensor>();
    var comparison = new TensorComparison();
    for (Units units : Units.of(saved.file())) {
      CheckResult.Tensor tensor = checked(units, comparison, others);
      tensor.check().ifPresent(check -> findings.addAll(check.findings()));
      tensors.add(tensor);
    }
    findings.addAll(comparison.findings());
    return new CheckResult.OfTensors(
        saved.file().path().toString(), tensors, saved.obstacles(), Diagnosis.sorted(findings));
  }

  private CheckResult.Tensor checked(
      Units units, TensorComparison comparison, Map<String, ElementSource> others)
      throws IOException {
    Optional<String> obstacle = obstacle(units.tensor());
    if (obstacle.isPresent()) {
      return new CheckResult.Tensor(units, Optional.empty(), obstacle.get());
    }
    ElementSource other = others.get(units.tensor().name());
    float[] stored = other == null ? saved.values(units.tensor()) : drawn(units.tensor(), other);
    comparison.add(units.facts(), stored);
    TensorCheck check = TensorCheck.of(units.facts(), units.inOrder(stored));
    return new CheckResult.Tensor(units, Optional.of(check), "");
  }

  /// Why a tensor is not checked.
  private static Optional<String> obstacle(StoredTensor tensor) {
    if (tensor.role() instanceof Role.Constant(String reason)) {
      return Optional.of("constant: " + reason);
    }
    if (tensor.floatType().isEmpty()) {
      return Optional.of("not checked: of type " + tensor.dataType());
    }
    if (tensor.elements() == 0) {
      return Optional.of("not checked: it has no elements");
    }
    return tensor.elements() > Integer.MAX_VALUE - 8
        ? Optional.of("not checked: it has 2^31 elements or more")
        : Optional.empty();
  }

  private static float[] drawn(StoredTensor tensor, ElementSource source) {
    float[] values = new float[Math.toIntExact(tensor.elements())];
    source.fill(0, values, values.length);
    return values;
  }

  /// Writes a copy in which faulty tensors are drawn anew, where that repairs them, and checks the
  /// copy.
  public RepairResult repair(Path out) throws IOException {
    return saved.chain().isPresent() ? repair(saved.chain().get(), out) : repairTensors(out);
  }

  private RepairResult repair(Chain chain, Path out) throws IOException {
    Check check = check(chain);
    CheckResult.OfRun before = propagated(check);
    List<Repair> repairs =
        ChainRepair.of(check, before.diagnosis(), copies(before), SEED_OF_REPAIRS).repairs();
    saved.write(out, stored(chain, repairs));
    CheckResult after = new SavedCheck(SavedNetwork.read(out), rows, asked).run();
    return new RepairResult(before, after, RepairResult.Change.of(chain, repairs), Map.of(), out);
  }

  /// The layers whose weights are copies of those of others.
  private Set<Integer> copies(CheckResult before) {
    var copies = new TreeSet<Integer>();
    for (Remedy.OfTensor remedy : remedies(before)) {
      for (int l = 0; l < saved.parameters().size(); l++) {
        if (saved.parameters().get(l).weight().equals(remedy.tensor())) {
          copies.add(l);
        }
      }
    }
    return copies;
  }

  private static List<Remedy.OfTensor> remedies(CheckResult checked) {
    return checked.findings().stream()
        .flatMap(finding -> finding.remedies().stream())
        .filter(Remedy.OfTensor.class::isInstance)
        .map(Remedy.OfTensor.class::cast)
        .toList();
  }

  private RepairResult repairTensors(Path out) throws IOException {
    CheckResult.OfTensors before = tensorByTensor(Map.of());
    RemedyPlan plan = plan(before);
    boolean better =
        ChainRepair.BY_FAULTS.compare(tensorByTensor(plan.sources()).findings(), before.findings())
            < 0;
    Map<String, ElementSource> values = better ? plan(before).sources() : Map.of();
    saved.file().rewrite(out, values, 1);
    CheckResult after = new SavedCheck(SavedNetwork.read(out), rows, asked).run();
    return new RepairResult(
        before, after, better ? RepairResult.Change.of(plan) : List.of(), plan.refused(), out);
  }

  private RemedyPlan plan(CheckResult.OfTensors before) {
    var matches = new HashMap<String, InitializerMatch>();
    for (CheckResult.Tensor tensor : before.tensors()) {
      tensor
          .check()
          .flatMap(TensorCheck::likeliest)
          .ifPresent(match -> matches.put(tensor.units().tensor().name(), match));
    }
    return RemedyPlan.of(saved.file(), remedies(before), matches, SEED_OF_REPAIRS);
  }

  /// The repairs as the file stores them, by the names of its tensors.
  private Map<String, float[]> stored(Chain chain, List<Repair> repairs) {
    var values = new LinkedHashMap<String, float[]>();
    for (Repair repair : repairs) {
      SavedNetwork.StageNames names = saved.parameters().get(repair.stage());
      int fanIn = chain.stages().get(repair.stage()).layer().fanIn();
      repair
          .weights()
          .map(weights -> names.transposed() ? transposed(weights, fanIn) : weights)
          .ifPresent(weights -> values.put(names.weight(), weights));
      names.bias().ifPresent(bias -> repair.biases().ifPresent(biases -> values.put(bias, biases)));
      names
          .scale()
          .ifPresent(scale -> repair.scales().ifPresent(scales -> values.put(scale, scales)));
    }
    return values;
  }

  private static float[] transposed(float[] weights, int fanIn) {
    int fanOut = weights.length / fanIn;
    float[] transposed = new float[weights.length];
    for (int to = 0; to < fanOut; to++) {
      for (int from = 0; from < fanIn; from++) {
        transposed[from * fanOut + to] = weights[to * fanIn + from];
      }
    }
    return transposed;
  }
}
