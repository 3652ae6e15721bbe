package dev.seedbed.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.seedbed.cli.CommandRunner.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `check --coordinates`.
class CheckCoordinatesTest {
  private static final String[] DRAWN = {
    "--layers", "20,32*2,3", "--activation", "relu", "--init", "he-normal", "--widths", "32,128"
  };

  @TempDir private Path folder = Path.of("");

  private static Run check(String... arguments) {
    return CommandRunner.run(
        Stream.concat(Stream.of("check", "--coordinates"), Stream.of(arguments))
            .toArray(String[]::new));
  }

  private static Run drawn(String... more) {
    return check(Stream.concat(Stream.of(DRAWN), Stream.of(more)).toArray(String[]::new));
  }

  private String start(String name, String layers) {
    String file = folder.resolve(name).toString();
    Run run =
        CommandRunner.run(
            "init", "--layers", layers, "--activation", "relu", "--init", "he-normal", "-o", file);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return file;
  }

  /// The text without the breaks of its lines.
  private static String text(Run run) {
    return run.out().replaceAll("\\s+", " ");
  }

  private static void fitsTheSchema(String json) throws IOException {
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("docs/schemas/coordinates.schema.json")))
                .validate(json, InputFormat.JSON))
        .isEmpty();
  }

  @Test
  void drawnNetwork_grows_exitCode10() {
    Run run = drawn();
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(10);
    assertThat(text(run))
        .startsWith("verdict grows: ")
        .contains(
            "fix µP: divide the learning rate of hidden and output weights",
            "layer2",
            "32 to 128",
            "output",
            "networks width 32, width 128",
            "3 by Adam at learning rate 0.001, all on one batch of 64 rows")
        .doesNotContain("drawn once");
    assertThat(drawn("--fail-on", "error").exitCode()).isZero();
    assertThat(drawn("--quiet").out()).isEmpty();
  }

  @Test
  void learningRateAndOptimizer_areThoseOfTheSteps() {
    assertThat(text(drawn("--optimizer", "sgd")))
        .contains("3 by plain gradient descent at learning rate 0.1,");
    assertThat(text(drawn("--optimizer", "SGD", "--learning-rate", "0.05", "--seeds", "3")))
        .contains("3 by plain gradient descent at learning rate 0.05,", "at random; 3 batches");
  }

  /// Safetensors files of ours are chains, too.
  @Test
  void files_json_isAsTheSchemaSays_narrowestFirst() throws IOException {
    String wide = start("wide.onnx", "20,128,128,3");
    String narrow = start("narrow.safetensors", "20,32,32,3");
    Run run = check(wide, narrow, "--json");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(10);
    fitsTheSchema(run.out());
    JsonNode json = JsonMapper.shared().readTree(run.out());
    assertThat(json.get("verdict").stringValue()).isEqualTo("grows");
    assertThat(json.get("networks").get(0).get("name").stringValue()).isEqualTo(narrow);
    assertThat(json.get("networks").get(1).get("width").doubleValue()).isBetween(127.999, 128.001);
    assertThat(json.get("optimizer").stringValue()).isEqualTo("adam");
    JsonNode output = json.get("operators").get(2);
    assertThat(output.get("kind").stringValue()).isEqualTo("output");
    assertThat(output.get("sizes")).hasSize(4);
    assertThat(output.get("changes")).hasSize(3);
    JsonNode change = output.get("changes").get(0);
    assertThat(change.get("step").intValue()).isEqualTo(1);
    assertThat(change.get("low").doubleValue()).isLessThan(change.get("slope").doubleValue());
    assertThat(change.get("means")).hasSize(2);
    assertThat(text(check(narrow, wide))).contains("because the weights of a file were drawn once");
  }

  @Test
  void fileThatCannotBeRun_exitCode12() throws IOException {
    String start = start("a.onnx", "20,32,32,3");
    String weights = "io/src/test/resources/networks/lenet.onnx";
    String unknown = folder.resolve("b.safetensors").toString();
    // A safetensors file that does not say how its tensors are connected.
    byte[] header =
        "{\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}".getBytes(UTF_8);
    byte[] bytes = new byte[8 + header.length + 4];
    bytes[0] = (byte) header.length;
    System.arraycopy(header, 0, bytes, 8, header.length);
    Files.write(Path.of(unknown), bytes);
    Run run = check(start, unknown);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(12);
    assertThat(text(run))
        .startsWith("verdict not-run: ")
        .contains("not run " + unknown + ": the file has weights only");
    assertThat(check(start, unknown, "--allow-not-run").exitCode()).isZero();
    Run json = check(start, unknown, "--json");
    fitsTheSchema(json.out());
    assertThat(JsonMapper.shared().readTree(json.out()).get("not_propagated")).hasSize(1);
    assertThat(check(start, weights).exitCode()).isEqualTo(2);
  }

  @Test
  void networksThatAreNotTheSame_oneLine_exitCode2() {
    String one = start("one.onnx", "20,32,32,3");
    refused("the networks must be of different widths: ", one, start("two.onnx", "20,32,32,3"));
    refused(" has 'layer3', ", one, start("three.onnx", "20,32,3"));
    refused("input 'x' must be real numbers of ?x", one, start("four.onnx", "21,64,64,3"));
    refused("--coordinates needs the same network at two widths or more: ", one);
  }

  private static void refused(String message, String... arguments) {
    Run run = check(arguments);
    assertThat(run.exitCode()).as(run.out()).isEqualTo(2);
    assertThat(run.err()).contains(message);
    assertThat(run.errors()).hasSize(1);
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "check a.onnx b.onnx ~ give one MODEL; several are compared by --coordinates",
        "check --layers 20,32,3 --widths 32,64 ~ --widths needs --coordinates",
        "check a.onnx --optimizer sgd ~ --optimizer needs --coordinates",
        "check --layers 20,32,3 --coordinates ~ --coordinates of --layers needs --widths",
        "check --layers 20,32,3 --coordinates --widths 64,64 ~ --coordinates of --layers needs --widths",
        "check --layers 20,3 --coordinates --widths 32,64 ~ --widths needs --layers with hidden layers",
        "check a.onnx b.onnx --coordinates --widths 32,64 ~ --widths is of --layers",
        "check a.onnx b.onnx --coordinates --init zeros ~ --init needs --layers",
        "check a.onnx b.onnx --coordinates --overfit ~ --overfit is of a check of one start",
        "check a.onnx b.onnx --coordinates --seeds 1 ~ --coordinates needs at least two seeds",
        "check a.onnx b.onnx --coordinates --learning-rate 0 ~ learning rate must be above 0"
      })
  void wrongUsage_exitCode2(String command, String message) {
    Run run = CommandRunner.runCommand(command);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }

  @Test
  void threads_sameOutput() {
    var outputs = new ArrayList<String>();
    for (String threads : List.of("1", "2")) {
      outputs.add(drawn("--json", "--threads", threads).out());
    }
    assertThat(outputs.getFirst()).isEqualTo(outputs.getLast());
  }
}
