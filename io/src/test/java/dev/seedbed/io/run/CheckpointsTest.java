package dev.seedbed.io.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.InputException;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Scheme;
import dev.seedbed.io.file.PlainFolder;
import dev.seedbed.io.model.Safetensors;
import dev.seedbed.io.table.TableFiles;
import dev.seedbed.kernel.Team;
import dev.seedbed.network.Network;
import dev.seedbed.random.Seed;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.Trial;
import dev.seedbed.study.TrialRunner;
import dev.seedbed.study.TrialState;
import dev.seedbed.train.AdamW;
import dev.seedbed.train.Sgd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointsTest {
  @TempDir private Path folder = Path.of("");

  private static TrialState state(StudySpec spec, Dataset data, int epochs) {
    Trial trial = spec.trials().get(3);
    return new TrialRunner(spec, data)
        .advance(trial, Optional.empty(), epochs, Team.ALONE, (_, _, _) -> true);
  }

  private Checkpoints checkpoints(String study, StudySpec spec) {
    return new Checkpoints(
        PlainFolder.of(folder).folder("checkpoints"), new TrialStateFormat(study, spec));
  }

  /// As bits, so that a NaN is equal to itself.
  private static List<int[]> values(Network network) {
    return network.tensors().stream()
        .map(tensor ->
            IntStream.range(0, tensor.values().length)
                .map(i -> Float.floatToRawIntBits(tensor.values()[i]))
                .toArray())
        .toList();
  }

  private static void assertSame(TrialState read, TrialState saved) {
    assertThat(read.trial()).isEqualTo(saved.trial());
    assertThat(read.curve()).isEqualTo(saved.curve());
    assertThat(read.snapshot().epoch()).isEqualTo(saved.snapshot().epoch());
    assertThat(read.snapshot().bestEpoch()).isEqualTo(saved.snapshot().bestEpoch());
    assertThat(read.snapshot().bestCost()).isEqualTo(saved.snapshot().bestCost());
    assertThat(read.snapshot().bestLoss()).isEqualTo(saved.snapshot().bestLoss());
    assertThat(read.snapshot().diverged()).isEqualTo(saved.snapshot().diverged());
    assertThat(read.snapshot().memory()).hasSameSizeAs(saved.snapshot().memory());
    assertThat(values(read.snapshot().network()))
        .usingRecursiveComparison()
        .isEqualTo(values(saved.snapshot().network()));
    assertThat(values(read.snapshot().best()))
        .usingRecursiveComparison()
        .isEqualTo(values(saved.snapshot().best()));
    for (int i = 0; i < read.snapshot().memory().size(); i++) {
      assertThat(values(read.snapshot().memory().get(i)))
          .usingRecursiveComparison()
          .isEqualTo(values(saved.snapshot().memory().get(i)));
    }
  }

  private void savedAndFound(StudySpec spec, Dataset data, int epochs) throws IOException {
    TrialState state = state(spec, data, epochs);
    Checkpoints checkpoints = checkpoints("study", spec);
    checkpoints.save(state);
    assertSame(checkpoints.find(state.trial()).orElseThrow(), state);
  }

  @Test
  void find_whatWasSaved_sameBits() throws IOException {
    savedAndFound(Runs.STUDY, Runs.DATA, 3);
    StudySpec adamW = Runs.STUDY.withTraining(Runs.STUDY.training().withOptimizer(AdamW.DEFAULT));
    savedAndFound(adamW, Runs.DATA, 2);
  }

  @Test
  void find_quantityAndDiverged_sameBits() throws IOException {
    Dataset mpg = Dataset.of(TableFiles.read(Path.of("examples/auto-mpg.csv")), DataSpec.of("mpg"));
    savedAndFound(Runs.study(mpg), mpg, 2);
    StudySpec hot = Runs.study(mpg);
    hot = hot.withTraining(hot.training().withOptimizer(new Sgd(1e30, 0.9, 0)));
    savedAndFound(hot, mpg, 4);
    assertThat(state(hot, mpg, 4).snapshot().diverged()).isTrue();
  }

  @Test
  void find_neverSaved_empty() throws IOException {
    Trial trial = Runs.STUDY.trials().getFirst();
    assertThat(checkpoints("study", Runs.STUDY).find(trial)).isEmpty();
  }

  @Test
  void find_ofAnotherStudy_empty() throws IOException {
    TrialState state = state(Runs.STUDY, Runs.DATA, 1);
    checkpoints("study", Runs.STUDY).save(state);
    assertThat(checkpoints("other", Runs.STUDY).find(state.trial())).isEmpty();
  }

  @Test
  void find_fileOfAnotherTrial_empty() throws IOException {
    Checkpoints checkpoints = checkpoints("study", Runs.STUDY);
    TrialState state = state(Runs.STUDY, Runs.DATA, 1);
    checkpoints.save(state);
    Path checkpoint = folder.resolve("checkpoints");
    Files.copy(
        checkpoint.resolve("trial-000003.safetensors"),
        checkpoint.resolve("trial-000004.safetensors"));
    assertThat(checkpoints.find(Runs.STUDY.trials().get(4))).isEmpty();
    Trial saved = state.trial();
    int number = saved.number();
    Scheme scheme = saved.scheme();
    var other = new Seed(saved.seed().value() + 1);
    assertThat(checkpoints.find(new Trial(number, scheme, other, saved.order()))).isEmpty();
    assertThat(checkpoints.find(new Trial(number, scheme, saved.seed(), other))).isEmpty();
    Scheme zeros = Catalogue.scheme("zeros");
    assertThat(checkpoints.find(new Trial(number, zeros, saved.seed(), saved.order()))).isEmpty();
    assertThat(checkpoints.find(saved)).isPresent();
  }

  /// Its hash is right, so it was made like that; that is no reason to fail.
  @ParameterizedTest
  @CsvSource({
    "curve,",
    "curve, 1 2 3",
    "curve, a b c d",
    "best_epoch, 1.5",
    "best_cost,",
    "best_loss,"
  })
  void find_whatMakesNoSense_empty(String key, @Nullable String value) throws IOException {
    TrialState state = state(Runs.STUDY, Runs.DATA, 1);
    Checkpoints checkpoints = checkpoints("study", Runs.STUDY);
    checkpoints.save(state);
    Path file = folder.resolve("checkpoints").resolve("trial-000003.safetensors");
    Safetensors content = Safetensors.decode(Files.readAllBytes(file));
    var metadata = new TreeMap<>(content.metadata());
    if (value == null) {
      metadata.remove("seedbed." + key);
    } else {
      metadata.put("seedbed." + key, value);
    }
    metadata.put("seedbed.sha256", TrialStateFormat.hash(metadata, content.tensors()));
    Files.write(file, Safetensors.encode(content.tensors(), metadata));
    assertThat(checkpoints.find(state.trial())).isEmpty();
  }

  /// Whatever a power cut leaves of a file: it is whole, or it counts as lost.
  @Test
  void find_anyByteChangedOrCut_empty() throws IOException {
    TrialState state = state(Runs.STUDY, Runs.DATA, 2);
    Checkpoints checkpoints = checkpoints("study", Runs.STUDY);
    checkpoints.save(state);
    Path file = folder.resolve("checkpoints").resolve("trial-000003.safetensors");
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i += 7) {
      byte[] bad = good.clone();
      bad[i] ^= 0x11;
      Files.write(file, bad);
      Optional<TrialState> found = checkpoints.find(state.trial());
      // A byte of white space behind the header means nothing.
      if (found.isPresent()) {
        assertSame(found.get(), state);
      }
    }
    for (int length : new int[] {0, 7, 8, 100, good.length / 2, good.length - 1}) {
      Files.write(file, Arrays.copyOf(good, length));
      assertThat(checkpoints.find(state.trial())).isEmpty();
    }
    Files.write(file, good);
    assertThat(checkpoints.find(state.trial())).isPresent();
  }

  @Test
  void save_whereNothingCanBeWritten_isAnError() throws IOException {
    Path file = Files.createFile(folder.resolve("checkpoints"));
    TrialState state = state(Runs.STUDY, Runs.DATA, 1);
    assertThatThrownBy(() -> checkpoints("study", Runs.STUDY).save(state))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(file + " must be a folder, not a regular file");
  }
}
