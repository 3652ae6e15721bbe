package dev.seedbed.cli.options;

import dev.seedbed.io.run.RunFolder;
import java.io.IOException;
import picocli.CommandLine.Option;

/// Whether to write event files. Does not change the result of a study.
public final class TensorBoardOption {
  @Option(
      names = "--tensorboard",
      description =
          "Write TensorBoard event files of every trial into RUN/tensorboard: losses and scores by epoch, and histograms of "
              + "the weights. A resumed run keeps this setting.")
  private boolean asked;

  public void applyTo(RunFolder folder) throws IOException {
    if (asked) {
      folder.addTensorBoard();
    }
  }
}
