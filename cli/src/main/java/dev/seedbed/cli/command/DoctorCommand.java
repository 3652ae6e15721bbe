package dev.seedbed.cli.command;

import dev.seedbed.check.result.Severity;
import dev.seedbed.cli.doctor.Examination;
import dev.seedbed.cli.doctor.Item;
import dev.seedbed.cli.doctor.SelfTest;
import dev.seedbed.cli.terminal.Lines;
import dev.seedbed.cli.terminal.OutputStyle;
import dev.seedbed.cli.terminal.Tones;
import dev.seedbed.io.document.Documents;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `seedbed doctor`: what this machine offers, and whether Seedbed computes on it as everywhere.
@Command(
    name = "doctor",
    description = {
      "Look at this machine: JDK, vectors, threads, memory, speed, disk, output; and test that draws, kernels and a training "
          + "have the same bits here as everywhere. Says what is slow or wrong, and what to do.",
      "",
      "Exit codes: 0 fine; 10 something is slow; 11 something is wrong."
    })
public final class DoctorCommand implements Callable<Integer> {
  private static final int SLOW = 10;
  private static final int WRONG = 11;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON document, and nothing else.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut();
    Examination examination = Examination.of(Path.of(""));
    if (json) {
      out.println(Documents.text(examination));
    } else {
      print(examination, new Lines(out, OutputStyle.ofStandardOutput()));
    }
    out.flush();
    return switch (examination.verdict()) {
      case "fine" -> 0;
      case "slow" -> SLOW;
      default -> WRONG;
    };
  }

  private static void print(Examination examination, Lines lines) {
    lines.label("seedbed", examination.version());
    for (Item item : examination.machine()) {
      if (item.remedy().isPresent()) {
        lines.label(
            item.name(), Tones.of(Severity.WARNING), item.found(), ": " + item.remedy().get());
      } else {
        lines.label(item.name(), item.found());
      }
    }
    for (SelfTest test : examination.tests()) {
      AttributedStyle tone = test.passed() ? Tones.PLAIN : Tones.of(Severity.ERROR);
      lines.label(
          test.name(),
          tone,
          test.passed() ? "the same bits as everywhere" : "wrong bits",
          test.passed()
              ? ""
              : ": the hash is %.16s…, expected %.16s…; update the JDK, and report it if that does not help"
                  .formatted(test.found(), test.expected()));
    }
    lines.label(
        "verdict",
        switch (examination.verdict()) {
          case "fine" -> Tones.GOOD;
          case "slow" -> Tones.of(Severity.WARNING);
          default -> Tones.of(Severity.ERROR);
        },
        examination.verdict(),
        "");
  }
}
