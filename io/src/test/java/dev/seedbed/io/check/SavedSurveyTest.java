package dev.seedbed.io.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.check.Survey;
import dev.seedbed.check.result.Rule;
import dev.seedbed.data.InputException;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.TensorScheme;
import dev.seedbed.random.Seed;
import dev.seedbed.study.Cluster;
import dev.seedbed.tensor.Activation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Other seeds of starts that stand in files.
class SavedSurveyTest {
  private static final Path FOLDER = Path.of("src/test/resources/networks");

  private static Path file(String name) {
    return (Files.isDirectory(FOLDER) ? FOLDER : Path.of("io").resolve(FOLDER)).resolve(name);
  }

  private static Survey survey(String name, int seeds, Optional<String> scheme)
      throws IOException, InterruptedException {
    Optional<TensorScheme> drawnBy = scheme.map(Catalogue::forTensors);
    List<Seed> all = LongStream.range(0, seeds).mapToObj(Seed::new).toList();
    CheckResult result =
        new SavedSurvey(
                SavedCheck.of(file(name + ".onnx")), all, drawnBy, new Activation.Identity())
            .run(Cluster.local(1));
    return switch (result) {
      case CheckResult.OfGraph graph -> graph.survey().orElseThrow();
      case CheckResult.OfRun run -> run.survey().orElseThrow();
      case CheckResult.OfTensors _ -> throw new AssertionError("not run");
    };
  }

  @Test
  void lawsOfTheFile_giveSoundStarts() throws IOException, InterruptedException {
    Survey survey = survey("resnet", 4, Optional.empty());
    assertThat(survey.seeds()).isEqualTo(4);
    assertThat(survey.faulty().count()).isZero();
  }

  @Test
  void zeros_areFaultyFromEverySeed() throws IOException, InterruptedException {
    Survey survey = survey("resnet", 3, Optional.of("zeros"));
    assertThat(survey.faulty().count()).isEqualTo(3);
    assertThat(survey.rules()).containsEntry(Rule.SADDLE, 3);
    assertThat(survey.findings())
        .noneMatch(finding -> finding.rule() == Rule.SEED_SENSITIVITY && finding.value() < 1);
  }

  @Test
  void networkThatIsNotRun_isRefused() {
    assertThatThrownBy(() -> survey("scanned", 2, Optional.of("he-normal")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("can be run");
  }

  @Test
  void copiesAreGoneAfterwards() throws IOException, InterruptedException {
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    long before = ours(folder);
    survey("mlp", 2, Optional.empty());
    assertThat(ours(folder)).isLessThanOrEqualTo(before);
  }

  private static long ours(Path folder) throws IOException {
    String own = "seedbed-survey-" + ProcessHandle.current().pid() + "-";
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith(own)).count();
    }
  }
}
