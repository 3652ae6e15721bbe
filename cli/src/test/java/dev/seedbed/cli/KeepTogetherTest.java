package dev.seedbed.cli;

import static dev.seedbed.cli.CommandRunner.runCommand;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.cli.CommandRunner.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `train --keep`: several networks as one model, from the race to `predict` and `replay`.
class KeepTogetherTest {
  private static final String IRIS =
      "train examples/iris.csv --target species --hidden 7 --seeds 4 --epochs 4 --halving off ";
  private static final Path TABLE = Path.of("examples/iris.csv");

  @TempDir private Path folder = Path.of("");

  private Path out() {
    return folder.resolve("run");
  }

  private Run train(String arguments) {
    Run run = runCommand(arguments + " --out", out());
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  private JsonNode result() throws IOException {
    return JsonMapper.shared().readTree(Files.readString(out().resolve("result.json")));
  }

  private static String words(String text) {
    return text.replaceAll("\\s+", " ");
  }

  @Test
  void best_saysWhatAnEnsembleWouldGive() throws IOException {
    String text = words(train(IRIS).out());
    JsonNode keep = result().get("keep");
    assertThat(keep.get("way").asString()).isEqualTo("best");
    assertThat(keep.get("members")).hasSize(1);
    JsonNode together = keep.get("ensemble_would_give");
    assertThat(together.get("members").asInt()).isEqualTo(4);
    assertThat(text)
        .contains(
            "ensemble the best 4 together would give %.4f (%.2f %%) on the validation rows, the best alone %.4f"
                .formatted(
                    together.get("validation_loss").asDouble(),
                    100 * together.get("validation_accuracy").asDouble(),
                    keep.get("validation_loss").asDouble()));
  }

  @ParameterizedTest
  @CsvSource({"ensemble=3, 3", "ensemble, 4", "ensemble=1, 1"})
  void ensemble_filesPredictTheSameAndReplayAgrees(String asked, int members) throws IOException {
    train(IRIS + "--keep " + asked);
    JsonNode keep = result().get("keep");
    assertThat(keep.get("way").asString()).isEqualTo("ensemble");
    assertThat(keep.get("members")).hasSize(members);
    String onnx = runCommand("predict", out().resolve("model.onnx"), TABLE).out();
    assertThat(onnx.lines()).hasSize(151);
    assertThat(runCommand("predict", out().resolve("model.safetensors"), TABLE).out())
        .isEqualTo(onnx);
    Run replay = runCommand("replay --json", out());
    assertThat(replay.exitCode()).as(replay.err()).isZero();
    JsonNode told = JsonMapper.shared().readTree(replay.out());
    assertThat(told.get("same").asBoolean()).isTrue();
    assertThat(told.get("members")).isEqualTo(keep.get("members"));
  }

  @Test
  void ensemble_fewerThanAskedFor_saysSo() {
    assertThat(words(train(IRIS + "--keep ensemble=9").out()))
        .contains("they are kept as one model; 9 were asked for, no more were trained to their end")
        .contains("and 3 more together: test accuracy");
  }

  /// Three epochs in, networks from three seeds have little in common.
  @Test
  void soup_notAsGood_refusedWithBothFigures() throws IOException {
    String digits =
        "train examples/digits.csv --target digit --seeds 3 --epochs 3 --halving off --keep soup";
    String text = words(train(digits).out());
    JsonNode keep = result().get("keep");
    JsonNode soup = keep.get("soup");
    assertThat(soup.get("excess").asDouble()).isGreaterThan(soup.get("standard_error").asDouble());
    assertThat(keep.get("way").asString()).isEqualTo("best");
    assertThat(keep.get("members")).hasSize(1);
    assertThat(text)
        .contains(
            "soup the mean of the weights of the best 3 gives %.4f"
                .formatted(soup.get("validation_loss").asDouble()))
        .contains("the best network is kept");
    assertThat(runCommand("replay", out()).exitCode()).isZero();
  }

  /// A linear model has no hidden units, and one minimum.
  @Test
  void soup_linearModel_keptAndReplayed() throws IOException {
    train(IRIS.replace("--hidden 7", "--hidden none") + "--keep soup --refit");
    JsonNode keep = result().get("keep");
    assertThat(keep.get("way").asString()).isEqualTo("soup");
    assertThat(keep.get("members")).hasSize(4);
    Run replay = runCommand("replay", out());
    assertThat(replay.exitCode()).as(replay.err()).isZero();
    assertThat(replay.out()).contains(" and 3 more: trained again, their weights are the same");
  }

  /// Killed before the end, and resumed: the same weights.
  @Test
  void ensemble_resumed_sameWeights() throws IOException {
    train(IRIS + "--keep ensemble=2");
    JsonNode whole = result();
    Files.delete(out().resolve("result.json"));
    Run resume = runCommand("resume --quiet", out());
    assertThat(resume.exitCode()).as(resume.err()).isZero();
    assertThat(result().get("weights_sha256")).isEqualTo(whole.get("weights_sha256"));
    assertThat(result().get("keep")).isEqualTo(whole.get("keep"));
    assertThat(runCommand("resume", out()).out()).contains(" and 1 more: test accuracy");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "mean|what is kept must be best, ensemble or soup: 'mean'",
        "ensemble=0|an ensemble must have 1 to 1000 members: 0",
        "soup=-1|a soup must have 1 to 1000 members: -1",
        "ensemble=x|'x' is not a whole number below 2^31",
        "best=2|best keeps one network: write best, or ensemble=K"
      })
  void keep_wrongValue_oneLine(String keep, String message) {
    Run run = runCommand(IRIS + "--keep " + keep + " --out", out());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("seedbed: Invalid value for option '--keep': " + message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"way\" : \"mean\"", "\"way\" : \"best\"", "\"method\" : \"ensemble\""})
  void replay_damagedKeep_oneLine(String keep) throws IOException {
    train(IRIS + "--keep ensemble=2");
    Path study = out().resolve("study.json");
    String text = Files.readString(study);
    String damaged = text.replace("\"way\" : \"ensemble\"", keep);
    assertThat(damaged).isNotEqualTo(text);
    Files.writeString(study, damaged);
    Run replay = runCommand("replay", out());
    assertThat(replay.exitCode()).isEqualTo(2);
    assertThat(replay.errors()).hasSize(1);
  }
}
