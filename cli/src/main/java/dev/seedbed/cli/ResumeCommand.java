package dev.seedbed.cli;

import dev.seedbed.io.run.RunFolder;
import dev.seedbed.io.run.RunRecord;
import dev.seedbed.io.run.RunSpec;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `seedbed resume`: goes on with a run that was interrupted.
@Command(
    name = "resume",
    description = {
      "Go on with a run that was interrupted.",
      "",
      "Takes up a run that was killed, or stopped with Ctrl-C, or that a power cut ended, and ends "
          + "with the same network and the same ranking, bit for bit, as if it had never been interrupted."
    })
final class ResumeCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private RunParameters parameters = new RunParameters();
  @Mixin private RunOptions options = new RunOptions();

  @Override
  public Integer call() throws IOException, InterruptedException {
    long started = System.nanoTime();
    CommandLine command = Objects.requireNonNull(spec, "picocli sets it").commandLine();
    Seedbed.checked(command, options::executor);
    RunRecord record = RunRecord.of(parameters.run());
    Optional<JsonNode> result = record.result();
    if (result.isPresent()) {
      // It was killed when all was done but tidying up.
      if (record.untidy()) {
        try (RunFolder folder = RunFolder.open(record.path())) {
          folder.tidy(record.specification().study());
        }
      }
      command
          .getOut()
          .println(
              options.json()
                  ? result.get().toPrettyString()
                  : "the run has ended already: see " + record.path());
      return 0;
    }
    RunSpec run = record.specification();
    RunParameters.Data data = parameters.data(record, run);
    var study = new StudyRun(command, options, run, data.table(), data.dataset(), started);
    try (var _ = new Interruption();
        RunFolder folder = RunFolder.open(record.path())) {
      study.before();
      folder.resume();
      return study.run(folder);
    }
  }
}
