package dev.seedbed.cli.command;

import dev.seedbed.cli.options.RunOptions;
import dev.seedbed.cli.options.RunParameters;
import dev.seedbed.cli.options.TensorBoardOption;
import dev.seedbed.cli.terminal.Errors;
import dev.seedbed.cli.train.StudyRun;
import dev.seedbed.data.InputException;
import dev.seedbed.io.Version;
import dev.seedbed.io.document.Documents;
import dev.seedbed.io.document.KeptPart;
import dev.seedbed.io.document.ResultDocument;
import dev.seedbed.io.file.VisibleText;
import dev.seedbed.io.run.RunFolder;
import dev.seedbed.io.run.RunRecord;
import dev.seedbed.io.run.RunSpec;
import dev.seedbed.report.text.TestScoreText;
import dev.seedbed.study.Cluster;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.Trial;
import dev.seedbed.study.Vary;
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

/// `seedbed resume`: goes on with a run that was interrupted.
@Command(
    name = "resume",
    description = {
      "Resume an interrupted run.",
      "",
      "Continues a run that was stopped by Ctrl-C, a kill or a power cut. It ends with the same network "
          + "and the same ranking, bit for bit, as if it had never been interrupted."
    })
public final class ResumeCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;
  @Mixin private RunParameters parameters = new RunParameters();
  @Mixin private RunOptions options = new RunOptions();
  @Mixin private TensorBoardOption tensorBoard = new TensorBoardOption();

  @Override
  public Integer call() throws IOException, InterruptedException {
    long started = System.nanoTime();
    CommandLine command = Objects.requireNonNull(spec, "picocli sets it").commandLine();
    Errors.checked(command, options::checked);
    RunRecord record = RunRecord.of(parameters.run());
    Optional<ResultDocument> before = record.result();
    if (before.isPresent() && !record.untidy()) {
      return ended(command, record, before.get());
    }
    try (var _ = new Interruption();
        RunFolder folder = RunFolder.open(record.path())) {
      // Only now can no other process end it.
      Optional<ResultDocument> result = record.result();
      if (result.isPresent()) {
        // It was killed when all was done but tidying up.
        folder.tidy();
        return ended(command, record, result.get());
      }
      refuseOtherVersion(record);
      RunSpec run = record.specification();
      RunParameters.Data data = parameters.data(record, run);
      var study = new StudyRun(command, options, run, data.tables(), data.dataset(), started);
      study.checkSchemes();
      try (Cluster cluster = study.cluster()) {
        study.before();
        tensorBoard.applyTo(folder);
        folder.resume();
        return study.run(folder, cluster);
      }
    }
  }

  /// Another version may draw or train otherwise, and what it began would end as neither's.
  private static void refuseOtherVersion(RunRecord record) {
    String version = record.version();
    if (!version.equals(Version.CURRENT)) {
      throw new InputException(
          "the run was begun by Seedbed %s, this is %s: go on with that version, or train again"
              .formatted(version, Version.CURRENT));
    }
  }

  /// Tells of a run that has ended what `train` would have, in short.
  ///
  /// @return the exit code of `train`
  private int ended(CommandLine command, RunRecord record, ResultDocument result) {
    if (options.json()) {
      command.getOut().println(Documents.text(result));
    } else {
      if (!options.quiet()) {
        command.getOut().println("the run has ended already: see " + record.path());
      }
      result
          .best()
          .map(best -> line(record, result.keep().orElseThrow(), best))
          .ifPresent(line -> command.getOut().println(VisibleText.words("best      " + line)));
    }
    return result.best().isPresent() ? 0 : StudyRun.noWinner(command, record.path());
  }

  private static String line(RunRecord record, KeptPart keep, ResultDocument.Best best) {
    StudySpec study = record.specification().study();
    Trial trial = record.trials(keep).getFirst();
    int more = keep.members().size() - 1;
    return "%sseed %d%s%s: %s"
        .formatted(
            study.schemes().size() == 1 ? "" : trial.scheme().name() + ", ",
            best.seed(),
            study.vary() == Vary.INIT ? "" : ", order " + best.orderSeed(),
            more == 0 ? "" : " and %d more".formatted(more),
            TestScoreText.headline(best));
  }
}
