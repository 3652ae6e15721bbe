package dev.seedbed.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.seedbed.cli.CommandRunner.Run;
import dev.seedbed.io.weights.WeightFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Models whose description, in the metadata of their file, was changed afterwards: all commands
/// that read it refuse what is wrong with it, in one line.
class TamperedModelTest {
  private static final String KEY = "seedbed.model";
  private static final int METADATA = 14;
  private static final String DATA = "rows.csv";

  /// What a command must not say: words of libraries and of the JVM.
  private static final String INTERNALS =
      "(?i).*(exception|dev\\.seedbed|jackson|java\\.|enum constant|\\w+Node\\b|redacted|protobuf|seedbed's own).*";

  @TempDir private static Path folder = Path.of("");

  /// A sound model of two columns of numbers, one of texts, and three classes; and rows for it.
  @BeforeAll
  static void train() throws IOException {
    var rows = new StringBuilder("length,width,kind,class\n");
    for (int i = 0; i < 60; i++) {
      rows.append(
          "%d,%d.5,%s,%s\n".formatted(i % 7, i % 5, "ab".charAt(i % 2), "xyz".charAt(i % 3)));
    }
    Path data = Files.writeString(folder.resolve(DATA), rows);
    Run run =
        CommandRunner.runCommand(
            "train --target class --hidden 4 --seeds 1 --epochs 2 --quiet --out",
            folder.resolve("run"),
            data);
    assertThat(run.exitCode()).isZero();
  }

  private static Path sound(String ending) {
    return folder.resolve("run/model." + ending);
  }

  private static String description() throws IOException {
    return Objects.requireNonNull(WeightFile.read(sound("onnx")).metadata().get(KEY));
  }

  /// A copy of the sound model with another description.
  private static Path tampered(String ending, String description) throws IOException {
    byte[] sound = Files.readAllBytes(sound(ending));
    byte[] tampered =
        ending.equals("onnx") ? onnx(sound, description) : safetensors(sound, description);
    return Files.write(folder.resolve("tampered." + ending), tampered);
  }

  private static byte[] onnx(byte[] model, String description) throws IOException {
    UnknownFieldSet fields = UnknownFieldSet.parseFrom(model);
    var metadata = UnknownFieldSet.Field.newBuilder();
    for (ByteString entry : fields.getField(METADATA).getLengthDelimitedList()) {
      UnknownFieldSet pair = UnknownFieldSet.parseFrom(entry);
      boolean described =
          pair.getField(1).getLengthDelimitedList().getFirst().toStringUtf8().equals(KEY);
      metadata.addLengthDelimited(
          described
              ? UnknownFieldSet.newBuilder(pair)
                  .addField(
                      2,
                      UnknownFieldSet.Field.newBuilder()
                          .addLengthDelimited(ByteString.copyFromUtf8(description))
                          .build())
                  .build()
                  .toByteString()
              : entry);
    }
    return UnknownFieldSet.newBuilder(fields)
        .addField(METADATA, metadata.build())
        .build()
        .toByteArray();
  }

  private static byte[] safetensors(byte[] model, String description) {
    int length = ByteBuffer.wrap(model).order(ByteOrder.LITTLE_ENDIAN).getInt();
    var header = (ObjectNode) JsonMapper.shared().readTree(new String(model, 8, length, UTF_8));
    ((ObjectNode) header.get("__metadata__")).put(KEY, description);
    byte[] changed = header.toString().getBytes(UTF_8);
    return ByteBuffer.allocate(8 + changed.length + model.length - 8 - length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(changed.length)
        .put(changed)
        .put(model, 8 + length, model.length - 8 - length)
        .array();
  }

  private static Run predict(Path model) {
    return CommandRunner.runCommand("predict --proba", model, folder.resolve(DATA));
  }

  private static Run restart(Path model) throws IOException {
    Path out = folder.resolve("new-" + model.getFileName());
    Files.deleteIfExists(out);
    Run run = CommandRunner.runCommand("init --quiet --overwrite", model, Path.of("-o"), out);
    assertThat(Files.exists(out)).isEqualTo(run.exitCode() == 0);
    return run;
  }

  private static List<Run> readers(Path model) throws IOException {
    return List.of(
        predict(model),
        CommandRunner.runCommand("check", model),
        CommandRunner.runCommand("check --data", folder.resolve(DATA), model),
        restart(model));
  }

  @ParameterizedTest
  @ValueSource(strings = {"onnx", "safetensors"})
  void description_asWritten_read(String ending) throws IOException {
    Path same = tampered(ending, description());
    assertThat(readers(same)).extracting(Run::exitCode).doesNotContain(1, 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "`\"loss\":\"cross_entropy\"`; `\"loss\":\"squared_error\"`; a network that predicts classes must have the loss cross_entropy",
        "`\"loss\":\"cross_entropy\"`; `\"loss\":\"hinge\"`; 'loss' must be cross_entropy or squared_error: 'hinge'",
        "`\"loss\":\"cross_entropy\"`; `\"loss\":\"CROSS_ENTROPY\"`; 'loss' must be cross_entropy or squared_error: 'CROSS_ENTROPY'",
        "`\"loss\":\"cross_entropy\"`; `\"loss\":7`; 'loss': expected a string, found 7",
        "`\"loss\":\"cross_entropy\"`; `\"less\":7`; 'loss' is missing",
        "`\"column\":\"width\"`; `\"column\":\"length\"`; a column must not be a feature twice: 'length'",
        "`\"column\":\"width\"`; `\"column\":\"class\"`; the target must not be a feature: 'class'",
        "`\"column\":\"width\"`; `\"column\":null`; 'features[1].column': expected a string, found null",
        "`\"scale\":[^,}]*`; `\"scale\":-1`; the mean of 'length' must be finite, its scale finite and at least 0: %mean%, -1.0",
        "`\"scale\":[^,}]*`; `\"scale\":1e39`; 'features[0].scale': expected a finite 32-bit number, found 1.0E39",
        "`\"mean\":[^,}]*`; `\"mean\":\"3\"`; 'features[0].mean': expected a finite 32-bit number, found \"3\"",
        "`\"mean\":[^,}]*`; `\"mean\":null`; 'features[0].mean': expected a finite 32-bit number, found null",
        "`\"categories\":\\[\"a\",\"b\"\\]`; `\"categories\":[]`; a column of texts must have at least one category",
        "`\"categories\":\\[\"a\",\"b\"\\]`; `\"categories\":[\"a\",\"a\"]`; categories must be in order and differ: 'a' stands behind 'a'",
        "`\"categories\":\\[\"a\",\"b\"\\]`; `\"categories\":\"ab\"`; 'features[2].categories': expected an array, found \"ab\"",
        "`\"labels\":\\[\"x\",`; `\"labels\":[null,`; 'target.labels[0]': expected a string, found null",
        "`\"labels\":\\[\"x\",\"y\"`; `\"labels\":[\"y\",\"x\"`; labels must be in order and differ: 'x' stands behind 'y'",
        "`\"labels\":\\[\"x\",`; `\"labels\":[`; the network must have 4 inputs and 2 outputs: 4 and 3",
        "`\"labels\":\\[.*?\\]`; `\"labels\":[\"x\"]`; labels must be at least two: 1",
        "`\"numeric\":false`; `\"numeric\":true`; labels of a column of numbers must be numbers: 'x'",
        "`\"numeric\":false`; `\"numeric\":\"no\"`; 'target.numeric': expected true or false, found \"no\"",
        "`\"layers\":\\[4`; `\"layers\":[9`; the network must have 4 inputs and 3 outputs: 9 and 3",
        "`\"layers\":\\[4,4`; `\"layers\":[4,0`; each layer must have at least one unit: 0",
        "`\"layers\":\\[4,4`; `\"layers\":[4,4.5`; 'layers[1]': expected a whole number below 2^31, found 4.5",
        "`\"layers\":\\[4,4`; `\"layers\":[4,4294967300`; 'layers[1]': expected a whole number below 2^31, found 4294967300",
        "`\"layers\":\\[4,4,3\\]`; `\"layers\":{}`; 'layers': expected an array, found an object",
        "`\"layers\":\\[4,4,3\\]`; `\"layers\":[]`; a network must have inputs and outputs: []",
        "`\"name\":\"tanh\"`; `\"name\":\"tan\"`; no activation 'tan'",
        "`\"name\":\"tanh\"`; `\"name\":\"elu\",\"alpha\":-1`; alpha must be above 0 and finite: -1.0",
        "`\"name\":\"tanh\"`; `\"name\":\"leaky-relu\"`; 'activation.negative_slope' is missing",
        "`\"activation\":\\{`; `\"activation\":\"tanh\",\"x\":{`; 'activation': expected an object, found \"tanh\"",
        "`\"loss\"`; `\"layers\":[4,4,3],\"loss\"`; it is not JSON, or has a key twice",
        "`\\}$`; ``; it is not JSON, or has a key twice",
        "`^.*$`; `[]`; the document: expected an object, found an array",
      })
  void description_changed_refusedByAllReaders(String part, String other, String message)
      throws IOException {
    String description = description();
    double mean = JsonMapper.shared().readTree(description).at("/features/0/mean").doubleValue();
    String changed = description.replaceAll(part, other == null ? "" : other);
    assertThat(changed).isNotEqualTo(description);
    for (String ending : List.of("onnx", "safetensors")) {
      Path model = tampered(ending, changed);
      String line =
          "seedbed: %s: the metadata 'seedbed.model' is damaged: %s"
              .formatted(model, message.replace("%mean%", Float.toString((float) mean)));
      for (Run run : readers(model)) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.errors()).containsExactly(line);
      }
    }
  }

  /// Sound as a description, but not that of this file.
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[4,4,3]; [4,5,3]; tensor 'layer1/weight' must ; the graph must have the layers that its metadata name, [4, 5, 3]: [4, 4, 3]",
        "[4,4,3]; [4,4,4,3]; tensor 'layer2/weight' must ; the graph must have the layers that its metadata name, [4, 4, 4, 3]: [4, 4, 3]",
        "tanh; relu; ; the graph must have the activation that its metadata name",
      })
  void description_ofAnotherNetwork_refused(
      String part, String other, String safetensors, String onnx) throws IOException {
    String changed = description().replace(part, other);
    // Safetensors hold no graph: nothing there can contradict the activation.
    if (safetensors != null) {
      for (Run run : readers(tampered("safetensors", changed))) {
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errors()).hasSize(1).first().asString().contains(safetensors);
      }
    }
    Path model = tampered("onnx", changed);
    List<Run> runs = readers(model);
    assertThat(runs).extracting(Run::exitCode).containsOnly(2);
    assertThat(runs.subList(1, 4))
        .allSatisfy(run -> assertThat(run.errors()).hasSize(1).first().asString().contains(onnx));
    assertThat(runs.getFirst().errors())
        .hasSize(1)
        .first()
        .asString()
        .matches(".*(must have shape|is missing|the graph must have the (activation|layers)).*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"onnx", "safetensors"})
  void weights_notFinite_predictRefusesCheckFinds(String ending) throws IOException {
    Path model = Files.copy(sound(ending), folder.resolve("nan." + ending));
    WeightFile.read(model)
        .rewrite(
            model,
            Map.of(
                "layer2/weight", (_, numbers, count) -> Arrays.fill(numbers, 0, count, Float.NaN)),
            1);
    Run predict = predict(model);
    assertThat(predict.exitCode()).isEqualTo(2);
    assertThat(predict.errors())
        .containsExactly(
            "seedbed: %s: tensor 'layer2/weight' must hold finite numbers to predict with: NaN"
                .formatted(model));
    for (Run check :
        List.of(
            CommandRunner.runCommand("check", model),
            CommandRunner.runCommand("check --data", folder.resolve(DATA), model))) {
      assertThat(check.exitCode()).isEqualTo(11);
      assertThat(check.out()).contains("non-finite");
    }
    assertThat(restart(model).exitCode()).isZero();
  }

  @Test
  void predict_answersNotFinite_refused() throws IOException {
    Path model =
        tampered(
            "safetensors",
            description()
                .replaceAll("\"mean\":[^,}]*", "\"mean\":3e38")
                .replaceAll("\"scale\":[^,}]*", "\"scale\":3e38"));
    Run run = predict(model);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors())
        .containsExactly(
            "seedbed: the network's answer for data row 1 is not finite: its numbers, or those of the model, are too large");
  }

  /// Whatever becomes of the description, a command refuses the model in one line of plain words,
  /// or gives sane answers.
  @Test
  void description_mutated_refusedInOneLineOrSane() throws IOException {
    assertRefusedOrSane(120);
  }

  @Test
  @Tag("exhaustive")
  void description_mutatedOften_refusedInOneLineOrSane() throws IOException {
    assertRefusedOrSane(400);
  }

  private void assertRefusedOrSane(int times) throws IOException {
    String sound = description();
    var random = new Random(16);
    int refused = 0;
    for (int i = 0; i < times; i++) {
      String mutated = i % 4 == 0 ? characters(sound, random) : values(sound, random);
      Path model = tampered(i % 2 == 0 ? "onnx" : "safetensors", mutated);
      List<Run> runs =
          i % 8 < 2 ? List.of(predict(model), restart(model)) : List.of(predict(model));
      for (Run run : runs) {
        if (run.exitCode() == 2) {
          refused++;
          assertThat(run.errors()).as(mutated).hasSize(1);
          assertThat(run.err().strip()).as(mutated).doesNotMatch(INTERNALS).hasSizeLessThan(500);
        } else {
          assertThat(run.exitCode()).as(mutated + run.err()).isZero();
          assertThat(run.err()).as(mutated).doesNotMatch("(?s)" + INTERNALS);
          run.out().lines().skip(1).forEach(line -> assertSane(line, mutated));
        }
      }
    }
    assertThat(refused).isGreaterThan(times / 2);
  }

  private static void assertSane(String line, String mutated) {
    String[] fields = line.split(",", -1);
    double sum = Arrays.stream(fields).skip(2).mapToDouble(Double::parseDouble).sum();
    assertThat(fields[1]).as(mutated).isNotEmpty().isNotEqualTo("null");
    assertThat(sum).as(mutated).isBetween(0.999, 1.001);
  }

  private static String characters(String text, Random random) {
    var changed = new StringBuilder(text);
    int at = random.nextInt(text.length());
    switch (random.nextInt(3)) {
      case 0 -> changed.deleteCharAt(at);
      case 1 -> changed.insert(at, (char) (32 + random.nextInt(95)));
      default -> changed.setCharAt(at, (char) (32 + random.nextInt(95)));
    }
    return changed.toString();
  }

  /// One value of the document becomes another, is left out, or stands there twice.
  private static String values(String text, Random random) {
    JsonNode document = JsonMapper.shared().readTree(text);
    var changes = new ArrayList<UnaryOperator<JsonNode>>();
    String[] others = {
      "null",
      "true",
      "0",
      "-1",
      "1",
      "2.5",
      "1e30",
      "1e39",
      "1e999",
      "4294967297",
      "\"\"",
      "\"length\"",
      "\"" + "long ".repeat(1000) + "\"",
      "\"\\u0000\\n\"",
      "[]",
      "{}",
      "[1]",
      "[[[]]]",
      "{\"name\":\"elu\",\"alpha\":1}"
    };
    String other = others[random.nextInt(others.length)];
    visit(document, changes, JsonMapper.shared().readTree(other));
    var _ = changes.get(random.nextInt(changes.size())).apply(document);
    return document.toString();
  }

  private static void visit(JsonNode node, List<UnaryOperator<JsonNode>> changes, JsonNode other) {
    switch (node) {
      case ObjectNode object ->
          object
              .properties()
              .forEach(entry -> {
                changes.add(_ -> object.set(entry.getKey(), other));
                changes.add(_ -> object.remove(entry.getKey()));
                visit(entry.getValue(), changes, other);
              });
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          int at = i;
          changes.add(_ -> array.set(at, other));
          changes.add(_ -> array.remove(at));
          changes.add(_ -> array.insert(at, array.get(at)));
          visit(array.get(i), changes, other);
        }
      }
      default -> {}
    }
  }
}
