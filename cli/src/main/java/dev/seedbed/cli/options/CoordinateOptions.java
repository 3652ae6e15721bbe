package dev.seedbed.cli.options;

import dev.seedbed.check.CoordinateCheck.Optimizer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of the coordinate check.
public final class CoordinateOptions {
  @Option(
      names = "--coordinates",
      description =
          "Does one learning rate fit every width? Train several MODELs, the same network at several widths, or --layers at --widths, for 3 steps on one batch, "
              + "and report how the activations of each operator grow with the width.")
  private boolean wanted;

  @Option(
      names = "--widths",
      paramLabel = "WIDTHS",
      converter = Values.Widths.class,
      description =
          "With --coordinates and --layers: the widths to draw all hidden layers at, such as 64,256,1024.")
  private Values.@Nullable WidthList widths;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      description =
          "With --coordinates: ${COMPLETION-CANDIDATES}, plain and without weight decay. Default: ${DEFAULT-VALUE}.")
  private Optimizer optimizer = Optimizer.ADAM;

  public boolean wanted() {
    return wanted;
  }

  /// Empty unless they are given.
  public Optional<List<Integer>> widths() {
    return Optional.ofNullable(widths).map(Values.WidthList::widths);
  }

  public Optimizer optimizer() {
    return optimizer;
  }
}
