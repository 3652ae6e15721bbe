package dev.seedbed.check;

import dev.seedbed.data.Dataset;
import dev.seedbed.init.Scheme;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import dev.seedbed.statistics.Proportion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// What a scheme does to one network over many seeds.
///
/// @param seeds how many
/// @param bornDead a whole hidden layer is 0 on every row
/// @param exploding the signal or the gradient explodes
/// @param vanishing one of them vanishes
/// @param faulty any finding of [Severity#ERROR]
/// @param rules how many seeds each rule found something with, at [Severity#WARNING] or above
/// @param first the diagnosis of the first seed
/// @param findings about the scheme: how many seeds are faulty, and what happens at other widths
public record Survey(
    int seeds,
    Proportion bornDead,
    Proportion exploding,
    Proportion vanishing,
    Proportion faulty,
    Map<Rule, Integer> rules,
    Diagnosis first,
    List<Finding> findings) {
  private static final Set<Rule> GAINS = EnumSet.of(Rule.FORWARD_GAIN, Rule.BACKWARD_GAIN);

  public Survey {
    rules = Map.copyOf(rules);
    findings = List.copyOf(findings);
  }

  /// Draws the network from each seed and checks it.
  ///
  /// @param rows to propagate; without any, standard normal ones with random targets
  /// @param threads how many work on it; the result does not depend on that
  public static Survey of(
      NetworkSpec network,
      Scheme scheme,
      List<Seed> seeds,
      Optional<Dataset.Part> rows,
      int threads) {
    var surveyed = new Diagnosis[seeds.size()];
    try (var pool = new ForkJoinPool(threads)) {
      IntStream.range(0, seeds.size())
          .mapToObj(i -> pool.submit(() -> surveyed[i] = one(network, scheme, seeds.get(i), rows)))
          .toList()
          .forEach(ForkJoinTask::join);
    }
    var rules = new EnumMap<Rule, Integer>(Rule.class);
    for (Diagnosis diagnosis : surveyed) {
      diagnosis.findings().stream()
          .filter(finding -> finding.severity() != Severity.INFO)
          .map(Finding::rule)
          .distinct()
          .forEach(rule -> rules.merge(rule, 1, Integer::sum));
    }
    Proportion faulty = share(surveyed, diagnosis -> diagnosis.verdict() == Verdict.ERRORS);
    Network first = scheme.draw(network, seeds.getFirst(), rows);
    return new Survey(
        surveyed.length,
        share(surveyed, Survey::bornDead),
        share(surveyed, Survey::exploding),
        share(surveyed, Survey::vanishing),
        faulty,
        rules,
        check(first, rows).run(),
        findings(network, scheme, faulty));
  }

  private static List<Finding> findings(NetworkSpec network, Scheme scheme, Proportion faulty) {
    var findings = new ArrayList<>(Widths.of(network, scheme));
    if (faulty.low() > Thresholds.SEEDS_WARNING) {
      findings.add(
          new Finding(
              Rule.SEED_SENSITIVITY,
              Severity.WARNING,
              "network",
              faulty.value(),
              Thresholds.words("surely above", Thresholds.SEEDS_WARNING),
              WeightRules.text("%.1f %% of the seeds give a faulty start", 100 * faulty.value()),
              "wider or fewer layers, another --init, or several --seeds in training"));
    }
    return findings;
  }

  /// How many of these seeds give a start with an error.
  static Proportion faulty(
      NetworkSpec network, Scheme scheme, List<Seed> seeds, Optional<Dataset.Part> rows) {
    Diagnosis[] all =
        seeds.stream().map(seed -> one(network, scheme, seed, rows)).toArray(Diagnosis[]::new);
    return share(all, diagnosis -> diagnosis.verdict() == Verdict.ERRORS);
  }

  private static Check check(Network network, Optional<Dataset.Part> rows) {
    Check check = Check.of(network);
    return rows.map(check::on).orElse(check);
  }

  private static Diagnosis one(
      NetworkSpec network, Scheme scheme, Seed seed, Optional<Dataset.Part> rows) {
    return check(scheme.draw(network, seed, rows), rows).run(Check.Detail.SIGNALS);
  }

  private static Proportion share(Diagnosis[] all, Predicate<Diagnosis> is) {
    return new Proportion((int) Arrays.stream(all).filter(is).count(), all.length);
  }

  private static boolean bornDead(Diagnosis diagnosis) {
    int hidden = diagnosis.layers().size() - 1;
    return diagnosis.layers().stream().limit(hidden).anyMatch(layer -> layer.zeros() == 1);
  }

  private static boolean exploding(Diagnosis diagnosis) {
    return diagnosis.findings().stream()
        .anyMatch(finding ->
            finding.severity() != Severity.INFO
                && GAINS.contains(finding.rule())
                && finding.value() > 1);
  }

  private static boolean vanishing(Diagnosis diagnosis) {
    return diagnosis.findings().stream()
        .anyMatch(finding ->
            finding.severity() != Severity.INFO
                && (GAINS.contains(finding.rule()) && finding.value() < 1));
  }
}
