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
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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

  /// What was counted of the starts of some seeds. Counts of other seeds can be added.
  ///
  /// @param rules how many seeds each rule found something with
  public record Counts(
      int seeds, int bornDead, int exploding, int vanishing, int faulty, Map<Rule, Integer> rules)
      implements Serializable {
    /// Those of no start.
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, Map.of());

    public Counts {
      // Sorted: equal counts have the same bytes.
      rules = Collections.unmodifiableMap(new TreeMap<>(rules));
    }

    /// The counts of one start.
    public static Counts of(Diagnosis diagnosis) {
      var rules = new EnumMap<Rule, Integer>(Rule.class);
      diagnosis.findings().stream()
          .filter(finding -> finding.severity() != Severity.INFO)
          .forEach(finding -> rules.put(finding.rule(), 1));
      return new Counts(
          1,
          Survey.bornDead(diagnosis) ? 1 : 0,
          Survey.exploding(diagnosis) ? 1 : 0,
          Survey.vanishing(diagnosis) ? 1 : 0,
          diagnosis.verdict() == Verdict.ERRORS ? 1 : 0,
          rules);
    }

    /// The counts of these seeds and of others.
    public Counts plus(Counts others) {
      var sum = new EnumMap<Rule, Integer>(Rule.class);
      sum.putAll(rules);
      others.rules.forEach((rule, count) -> sum.merge(rule, count, Integer::sum));
      return new Counts(
          seeds + others.seeds,
          bornDead + others.bornDead,
          exploding + others.exploding,
          vanishing + others.vanishing,
          faulty + others.faulty,
          sum);
    }

    Proportion share(int count) {
      return new Proportion(count, seeds);
    }
  }

  /// Draws the network from each seed, one after the other, checks it, and counts.
  ///
  /// @param rows to propagate; without any, standard normal ones with random targets
  public static Counts count(
      NetworkSpec network, Scheme scheme, List<Seed> seeds, Optional<Dataset.Part> rows) {
    return count(seeds, seed -> check(scheme.draw(network, seed, rows), rows).brief());
  }

  /// Checks the start that each seed gives, one after the other, and counts.
  ///
  /// @param check draws a start and checks it
  public static Counts count(List<Seed> seeds, Function<Seed, Diagnosis> check) {
    return seeds.stream()
        .map(seed -> Counts.of(check.apply(seed)))
        .reduce(Counts.NONE, Counts::plus);
  }

  /// What counts say of a network, as they say of a file, and what happens at other widths.
  public static Survey of(NetworkSpec network, Scheme scheme, Counts counts) {
    var findings = new ArrayList<>(Width.judge(WidthScaling.slope(network, scheme)));
    findings.addAll(SeedSensitivity.judge(counts.share(counts.faulty)));
    return of(counts, findings);
  }

  /// What counts say: how probable a faulty start is.
  public static Survey of(Counts counts) {
    return of(counts, SeedSensitivity.judge(counts.share(counts.faulty)));
  }

  private static Survey of(Counts counts, List<Finding> findings) {
    return new Survey(
        counts.seeds,
        counts.share(counts.bornDead),
        counts.share(counts.exploding),
        counts.share(counts.vanishing),
        counts.share(counts.faulty),
        counts.rules,
        findings);
  }

  /// A finding if some of 32 other seeds of the initialiser that a start was likely drawn by give a
  /// start with an error. Empty for large networks and for those whose initialiser is not known.
  ///
  /// @param rows to propagate; without any, standard normal ones
  public static List<Finding> ofOtherSeeds(Chain chain, Optional<Dataset.Part> rows) {
    return OtherSeeds.of(chain, rows);
  }

  private static Check check(Network network, Optional<Dataset.Part> rows) {
    Check check = Check.of(network);
    return rows.map(check::on).orElse(check);
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
