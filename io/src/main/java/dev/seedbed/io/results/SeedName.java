package dev.seedbed.io.results;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A seed in the name of a column or of a run.
///
/// @param rest the name without it; empty if it says no more
/// @param seed as it is written
record SeedName(String rest, String seed) {
  private static final Pattern ALONE =
      Pattern.compile("(?i)(?:random[ _-]?)?(?:seed|run|trial|rep|s|r)?[ _=:#-]*([0-9]+)");
  private static final Pattern WITHIN =
      Pattern.compile(
          "(?i)(?<before>.*?)(?:^|[ _/,;(.-])(?:random_?seed|seed|s)[ _=:-]?(?<seed>[0-9]+)(?:$|(?=[ _/,;).-]))(?<after>.*)");

  /// The seed that a name is: 3, seed_3, Seed 3, run-3.
  static Optional<SeedName> alone(String name) {
    Matcher matcher = ALONE.matcher(name.strip());
    return matcher.matches() ? Optional.of(new SeedName("", matcher.group(1))) : Optional.empty();
  }

  /// The seed that a name says: resnet-seed3, lr=0.1, seed=3.
  static Optional<SeedName> within(String name) {
    Optional<SeedName> alone = alone(name);
    if (alone.isPresent()) {
      return alone;
    }
    Matcher matcher = WITHIN.matcher(name.strip());
    return matcher.matches()
        ? Optional.of(
            new SeedName(
                trimmed(matcher.group("before") + matcher.group("after")), matcher.group("seed")))
        : Optional.empty();
  }

  /// The seed behind a configuration: `resnet/3`, `resnet/seed_3`.
  static Optional<SeedName> behind(String name) {
    int slash = name.lastIndexOf('/');
    if (slash < 0 || slash == name.length() - 1) {
      return within(name);
    }
    String last = name.substring(slash + 1).strip();
    return Optional.of(
        new SeedName(
            name.substring(0, slash).strip(), alone(last).map(SeedName::seed).orElse(last)));
  }

  private static String trimmed(String rest) {
    return rest.replaceAll("^[ _/,;().:-]+|[ _/,;(.:-]+$", "").replaceAll("\\(\\)", "");
  }
}
