package dev.seedbed.io.run;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.data.CellNotation;
import dev.seedbed.data.InputException;
import dev.seedbed.data.SplitSpec;
import dev.seedbed.init.Catalogue;
import dev.seedbed.io.document.Documents;
import dev.seedbed.io.document.Recorded;
import dev.seedbed.io.document.StudyDocument;
import dev.seedbed.io.table.ColumnKinds;
import dev.seedbed.io.table.CsvFormat;
import dev.seedbed.io.table.TableSpec;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import dev.seedbed.study.FinalRows;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.Vary;
import dev.seedbed.tensor.Activation;
import dev.seedbed.train.AdamW;
import dev.seedbed.train.Schedule;
import dev.seedbed.train.Sgd;
import dev.seedbed.train.TrainingSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class RunSpecTest {
  private static final TrainingSpec TRAINING = Runs.STUDY.training();

  static List<StudySpec> studies() {
    StudySpec spec = Runs.STUDY;
    return List.of(
        spec,
        spec.withHalving(Optional.empty()).withReferences(0),
        spec.withVary(Vary.BOTH).withSeeds(List.of(new Seed(Long.MIN_VALUE), new Seed(3))),
        spec.withVary(Vary.ORDER).withActivation(new Activation.LeakyRelu(0.3f)),
        spec.withSchemes(
            List.of(
                Catalogue.scheme("orthogonal(gain=1.4)+label-bias"),
                Catalogue.scheme("torch:kaiming_normal_"),
                Catalogue.scheme(Catalogue.faithful("dl4j:LECUN_UNIFORM")))),
        spec.withTraining(
            TRAINING
                .withOptimizer(new AdamW(0.1 + 0.2, 0.8, 0.99, 1e-7, 1e-3))
                .withSchedule(new Schedule.WarmUp(2, new Schedule.Step(3, 0.123456789)))
                .withMaxGradientNorm(1.5)
                .withDropout(0.25)
                .withPatience(3)
                .withOrderSeed(new Seed(-1))),
        spec.withTraining(TRAINING.withOptimizer(new Sgd(0.1, 0.9, 0, true))));
  }

  private static String text(RunSpec run) {
    return Documents.text(run.document(Runs.TABLES, Runs.DATA));
  }

  private static RunSpec read(String json) {
    return Documents.read("study.json", json, StudyDocument.class, RunSpec::of);
  }

  @ParameterizedTest
  @MethodSource("studies")
  void read_whatWasWritten_isTheSame(StudySpec study) {
    var run = RunSpec.of("some/file.csv", Runs.SPEC.reading(), Runs.DATA_SPEC, study);
    String json = text(run);
    RunSpec read = read(json);
    assertThat(read).isEqualTo(run);
    assertThat(text(read)).isEqualTo(json);
    assertThat(Documents.read("study.json", json, StudyDocument.class).data().sha256())
        .isEqualTo(Runs.TABLE.sha256());
  }

  @Test
  void read_columns_areTheSame() {
    var kinds =
        new ColumnKinds(
            Map.of(
                "a,b",
                ColumnKinds.Kind.UNUSED,
                "\"",
                ColumnKinds.Kind.TEXTS,
                "n",
                ColumnKinds.Kind.NUMBERS,
                "d",
                ColumnKinds.Kind.DATES,
                "e",
                ColumnKinds.Kind.DATES),
            ColumnKinds.Kind.FOUND);
    var data =
        Runs.DATA_SPEC
            .withId("id")
            .withKept(Set.of("n"))
            .withSplit(new SplitSpec(new SplitSpec.Way.Time("d"), 0.1));
    TableSpec reading =
        TableSpec.of(kinds)
            .withNotation(
                new CellNotation(
                    Map.of("d", "dd/MM/yyyy"), Set.of(), Set.of("\""), Set.of("-9", "")))
            .withCsv(new CsvFormat(Optional.of('\t'), Optional.of(false), Optional.of(ISO_8859_1)))
            .withLabels(Optional.of(Path.of("labels.gz")))
            .withNeeded(data.columns());
    var run =
        RunSpec.of("x", reading, data, Runs.STUDY.withFinalRows(FinalRows.ALL_BUT_TEST))
            .withRecorded(EnumSet.of(Recorded.ACTIVATIONS));
    String json = text(run);
    assertThat(read(json)).isEqualTo(run);
  }

  @Test
  void read_damaged_refusedInOneLine() {
    String good = Documents.tree(Runs.SPEC.document(Runs.TABLES, Runs.DATA)).toString();
    for (String bad :
        List.of(
            "",
            "{}",
            good.substring(0, good.length() / 2),
            good.replace("\"sgd\"", "\"adagrad\""),
            good.replace("\"glorot-uniform\"", "\"glorot-unifrom\""),
            good.replace("\"init\"", "\"weights\""),
            good.replace("\"epochs\":6", "\"epochs\":0"))) {
      assertThatThrownBy(() -> read(bad))
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith("study.json is damaged: ")
          .hasMessageNotContaining("\n")
          .hasMessageNotContaining("Source");
    }
  }

  /// A short text can ask for any depth.
  @Test
  void read_moreLayersThanTheLimit_refused() {
    ObjectNode study = Documents.tree(Runs.SPEC.document(Runs.TABLES, Runs.DATA));
    ArrayNode widths = ((ObjectNode) study.required("network")).putArray("layers");
    for (int i = 0; i < NetworkSpec.MOST_HIDDEN + 3; i++) {
      widths.add(1);
    }
    assertThatThrownBy(() -> read(study.toString()))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "study.json is damaged: a network must have at most 10000 hidden layers: 10001");
  }

  /// Every value in turn is lost, or is something else.
  @Test
  void read_anyOneValueDamaged_isReadOrRefused() {
    ObjectNode good = Documents.tree(Runs.SPEC.document(Runs.TABLES, Runs.DATA));
    JsonMapper mapper = JsonMapper.shared();
    var places = new ArrayList<JsonPointer>();
    collect(good, JsonPointer.empty(), places);
    assertThat(places).hasSizeGreaterThan(30);
    for (JsonPointer place : places) {
      for (String value : List.of("", "null", "0", "-1", "1e99", "\"x\"", "true", "[]", "{}")) {
        ObjectNode bad = good.deepCopy();
        var parent = (ObjectNode) bad.at(place.head());
        String name = place.last().getMatchingProperty();
        if (value.isEmpty()) {
          parent.remove(name);
        } else {
          parent.set(name, mapper.readTree(value));
        }
        try {
          read(bad.toString());
        } catch (InputException e) {
          assertThat(e)
              .hasMessageStartingWith("study.json is damaged: ")
              .hasMessageNotContaining("\n");
        } catch (RuntimeException e) {
          throw new AssertionError(place + " = " + value, e);
        }
      }
    }
  }

  private static void collect(JsonNode node, JsonPointer place, List<JsonPointer> places) {
    for (var property : node.properties()) {
      JsonPointer below = place.appendProperty(property.getKey());
      places.add(below);
      collect(property.getValue(), below, places);
    }
  }
}
