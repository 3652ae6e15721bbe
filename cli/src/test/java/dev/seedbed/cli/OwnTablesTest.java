package dev.seedbed.cli;

import static dev.seedbed.cli.CommandRunner.runCommand;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.seedbed.cli.CommandRunner.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A table with an index, dates, money and missing values, from the file to predictions.
class OwnTablesTest {
  @TempDir private Path folder = Path.of("");
  private Path table = Path.of("");

  @BeforeEach
  void write() throws IOException {
    table = folder.resolve("sales.csv");
    write(table, 0, 200);
  }

  private static void write(Path file, int from, int to) throws IOException {
    var rows = new StringBuilder(",sold,price,customer,order,empty,paid\n");
    for (int i = from; i < to; i++) {
      LocalDate sold = LocalDate.of(2023, 1, 2).plusDays(i);
      int price = 500 + i * 37 % 900;
      rows.append(i).append(',').append(sold).append(',');
      rows.append(i % 9 == 0 ? "n/a" : "\"$%,d.50\"".formatted(price)).append(',');
      rows.append(i % 3 == 0 ? "new" : "regular").append(",A").append(i / 4).append(",,");
      rows.append(price * (sold.getDayOfWeek().getValue() > 5 ? 1.2 : 1)).append('\n');
    }
    Files.writeString(file, rows);
  }

  private static JsonNode json(Run run) {
    assertThat(run.err()).isEmpty();
    return JsonMapper.shared().readTree(run.out());
  }

  private Path out() {
    return folder.resolve("run");
  }

  private JsonNode train(String options) {
    return json(
        runCommand(
            "train --target paid --seeds 2 --epochs 6 --json " + options,
            table,
            Path.of("--out"),
            out()));
  }

  private static List<String> column(JsonNode rows, String name) {
    return rows.valueStream().map(row -> row.path(name).asString("")).toList();
  }

  private static JsonNode named(JsonNode columns, String name) {
    return columns
        .valueStream()
        .filter(column -> column.get("name").stringValue().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void inspect_saysWhatBecomesOfEachColumn() throws IOException {
    JsonNode document = json(runCommand("inspect --target paid --json", table));
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("docs/schemas/inspect.schema.json")))
                .validate(document.toString(), InputFormat.JSON))
        .isEmpty();
    JsonNode columns = document.at("/data/columns");
    assertThat(column(columns, "name"))
        .containsExactlyInAnyOrder(
            "column1", "sold", "price", "customer", "order", "empty", "paid");
    assertThat(named(columns, "sold").get("kind").stringValue()).isEqualTo("date");
    // The days, and the places in the year and the week.
    assertThat(named(columns, "sold").get("inputs").intValue()).isEqualTo(5);
    // The number, and whether it is missing.
    assertThat(named(columns, "price").get("inputs").intValue()).isEqualTo(2);
    assertThat(named(columns, "price").get("missing").doubleValue()).isEqualTo(23 / 200.0);
    assertThat(named(columns, "empty").get("reason").stringValue()).isEqualTo("no row has a value");
    assertThat(column(document.get("notices"), "kind"))
        .containsExactly("time_order", "left_out", "left_out");
    assertThat(document.at("/split/train").intValue()).isEqualTo(120);

    Run text = runCommand("inspect --target paid", table);
    assertThat(text.out())
        .contains("to predict the future, say --split time=sold")
        .containsPattern("sold +date +2023-01-02 +5 inputs")
        .containsPattern("price +number +11.5 % +537.5 +2 inputs")
        .containsPattern("paid +number +500 +the target");
    assertThat(runCommand("inspect", table).out()).containsPattern("price +number +11.5 % +537.5");
  }

  @Test
  void train_byTimeWithRefit_isReplayedToTheBit() throws IOException {
    JsonNode document = train("--split time=sold --validation 0.1 --id order --refit");
    assertThat(column(document.at("/data/columns"), "name")).contains("empty", "order");
    JsonNode study = JsonMapper.shared().readTree(Files.readString(out().resolve("study.json")));
    assertThat(study.at("/data/split/rows").toString()).isEqualTo("[140,20,40]");
    assertThat(study.get("final_rows").stringValue()).isEqualTo("all_but_test");
    List<String> test = Files.readAllLines(out().resolve("test.csv"));
    assertThat(test.getFirst()).isEqualTo("row,order,actual,predicted");
    // The latest fifth.
    assertThat(test.get(1)).startsWith("161,A40,");
    assertThat(runCommand("replay", out()).out()).contains("the same to the bit");
    assertThat(runCommand("replay --test", table, out()).err())
        .contains("the run has no file of rows for the test");
    assertThat(Files.readString(out().resolve("report.html")))
        .contains("left out: no row has a value")
        .contains("<td>date</td>");
  }

  /// Its dates and flags are prepared in front of the first layer, and do not hide the network.
  @Test
  void check_ofAModelWithDatesAndFlags_seesItsLayers() {
    train("");
    Run check = runCommand("check --data", table, out().resolve("model.onnx"), Path.of("--json"));
    assertThat(check.exitCode()).as(check.err()).isIn(0, 10, 11);
    JsonNode layers = JsonMapper.shared().readTree(check.out()).get("layers");
    assertThat(column(layers, "name")).containsExactly("layer1", "layer2");
  }

  /// A refit is another network than the winner of the race.
  @Test
  void train_withAndWithoutRefit_differ() {
    String raced = train("").get("weights_sha256").stringValue();
    JsonNode refit =
        json(
            runCommand(
                "train --target paid --seeds 2 --epochs 6 --json --refit",
                table,
                Path.of("--out"),
                folder.resolve("refit")));
    assertThat(refit.get("weights_sha256").stringValue()).isNotEqualTo(raced);
  }

  @Test
  void train_withRowsForTheTestElsewhere_measuresOnThem() throws IOException {
    Path later = folder.resolve("later.csv");
    write(later, 200, 230);
    JsonNode document =
        json(
            runCommand(
                "train --target paid --seeds 2 --epochs 6 --json",
                table,
                Path.of("--test"),
                later,
                Path.of("--out"),
                out()));
    assertThat(document.at("/data/rows").intValue()).isEqualTo(230);
    assertThat(Files.readAllLines(out().resolve("test.csv"))).hasSize(31);
    assertThat(runCommand("replay", out()).exitCode()).isZero();
    write(later, 200, 231);
    assertThat(runCommand("replay", out()).err()).contains("is not what the run was begun with");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--ignore sold --text sold | a column can be only one of --ignore, --number, --text and --date: 'sold'",
        "--delimiter ab | the delimiter must be one character, or tab: 'ab'",
        "--header maybe | header must be yes or no: maybe",
        "--encoding klingon | no such encoding: 'klingon'",
        "--date sold=mm | a pattern of dates must have day, month and year",
        "--split sideways | 'sideways' is not random, time=COLUMN or group=COLUMN",
        "--split time=customer | column 'customer' must hold dates or numbers to split the rows by time",
        "--split time=paid | the target must not decide the split: 'paid'",
        "--validation 0.9 | the share of validation rows must be above 0 and below 0.8: 0.9",
        "--test-labels x | --test-labels needs --test",
        "--ignore solt | has no column 'solt': did you mean 'sold'?",
        "--number customer | 'new' is not a number; correct it or leave it empty"
      })
  void inspect_optionsThatMakeNoSense_oneLine(String optionsAndMessage) {
    String[] parts = optionsAndMessage.split(" \\| ", -1);
    Run run = runCommand("inspect --target paid " + parts[0], table);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors()).hasSize(1).first().asString().contains(parts[1]);
    assertThat(run.out()).isEmpty();
  }
}
