package dev.seedbed.cli.command;

import dev.seedbed.cli.options.RunOptions;
import dev.seedbed.cli.options.RunParameters;
import dev.seedbed.cli.terminal.Errors;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.InputException;
import dev.seedbed.descent.Snapshot;
import dev.seedbed.io.Version;
import dev.seedbed.io.document.KeptPart;
import dev.seedbed.io.document.ResultDocument;
import dev.seedbed.io.model.ModelFiles;
import dev.seedbed.io.model.Safetensors;
import dev.seedbed.io.run.RunRecord;
import dev.seedbed.io.run.RunSpec;
import dev.seedbed.model.Model;
import dev.seedbed.network.Network;
import dev.seedbed.study.Cluster;
import dev.seedbed.study.Keep;
import dev.seedbed.study.Trial;
import dev.seedbed.study.TrialExecutor;
import dev.seedbed.study.TrialRunner;
import dev.seedbed.study.TrialStates;
import dev.seedbed.study.Vary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `seedbed replay`: trains what a run has kept again, and compares.
@Command(
    name = "replay",
    description = {
      "Train the best network of a run again, and compare the bits.",
      "",
      "Draws and trains the winner, or all networks that --keep kept, from study.json and the table "
          + "alone, and compares the weights with those that the run saved, by their SHA-256. "
          + "Exit code 1 if they differ."
    })
public final class ReplayCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private RunParameters parameters = new RunParameters();

  @Mixin private RunOptions options = new RunOptions();

  /// What the run recorded that it kept.
  ///
  /// @param trials whose networks they are, the best first
  private record Best(Keep keep, List<Trial> trials, String sha256) {}

  /// The weights of this replay, those that `result.json` records, and those in the model file, by
  /// their SHA-256.
  private record Weights(String replayed, String told, String saved) {
    boolean same() {
      return replayed.equals(told) && replayed.equals(saved);
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    CommandLine command = Objects.requireNonNull(spec, "picocli sets it").commandLine();
    Errors.checked(command, options::checked);
    RunRecord record = RunRecord.of(parameters.run());
    RunSpec run = record.specification();
    Best best =
        record
            .result()
            .map(result -> best(record, result))
            .orElseThrow(() ->
                new InputException(
                    "the run has not ended", new InputException.Hint.Resume(record.path())));
    RunParameters.Data data = parameters.data(record, run);
    Model model = ModelFiles.read(record.weights());
    var weights =
        new Weights(
            train(command, run, data.dataset(), best),
            best.sha256(),
            Safetensors.sha256(model.tensors()));
    tell(command, record.version(), run, best.trials(), weights);
    return weights.same() ? 0 : Errors.FAILED;
  }

  private String train(CommandLine command, RunSpec run, Dataset data, Best best)
      throws IOException, InterruptedException {
    try (var _ = new Interruption();
        Cluster cluster = options.cluster(notice -> Errors.report(command, notice))) {
      int epochs = run.study().training().epochs();
      TrialStates states = TrialStates.inMemory();
      var race = new TrialRunner(run.study(), data);
      cluster.executor().advance(race, best.trials, epochs, states, TrialExecutor.Listener.NONE);
      var networks = new ArrayList<Network>();
      for (Trial trial : best.trials) {
        Snapshot end = states.find(trial).orElseThrow().snapshot();
        networks.add(race.kept(trial, end.bestEpoch(), end.best()));
      }
      return Safetensors.sha256(race.model(best.keep, networks).tensors());
    }
  }

  private static Best best(RunRecord record, ResultDocument result) {
    KeptPart keep =
        result
            .keep()
            .orElseThrow(
                () -> new InputException(record.path() + " has no best network to replay"));
    return new Best(keep.keep(), record.trials(keep), result.weightsSha256().orElseThrow());
  }

  private static String name(Trial trial, Vary vary) {
    return "%s, seed %d%s"
        .formatted(
            trial.scheme().name(),
            trial.seed().value(),
            vary == Vary.INIT ? "" : ", order " + trial.order().value());
  }

  private void tell(
      CommandLine command, String version, RunSpec run, List<Trial> trials, Weights weights) {
    Trial trial = trials.getFirst();
    if (options.json()) {
      ObjectNode document =
          JsonMapper.shared()
              .createObjectNode()
              .put("scheme", trial.scheme().name())
              .put("seed", trial.seed().value())
              .put("order_seed", trial.order().value())
              .put("weights_sha256", weights.replayed)
              .put("told_sha256", weights.told)
              .put("model_sha256", weights.saved)
              .put("same", weights.same());
      var members = document.putArray("members");
      for (Trial member : trials) {
        members
            .addObject()
            .put("scheme", member.scheme().name())
            .put("seed", member.seed().value())
            .put("order_seed", member.order().value());
      }
      command.getOut().println(document.toPrettyString());
    } else {
      command
          .getOut()
          .println(
              "%s%s: trained again, %s weights are %s"
                  .formatted(
                      name(trial, run.study().vary()),
                      trials.size() == 1 ? "" : " and %d more".formatted(trials.size() - 1),
                      trials.size() == 1 ? "its" : "their",
                      (weights.same() ? "the same to the bit: " : "") + weights.replayed));
    }
    if (!weights.same()) {
      Errors.report(
          command,
          "not the same: the run's result.json says %s, its model.safetensors holds %s%s"
              .formatted(
                  weights.told,
                  weights.saved,
                  version.equals(Version.CURRENT)
                      ? ""
                      : "; the run is Seedbed %s's, this is %s"
                          .formatted(version, Version.CURRENT)));
    }
  }
}
