package dev.seedbed.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.cli.CommandRunner;
import dev.seedbed.cli.CommandRunner.Run;
import dev.seedbed.jvm.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class InitCommandTest {
  @TempDir private Path folder = Path.of("");

  private Run init(String out, String... arguments) {
    var all = new ArrayList<>(List.of("init", "-o", folder.resolve(out).toString()));
    all.addAll(List.of(arguments));
    return CommandRunner.run(all.toArray(String[]::new));
  }

  private byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"onnx", "safetensors"})
  void newNetwork_explainsItself_sameSeedSameBytes(String ending) throws IOException {
    String[] network = {"--layers", "20,30*2,4", "--activation", "relu", "--init", "he-normal"};
    Run run = init("a." + ending, network);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("layer2/weight  [30, 30]  F32   N(0, 0.2582²)  30, 30")
        .contains("scheme    he-normal: N(0, s²), s² = 2 / fan-in; He et al. 2015")
        .contains("axes      dense [out, in], written by Seedbed (3 tensors)")
        .contains("6 tensors drawn, 0 kept");
    init("b." + ending, network);
    init(
        "c." + ending,
        Stream.concat(Stream.of(network), Stream.of("--seed", "1")).toArray(String[]::new));
    assertThat(bytes("b." + ending)).isEqualTo(bytes("a." + ending));
    assertThat(bytes("c." + ending)).isNotEqualTo(bytes("a." + ending));
  }

  /// The hash is that of the bytes in the file, also where a tensor has several pieces.
  @Test
  void newNetwork_json_hashesOfTheTensors() throws IOException {
    Run run = init("a.safetensors", "--layers", "200,300,4", "--json");
    byte[] file = bytes("a.safetensors");
    int end = file.length;
    JsonNode tensors = JsonMapper.shared().readTree(run.out()).get("tensors");
    int[] counts = {200 * 300, 300, 300 * 4, 4};
    for (int i = counts.length - 1; i >= 0; i--) {
      byte[] tensor = Arrays.copyOfRange(file, end - Float.BYTES * counts[i], end);
      end -= tensor.length;
      assertThat(tensors.get(i).get("sha256").stringValue()).isEqualTo(Sha256.hex(tensor));
    }
  }

  @Test
  void model_rules_tableOfWhatWasDrawn() {
    init("a.onnx", "--layers", "20,30,4");
    Run run =
        init(
            "b.onnx",
            folder.resolve("a.onnx").toString(),
            "--rule",
            "layer1/weight=orthogonal",
            "--rule",
            "*bias=sparse-bias",
            "--json");
    JsonNode json = JsonMapper.shared().readTree(run.out());
    JsonNode first = json.get("tensors").get(0);
    assertThat(first.get("law").stringValue()).isEqualTo("Q");
    assertThat(first.get("shape").toString()).isEqualTo("[30,20]");
    assertThat(first.get("axes_reason").stringValue()).isEqualTo("input 1 of Gemm, transposed");
    assertThat(json.get("tensors").get(1).get("max").doubleValue()).isEqualTo(-10);
    assertThat(json.get("tensors").get(2).get("kept").stringValue()).isEqualTo("no rule fits it");
  }

  @Test
  void model_otherSeedThenBack_sameBytes() throws IOException {
    init("a.safetensors", "--layers", "20,30,4", "--quiet");
    String a = folder.resolve("a.safetensors").toString();
    init("b.safetensors", a, "--seed", "9");
    assertThat(bytes("b.safetensors")).isNotEqualTo(bytes("a.safetensors"));
    Run run = init("b.safetensors", folder.resolve("b.safetensors").toString(), "--overwrite");
    assertThat(run.exitCode()).isZero();
    // The metadata still tell of the first seed, which is the one that is drawn again.
    assertThat(bytes("b.safetensors")).isEqualTo(bytes("a.safetensors"));
  }

  /// Tensors larger than the part that a thread takes at a time, and one made as a whole.
  @Test
  void model_anyNumberOfThreads_sameBytes() throws IOException {
    init("a.onnx", "--layers", "900,700,60", "--quiet");
    String[] arguments = {
      folder.resolve("a.onnx").toString(),
      "--seed",
      "4",
      "--init",
      "he-normal+uniform",
      "--rule",
      "layer2/weight=orthogonal",
      "--quiet",
      "--threads"
    };
    for (String threads : List.of("1", "2", "5")) {
      var all = Stream.concat(Stream.of(arguments), Stream.of(threads)).toArray(String[]::new);
      assertThat(init(threads + ".onnx", all).exitCode()).isZero();
    }
    assertThat(bytes("1.onnx")).isNotEqualTo(bytes("a.onnx"));
    assertThat(bytes("2.onnx")).isEqualTo(bytes("1.onnx"));
    assertThat(bytes("5.onnx")).isEqualTo(bytes("1.onnx"));
  }

  @Test
  void newNetwork_data_fitsIt() {
    Run run =
        init(
            "a.safetensors",
            "--layers",
            "4,8,3",
            "--init",
            "lsuv+label-bias",
            "--data",
            "examples/iris.csv",
            "--target",
            "species");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("then adjusted").contains("scheme    label-bias");
  }

  @Test
  void faithful_libraryName_repeatsItsMistake() {
    String[] arguments = {"--layers", "784,100,10", "--init", "dl4j:LECUN_UNIFORM"};
    assertThat(init("a.onnx", arguments).out()).contains("U[-0.06186, 0.06186]");
    assertThat(
            init(
                    "b.onnx",
                    Stream.concat(Stream.of(arguments), Stream.of("--faithful"))
                        .toArray(String[]::new))
                .out())
        .contains("U[-0.1071, 0.1071]");
  }

  /// As Hugging Face keeps large checkpoints; what one file gets, the other gets, too.
  @Test
  void model_isAnIndex_drawsAllItsFiles_asIfTheyWereOne() throws IOException {
    init("one.safetensors", "--layers", "20,30,4", "--quiet");
    Path shard = folder.resolve("model-00001-of-00001.safetensors");
    Files.copy(folder.resolve("one.safetensors"), shard);
    var map = new ArrayList<String>();
    for (String tensor : List.of("layer1/weight", "layer1/bias", "layer2/weight", "layer2/bias")) {
      map.add("\"%s\":\"%s\"".formatted(tensor, shard.getFileName()));
    }
    Path index =
        Files.writeString(
            folder.resolve("model.safetensors.index.json"),
            "{\"weight_map\":{" + String.join(",", map) + "}}");
    String out = "drawn.safetensors.index.json";
    Run run = init(out, index.toString(), "--init", "he-normal", "--seed", "5");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("4 tensors drawn, 0 kept");
    String one = folder.resolve("one.safetensors").toString();
    init("two.safetensors", one, "--init", "he-normal", "--seed", "5");
    assertThat(bytes("drawn-00001-of-00001.safetensors")).isEqualTo(bytes("two.safetensors"));
    assertThat(init(out, index.toString()).err()).contains("exists already");
    Run checked = CommandRunner.run("check", folder.resolve(out).toString(), "--allow-not-run");
    assertThat(checked.exitCode()).isZero();
    assertThat(checked.out()).contains("layer1/weight");
  }

  /// A and B of an adapter, in a file of two layers, and the weight that it begins as a part of, in
  /// another.
  @Test
  void model_base_isReadForAnAdapter() {
    init("adapter.safetensors", "--layers", "12,3,10", "--quiet");
    init("base.safetensors", "--layers", "5,6,7,12,10", "--quiet");
    Run run =
        init(
            "b.safetensors",
            folder.resolve("adapter.safetensors").toString(),
            "--rule",
            "layer{4,1,2}/weight=pissa",
            "--base",
            folder.resolve("base.safetensors").toString(),
            "--json");
    assertThat(run.exitCode()).isZero();
    JsonNode tensors = JsonMapper.shared().readTree(run.out()).get("tensors");
    assertThat(tensors.get(0).get("law").stringValue()).isEqualTo("√S · Vᵀ");
    assertThat(tensors.get(1).get("kept").stringValue()).isEqualTo("no rule fits it");
    assertThat(tensors.get(2).get("law").stringValue()).isEqualTo("U · √S");
  }

  @Test
  void quiet_printsNothing() {
    Run run = init("a.onnx", "--layers", "4,3", "--quiet");
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "x.onnx ~ --seed 1 ~ give either MODEL, a file to draw new weights for, or --layers, a new network",
        "x.onnx ~ MODEL --layers 4,3 ~ give either MODEL",
        "model.safetensors ~ --layers 4,3 ~ exists already: name another file, or say --overwrite",
        "x.pt ~ --layers 4,3 ~ OUT must end in .onnx or .safetensors",
        "x.onnx ~ --layers 4,0,3 ~ is not a list of widths from 1 to",
        "x.onnx ~ --layers 4 ~ a network must have inputs and outputs",
        "x.onnx ~ --layers 4,3 --init he-norml ~ did you mean 'he-normal'?",
        "x.onnx ~ --layers 4,3 --init lsuv ~ lsuv looks at rows of data: give them with --data FILE --target COLUMN",
        "x.onnx ~ --layers 4,3 --init identity ~ identity needs as many units as inputs: 3 x 4",
        "x.onnx ~ --layers 4,3 --data examples/iris.csv ~ --data needs --target",
        "x.onnx ~ --layers 5,3 --data examples/iris.csv --target species ~ this data needs 4 inputs and 3 outputs",
        "x.onnx ~ --layers 4,3 --master local[2] ~ --master needs a MODEL: a new network is drawn here",
        "x.safetensors ~ MODEL --master local[2] ~ --master draws a checkpoint of several files",
        "x.safetensors ~ MODEL --conf a=b ~ --conf needs --master",
        "x.onnx ~ --layers 4,3 --rule *=zeros ~ --as, --rule, --rules, --base, --keep, --layer and --layout need a MODEL",
        "x.onnx ~ --layers 4,3 --base MODEL ~ --as, --rule, --rules, --base, --keep, --layer and --layout need a MODEL",
        "x.safetensors ~ MODEL --base missing.safetensors ~ missing.safetensors",
        "x.safetensors ~ MODEL --init pissa ~ a scheme that draws weight, A, B needs a rule that names them all",
        "x.safetensors ~ MODEL --rule layer{1,9}/weight=mimetic-qk ~ 'layer1/weight' has no 'layer9/weight' beside it",
        "x.safetensors ~ MODEL --init lsuv ~ lsuv needs a whole network",
        "x.safetensors ~ MODEL --rule zeros ~ a rule is written GLOB=SCHEME, such as '*.bias=zeros': 'zeros'",
        "x.safetensors ~ MODEL --rule nothing.*=zeros ~ rule 'nothing.*' fits no tensor of",
        "x.safetensors ~ MODEL --keep nothing ~ pattern to keep 'nothing' fits no tensor of",
        "x.safetensors ~ MODEL --rule layer1/weight=identity ~ tensor 'layer1/weight': identity needs as many units",
        "x.safetensors ~ MODEL --data examples/iris.csv --target species ~ --data needs --layers",
        "x.safetensors ~ MODEL --layer *weight=recurrent(blocks=0) ~ blocks must be a whole number from 1",
        "x.safetensors ~ MODEL --threads 0 ~ threads must be at least 1: 0",
        "x.safetensors ~ MODEL --layer *weight=sparse ~ no kind of layer 'sparse'",
        "x.safetensors ~ MODEL --layout rows ~ 'rows' must be one of out-in, in-out",
        "x.onnx ~ MODEL ~ the copy must end in .safetensors, as the model does",
        "x.onnx ~ missing.onnx ~ missing.onnx"
      })
  void wrongUse_oneLineAndExitCode2_nothingWritten(String out, String arguments, String message)
      throws IOException {
    init("model.safetensors", "--layers", "4,5,3", "--quiet");
    byte[] before = bytes("model.safetensors");
    String model = folder.resolve("model.safetensors").toString();
    Run run = init(out.strip(), arguments.strip().replace("MODEL", model).split(" ", -1));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors()).hasSize(1).first().asString().contains(message);
    assertThat(run.out()).isEmpty();
    assertThat(bytes("model.safetensors")).isEqualTo(before);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("model.safetensors"));
    }
  }
}
