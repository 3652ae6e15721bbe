package dev.seedbed.io.check;

import dev.seedbed.check.ChainRepair;
import dev.seedbed.check.Check;
import dev.seedbed.check.GraphCheck;
import dev.seedbed.check.Repair;
import dev.seedbed.check.Survey;
import dev.seedbed.check.TensorCheck;
import dev.seedbed.check.TensorComparison;
import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.graph.GraphRows;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.InitializerMatch;
import dev.seedbed.check.result.LayerReport;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.data.InputException;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.WayThrough;
import dev.seedbed.init.Catalogue;
import dev.seedbed.io.file.Memory;
import dev.seedbed.io.network.SavedNetwork;
import dev.seedbed.io.start.Planned;
import dev.seedbed.io.start.RemedyPlan;
import dev.seedbed.io.start.Units;
import dev.seedbed.io.weights.ElementSource;
import dev.seedbed.io.weights.Role;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.kernel.Team;
import dev.seedbed.random.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A check of a model file, and its repair. A chain of dense layers is judged by all rules; any
/// other network is run and measured, and judged by fewer; what cannot be run is judged tensor by
/// tensor.
///
/// ```java
/// CheckResult result = SavedCheck.of(Path.of("model.onnx")).run();
/// ```
///
/// @param saved the file
/// @param rows of a chain to propagate; empty if none are given
/// @param arrays to run any other network on; likewise
/// @param given where rows or arrays come from
/// @param request what is asked beyond the usual
public record SavedCheck(
    SavedNetwork saved,
    Optional<CheckRows> rows,
    Optional<GivenArrays> arrays,
    Optional<Given> given,
    CheckRequest request) {
  /// A file of rows, and the column to predict if it was named.
  record Given(Path data, Optional<String> target) {}

  private static final Seed SEED_OF_REPAIRS = new Seed(0);

  /// Rounds of repairs, each of what the one before has left.
  private static final int REPAIRS = 5;

  /// On standard normal rows, if the network can be run.
  ///
  /// @throws InputException if the file cannot be read
  public static SavedCheck of(Path model) {
    return new SavedCheck(
        SavedNetwork.read(model),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        CheckRequest.USUAL);
  }

  /// On the rows of a file: a CSV table, or NumPy's arrays (`.npy`, or `.npz` with one for each
  /// input by its name, and one named `target`).
  ///
  /// @param target the column of a table to predict; a model of ours knows it
  /// @throws InputException if the file cannot be read, does not fit the network, or the network
  ///   cannot be run
  public SavedCheck on(Path data, Optional<String> target) {
    boolean areArrays = GivenArrays.isArrays(data);
    var from = Optional.of(new Given(data, target));
    if (saved.chain().isPresent()) {
      Chain chain = saved.chain().get();
      var inputs = List.of(input(chain));
      CheckRows given =
          areArrays
              ? GivenArrays.read(data, inputs, target).of(chain)
              : CheckRows.of(saved, chain, data, target);
      return new SavedCheck(saved, Optional.of(given), arrays, from, request);
    }
    GraphStart start =
        saved
            .start()
            .orElseThrow(() ->
                new InputException("data needs a network that can be run: " + saved.obstacle()));
    GivenArrays given = GivenArrays.read(data, start.graph().inputs(), target);
    return new SavedCheck(saved, rows, Optional.of(given), from, request);
  }

  /// Whether a file of data holds arrays, which have their targets with them, or else a table.
  public static boolean areArrays(Path data) {
    return GivenArrays.isArrays(data);
  }

  private static Graph.Input input(Chain chain) {
    return new Graph.Input("x", Graph.ElementType.FLOAT, List.of(-1L, (long) chain.inputs()), true);
  }

  /// What the run of the network says, without what a survey does not ask: no histograms, no
  /// learning by heart, no other seeds.
  ///
  /// @throws InputException if the network cannot be run
  Diagnosis brief() throws IOException {
    if (saved.chain().isPresent()) {
      return check(saved.chain().get()).brief();
    }
    CheckRequest plain =
        new CheckRequest(
            request.learningRate(),
            false,
            request.shapes(),
            request.output(),
            false,
            request.threads());
    CheckResult result = asking(plain).run();
    return result.diagnosed().orElseThrow(() -> new InputException(result.meaning()));
  }

  /// The same check of another file of the same network.
  SavedCheck of(SavedNetwork other) {
    return new SavedCheck(other, rows, arrays, given, request);
  }

  /// Asks more of the check, such as another learning rate.
  public SavedCheck asking(CheckRequest more) {
    return new SavedCheck(saved, rows, arrays, given, more);
  }

  /// The column that a model of ours predicts; empty of other models.
  public Optional<String> target() {
    return CheckRows.trained(saved).map(model -> model.target().column());
  }

  /// Runs the network, if it can be, and judges its tensors.
  ///
  /// @throws InputException if what is asked for does not fit the network's inputs and outputs
  public CheckResult run() throws IOException {
    boolean chain = saved.chain().isPresent();
    if (chain && (!request.shapes().isEmpty() || request.output().isPresent())) {
      throw new InputException(
          "a chain of dense layers has one input and one output, whose shapes are known");
    }
    if (!chain && request.overfitting()) {
      throw new InputException("only chains of dense layers can be asked to learn rows by heart");
    }
    return chain
        ? propagated(check(saved.chain().get()))
        : running(tensorByTensor(Map.of()), Map.of());
  }

  /// Runs a network that is no chain, if it can be.
  ///
  /// @param tensors the check of its tensors
  /// @param others numbers in place of those of the file, by the names of tensors
  private CheckResult running(CheckResult.OfTensors tensors, Map<String, float[]> others) {
    boolean asked =
        arrays.isPresent() || request.output().isPresent() || !request.shapes().isEmpty();
    if (saved.start().isEmpty()) {
      if (asked) {
        throw new InputException(saved.obstacle());
      }
      return tensors;
    }
    try {
      GraphStart start = saved.start().get().with(others);
      GraphStart wanted = request.output().map(start::only).orElse(start);
      return ran(wanted, tensors);
    } catch (InputException e) {
      if (asked) {
        throw e;
      }
      return tensors.because(String.valueOf(e.getMessage()));
    } catch (OutOfMemoryError e) {
      return tensors.because(
          "running it needs more memory than the %,d MB that Java has"
              .formatted(Runtime.getRuntime().maxMemory() >> 20));
    }
  }

  /// Runs a network, with larger inputs if the usual ones do not fit and the file leaves their
  /// lengths open.
  private CheckResult ran(GraphStart start, CheckResult.OfTensors tensors) {
    GraphRows usual = graphRows(start, 0);
    try {
      return ran(start, usual, tensors);
    } catch (InputException e) {
      for (int size = 1; size < GraphRows.SIZES; size++) {
        GraphRows larger = graphRows(start, size);
        if (larger.hasShapesOf(usual)) {
          throw e;
        }
        try {
          return ran(start, larger, tensors);
        } catch (InputException other) {
          if (Objects.equals(other.getMessage(), e.getMessage())) {
            // The lengths are not to blame.
            throw e;
          }
        }
      }
      throw new InputException(
          "%s; nor do larger inputs fit: give other shapes than %s"
              .formatted(e.getMessage(), options(start.graph(), usual)));
    }
  }

  /// The shapes of inputs that the file leaves open, as they are given.
  private static String options(Graph graph, GraphRows rows) {
    return graph.inputs().stream()
        .filter(input -> input.axes().contains(-1L))
        .map(input ->
            "--input %s=%s"
                .formatted(
                    input.name(), Objects.requireNonNull(rows.inputs().get(input.name())).shape()))
        .collect(Collectors.joining(" "));
  }

  private CheckResult ran(GraphStart start, GraphRows some, CheckResult.OfTensors tensors) {
    WayThrough way;
    try (Team team = Team.of(request.threads())) {
      way = WayThrough.of(start.graph(), some.inputs(), team);
    }
    GraphStart straight = start.along(way);
    Diagnosis diagnosis =
        new GraphCheck(
                straight, some, matches(tensors), request.learningRate(), request.histograms())
            .run(request.threads());
    List<String> assumed = Stream.concat(some.assumed().stream(), way.remarks().stream()).toList();
    return CheckResult.OfGraph.of(tensors, diagnosis, straight.fusedAttention(), assumed);
  }

  /// @param size of what the file leaves open, as [GraphRows#of] has it
  private GraphRows graphRows(GraphStart start, int size) {
    return GraphRows.of(
        start,
        arrays.map(GivenArrays::inputs).orElse(Map.of()),
        arrays.flatMap(GivenArrays::targets),
        request.inputShapes(),
        size);
  }

  private static Map<String, List<InitializerMatch>> matches(CheckResult.OfTensors tensors) {
    var matches = new HashMap<String, List<InitializerMatch>>();
    for (CheckResult.Tensor tensor : tensors.tensors()) {
      tensor
          .check()
          .ifPresent(check -> matches.put(tensor.units().tensor().name(), check.initialisers()));
    }
    return matches;
  }

  private Check check(Chain chain) {
    Memory.require(
        "propagating rows through " + saved.file().path(),
        Check.leastBytes(
            chain.widths(), rows.map(some -> some.rows().rows()).orElse(Integer.MAX_VALUE)),
        "use less of it");
    Check check =
        request.of(
            rows.map(some -> Check.of(new Chain(chain.stages(), some.head())).on(some.rows()))
                .orElseGet(() -> Check.of(chain)));
    String scheme = saved.file().metadata().getOrDefault("seedbed.scheme", "");
    return Catalogue.meansSparse(scheme) ? check.meantSparse() : check;
  }

  private CheckResult.OfRun propagated(Check check) throws IOException {
    Diagnosis diagnosis = check.run();
    var findings = new ArrayList<>(diagnosis.findings());
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
  CheckResult.OfTensors tensorByTensor(Map<String, ElementSource> others) throws IOException {
    var findings = new ArrayList<Finding>();
    var tensors = new ArrayList<CheckResult.Tensor>();
    var comparison = new TensorComparison();
    for (Units units : Units.of(saved.file())) {
      CheckResult.Tensor tensor = checked(units, comparison, others);
      tensor.check().ifPresent(check -> findings.addAll(check.findings()));
      tensors.add(tensor);
    }
    findings.addAll(comparison.findings());
    return new CheckResult.OfTensors(
        saved.file().path().toString(), tensors, obstacles(), Diagnosis.sorted(findings));
  }

  private List<String> obstacles() {
    return saved.obstacle().isEmpty() ? List.of() : List.of(saved.obstacle());
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
        ChainRepair.of(check, before.diagnosis(), copies(chain, before), SEED_OF_REPAIRS).repairs();
    saved.write(out, stored(chain, repairs));
    CheckResult after = new SavedCheck(SavedNetwork.read(out), rows, arrays, given, request).run();
    return new RepairResult(before, after, RepairResult.Change.of(chain, repairs), Map.of(), out);
  }

  /// The layers whose weights are copies of those of others.
  private static Set<Integer> copies(Chain chain, CheckResult before) {
    var copies = new TreeSet<Integer>();
    List<Chain.Stage> stages = chain.stages();
    List<Finding> equal =
        before.findings().stream().filter(it -> it.rule() == Rule.EQUAL_TENSORS).toList();
    for (Remedy.OfTensor remedy : remedies(equal)) {
      for (int l = 0; l < stages.size(); l++) {
        if (stages.get(l).source().filter(it -> it.weight().equals(remedy.tensor())).isPresent()) {
          copies.add(l);
        }
      }
    }
    return copies;
  }

  private static List<Remedy.OfTensor> remedies(List<Finding> findings) {
    return findings.stream()
        .flatMap(finding -> finding.remedies().stream())
        .filter(Remedy.OfTensor.class::isInstance)
        .map(Remedy.OfTensor.class::cast)
        .toList();
  }

  /// How far a round of repairs goes.
  private enum Reach {
    /// Tensors whose numbers are at fault by themselves: what a run finds may come of them.
    NUMBERS,

    /// Those that a run names, too.
    TENSORS,

    /// Whatever a draw of the whole network takes.
    NETWORK
  }

  /// The remedies of warnings and errors, tensor by tensor.
  ///
  /// @param least more if there are none
  private static List<Remedy.OfTensor> remedies(List<Finding> findings, Reach least) {
    List<Finding> faults =
        findings.stream().filter(finding -> finding.severity() != Severity.INFO).toList();
    List<Remedy.OfTensor> numbers =
        remedies(faults.stream().filter(it -> it.rule().needs() == Rule.Needs.VALUES).toList());
    if (least == Reach.NUMBERS && !numbers.isEmpty()) {
      return numbers;
    }
    List<Remedy.OfTensor> tensors = remedies(faults);
    if (least != Reach.NETWORK && !tensors.isEmpty()) {
      return tensors;
    }
    var all = new ArrayList<>(tensors);
    for (Finding finding : faults) {
      for (Remedy remedy : finding.remedies()) {
        if (remedy instanceof Remedy.DrawNetwork(List<Remedy.Draw> draws)) {
          all.addAll(draws);
        }
      }
    }
    return all;
  }

  /// Applies the remedies of what is found, then of what is found still, and writes the best of
  /// what that gives. A round goes no further than it must, as [Reach] says.
  private RepairResult repairTensors(Path out) throws IOException {
    CheckResult.OfTensors apart = tensorByTensor(Map.of());
    CheckResult before = running(apart, Map.of());
    List<Remedy.OfTensor> applied = List.of();
    List<Remedy.OfTensor> tried = List.of();
    CheckResult best = before;
    CheckResult last = before;
    Reach reach = Reach.NUMBERS;
    for (int round = 0; round < REPAIRS && isRepairable(last); round++) {
      // What is found last goes before what was found of the same tensor earlier.
      List<Remedy.OfTensor> asked = new ArrayList<>(remedies(last.findings(), reach));
      asked.addAll(tried);
      tried = asked;
      last = with(plan(apart, tried));
      if (ChainRepair.BY_FAULTS.compare(last.findings(), best.findings()) < 0) {
        applied = tried;
        best = last;
        reach = Reach.NUMBERS;
      } else {
        reach = reach == Reach.NUMBERS ? Reach.TENSORS : Reach.NETWORK;
      }
    }
    RemedyPlan plan = plan(apart, applied);
    var refused = new HashMap<>(plan(apart, remedies(best.findings(), Reach.NETWORK)).refused());
    refused.putAll(plan.refused());
    List<RepairResult.Change> changes = RepairResult.Change.of(plan);
    saved.file().rewrite(out, plan.sources(), 1);
    return new RepairResult(before, of(SavedNetwork.read(out)).run(), changes, refused, out);
  }

  private static boolean isRepairable(CheckResult result) {
    return result.findings().stream().anyMatch(Finding::isRepairable);
  }

  /// The check of the network with what is drawn in place of its own numbers.
  private CheckResult with(RemedyPlan plan) throws IOException {
    var drawn = new HashMap<String, ElementSource>();
    var arrays = new HashMap<String, float[]>();
    for (Planned.Drawn some : plan.drawn()) {
      float[] values = drawn(some.tensor(), some.source());
      arrays.put(some.tensor().name(), values);
      drawn.put(
          some.tensor().name(),
          (from, into, count) -> System.arraycopy(values, (int) from, into, 0, count));
    }
    return running(tensorByTensor(drawn), arrays);
  }

  private RemedyPlan plan(CheckResult.OfTensors before, List<Remedy.OfTensor> remedies) {
    var matches = new HashMap<String, InitializerMatch>();
    for (CheckResult.Tensor tensor : before.tensors()) {
      tensor
          .check()
          .flatMap(TensorCheck::likeliest)
          .ifPresent(match -> matches.put(tensor.units().tensor().name(), match));
    }
    return RemedyPlan.of(saved.file(), remedies, matches, SEED_OF_REPAIRS);
  }

  /// The repairs as the file stores them, by the names of its tensors.
  private static Map<String, float[]> stored(Chain chain, List<Repair> repairs) {
    var values = new LinkedHashMap<String, float[]>();
    for (Repair repair : repairs) {
      Chain.Stage stage = chain.stages().get(repair.stage());
      stage
          .source()
          .ifPresent(source -> {
            repair
                .weights()
                .map(weights ->
                    source.transposed() ? transposed(weights, stage.layer().fanIn()) : weights)
                .ifPresent(weights -> values.put(source.weight(), weights));
            source
                .bias()
                .ifPresent(bias -> repair.biases().ifPresent(biases -> values.put(bias, biases)));
            source
                .scale()
                .ifPresent(scale -> repair.scales().ifPresent(scales -> values.put(scale, scales)));
          });
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
