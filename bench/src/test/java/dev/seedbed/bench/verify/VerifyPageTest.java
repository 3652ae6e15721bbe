package dev.seedbed.bench.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.bench.verify.FamousStart.NamedFault;
import dev.seedbed.bench.verify.FamousStart.Story;
import dev.seedbed.io.weights.FloatType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page and the files must be what runs give.
class VerifyPageTest {
  private static final Path HOME = Path.of("");
  private static final String CURE = "docs differ from what runs give: ./seedbed-bench verify";

  @TempDir private Path folder = Path.of("");

  @Test
  void pageAndFiles_areWhatRunsGive() throws IOException {
    assertThat(Files.readString(HOME.resolve(VerifyPage.PAGE)))
        .as(CURE)
        .endsWith(VerifyPage.part(folder));
    assertThat(names(folder)).as(CURE).isEqualTo(names(HOME.resolve(FamousStart.FOLDER)));
    for (String name : names(folder)) {
      Path file = HOME.resolve(FamousStart.FOLDER).resolve(name);
      assertThat(file).as(CURE).hasSameBinaryContentAs(folder.resolve(name));
      assertThat(Files.size(file)).as(name).isLessThan(70_000);
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(Path::getFileName).map(Path::toString).sorted().toList();
    }
  }

  @Test
  void examined_notNamedOrFalseAlarm_refused() {
    StartFile file = StartFile.of("pt", FloatType.F32).tensor("w.weight", 50, 40);
    List<String> he = FamousStart.rules("*=he-normal");
    List<String> glorot = FamousStart.rules("*=glorot-normal");
    var story = new Story("case", "", "", "");
    var fault = NamedFault.of("w.weight", "scale", "scheme");
    FamousStart sound = FamousStart.drawn(story, file, he, he, fault);
    assertThatThrownBy(() -> sound.examined(folder))
        .hasMessageStartingWith("case: [] in place of [NamedFault[tensor=w.weight");
    var alarm =
        new FamousStart(
            story,
            (_, path) -> file.write(path, glorot),
            (_, path) -> file.write(path, glorot),
            he,
            List.of(fault));
    assertThatThrownBy(() -> alarm.examined(folder)).hasMessageStartingWith("case: a false alarm");
  }
}
