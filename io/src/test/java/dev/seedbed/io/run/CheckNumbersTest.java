package dev.seedbed.io.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.check.Check;
import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Targets;
import dev.seedbed.init.Catalogue;
import dev.seedbed.io.document.CheckDocument;
import dev.seedbed.io.document.Documents;
import dev.seedbed.io.document.LayerRow;
import dev.seedbed.network.Loss;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import dev.seedbed.tensor.Matrix;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every number that `check --json` says of a dense network, and the histograms of its report, but
/// the likely initialisers, against what `io/src/test/python/check_numbers.py` computes in float64
/// from the same weights and rows.
class CheckNumbersTest {
  private static final List<Integer> WIDTHS = List.of(4, 128, 40, 24, 3);

  /// Floats carry 6e-8 of a number; sums of 128 of them, over four layers, lose a hundred times as
  /// much at the worst. Relative to a number, or to how far the numbers are spread.
  private static final double ROUNDING = 1e-5;

  /// The share of numbers that such rounding may carry over the border of a bin.
  private static final double CARRIED = 1e-3;

  /// Of the singular values of a layer with more than 32 inputs and units, in their mean.
  private static final double ESTIMATED = 0.2;

  static Stream<JsonNode> cases() throws IOException {
    try (InputStream file = CheckNumbersTest.class.getResourceAsStream("/check-numbers.json")) {
      return StreamSupport.stream(
          JsonMapper.shared().readTree(file.readAllBytes()).spliterator(), false);
    }
  }

  private static Dataset.Part iris() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("examples/iris.csv"));
    lines = lines.subList(1, lines.size()).stream().filter(line -> !line.isBlank()).toList();
    List<String> species =
        lines.stream().map(line -> line.split(",", -1)[4]).distinct().sorted().toList();
    var inputs = new Matrix(lines.size(), 4);
    int[] classes = new int[lines.size()];
    for (int i = 0; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",", -1);
      for (int j = 0; j < 4; j++) {
        inputs.set(i, j, (float) ((Double.parseDouble(cells[j]) - 3.5) / 2));
      }
      classes[i] = species.indexOf(cells[4]);
    }
    return new Dataset.Part(inputs, new Targets.Classes(species.size(), classes));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void check_denseNetwork_numbersOfFloat64(JsonNode example) throws IOException {
    Activation activation =
        Activation.named(example.required("activation").stringValue()).orElseThrow();
    Network network =
        Catalogue.scheme(example.required("scheme").stringValue())
            .draw(
                new NetworkSpec(WIDTHS, activation, Loss.CROSS_ENTROPY),
                new Seed(example.required("seed").longValue()),
                Optional.empty());
    Diagnosis diagnosis = Check.of(network).on(iris()).figures();
    var document =
        new CheckDocument(
            diagnosis.verdict().title(),
            List.of(),
            diagnosis.layers().stream()
                .map(layer -> LayerRow.drawn(layer, Optional.empty()))
                .toList(),
            Optional.of(CheckDocument.NetworkPart.of(diagnosis)),
            Optional.of(CheckDocument.RowsPart.of(diagnosis)),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    compare(activation.name(), example.required("check"), Documents.tree(document));
  }

  /// Compares all that is there in `expected`.
  private static void compare(String where, JsonNode expected, JsonNode actual) {
    if (expected.has("counts")) {
      histogram(where, expected, actual);
    } else if (where.endsWith("weight_singular_values")) {
      singularValues(where, expected, actual, expected.get(2).doubleValue());
    } else if (where.endsWith("singular_values")) {
      singularValues(where, expected, actual, expected.required("mean").doubleValue());
    } else if (expected.has("sd")) {
      expected
          .propertyNames()
          .forEach(name ->
              close(
                  where + " " + name,
                  expected.get(name),
                  actual.get(name),
                  ROUNDING * expected.get("sd").doubleValue()));
    } else if (expected.isObject()) {
      expected
          .properties()
          .forEach(field ->
              compare(where + " " + field.getKey(), field.getValue(), actual.path(field.getKey())));
    } else if (expected.isArray()) {
      for (int i = 0; i < expected.size(); i++) {
        compare(where + " " + (i + 1), expected.get(i), actual.path(i));
      }
    } else if (expected.isNumber()) {
      close(where, expected, actual, ROUNDING * Math.abs(expected.doubleValue()));
    } else {
      assertThat(actual).as(where).isEqualTo(expected);
    }
  }

  private static void close(String where, JsonNode expected, JsonNode actual, double offset) {
    assertThat(actual.doubleValue()).as(where).isCloseTo(expected.doubleValue(), within(offset));
  }

  private static void histogram(String where, JsonNode expected, JsonNode actual) {
    double low = expected.required("low").doubleValue();
    double high = expected.required("high").doubleValue();
    close(where, expected.get("low"), actual.required("low"), ROUNDING * (high - low));
    close(where, expected.get("high"), actual.required("high"), ROUNDING * (high - low));
    JsonNode counts = expected.required("counts");
    double sum = 0;
    for (JsonNode count : counts) {
      sum += count.doubleValue();
    }
    double carried = 0;
    for (int i = 0; i < counts.size(); i++) {
      double share = actual.required("shares").required(i).doubleValue();
      carried += Math.abs(share - counts.get(i).doubleValue() / sum);
    }
    assertThat(carried).as(where).isLessThan(CARRIED);
  }

  /// Those of 128 → 40 are estimated; all others are exact.
  private static void singularValues(
      String where, JsonNode expected, JsonNode actual, double mean) {
    double offset = (where.contains(" layers 2 ") ? ESTIMATED : ROUNDING) * mean;
    assertThat(actual.size()).as(where).isEqualTo(expected.size());
    if (expected.isArray()) {
      for (int i = 0; i < expected.size(); i++) {
        close(where, expected.get(i), actual.get(i), offset);
      }
    } else {
      expected
          .propertyNames()
          .forEach(name -> close(where + " " + name, expected.get(name), actual.get(name), offset));
    }
  }
}
