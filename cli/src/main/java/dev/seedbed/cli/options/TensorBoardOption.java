package dev.seedbed.cli.options;

import dev.seedbed.io.run.RunFolder;
import java.io.IOException;
import picocli.CommandLine.Option;

/// Whether event files are written, which changes nothing of what a study comes to.
public final class TensorBoardOption {
  @Option(
      names = "--tensorboard",
      description =
          "Write event files of every trial for TensorBoard, losses and scores by epoch and histograms of the weights, "
              + "into RUN/tensorboard. A run that does so goes on with it when it is resumed, without being told again.")
  private boolean asked;

  public void applyTo(RunFolder folder) throws IOException {
    if (asked) {
      folder.addTensorBoard();
    }
  }
}
