package dev.seedbed.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.seedbed.cli.CommandRunner.Run;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Networks that `check` cannot run: what it says of them, and what their tensors tell.
class NotRunTest {
  @TempDir private Path folder = Path.of("");

  private static Run check(String... arguments) {
    return CommandRunner.run(
        Stream.concat(Stream.of("check"), Stream.of(arguments)).toArray(String[]::new));
  }

  /// What `--json` prints, which is as the schema says.
  private static JsonNode json(String... arguments) throws IOException {
    Run run =
        check(Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    assertThat(faults(run.out())).isEmpty();
    return JsonMapper.shared().readTree(run.out());
  }

  private static List<String> faults(String document) throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(Path.of("docs/schemas/check.schema.json")))
        .validate(document, InputFormat.JSON)
        .stream()
        .map(Object::toString)
        .toList();
  }

  /// Warnings and errors, as "severity rule tensor".
  private static List<String> found(JsonNode json) {
    var found = new ArrayList<String>();
    for (JsonNode finding : json.get("findings")) {
      String severity = finding.get("severity").stringValue();
      if (!severity.equals("info")) {
        found.add(
            "%s %s %s"
                .formatted(
                    severity,
                    finding.get("rule").stringValue(),
                    finding.get("layer").stringValue()));
      }
    }
    return found;
  }

  private record Tensor(float[] values, int... shape) {}

  /// Three dense layers as PyTorch draws them.
  private static Map<String, Tensor> sound() {
    var random = new Random(0);
    var tensors = new LinkedHashMap<String, Tensor>();
    int[] widths = {64, 64, 64, 10};
    for (int l = 0; l < 3; l++) {
      float bound = (float) (1 / Math.sqrt(widths[l]));
      tensors.put(
          2 * l + ".weight",
          new Tensor(uniform(random, bound, widths[l] * widths[l + 1]), widths[l + 1], widths[l]));
      tensors.put(
          2 * l + ".bias", new Tensor(uniform(random, bound, widths[l + 1]), widths[l + 1]));
    }
    return tensors;
  }

  private static float[] uniform(Random random, float bound, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = bound * (2 * random.nextFloat() - 1);
    }
    return values;
  }

  private String safetensors(Map<String, Tensor> tensors) throws IOException {
    var header = new ArrayList<String>();
    int offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      int end = offset + 4 * entry.getValue().values().length;
      header.add(
          "\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
              .formatted(entry.getKey(), Arrays.toString(entry.getValue().shape()), offset, end));
      offset = end;
    }
    byte[] head = ("{" + String.join(",", header) + "}").getBytes(UTF_8);
    ByteBuffer all = ByteBuffer.allocate(8 + head.length + offset).order(ByteOrder.LITTLE_ENDIAN);
    all.putLong(head.length).put(head);
    tensors
        .values()
        .forEach(tensor -> {
          for (float value : tensor.values()) {
            all.putFloat(value);
          }
        });
    return Files.write(folder.resolve("model.safetensors"), all.array()).toString();
  }

  private String resource(String name) {
    Path copy = folder.resolve(name);
    try (InputStream in = NotRunTest.class.getResourceAsStream(name)) {
      Files.copy(Objects.requireNonNull(in), copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return copy.toString();
  }

  @Test
  void soundTensors_notRun_exitCode12() throws IOException {
    String model = safetensors(sound());
    Run run = check(model);
    assertThat(run.exitCode()).isEqualTo(12);
    assertThat(run.out())
        .startsWith("verdict   not-run: the network could not be run, so nothing is known")
        .contains("not run   the file has weights only")
        .contains("looked at 6 tensors of 8,970 parameters in all, ")
        .contains("weight-scale")
        .contains("unknown   whether the signal and the gradient live");
    JsonNode json = json(model);
    assertThat(json.get("verdict").stringValue()).isEqualTo("not-run");
    assertThat(json.get("looked_at").get("tensors").intValue()).isEqualTo(6);
    assertThat(json.get("looked_at").get("parameters").intValue()).isEqualTo(8970);
    Path page = folder.resolve("page.html");
    assertThat(check(model, "--report", page.toString(), "--quiet").exitCode()).isEqualTo(12);
    assertThat(Files.readString(page))
        .contains(
            "<span class=\"verdict not-run\">Not run</span>", "Looked at: 6 tensors of 8,970");
  }

  @Test
  void allowNotRun_exitCode0() throws IOException {
    String model = safetensors(sound());
    assertThat(check(model, "--allow-not-run").exitCode()).isZero();
    assertThat(check(model, "--fail-on", "error").exitCode()).isEqualTo(12);
    assertThat(check("--layers", "20,16,3", "--allow-not-run").exitCode()).isZero();
  }

  /// Findings go first; where they are no failure, the network is still not run.
  @Test
  void allowNotRun_withFindings_theirExitCodes() throws IOException {
    Map<String, Tensor> tensors = sound();
    scale(tensors, 100);
    String model = safetensors(tensors);
    Run run = check(model, "--allow-not-run");
    assertThat(run.exitCode()).isEqualTo(10);
    assertThat(run.out()).contains("so more may be wrong");
    assertThat(check(model, "--fail-on", "error").exitCode()).isEqualTo(12);
    assertThat(check(model, "--fail-on", "error", "--allow-not-run").exitCode()).isZero();
    String zeros = resource("conv-zeros.onnx");
    assertThat(check(zeros, "--fail-on", "error", "--allow-not-run").exitCode()).isEqualTo(11);
  }

  private static void scale(Map<String, Tensor> tensors, float factor) {
    for (Tensor tensor : tensors.values()) {
      for (int i = 0; i < tensor.values().length; i++) {
        tensor.values()[i] *= factor;
      }
    }
  }

  @Test
  void noWeights_notRun() throws IOException {
    String model = safetensors(Map.of());
    Run run = check(model);
    assertThat(run.exitCode()).isEqualTo(12);
    assertThat(run.out()).startsWith("verdict   not-run: the file has no weights to look at");
    assertThat(json(model).get("looked_at").get("tensors").intValue()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"100", "1e-3", "1e-5"})
  void scale_outsideOfAllPublishedStarts_everyLayerWarned(float factor) throws IOException {
    Map<String, Tensor> tensors = sound();
    scale(tensors, factor);
    assertThat(found(json(safetensors(tensors))))
        .contains(
            "warning weight-scale 0.weight",
            "warning weight-scale 2.weight",
            "warning weight-scale 4.weight")
        .allMatch(finding -> finding.contains("weight-scale") || finding.contains("bias"));
  }

  @Test
  void equalLayers_named() throws IOException {
    Map<String, Tensor> tensors = sound();
    tensors.put("2.weight", Objects.requireNonNull(tensors.get("0.weight")));
    JsonNode json = json(safetensors(tensors));
    assertThat(found(json)).containsExactly("warning equal-tensors 0.weight");
    assertThat(json.get("findings").get(0).get("message").stringValue())
        .startsWith("2 tensors hold the same numbers: 0.weight, 2.weight;");
  }

  @Test
  void biasesOfMinus10_named() throws IOException {
    Map<String, Tensor> tensors = sound();
    Arrays.fill(Objects.requireNonNull(tensors.get("2.bias")).values(), -10);
    assertThat(found(json(safetensors(tensors)))).containsExactly("warning sparse-start 2.bias");
  }

  @Test
  void zeros_everywhereASaddle_inOneLayerAWarning_inTheLastMeant() throws IOException {
    Map<String, Tensor> tensors = sound();
    Arrays.fill(Objects.requireNonNull(tensors.get("4.weight")).values(), 0);
    assertThat(json(safetensors(tensors)).get("verdict").stringValue()).isEqualTo("not-run");
    Arrays.fill(Objects.requireNonNull(tensors.get("2.weight")).values(), 0);
    assertThat(found(json(safetensors(tensors)))).containsExactly("warning zero-layer 2.weight");
    Arrays.fill(Objects.requireNonNull(tensors.get("0.weight")).values(), 0);
    assertThat(found(json(safetensors(tensors)))).containsExactly("error saddle network");
  }

  @Test
  void convolutionsAtZero_run_saddle() throws IOException {
    JsonNode json = json(resource("conv-zeros.onnx"));
    assertThat(found(json))
        .containsExactly(
            "error saddle network", "error zero-layer network", "error dead-units network");
    assertThat(json.get("not_propagated")).isEmpty();
    assertThat(json.get("layers")).hasSize(10);
  }

  @Test
  void ensembleOfOneSeed_named() throws IOException {
    JsonNode json = json(resource("ensemble-one-seed.onnx"));
    assertThat(found(json))
        .containsExactly(
            "warning equal-tensors m.0.0.weight", "warning equal-tensors m.0.2.weight");
    assertThat(json.toString()).contains("m.0.0.weight, m.1.0.weight, m.2.0.weight");
  }

  @Test
  void forgetGatesOfMinus5_named() throws IOException {
    JsonNode json = json(resource("lstm-forget-minus-5.onnx"));
    assertThat(json.toString()).contains("biases of the forget gate near -5.00");
  }

  /// All shapes that the document of a network that is run can have.
  @ParameterizedTest
  @CsvSource({
    "--layers 20;16;3",
    "--layers 20;16*2;3 --init zeros --fix -o FOLDER/repaired.onnx",
    "--layers 20;16;3 --init normal(deviation=1e30)",
    "--layers 2;5*15;1 --activation relu --init he-uniform --seeds 20",
    "--layers 4;5;3 --data examples/iris.csv --target species"
  })
  void json_ofARun_isAsTheSchemaSays(String arguments) throws IOException {
    json(arguments.replace(';', ',').replace("FOLDER", folder.toString()).split(" ", -1));
  }

  /// The schema can say no.
  @Test
  void schema_healthyWithoutARun_isAFault() throws IOException {
    String document = json(safetensors(sound())).toString();
    assertThat(faults(document.replace("not-run", "healthy"))).isNotEmpty();
    assertThat(faults(document.replace("\"looked_at\"", "\"looked\""))).isNotEmpty();
  }
}
