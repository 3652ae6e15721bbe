package dev.seedbed.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.cli.CommandRunner;
import dev.seedbed.cli.CommandRunner.Run;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CheckCommandTest {
  @TempDir private Path folder = Path.of("");

  private static Run check(String... arguments) {
    return CommandRunner.run(
        Stream.concat(Stream.of("check"), Stream.of(arguments)).toArray(String[]::new));
  }

  private static JsonNode json(Run run) {
    assertThat(run.err()).isEmpty();
    return JsonMapper.shared().readTree(run.out());
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  /// Writes the start of a new network.
  private String start(String name, String... arguments) {
    var all = new ArrayList<>(List.of("init", "-o", file(name), "--quiet"));
    all.addAll(List.of(arguments));
    assertThat(CommandRunner.run(all.toArray(String[]::new)).exitCode()).isZero();
    return file(name);
  }

  private static List<String> rules(JsonNode json, String severity) {
    var rules = new ArrayList<String>();
    for (JsonNode finding : json.get("findings")) {
      if (finding.get("severity").stringValue().equals(severity)) {
        rules.add(finding.get("rule").stringValue());
      }
    }
    return rules;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "20,64,64,3 ~ relu ~ he-normal",
        "20,64,64,3 ~ relu ~ he-uniform",
        "64,128,10 ~ tanh ~ glorot-uniform",
        "20,64*8,3 ~ selu ~ lecun-normal"
      })
  void soundStart_healthyAndExitCode0(String layers, String activation, String scheme) {
    String[] network = {"--layers", layers, "--activation", activation, "--init", scheme};
    Run run = check(network);
    assertThat(run.exitCode()).as(run.out()).isZero();
    assertThat(run.out()).startsWith("verdict   healthy: ");
    String[] saved =
        Stream.concat(Stream.of("--seed", "0"), Stream.of(network)).toArray(String[]::new);
    for (String name : List.of("a.onnx", "a.safetensors")) {
      assertThat(check(start(name, saved)).exitCode()).isZero();
    }
  }

  @Test
  void zeroWeights_saddleNamedExplainedAndRepaired() {
    String model = start("zeros.onnx", "--layers", "20,32,32,3", "--init", "zeros");
    Run run = check(model);
    assertThat(run.exitCode()).isEqualTo(11);
    assertThat(run.out())
        .startsWith("verdict   errors: ")
        .contains("ERROR saddle network: ", "  measured 0, threshold ", "  fix: ")
        .contains("512 standard-normal rows, as none were given");
    assertThat(rules(json(check(model, "--json")), "error")).contains("saddle");
  }

  @Test
  void equalWeights_symmetryNamed() {
    String model =
        start("equal.safetensors", "--layers", "20,32,32,3", "--init", "constant(value=0.1)");
    JsonNode json = json(check(model, "--json"));
    assertThat(json.get("verdict").stringValue()).isEqualTo("errors");
    assertThat(rules(json, "error")).contains("symmetry");
  }

  /// As a saved model and as a network that is drawn for it.
  @ParameterizedTest
  @CsvSource({
    "zeros, tanh, onnx",
    "zeros, tanh, safetensors",
    "constant(value=0.1), tanh, onnx",
    "constant(value=0.1), relu, safetensors"
  })
  void fix_mendsTheStart(String scheme, String activation, String ending) {
    String[] network = {"--layers", "20,32,32,3", "--activation", activation, "--init", scheme};
    String broken = start("broken." + ending, network);
    Run run = check(broken, "--fix", "-o", file("repaired." + ending));
    assertThat(run.exitCode()).as(run.out()).isZero();
    assertThat(run.out())
        .startsWith("verdict   errors -> healthy: ")
        .contains("repaired  layer1 weights by ");
    assertThat(check(file("repaired." + ending)).exitCode()).isZero();

    var drawn = new ArrayList<>(List.of(network));
    drawn.addAll(List.of("--fix", "-o", file("drawn." + ending), "--json"));
    JsonNode json = json(check(drawn.toArray(String[]::new)));
    assertThat(json.get("verdict").stringValue()).isEqualTo("healthy");
    JsonNode fix = json.get("fix");
    assertThat(fix.get("before").get("verdict").stringValue()).isEqualTo("errors");
    assertThat(fix.get("repairs")).isNotEmpty();
    assertThat(fix.get("out").stringValue()).isEqualTo(file("drawn." + ending));
    assertThat(check(file("drawn." + ending)).exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"onnx", "safetensors"})
  void fix_nothingToMend_sameBytes(String ending) throws IOException {
    String model =
        start("a." + ending, "--layers", "20,64,3", "--activation", "relu", "--init", "he-normal");
    Run run = check(model, "--fix", "-o", file("b." + ending));
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("repaired  nothing");
    assertThat(Files.readAllBytes(folder.resolve("b." + ending)))
        .isEqualTo(Files.readAllBytes(folder.resolve("a." + ending)));
    Run onto = check(model, "--fix", "-o", model, "--overwrite", "--quiet");
    assertThat(onto.exitCode()).isZero();
    assertThat(onto.out()).isEmpty();
  }

  @Test
  void failOnError_warningsAreNoFailure() {
    // A sixth of He's variance in eight layers: the signal lives, but biases drown it.
    String[] network = {"--layers", "64,64*8,10", "--activation", "relu", "--init", "torch"};
    Run run = check(network);
    assertThat(run.exitCode()).as(run.out()).isEqualTo(10);
    assertThat(run.out()).startsWith("verdict   warnings: ");
    String[] lenient =
        Stream.concat(Stream.of(network), Stream.of("--fail-on", "error")).toArray(String[]::new);
    assertThat(check(lenient).exitCode()).isZero();
    assertThat(check("--layers", "20,32,3", "--init", "zeros", "--fail-on", "error").exitCode())
        .isEqualTo(11);
  }

  @Test
  void json_fieldsOfTheContract_present() {
    JsonNode json =
        json(check("--layers", "20,16*2,3", "--learning-rate", "0.5", "--init", "zeros", "--json"));
    assertThat(json.propertyNames())
        .containsExactly(
            "verdict",
            "findings",
            "layers",
            "network",
            "rows",
            "tensors",
            "assumed",
            "not_propagated");
    assertThat(json.get("findings").get(0).propertyNames())
        .containsExactly(
            "rule", "id", "severity", "layer", "value", "threshold", "message", "fix", "source");
    assertThat(json.get("rows").toString()).isEqualTo("{\"count\":512,\"given\":false}");
    assertThat(json.get("layers")).hasSize(3);
    JsonNode layer = json.get("layers").get(1);
    assertThat(layer.get("name").stringValue()).isEqualTo("layer2");
    assertThat(layer.get("fan_in").intValue()).isEqualTo(16);
    assertThat(layer.get("z").propertyNames()).containsExactly("mean", "sd", "p2", "p98");
    assertThat(layer.propertyNames())
        .contains("a", "gradient", "dead", "saturated", "forward_gain", "backward_gain");
    assertThat(layer.propertyNames()).contains("predicted_forward_gain", "predicted_backward_gain");
    // 0 / 0: a gain of no signal.
    assertThat(layer.get("forward_gain").isNull()).isTrue();
    assertThat(json.get("network").get("learning_rate").doubleValue()).isEqualTo(0.5);
    assertThat(json.get("network").propertyNames())
        .contains("loss", "chance", "inverse_widths", "update_ratio");
  }

  /// χ₁ = σ_w²/2 of ReLU, 0.5 here but for the draw: the standard error of the mean of 10,000
  /// squares is √2/100 of it, 5 of them 0.0354. Gains that are measured stand beside predictions.
  @Test
  void json_reluBelowHe_meanFieldAndBothGains() {
    JsonNode layer =
        json(check(
                "--layers",
                "20,100*3,3",
                "--activation",
                "relu",
                "--init",
                "lecun-normal",
                "--json"))
            .get("layers")
            .get(1);
    JsonNode point = layer.get("mean_field");
    double factor = point.get("gradient_factor").doubleValue();
    assertThat(factor).isCloseTo(0.5, within(0.0354));
    assertThat(point.get("depth_scale").doubleValue())
        .isCloseTo(-1 / Math.log(factor), within(1e-9));
    assertThat(point.get("length").doubleValue()).isZero();
    assertThat(layer.get("predicted_forward_gain").doubleValue()).isCloseTo(factor, within(1e-9));
    assertThat(layer.get("forward_gain").doubleValue())
        .isNotEqualTo(layer.get("predicted_forward_gain").doubleValue());
    assertThat(check("--layers", "20,100*3,3", "--activation", "relu").out())
        .containsPattern("forward .* gain +predicted\n")
        .containsPattern("backward .* gain +predicted +singular values");
  }

  /// Fifteen layers of five units: in about one of five starts some layer is dead. The share is of
  /// n seeds, so that it is within 0.188 ± 5·√(0.188·0.812/n), but for one time in a million.
  @Test
  void seeds_several_surveyed_anyNumberOfThreads() {
    assertSurveyed(150);
  }

  @Test
  @Tag("exhaustive")
  void seeds_many_surveyed_anyNumberOfThreads() {
    assertSurveyed(300);
  }

  private void assertSurveyed(int seeds) {
    String[] network = {"--layers", "2,5*15,1", "--activation", "relu", "--init", "he-uniform"};
    String[] many = with(network, "--seeds", Integer.toString(seeds), "--json");
    Run one = check(with(many, "--threads", "1"));
    assertThat(check(with(many, "--threads", "3")).out()).isEqualTo(one.out());
    JsonNode survey = json(one).get("survey");
    assertThat(survey.get("seeds").intValue()).isEqualTo(seeds);
    JsonNode dead = survey.get("born_dead");
    double margin = 5 * Math.sqrt(0.188 * 0.812 / seeds);
    assertThat(dead.get("probability").doubleValue()).isBetween(0.188 - margin, 0.188 + margin);
    assertThat(dead.get("low").doubleValue()).isLessThan(dead.get("probability").doubleValue());
    assertThat(survey.get("rules").get("dead-units").intValue()).isPositive();
    assertThat(json(one).get("findings").toString()).contains("\"rule\":\"seed-sensitivity\"");
    assertThat(check(with(network, "--seeds", "20")).out())
        .containsPattern("born dead \\d+\\.\\d % \\(\\d+\\.\\d to \\d+\\.\\d %\\) of 20 seeds")
        .contains("The first of them, 2,5*15,1, relu, he-uniform, seed 0:");
  }

  private static String[] with(String[] some, String... more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void sparseBias_meant_isNoFault() {
    String[] network = {
      "--layers", "20,64,3", "--activation", "sigmoid", "--init", "glorot-uniform+sparse-bias"
    };
    JsonNode drawn = json(check(with(network, "--json")));
    JsonNode saved = json(check(start("sparse.onnx", network), "--json"));
    for (JsonNode json : List.of(drawn, saved)) {
      assertThat(json.get("verdict").stringValue()).as(json.toString()).isEqualTo("healthy");
      assertThat(rules(json, "info")).contains("sparse-start");
    }
  }

  @Test
  void data_modelOfOurs_encodedAsInTraining() {
    String run = file("run");
    Run trained =
        CommandRunner.run(
            "train",
            "examples/penguins.csv",
            "--target",
            "species",
            "--seeds",
            "1",
            "--epochs",
            "3",
            "--quiet",
            "--out",
            run);
    assertThat(trained.exitCode()).isZero();
    for (String model : List.of(run, run + "/model.onnx", run + "/model.safetensors")) {
      JsonNode json = json(check(model, "--data", "examples/penguins.csv", "--json"));
      assertThat(json.get("rows").toString()).isEqualTo("{\"count\":344,\"given\":true}");
      // It has learned: far better than chance.
      assertThat(json.get("network").get("loss").doubleValue())
          .isLessThan(json.get("network").get("chance").doubleValue());
    }
    Run other = check(run, "--data", "examples/penguins.csv", "--target", "island");
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.errors())
        .singleElement()
        .asString()
        .contains("predicts 'species', not 'island': leave --target out");
  }

  @Test
  void data_startOfANetwork_encodedAsTrainWould() {
    String start =
        start("a.onnx", "--layers", "4,8,3", "--activation", "relu", "--init", "he-normal");
    String[] data = {"--data", "examples/iris.csv", "--target", "species"};
    Run run = check(with(data, start));
    assertThat(run.out()).contains("rows      90 of those that were given");
    Run mismatch = check(with(data, start("b.onnx", "--layers", "5,8,2")));
    assertThat(mismatch.exitCode()).isEqualTo(2);
    assertThat(mismatch.errors())
        .singleElement()
        .asString()
        .contains("this data needs 4 inputs and 3 outputs, but", "has 5 and 2");
  }

  /// A safetensors file of another program: it does not say what the network is.
  @Test
  void notAChain_tensorByTensor() throws IOException {
    int in = 40;
    int out = 30;
    ByteBuffer numbers = ByteBuffer.allocate(4 * in * out + 8 * 2).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < in * out; i++) {
      numbers.putFloat(i == 7 ? Float.NaN : (float) Math.sin(i));
    }
    String header =
        "{\"a\\u001b.weight\":{\"dtype\":\"F32\",\"shape\":[%d,%d],\"data_offsets\":[0,%d]},"
                .formatted(out, in, 4 * in * out)
            + "\"steps\":{\"dtype\":\"I64\",\"shape\":[2],\"data_offsets\":[%d,%d]}}"
                .formatted(4 * in * out, 4 * in * out + 16);
    byte[] head = header.getBytes(UTF_8);
    ByteBuffer all =
        ByteBuffer.allocate(8 + head.length + numbers.capacity()).order(ByteOrder.LITTLE_ENDIAN);
    all.putLong(head.length).put(head).put(numbers.array());
    Path file = Files.write(folder.resolve("other.safetensors"), all.array());

    Run run = check(file.toString());
    assertThat(run.exitCode()).isEqualTo(11);
    assertThat(run.out())
        .contains("ERROR non-finite a<U+001B>.weight: ", "not run   ", "constant: of type I64");
    JsonNode json = json(check(file.toString(), "--json"));
    assertThat(json.get("layers")).isEmpty();
    assertThat(json.get("not_propagated")).isNotEmpty();
    JsonNode tensor = json.get("tensors").get(0);
    assertThat(tensor.get("fan_in").doubleValue()).isEqualTo(in);
    assertThat(tensor.get("axes").stringValue()).isEqualTo("dense [out, in]");
    Run fix = check(file.toString(), "--fix", "-o", file("x.safetensors"));
    assertThat(fix.exitCode()).isEqualTo(12);
    assertThat(fix.out())
        .startsWith("verdict   errors -> not-run: ")
        .contains("repaired  a<U+001B>.weight by glorot-uniform");
    Run report = check(file.toString(), "--report", file("other.html"), "--quiet");
    assertThat(report.exitCode()).isEqualTo(11);
    assertThat(Files.readString(folder.resolve("other.html")))
        .contains("Weights against their law", "a&lt;U+001B&gt;.weight", "Not run: ");
  }

  @Test
  void report_showsEachFindingBesideItsFigure() throws IOException {
    Path page = folder.resolve("page.html");
    String[] asked = {
      "--layers",
      "40,40*34,5",
      "--activation",
      "relu",
      "--init",
      "glorot-normal",
      "--report",
      page.toString()
    };
    assertThat(check(asked).exitCode()).isEqualTo(11);
    // Without the scripts, which are long.
    String html = Files.readString(page).replaceAll("(?s)<script>.*?</script>", "");
    int activations = html.indexOf("id=\"start-activations\"");
    int spread = html.indexOf("id=\"start-spread\"");
    assertThat(html.indexOf("</strong> forward-gain, ")).isBetween(activations, spread);
    assertThat(html)
        .contains(
            "<code>seedbed check --layers &#39;40,40*34,5&#39; --activation relu --init glorot-normal --report ")
        .contains("layer35", "\"name\":\"layer1\"", "glorot-normal");
    Run again = check(asked);
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.errors()).singleElement().asString().contains("exists already");
    assertThat(check(with(asked, "--overwrite")).exitCode()).isEqualTo(11);
    assertThat(check(with(asked, "--overwrite", "--json")).out()).doesNotContain("histograms");
  }

  /// A run folder stands for the model in it.
  @Test
  void report_inPlaceOfTheModelOfARun_refused() throws IOException {
    Path run = Files.createDirectory(folder.resolve("run"));
    Path model = run.resolve("model.onnx");
    start("run/model.onnx", "--layers", "4,5,3");
    byte[] before = Files.readAllBytes(model);
    Run refused = check(run.toString(), "--report", model.toString(), "--overwrite");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.errors())
        .singleElement()
        .asString()
        .contains("--report must not name MODEL");
    assertThat(Files.readAllBytes(model)).isEqualTo(before);
  }

  /// Numbers that are all the same, or none.
  @ParameterizedTest
  @CsvSource({
    "zeros, ''",
    "constant(value=0.1), ''",
    "normal(deviation=1e30), ''",
    "glorot-uniform, --seeds 5",
    "zeros, --fix -o FOLDER/repaired.onnx",
    "orthogonal, --data examples/iris.csv --target species"
  })
  void report_ofAnyStart_isWritten(String scheme, String more) throws IOException {
    Path page = folder.resolve("page.html");
    var asked =
        new ArrayList<>(
            List.of("--layers", "4,40,40,3", "--init", scheme, "--report", page.toString()));
    if (!more.isEmpty()) {
      asked.addAll(List.of(more.replace("FOLDER", folder.toString()).split(" ", -1)));
    }
    Run run = check(asked.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isIn(0, 10, 11);
    assertThat(Files.readString(page)).contains("Singular values");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "--json ~ give either MODEL, a file to check, or --layers, a network to draw",
        "MODEL --layers 4,3 ~ give either MODEL",
        "MODEL --init he-normal ~ --init needs --layers or --seeds",
        "MODEL --seeds 3 --fix -o FOLDER/x.safetensors ~ --fix repairs the start that MODEL holds",
        "MODEL --activation relu ~ --activation needs --layers or --seeds",
        "MODEL --seeds 3 --activation relu ~ --activation of a MODEL needs --init",
        "MODEL --fix ~ --fix needs -o OUT, the file to write",
        "MODEL -o x.onnx ~ -o needs --fix",
        "MODEL --overwrite ~ --overwrite needs --fix or --report",
        "MODEL --report MODEL ~ exists already",
        "MODEL --report MODEL --overwrite ~ --report must not name MODEL, the data or OUT",
        "--layers 4,3 --fix -o FOLDER/x.onnx --report FOLDER/x.onnx ~ --report must not name MODEL, the data or OUT",
        "--layers 4,3 --report FOLDER ~ is a folder: name a file",
        "--layers 4,3 --report FOLDER/none/x.html ~ no such folder",
        "MODEL --fix -o MODEL ~ exists already: name another file, or say --overwrite",
        "MODEL --fix -o FOLDER/x.onnx ~ the copy must end in .safetensors, as the model does",
        "--layers 4,3 --fix -o FOLDER/x.pt ~ OUT must end in .onnx or .safetensors",
        "--layers 4,3 --fix -o FOLDER/x.onnx --seeds 2 ~ --fix repairs one start",
        "--layers 4 ~ a network must have inputs and outputs",
        "--layers none ~ a network must have inputs and outputs",
        "--layers 4,0,3 ~ is not a list of widths from 1 to",
        "--layers 4,3 --seeds 3,3 ~ seeds must differ from each other",
        "--layers 4,3 --init he-norml ~ did you mean 'he-normal'?",
        "--layers 4,3 --init lsuv ~ lsuv looks at rows of data: give them with --data FILE --target COLUMN",
        "--layers 4,3 --init identity ~ identity needs as many units as inputs: 3 x 4",
        "--layers 4,3 --threads 0 ~ threads must be at least 1: 0",
        "--layers 4,3 --learning-rate 0 ~ learning rate must be above 0 and finite: 0.0",
        "--layers 4,3 --learning-rate NaN ~ learning rate must be above 0 and finite: NaN",
        "--layers 4,3 --fail-on info ~ --fail-on",
        "--layers 4,3 --target x ~ --target is a column of --data",
        "--layers 4,3 --data examples/iris.csv ~ --data needs --target",
        "MODEL --data examples/iris.csv ~ --data needs --target",
        "--layers 5,3 --data examples/iris.csv --target species ~ this data needs 4 inputs and 3 outputs",
        "missing.onnx ~ missing.onnx",
        "examples/iris.csv ~ must end in .onnx, .safetensors, .pt, .pth, .bin, .ckpt, .npz, .gguf, .keras or .h5",
        "--layers 4,3 --master local[2] ~ --master needs --seeds, two starts or more to spread",
        "MODEL --conf a=b ~ --conf needs --master"
      })
  void wrongUse_oneLineAndExitCode2_nothingWritten(String arguments, String message)
      throws IOException {
    String model = start("model.safetensors", "--layers", "4,5,3");
    String[] all =
        arguments
            .strip()
            .replace("MODEL", model)
            .replace("FOLDER", folder.toString())
            .split(" ", -1);
    Run run = check(all);
    assertThat(run.exitCode()).as(run.out()).isEqualTo(2);
    assertThat(run.errors()).hasSize(1).first().asString().contains(message);
    assertThat(run.out()).isEmpty();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(Path.of(model));
    }
  }
}
