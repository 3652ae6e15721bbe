package dev.seedbed.check.rule;

import dev.seedbed.check.measure.LayerMeasurement;
import dev.seedbed.check.measure.StartMeasurement;
import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import dev.seedbed.init.Fans;
import dev.seedbed.init.Kernel;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// Convolutions whose weights have the variance of a usual law for fans that are not theirs: the
/// window or the groups were not counted, or inputs and outputs were mixed up.
final class WrongFans implements RunRule {
  /// How near a law's variance must be, either way: 3 % in the deviation.
  private static final double NEAR = 0.06;

  /// And how many standard errors: the variance of n normal weights has a relative one of √(2/n).
  private static final double ERRORS = 3;

  /// The variance over that of the same law with the right fans, or its reciprocal. Less is what
  /// laws differ by among each other.
  private static final Threshold RATIO = Threshold.above(2.7, Source.PUBLISHED);

  private static final List<Scheme> SCHEMES =
      List.of(
          new Scheme("he-normal", fans -> 2 / fans.in()),
          new Scheme("he-normal-backward", fans -> 2 / fans.out()),
          new Scheme("glorot-uniform", fans -> 2 / (fans.in() + fans.out())),
          new Scheme("lecun-normal", fans -> 1 / fans.in()),
          new Scheme("PyTorch's default", fans -> 1 / (3 * fans.in())));

  /// A scheme whose variance the fans decide.
  private record Scheme(String title, ToDoubleFunction<Fans> variance) {}

  @Override
  public Rule rule() {
    return Rule.WRONG_FANS;
  }

  @Override
  public boolean judgesGraphs() {
    return true;
  }

  /// Information: the gains say what comes of it, and behind a normalisation nothing does.
  @Override
  public List<Finding> judge(StartMeasurement start) {
    return IntStream.range(0, start.layers().size())
        .boxed()
        .flatMap(l -> of(start, l).stream())
        .toList();
  }

  private static Optional<Finding> of(StartMeasurement start, int l) {
    LayerMeasurement layer = start.layers().get(l);
    Optional<Kernel> kernel = layer.kernel();
    double variance = layer.weights().secondMoment();
    if (kernel.isEmpty() || layer.scales().isPresent() || !(variance > 0)) {
      return Optional.empty();
    }
    double near = Math.max(NEAR, ERRORS * Math.sqrt(2.0 / layer.weights().count()));
    Fans right = kernel.get().fans();
    if (fitting(variance, right, near).isPresent()) {
      return Optional.empty();
    }
    return FanMistake.of(kernel.get()).stream()
        .flatMap(mistake ->
            fitting(variance, mistake.fans(), near)
                .flatMap(scheme -> of(start, l, mistake, scheme))
                .stream())
        .findFirst();
  }

  private static Optional<Scheme> fitting(double variance, Fans fans, double near) {
    return SCHEMES.stream()
        .filter(scheme -> Math.abs(variance / scheme.variance.applyAsDouble(fans) - 1) <= near)
        .findFirst();
  }

  private static Optional<Finding> of(
      StartMeasurement start, int l, FanMistake mistake, Scheme scheme) {
    LayerMeasurement layer = start.layers().get(l);
    Fans right = layer.kernel().orElseThrow().fans();
    double ratio = layer.weights().secondMoment() / scheme.variance.applyAsDouble(right);
    double away = Math.max(ratio, 1 / ratio);
    if (!RATIO.isMet(away)) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(Rule.WRONG_FANS, layer.name())
            .because(
                away,
                RATIO,
                "the variance of the weights is that of %s for fans of %s and %s, as if %s: they are %s and %s, for which it is %.3g times too %s",
                scheme.title,
                text(mistake.fans().in()),
                text(mistake.fans().out()),
                mistake.words(),
                text(right.in()),
                text(right.out()),
                away,
                ratio > 1 ? "large" : "small")
            .withRemedy(Advice.draw(start, l)));
  }

  private static String text(double fan) {
    return fan == (long) fan ? "%d".formatted((long) fan) : "%.3g".formatted(fan);
  }
}
