package dev.seedbed.cli;

import static dev.seedbed.cli.CommandRunner.runCommand;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.cli.CommandRunner.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Files of a run in which something has been changed: every command works, or says in one line
/// what is wrong.
class DamagedRunTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  /// No number that would be right and take forever, such as 2³¹ − 1 epochs.
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1",
          "2.5",
          "1e99",
          "-1e999",
          "99999999999",
          "1" + "0".repeat(400),
          "\"\"",
          "\"x\"",
          "\"a\\u0000b\"",
          "\"\\u001b[2J\\u202e\"",
          "\"species\"",
          "\"NaN\"",
          "\"" + "y".repeat(5_000) + "\"",
          "[]",
          "[null]",
          "[3, 3]",
          "{}",
          "{\"mean\": {}}",
          "[".repeat(400) + "]".repeat(400));

  @TempDir private Path folder = Path.of("");
  private Path run = Path.of("");

  @BeforeEach
  void train() {
    run = folder.resolve("run");
    Run trained =
        runCommand(
            "train examples/iris.csv --target species --hidden 3 --seeds 2 --epochs 2 --quiet --out",
            run);
    assertThat(trained.exitCode()).as(trained.err()).isZero();
  }

  private static void places(JsonNode node, JsonPointer place, List<JsonPointer> places) {
    node.properties()
        .forEach(property -> {
          JsonPointer below = place.appendProperty(property.getKey());
          places.add(below);
          places(property.getValue(), below, places);
        });
    // The elements of a long list are alike: the first two stand for all.
    for (int i = 0; node.isArray() && i < Math.min(2, node.size()); i++) {
      places.add(place.appendIndex(i));
      places(node.get(i), place.appendIndex(i), places);
    }
  }

  /// The document with one value lost, changed or added.
  private static byte[] changed(JsonNode good, Random random) {
    var places = new ArrayList<JsonPointer>();
    places(good, JsonPointer.empty(), places);
    JsonPointer place = places.get(random.nextInt(places.size()));
    JsonNode bad = good.deepCopy();
    int choice = random.nextInt(VALUES.size() + 2);
    switch (bad.at(place.head())) {
      case ObjectNode object -> {
        String name = place.last().getMatchingProperty();
        if (choice < VALUES.size()) {
          object.set(name, JSON.readTree(VALUES.get(choice)));
        } else {
          object.remove(name);
        }
      }
      case ArrayNode array -> {
        int index = place.last().getMatchingIndex();
        if (choice < VALUES.size()) {
          array.set(index, JSON.readTree(VALUES.get(choice)));
        } else {
          array.remove(index);
        }
      }
      default -> throw new AssertionError(place);
    }
    return bad.toString().getBytes(UTF_8);
  }

  /// The text cut off, with NUL in it, too deep, or no longer in UTF-8.
  private static byte[] torn(String good, Random random) {
    int at = random.nextInt(good.length());
    String begin = good.substring(0, at);
    return switch (random.nextInt(4)) {
      case 0 -> begin.getBytes(UTF_8);
      case 1 -> (begin + "\0" + good.substring(at)).getBytes(UTF_8);
      case 2 -> ("[".repeat(5_000) + good).getBytes(UTF_8);
      default -> (begin + "\u00ff" + good.substring(at)).getBytes(ISO_8859_1);
    };
  }

  @ParameterizedTest
  @CsvSource({"study.json, 25", "result.json, 25", "start.json, 20"})
  void anyValue_changed_oneLine(String name, int times) throws IOException {
    assertOneLine(name, times);
  }

  /// What the report shows of the test scores goes together.
  @Test
  void anyTestScore_null_oneLine() throws IOException {
    Path result = run.resolve("result.json");
    JsonNode good = JSON.readTree(Files.readString(result));
    var places = new ArrayList<JsonPointer>();
    JsonPointer best = JsonPointer.empty().appendProperty("best");
    places(good.at(best), best, places);
    for (JsonPointer place : places) {
      JsonNode bad = good.deepCopy();
      if (bad.at(place.head()) instanceof ObjectNode object) {
        object.putNull(place.last().getMatchingProperty());
        Files.writeString(result, bad.toString());
        HostileRunTest.commands(run, "report");
      }
    }
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @CsvSource({"study.json, 90", "result.json, 90", "start.json, 60"})
  void manyValues_changed_oneLine(String name, int times) throws IOException {
    assertOneLine(name, times);
  }

  private void assertOneLine(String name, int times) throws IOException {
    Path file = run.resolve(name);
    Path result = run.resolve("result.json");
    String good = Files.readString(file);
    String ended = Files.readString(result);
    JsonNode document = JSON.readTree(good);
    var random = new Random(16);
    for (int i = 0; i < times; i++) {
      byte[] bad = i % 5 == 0 ? torn(good, random) : changed(document, random);
      Files.write(file, bad);
      try {
        HostileRunTest.commands(run, "resume --quiet", "replay", "report");
        if (name.equals("study.json")) {
          Files.delete(result);
          HostileRunTest.commands(run, "resume --quiet");
          Files.writeString(result, ended);
        }
      } catch (AssertionError e) {
        throw new AssertionError(
            "change %d of %s: %s".formatted(i, name, new String(bad, UTF_8)), e);
      }
    }
  }

  @Test
  void journal_changed_oneLine() throws IOException {
    assertJournal(20);
  }

  @Test
  @Tag("exhaustive")
  void journal_changedOften_oneLine() throws IOException {
    assertJournal(60);
  }

  private void assertJournal(int times) throws IOException {
    Path file = run.resolve("journal.jsonl");
    Path result = run.resolve("result.json");
    String good = Files.readString(file);
    List<String> lines = good.lines().toList();
    var random = new Random(16);
    for (int i = 0; i < times; i++) {
      var bad = new ArrayList<>(lines);
      int line = random.nextInt(lines.size());
      bad.set(line, new String(changed(JSON.readTree(lines.get(line)), random), UTF_8));
      byte[] text = (String.join("\n", bad) + "\n").getBytes(UTF_8);
      Files.write(file, i % 4 == 0 ? torn(good, random) : text);
      Files.deleteIfExists(result);
      HostileRunTest.commands(run, "resume --quiet");
    }
  }
}
