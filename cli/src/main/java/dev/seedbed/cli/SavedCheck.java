package dev.seedbed.cli;

import dev.seedbed.check.Chain;
import dev.seedbed.check.Check;
import dev.seedbed.check.Diagnosis;
import dev.seedbed.check.Finding;
import dev.seedbed.check.LayerReport;
import dev.seedbed.check.Repair;
import dev.seedbed.check.TensorCheck;
import dev.seedbed.data.InputException;
import dev.seedbed.io.chain.SavedNetwork;
import dev.seedbed.io.start.Units;
import dev.seedbed.io.weights.Role;
import dev.seedbed.random.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// `seedbed check MODEL`.
///
/// @param rows to propagate; empty if none are given
/// @param asked what the options ask of a check
record SavedCheck(SavedNetwork saved, Optional<CheckRows> rows, UnaryOperator<Check> asked) {
  private static final Seed SEED_OF_REPAIRS = new Seed(0);

  /// @param data a table to take the rows from
  /// @param target its column to predict
  static SavedCheck of(
      Path model, Optional<Path> data, Optional<String> target, UnaryOperator<Check> asked) {
    SavedNetwork saved = SavedNetwork.read(model);
    Optional<CheckRows> rows =
        data.map(table -> {
          Chain chain = saved.chain().orElseThrow(() -> notPropagated(saved, "--data"));
          return CheckRows.of(saved, chain, table, target);
        });
    return new SavedCheck(saved, rows, asked);
  }

  private static InputException notPropagated(SavedNetwork saved, String option) {
    return new InputException(
        "%s is for networks that can be propagated: %s"
            .formatted(
                option,
                saved.obstacles().isEmpty()
                    ? saved.file().path() + " cannot"
                    : saved.obstacles().getFirst()));
  }

  Checked run() throws IOException {
    return saved.chain().isPresent() ? propagated(check(saved.chain().get())) : tensorByTensor();
  }

  private Check check(Chain chain) {
    Check check =
        asked.apply(
            rows.map(some -> Check.of(new Chain(chain.stages(), some.head())).on(some.rows()))
                .orElseGet(() -> Check.of(chain)));
    String scheme = saved.file().metadata().getOrDefault("seedbed.scheme", "");
    return SchemesCommand.meansSparse(scheme) ? check.meantSparse() : check;
  }

  private Checked.Propagated propagated(Check check) {
    Diagnosis diagnosis = check.run();
    var findings = new ArrayList<>(saved.oddities());
    findings.addAll(diagnosis.findings());
    return new Checked.Propagated(
        saved.file().path().toString(),
        check.chain(),
        new Diagnosis(Checked.sorted(findings), diagnosis.layers(), diagnosis.whole()),
        diagnosis.layers().stream().map(LayerReport::likeliest).toList(),
        Optional.empty());
  }

  /// One tensor in memory at a time.
  private Checked tensorByTensor() throws IOException {
    var findings = new ArrayList<Finding>(saved.oddities());
    var tensors = new ArrayList<Checked.Tensor>();
    for (Units units : Units.of(saved.file())) {
      Checked.Tensor tensor = checked(units);
      tensor.check().ifPresent(check -> findings.addAll(check.findings()));
      tensors.add(tensor);
    }
    return new Checked.TensorByTensor(
        saved.file().path().toString(), tensors, saved.obstacles(), Checked.sorted(findings));
  }

  private Checked.Tensor checked(Units units) throws IOException {
    if (units.tensor().role() instanceof Role.Constant) {
      return unchecked(units, units.reason());
    }
    if (units.tensor().floatType().isEmpty()) {
      return unchecked(units, "not checked: of type " + units.tensor().dataType());
    }
    if (units.tensor().elements() == 0) {
      return unchecked(units, "not checked: it has no elements");
    }
    if (units.tensor().elements() > Integer.MAX_VALUE - 8) {
      return unchecked(units, "not checked: it has 2^31 elements or more");
    }
    float[] values = units.inOrder(saved.values(units.tensor()));
    TensorCheck check = TensorCheck.of(units.tensor().name(), values, units.kernel());
    return new Checked.Tensor(units, Optional.of(check), "");
  }

  private static Checked.Tensor unchecked(Units units, String note) {
    return new Checked.Tensor(units, Optional.empty(), note);
  }

  /// Writes a copy in which what the check found wrong is drawn anew, and checks that.
  Mending mend(Path out) throws IOException {
    Chain chain = saved.chain().orElseThrow(() -> notPropagated(saved, "--fix"));
    Check check = check(chain);
    Checked.Propagated before = propagated(check);
    List<Repair> repairs = Repair.of(check, before.diagnosis(), SEED_OF_REPAIRS);
    saved.write(out, stored(chain, repairs));
    Checked after = new SavedCheck(SavedNetwork.read(out), rows, asked).run();
    return new Mending(chain, before, after, repairs, out);
  }

  /// What repairs are in the file, by the names of its tensors.
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
