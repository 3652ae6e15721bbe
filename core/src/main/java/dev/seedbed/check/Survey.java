package dev.seedbed.check;

import dev.seedbed.check.chain.Chain;
import dev.seedbed.check.measure.WidthScaling;
import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Severity;
import dev.seedbed.check.result.Verdict;
import dev.seedbed.check.rule.SeedSensitivity;
import dev.seedbed.check.rule.Width;
import dev.seedbed.data.Dataset;
import dev.seedbed.init.Scheme;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import dev.seedbed.statistics.Proportion;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;

/// The checks of the starts that many seeds give a network.
///
/// @param seeds how many
/// @param bornDead a whole hidden layer is 0 on every row
/// @param exploding the signal or the gradient explodes
/// @param vanishing one of them vanishes
/// @param faulty any finding of [Severity#ERROR]
/// @param rules how many seeds each rule found something with, at [Severity#WARNING] or above
/// @param findings about what draws them: how many seeds are faulty, and what happens at other
///   widths
public record Survey(
    int seeds,
    Proportion bornDead,
    Proportion exploding,
    Proportion vanishing,
    Proportion faulty,
    Map<Rule, Integer> rules,
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
    var tally = new Tally();
    try (var pool = new ForkJoinPool(threads)) {
      // A parallel stream runs in the pool of the task that starts it.
      pool.submit(() ->
              seeds.parallelStream().forEach(seed -> tally.add(one(network, scheme, seed, rows))))
          .join();
    }
    Proportion faulty = tally.share(tally.faulty);
    return tally.survey(findings(network, scheme, faulty));
  }

  /// Checks the start that each seed gives, one after the other.
  ///
  /// @param check draws a start and checks it
  public static Survey of(List<Seed> seeds, Function<Seed, Diagnosis> check) {
    var tally = new Tally();
    seeds.forEach(seed -> tally.add(check.apply(seed)));
    return tally.survey(SeedSensitivity.judge(tally.share(tally.faulty)));
  }

  /// A finding if some of 32 other seeds of the initialiser that a start was likely drawn by give a
  /// start with an error. Empty for large networks and for those whose initialiser is not known.
  ///
  /// @param rows to propagate; without any, standard normal ones
  public static List<Finding> ofOtherSeeds(Chain chain, Optional<Dataset.Part> rows) {
    return OtherSeeds.of(chain, rows);
  }

  /// Counts diagnoses, in whatever order they come, and keeps none.
  private static final class Tally {
    private final Map<Rule, Integer> rules = new EnumMap<>(Rule.class);
    private int seeds;
    private int bornDead;
    private int exploding;
    private int vanishing;
    private int faulty;

    synchronized void add(Diagnosis diagnosis) {
      seeds++;
      bornDead += Survey.bornDead(diagnosis) ? 1 : 0;
      exploding += Survey.exploding(diagnosis) ? 1 : 0;
      vanishing += Survey.vanishing(diagnosis) ? 1 : 0;
      faulty += diagnosis.verdict() == Verdict.ERRORS ? 1 : 0;
      diagnosis.findings().stream()
          .filter(finding -> finding.severity() != Severity.INFO)
          .map(Finding::rule)
          .distinct()
          .forEach(rule -> rules.merge(rule, 1, Integer::sum));
    }

    Survey survey(List<Finding> findings) {
      return new Survey(
          seeds,
          share(bornDead),
          share(exploding),
          share(vanishing),
          share(faulty),
          rules,
          findings);
    }

    Proportion share(int count) {
      return new Proportion(count, seeds);
    }
  }

  private static List<Finding> findings(NetworkSpec network, Scheme scheme, Proportion faulty) {
    var findings = new ArrayList<>(Width.judge(WidthScaling.slope(network, scheme)));
    findings.addAll(SeedSensitivity.judge(faulty));
    return findings;
  }

  /// How many of these seeds give a start with an error.
  static Proportion faulty(
      NetworkSpec network, Scheme scheme, List<Seed> seeds, Optional<Dataset.Part> rows) {
    var tally = new Tally();
    seeds.forEach(seed -> tally.add(one(network, scheme, seed, rows)));
    return tally.share(tally.faulty);
  }

  private static Check check(Network network, Optional<Dataset.Part> rows) {
    Check check = Check.of(network);
    return rows.map(check::on).orElse(check);
  }

  private static Diagnosis one(
      NetworkSpec network, Scheme scheme, Seed seed, Optional<Dataset.Part> rows) {
    return check(scheme.draw(network, seed, rows), rows).brief();
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
