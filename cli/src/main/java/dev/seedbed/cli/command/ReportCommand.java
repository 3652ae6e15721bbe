package dev.seedbed.cli.command;

import dev.seedbed.io.run.RunRecord;
import dev.seedbed.report.StudyReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `seedbed report`: draws the report of a run again.
@Command(
    name = "report",
    description = {
      "Draw the report of a run again.",
      "",
      "Writes report.html into the run folder: one file that opens in any browser, without internet access."
    })
public final class ReportCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "The run folder.")
  private Path run = Path.of("");

  @Override
  public Integer call() throws IOException {
    Path file = StudyReport.write(RunRecord.of(run));
    Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut().println(file);
    return 0;
  }
}
