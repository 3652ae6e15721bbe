package dev.seedbed.io.start;

import dev.seedbed.check.result.InitializerMatch;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.data.InputException;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Law;
import dev.seedbed.io.weights.ElementSource;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.WeightFile;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A plan to apply remedies to the tensors of a file, as [Plan] is one for a start.
///
/// @param drawn their new numbers, which can be taken once
/// @param refused the tensors that cannot be drawn so, and why
public record RemedyPlan(List<Planned.Drawn> drawn, Map<String, String> refused) {
  public RemedyPlan {
    drawn = List.copyOf(drawn);
    refused = Map.copyOf(refused);
  }

  /// Plans the draws that apply the remedies.
  ///
  /// @param remedies of several for one tensor the first is used, but those that change its law go
  ///   before those that keep it
  /// @param matches how tensors were likely drawn, by their names
  public static RemedyPlan of(
      WeightFile file,
      List<Remedy.OfTensor> remedies,
      Map<String, InitializerMatch> matches,
      Seed seed) {
    var schemes = new LinkedHashMap<String, String>();
    for (Remedy.OfTensor remedy : remedies) {
      if (remedy instanceof Remedy.Draw(String tensor, String scheme)) {
        schemes.putIfAbsent(tensor, scheme);
      }
    }
    for (Remedy.OfTensor remedy : remedies) {
      if (remedy instanceof Remedy.DrawAgain(String tensor, String otherwise)) {
        Optional<InitializerMatch> match = Optional.ofNullable(matches.get(tensor));
        schemes.putIfAbsent(tensor, match.flatMap(RemedyPlan::scheme).orElse(otherwise));
      }
    }
    var drawn = new ArrayList<Planned.Drawn>();
    var refused = new LinkedHashMap<String, String>();
    var rules = new ArrayList<DrawRule>();
    schemes.forEach((tensor, scheme) -> {
      if (tensor.matches("(?s).*[*?{].*")) {
        refused.put(tensor, "its name is a pattern of names");
      } else {
        rules.add(new DrawRule(new Glob(tensor), Catalogue.forTensors(scheme)));
      }
    });
    plan(file, rules, seed, drawn, refused);
    return new RemedyPlan(drawn, refused);
  }

  /// The scheme that draws by the law of a match again; empty if none does.
  public static Optional<String> scheme(InitializerMatch match) {
    String name = match.scheme().replaceFirst("\\(.*", "");
    if (Catalogue.find(name).isPresent()) {
      return Optional.of(match.scheme());
    }
    return switch (match.law()) {
      case Law.Uniform law ->
          Optional.of(
              "uniform(low=%s,high=%s)"
                  .formatted(law.mean() - law.bound(), law.mean() + law.bound()));
      case Law.Normal law ->
          Optional.of("normal(mean=%s,deviation=%s)".formatted(law.mean(), law.deviation()));
      case Law.TruncatedNormal law ->
          Optional.of(
              "truncated-normal(mean=%s,deviation=%s,cut=%s,corrected=no)"
                  .formatted(law.mean(), law.scale(), law.cut()));
      case Law.Constant _, Law.OfUniform _ -> Optional.empty();
    };
  }

  /// Plans all, or, if one of them is refused, each half by itself.
  private static void plan(
      WeightFile file,
      List<DrawRule> rules,
      Seed seed,
      List<Planned.Drawn> drawn,
      Map<String, String> refused) {
    var wishes =
        new Plan.Wishes(
            rules,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            new Activation.Identity(),
            seed);
    try {
      for (Planned planned : Plan.of(file, wishes).tensors()) {
        switch (planned) {
          case Planned.Drawn some -> drawn.add(some);
          case Planned.Kept(StoredTensor tensor, _, String reason) -> {
            if (rules.stream().anyMatch(rule -> rule.tensors().text().equals(tensor.name()))) {
              refused.put(tensor.name(), reason);
            }
          }
        }
      }
    } catch (InputException e) {
      if (rules.size() == 1) {
        refused.put(rules.getFirst().tensors().text(), String.valueOf(e.getMessage()));
        return;
      }
      int half = rules.size() / 2;
      plan(file, rules.subList(0, half), seed, drawn, refused);
      plan(file, rules.subList(half, rules.size()), seed, drawn, refused);
    }
  }

  /// The new numbers by the names of the tensors.
  public Map<String, ElementSource> sources() {
    var sources = new LinkedHashMap<String, ElementSource>();
    drawn.forEach(planned -> sources.put(planned.tensor().name(), planned.source()));
    return sources;
  }
}
