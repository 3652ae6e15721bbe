package dev.seedbed.cli;

import dev.seedbed.check.Chain;
import dev.seedbed.check.Check;
import dev.seedbed.check.Diagnosis;
import dev.seedbed.check.Repair;
import dev.seedbed.check.Survey;
import dev.seedbed.data.Dataset;
import dev.seedbed.init.Scheme;
import dev.seedbed.io.model.ModelFiles;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.network.Tensor;
import dev.seedbed.random.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// `seedbed check --layers`: of starts that are drawn for it.
///
/// @param rows to propagate; empty if none are given
/// @param learningRate for the update ratio
record DrawnCheck(
    NetworkSpec network,
    Scheme scheme,
    List<Seed> seeds,
    Optional<Dataset.Part> rows,
    double learningRate) {

  Checked run(int threads) {
    Network first = draw(seeds.getFirst());
    Optional<Survey> survey =
        seeds.size() == 1
            ? Optional.empty()
            : Optional.of(Survey.of(network, scheme, seeds, rows, threads));
    return checked(first, survey);
  }

  /// The diagnosis of the first start alone.
  Diagnosis first() {
    return check(draw(seeds.getFirst())).run();
  }

  private Network draw(Seed seed) {
    return SchemesCommand.named(() -> scheme.draw(network, seed, rows));
  }

  private Check check(Network start) {
    Check check = Check.of(start).withLearningRate(learningRate);
    check = rows.map(check::on).orElse(check);
    return SchemesCommand.meansSparse(scheme.name()) ? check.meantSparse() : check;
  }

  private Checked.Propagated checked(Network start, Optional<Survey> survey) {
    Check check = check(start);
    return new Checked.Propagated(
        "%s, %s, %s, seed %d"
            .formatted(
                network.widths().stream().map(String::valueOf).collect(Collectors.joining("-")),
                network.activation().name(),
                scheme.name(),
                seeds.getFirst().value()),
        check.chain(),
        check.run(),
        survey);
  }

  /// Writes the first start with what the check found wrong drawn anew, and checks that.
  Mending mend(Path out) throws IOException {
    Seed seed = seeds.getFirst();
    Network start = draw(seed);
    Checked.Propagated before = checked(start, Optional.empty());
    List<Repair> repairs = Repair.of(check(start), before.diagnosis(), seed);
    Network mended = mended(start, repairs);
    String name = repairs.isEmpty() ? scheme.name() : scheme.name() + ", mended";
    ModelFiles.write(mended, name, seed, out);
    return new Mending(Chain.of(start), before, checked(mended, Optional.empty()), repairs, out);
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
