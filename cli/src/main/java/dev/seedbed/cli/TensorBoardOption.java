package dev.seedbed.cli;

import dev.seedbed.io.run.RunFolder;
import java.io.IOException;
import picocli.CommandLine.Option;

/// Whether event files are written, which changes nothing of what a study comes to.
final class TensorBoardOption {
  @Option(
      names = "--tensorboard",
      description =
          "Write event files of every trial for TensorBoard, losses and scores by epoch and histograms of the weights, "
              + "into RUN/tensorboard. A run that does so goes on with it when it is resumed, without being told again.")
  private boolean asked;

  void applyTo(RunFolder folder) throws IOException {
    if (asked) {
      folder.addTensorBoard();
    }
  }
}
