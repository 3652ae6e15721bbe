package dev.seedbed.io.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.check.Survey;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.InputException;
import dev.seedbed.data.Targets;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Entry;
import dev.seedbed.init.Scheme;
import dev.seedbed.network.Loss;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import dev.seedbed.study.Cluster;
import dev.seedbed.study.DividedWork;
import dev.seedbed.tensor.Activation;
import dev.seedbed.tensor.Matrix;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Surveys whose seeds are spread over machines.
class DividedSurveyTest {
  private static final Path FOLDER = Path.of("src/test/resources/networks");
  private static final Path RESNET =
      (Files.isDirectory(FOLDER) ? FOLDER : Path.of("io").resolve(FOLDER)).resolve("resnet.onnx");

  @TempDir private Path folder = Path.of("");

  private static List<Seed> seeds(int count) {
    return LongStream.range(0, count).mapToObj(Seed::new).toList();
  }

  private static DrawnCheck drawn(boolean rows) {
    var inputs = new Matrix(20, 2);
    var classes = new int[20];
    for (int i = 0; i < 20; i++) {
      inputs.set(i, 0, i / 10f - 1);
      inputs.set(i, 1, 1 - i % 3);
      classes[i] = i % 3;
    }
    return new DrawnCheck(
        new NetworkSpec(List.of(2, 4, 4, 4, 3), new Activation.Relu(), Loss.CROSS_ENTROPY),
        Catalogue.scheme("he-uniform"),
        seeds(700),
        rows
            ? Optional.of(new Dataset.Part(inputs, new Targets.Classes(3, classes)))
            : Optional.empty(),
        check -> check);
  }

  /// As it comes out on another machine.
  private static <T> T sent(T work) throws IOException, ClassNotFoundException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(work);
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      @SuppressWarnings("unchecked") // It is what was written.
      T read = (T) in.readObject();
      return read;
    }
  }

  private static void assertSameParts(
      DividedWork<Survey.Counts> work, DividedWork<Survey.Counts> other, int parts)
      throws IOException {
    assertThat(other.parts()).isEqualTo(work.parts());
    for (int part = 0; part < parts; part++) {
      assertThat(other.run(part)).isEqualTo(work.run(part));
      assertThat(other.name(part)).isEqualTo(work.name(part));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void drawn_sentElsewhere_sameCounts(boolean rows) throws Exception {
    DrawnSurvey survey = DrawnSurvey.of(drawn(rows));
    assertThat(survey.parts()).isEqualTo(512);
    assertSameParts(survey, sent(survey), 20);
  }

  /// By that it is known whether a scheme can go elsewhere by its name.
  @Test
  void schemesOfTheSameName_areEqual() {
    for (Entry entry : Catalogue.all()) {
      try {
        assertThat(Catalogue.scheme(entry.name())).isEqualTo(Catalogue.scheme(entry.name()));
      } catch (IllegalArgumentException e) {
        assertThat(e).as(entry.name()).hasMessageContaining(entry.name());
      }
    }
  }

  @Test
  void drawn_ownSchemeOfAKnownName_isRefused() {
    DrawnCheck check = drawn(false);
    Scheme other = Catalogue.scheme("orthogonal");
    var own = new Scheme("he-uniform", other.weights(), other.biases(), List.of());
    var survey =
        DrawnSurvey.of(
            new DrawnCheck(check.network(), own, check.seeds(), Optional.empty(), asked -> asked));
    assertThatThrownBy(() -> sent(survey)).hasMessageContaining("not a scheme of the catalogue");
  }

  @Test
  void parts_coverAllSeedsOnce() {
    SeedParts parts = SeedParts.of(seeds(700));
    var all = new ArrayList<Seed>();
    for (int part = 0; part < parts.parts(); part++) {
      assertThat(parts.of(part)).hasSizeBetween(1, 2);
      all.addAll(parts.of(part));
    }
    assertThat(all).isEqualTo(seeds(700));
    assertThat(parts.name(0)).isEqualTo("seed 0");
    assertThat(parts.name(511)).isEqualTo("seeds 698 to 699");
  }

  @Test
  void drawn_anyThreads_sameSurvey() throws IOException, InterruptedException {
    DrawnCheck check = drawn(true);
    assertThat(((CheckResult.OfRun) check.run(Cluster.local(2))).survey())
        .isEqualTo(((CheckResult.OfRun) check.run(Cluster.local(1))).survey());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "zeros", "he-normal"})
  void ofAFile_sentElsewhere_sameCounts(String scheme) throws Exception {
    var survey =
        new SavedSurvey(
            SavedCheck.of(RESNET),
            seeds(3),
            scheme.isEmpty() ? Optional.empty() : Optional.of(Catalogue.forTensors(scheme)),
            new Activation.Relu());
    var work = new FileSurvey(survey, survey.open());
    assertSameParts(work, sent(work), scheme.isEmpty() ? 1 : 3);
  }

  @Test
  void ofAFile_notSeenElsewhere_saysSo() throws Exception {
    Path model = Files.copy(RESNET, folder.resolve("model.onnx"));
    var survey =
        new SavedSurvey(
            SavedCheck.of(model),
            seeds(2),
            Optional.of(Catalogue.forTensors("zeros")),
            new Activation.Relu());
    FileSurvey far = sent(new FileSurvey(survey, survey.open()));
    FileTime written = Files.getLastModifiedTime(model);
    Files.setLastModifiedTime(model, FileTime.fromMillis(1_000_000));
    assertThatThrownBy(() -> far.run(0))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is another file there, or was changed");
    Files.setLastModifiedTime(model, written);
    assertThat(far.run(0).seeds()).isOne();
    FileSurvey other = sent(new FileSurvey(survey, survey.open()));
    Files.delete(model);
    assertThatThrownBy(() -> other.run(0))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("all machines must see the model and the data by the same paths");
  }
}
