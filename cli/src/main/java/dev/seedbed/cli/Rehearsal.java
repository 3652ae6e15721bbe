package dev.seedbed.cli;

import dev.seedbed.cli.live.LiveFrame;
import dev.seedbed.cli.live.LiveView;
import dev.seedbed.cli.live.RaceState;
import dev.seedbed.cli.terminal.TerminalSize;
import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.io.table.TableFiles;
import dev.seedbed.study.StudySpec;
import dev.seedbed.train.Epoch;
import dev.seedbed.train.Score;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// Runs the commands once, so that the launcher can see which classes they load and put them into
/// an archive. See docs/decisions/006.
final class Rehearsal {
  private static final String DATA =
      "number,text,class\n" + "1,a,x\n2,b,y\n3,,x\n4.5,c,y\n".repeat(8);

  private Rehearsal() {}

  /// The argument is a folder to work in.
  public static void main(String[] arguments) throws IOException {
    Locale.setDefault(Locale.ROOT);
    Path folder = Path.of(arguments[0]);
    String data = Files.writeString(folder.resolve("data.csv"), DATA).toString();
    String run = folder.resolve("run").toString();
    String start = folder.resolve("start.safetensors").toString();
    play("--version");
    play("--help");
    play("train", data, "--target", "class", "--seeds", "9", "--epochs", "9", "--out", run);
    play("train", data, "--target", "number", "--seeds", "1", "--json", "--out", run + "2");
    play("resume", run);
    play("replay", run);
    play("report", run);
    play("predict", run, data);
    play("init", "--layers", "3,2", "-o", start);
    play("check", start);
    play("verify", start, "--as", "glorot-uniform");
    play("check", run + "/model.onnx", "--data", data, "--json");
    play(
        "check",
        "--layers",
        "3,4,2",
        "--init",
        "zeros",
        "--fix",
        "-o",
        folder.resolve("repaired.onnx").toString());
    play("check", "--layers", "3,4,2", "--seeds", "4");
    play("schemes");
    play("schemes", "he-normal");
    play("schemes", "--fan-in", "x");
    drawProgress(data);
  }

  /// The live view, which there is on a terminal only.
  private static void drawProgress(String data) {
    Dataset dataset = Dataset.of(TableFiles.read(Path.of(data)), DataSpec.of("class"));
    StudySpec study = StudySpec.of(dataset);
    var state = new RaceState(study);
    state.epochDone(
        study.trials().getFirst(), new Epoch(1, 1, new Score.Classification(1, 0.5), 0));
    RaceState.View look = state.look(LiveFrame.BOARD);
    Optional<TerminalSize> size = Optional.of(new TerminalSize(24, 80));
    try (var view =
        LiveView.open(OutputStream.nullOutputStream(), "xterm-256color", () -> size)
            .orElseThrow()) {
      view.draw(now -> new LiveFrame(study, look, 1, now, true).lines());
    }
  }

  private static void play(String... arguments) {
    var nowhere =
        new PrintWriter(
            new OutputStreamWriter(OutputStream.nullOutputStream(), Charset.defaultCharset()));
    Seedbed.commandLine(arguments).setOut(nowhere).setErr(nowhere).execute(arguments);
  }
}
