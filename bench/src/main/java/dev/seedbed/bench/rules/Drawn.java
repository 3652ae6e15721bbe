package dev.seedbed.bench.rules;

import dev.seedbed.check.Check;
import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.graph.GraphRows;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.check.measure.ChainMeasurement;
import dev.seedbed.check.measure.Detail;
import dev.seedbed.check.measure.ProbeRows;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.init.Catalogue;
import dev.seedbed.io.check.DrawnCheck;
import dev.seedbed.io.table.TableFiles;
import dev.seedbed.kernel.Team;
import dev.seedbed.network.Loss;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import dev.seedbed.study.Cluster;
import dev.seedbed.study.StudySpec;
import dev.seedbed.tensor.Activation;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/// A network as `check --layers` draws it.
///
/// @param layers the widths as the option has them: "784,128*34,10"
/// @param table of `--data`, in `examples`; empty for standard normal rows
/// @param target its column
/// @param first the first seed
/// @param seeds how many
/// @param overfit whether it is to learn rows by heart
record Drawn(
    String layers,
    String activation,
    String init,
    String table,
    String target,
    int first,
    int seeds,
    boolean overfit)
    implements Shown {
  private static final String TANH = "tanh";

  static Drawn of(String layers, String init) {
    return new Drawn(layers, TANH, init, "", "", 0, 1, false);
  }

  static Drawn of(String layers, String activation, String init) {
    return new Drawn(layers, activation, init, "", "", 0, 1, false);
  }

  Drawn by(String scheme) {
    return new Drawn(layers, activation, scheme, table, target, first, seeds, overfit);
  }

  Drawn with(String function) {
    return new Drawn(layers, function, init, table, target, first, seeds, overfit);
  }

  Drawn on(String file, String column) {
    return new Drawn(layers, activation, init, file, column, first, seeds, overfit);
  }

  Drawn ofSeed(int seed) {
    return new Drawn(layers, activation, init, table, target, seed, 1, overfit);
  }

  Drawn ofSeeds(int count) {
    return new Drawn(layers, activation, init, table, target, 0, count, overfit);
  }

  Drawn learningByHeart() {
    return new Drawn(layers, activation, init, table, target, first, seeds, true);
  }

  /// The command that checks it.
  String command() {
    var command = new StringBuilder("./seedbed check --layers " + quoted(layers));
    if (!activation.equals(TANH)) {
      command.append(" --activation ").append(activation);
    }
    command.append(" --init ").append(quoted(init));
    if (!table.isEmpty()) {
      command.append(" --data examples/").append(table).append(" --target ").append(target);
    }
    if (seeds > 1) {
      command.append(" --seeds ").append(seeds);
    } else if (first > 0) {
      command.append(" --seeds ").append(first).append("..").append(first);
    }
    return command.append(overfit ? " --overfit" : "").toString();
  }

  private static String quoted(String value) {
    return value.matches("[a-z0-9,+-]*") ? value : "'" + value + "'";
  }

  @Override
  public List<Finding> findings() throws IOException {
    List<Seed> drawn = LongStream.range(first, first + seeds).mapToObj(Seed::new).toList();
    var check =
        new DrawnCheck(
            spec(),
            Catalogue.scheme(init),
            drawn,
            data(),
            asked -> overfit ? asked.withOverfitting() : asked);
    try {
      return check.run(Cluster.local(1)).findings();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  NetworkSpec spec() {
    var widths = new ArrayList<Integer>();
    for (String part : layers.split(",", -1)) {
      String[] times = part.split("\\*", -1);
      int count = times.length > 1 ? Integer.parseInt(times[1]) : 1;
      widths.addAll(Collections.nCopies(count, Integer.valueOf(times[0])));
    }
    Loss usual = widths.getLast() == 1 ? Loss.SQUARED_ERROR : Loss.CROSS_ENTROPY;
    Loss loss = dataset().map(data -> StudySpec.of(data).network().loss()).orElse(usual);
    return new NetworkSpec(widths, Activation.named(activation).orElseThrow(), loss);
  }

  private Optional<Dataset> dataset() {
    return table.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Dataset.of(TableFiles.read(HOME.resolve("examples/" + table)), DataSpec.of(target)));
  }

  private Optional<Dataset.Part> data() {
    return dataset().map(Dataset::train);
  }

  /// All rows that training would have, else those that the check makes up.
  Dataset.Part part() {
    return data().orElseGet(() -> ProbeRows.standardNormal(chain()));
  }

  Network network() {
    return network(first);
  }

  Network network(int seed) {
    return Catalogue.scheme(init).draw(spec(), new Seed(seed), data());
  }

  private Chain chain() {
    return Chain.of(network());
  }

  @Override
  public StartMeasurement measured() {
    return measured(first);
  }

  StartMeasurement measured(int seed) {
    return ChainMeasurement.of(
        Chain.of(network(seed)),
        data(),
        Detail.FIGURES,
        Check.USUAL_LEARNING_RATE,
        false,
        false,
        Team.ALONE);
  }

  @Override
  public GraphStart start() {
    return GraphStart.of(chain());
  }

  @Override
  public GraphRows rows() {
    return GraphRows.of(part(), chain().head(), data().isPresent());
  }
}
