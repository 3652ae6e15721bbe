package dev.seedbed.cli.options;

import dev.seedbed.study.StudySpec;
import dev.seedbed.tensor.Activation;
import picocli.CommandLine.Option;

/// The activation of hidden layers.
public final class ActivationOption {
  @Option(
      names = "--activation",
      paramLabel = "NAME",
      converter = Values.Activations.class,
      completionCandidates = Values.ActivationNames.class,
      description =
          "Activation of the hidden layers: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Values.NamedActivation activation =
      new Values.NamedActivation(StudySpec.DEFAULT_ACTIVATION);

  public Activation activation() {
    return activation.activation();
  }
}
