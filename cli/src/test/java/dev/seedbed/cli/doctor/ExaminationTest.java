package dev.seedbed.cli.doctor;

import static dev.seedbed.cli.CommandRunner.runCommand;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.seedbed.cli.CommandRunner.Run;
import dev.seedbed.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExaminationTest {
  private static final Item FINE = Item.fine("threads", "2 processors");
  private static final SelfTest PASSED = new SelfTest("draws", "ab", "ab");

  @Test
  void json_fitsSchema_allTestsPass() throws IOException {
    Run run = runCommand("doctor --json");
    assertThat(run.err()).isEmpty();
    assertThat(
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("docs/schemas/doctor.schema.json")))
                .validate(run.out(), InputFormat.JSON))
        .isEmpty();
    JsonNode found = JsonMapper.shared().readTree(run.out());
    assertThat(found.get("tests"))
        .hasSize(3)
        .allSatisfy(test -> assertThat(test.get("found")).isEqualTo(test.get("expected")));
    assertThat(run.exitCode()).isIn(0, 10);
    try (var files = Files.list(Path.of(""))) {
      assertThat(files.filter(file -> file.toString().contains("doctor"))).isEmpty();
    }
  }

  /// In plain Java as by vectors.
  @Test
  void kernels_plain_sameBits() throws InterruptedException {
    assertThat(SelfTest.all().get(1).expected()).isEqualTo(SelfTest.kernels(Kernels.plain()));
  }

  @Test
  void verdict_wrongBeforeSlow() {
    Item slow = Item.slow("threads", "1 processor", "take more");
    SelfTest failed = new SelfTest("kernels", "ab", "cd");
    assertThat(Examination.of(List.of(FINE), List.of(PASSED)).verdict()).isEqualTo("fine");
    assertThat(Examination.of(List.of(FINE, slow), List.of(PASSED)).verdict()).isEqualTo("slow");
    assertThat(Examination.of(List.of(slow), List.of(PASSED, failed)).verdict()).isEqualTo("wrong");
  }

  @Test
  void items_folderCannotBeWritten_saidWithRemedy(@TempDir Path folder) {
    assertThat(Machine.items(folder.resolve("none")))
        .anySatisfy(item -> {
          assertThat(item.found()).isEqualTo("this folder cannot be written");
          assertThat(item.remedy()).isPresent();
        });
    assertThat(Machine.items(folder)).hasSize(7);
    assertThat(folder).isEmptyDirectory();
  }
}
