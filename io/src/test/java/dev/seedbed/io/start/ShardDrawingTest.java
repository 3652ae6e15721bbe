package dev.seedbed.io.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.data.InputException;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Kernel;
import dev.seedbed.init.TensorScheme;
import dev.seedbed.io.transfer.SchemeFormat;
import dev.seedbed.io.transfer.SharedFiles;
import dev.seedbed.io.weights.Role;
import dev.seedbed.io.weights.ShardedFile;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.WeightFile;
import dev.seedbed.random.Seed;
import dev.seedbed.study.Cluster;
import dev.seedbed.tensor.Activation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same three tensors in one file, and in a file each.
class ShardDrawingTest {
  private static final List<String> TENSORS = List.of("a.weight", "b.weight", "c.weight");
  private static final int ROWS = 40;
  private static final int COLUMNS = 30;
  private static final int BYTES = ROWS * COLUMNS * Float.BYTES;

  private static final Plan.Wishes WISHES =
      new Plan.Wishes(
          List.of(new DrawRule(new Glob("b.*"), Catalogue.forTensors("orthogonal(gain=1.4)"))),
          List.of(),
          Optional.of(TensorScheme.of(Catalogue.scheme("he-normal"))),
          Optional.of(Layout.IN_OUT),
          List.of(),
          new Activation.LeakyRelu(0.3f),
          new Seed(-7));

  @TempDir private Path folder = Path.of("");
  private Path index = Path.of("");
  private Path single = Path.of("");

  @BeforeEach
  void write() throws IOException {
    single = safetensors("single.safetensors", TENSORS);
    var map = new StringBuilder();
    for (int i = 0; i < TENSORS.size(); i++) {
      String name = "model-0000%d-of-00003.safetensors".formatted(i + 1);
      safetensors(name, List.of(TENSORS.get(i)));
      map.append(i == 0 ? "" : ",").append("\"%s\":\"%s\"".formatted(TENSORS.get(i), name));
    }
    index =
        Files.writeString(
            folder.resolve("model.safetensors.index.json"), "{\"weight_map\":{" + map + "}}");
  }

  private Path safetensors(String name, List<String> tensors) throws IOException {
    var header = new StringBuilder();
    for (int i = 0; i < tensors.size(); i++) {
      header
          .append(i == 0 ? "{" : ",")
          .append(
              "\"%s\":{\"dtype\":\"F32\",\"shape\":[%d,%d],\"data_offsets\":[%d,%d]}"
                  .formatted(tensors.get(i), ROWS, COLUMNS, i * BYTES, (i + 1) * BYTES));
    }
    byte[] json = header.append('}').toString().getBytes(UTF_8);
    return Files.write(
        folder.resolve(name),
        ByteBuffer.allocate(8 + json.length + tensors.size() * BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .array());
  }

  private long files() throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.count();
    }
  }

  private static void assertSame(Path one, Path other) throws IOException {
    WeightFile expected = WeightFile.read(one);
    WeightFile file = WeightFile.read(other);
    assertThat(file.tensors()).hasSize(TENSORS.size());
    for (StoredTensor tensor : file.tensors()) {
      assertThat(file.values(tensor))
          .isEqualTo(expected.values(tensor))
          .isNotEqualTo(new float[ROWS * COLUMNS]);
    }
  }

  @Test
  void write_shards_areTheNumbersOfOneFile() throws IOException {
    Path all = folder.resolve("all.safetensors");
    Plan.of(WeightFile.read(single), WISHES).write(all, 1);
    Path drawn = folder.resolve("drawn.safetensors.index.json");
    Plan.of(WeightFile.read(index), WISHES).write(drawn, 2);
    assertSame(all, drawn);
  }

  @Test
  void write_byACluster_sameBytesSameStatistics() throws IOException, InterruptedException {
    Path here = folder.resolve("here.safetensors.index.json");
    Plan plan = Plan.of(WeightFile.read(index), WISHES);
    plan.write(here, 1);
    Path there = folder.resolve("there.safetensors.index.json");
    Plan far = Plan.of(WeightFile.read(index), WISHES);
    far.write(there, Cluster.local(2));
    for (int i = 1; i <= 3; i++) {
      String name = "-0000%d-of-00003.safetensors".formatted(i);
      assertThat(Files.readAllBytes(folder.resolve("there" + name)))
          .isEqualTo(Files.readAllBytes(folder.resolve("here" + name)));
    }
    for (int i = 0; i < TENSORS.size(); i++) {
      assertThat(((Planned.Drawn) far.tensors().get(i)).statistics().sums())
          .usingRecursiveComparison()
          .isEqualTo(((Planned.Drawn) plan.tensors().get(i)).statistics().sums());
    }
    // One file, the original and two copies of it with their indices.
    assertThat(files()).isEqualTo(1 + 3 * 4);
  }

  /// Each machine makes both, and takes the one that is in its shard.
  @Test
  void write_tensorsThatAreDrawnTogether_inSeveralShards() throws Exception {
    var wishes =
        new Plan.Wishes(
            List.of(
                new DrawRule(
                    new Glob("{a,c}.weight"), Catalogue.forTensors("mimetic-qk(heads=5)"))),
            List.of(),
            Optional.of(TensorScheme.of(Catalogue.scheme("he-normal"))),
            Optional.empty(),
            List.of(),
            new Activation.Tanh(),
            new Seed(3));
    Path all = folder.resolve("all.safetensors");
    Plan.of(WeightFile.read(single), wishes).write(all, 2);
    Path there = folder.resolve("there.safetensors.index.json");
    Plan.of(WeightFile.read(index), wishes).write(there, Cluster.local(2));
    assertSame(all, there);
  }

  @Test
  void write_oneFileByACluster_isRefused() {
    Plan plan = Plan.of(WeightFile.read(single), WISHES);
    assertThatThrownBy(() -> plan.write(folder.resolve("x.safetensors"), Cluster.local(1)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is one alone");
  }

  @Test
  void write_modelIsNotThere_saysSoAndLeavesNothing() throws IOException {
    Plan plan = Plan.of(WeightFile.read(index), WISHES);
    Files.delete(index);
    long before = files();
    assertThatThrownBy(
            () -> plan.write(folder.resolve("x.safetensors.index.json"), Cluster.local(1)))
        .hasMessageContaining("no such file");
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void run_pathsThatAMachineDoesNotSee_saysSo() {
    var elsewhere =
        new ShardDrawing(
            new SharedFiles(
                ShardDrawing.SEEN,
                new ArrayList<>(List.of(folder.resolve("gone").toString())),
                new ArrayList<>(List.of(""))),
            folder.resolve("x").toString(),
            WishesFormat.encode(WISHES),
            new ArrayList<>(TENSORS));
    assertThatThrownBy(() -> elsewhere.run(0))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("all machines must see the model and the copy by the same paths");
  }

  @Test
  void run_otherShardsAtTheSamePath_saysSo() throws IOException {
    var file = (ShardedFile) WeightFile.read(index);
    var work = ShardDrawing.of(file, folder.resolve("x.safetensors.index.json"), WISHES);
    Path shard = folder.resolve("model-00002-of-00003.safetensors");
    Files.setLastModifiedTime(shard, FileTime.fromMillis(1_000_000));
    assertThatThrownBy(() -> work.run(0))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(
            "model-00002-of-00003.safetensors is another file there, or was changed");
  }

  @Test
  void wishes_asTextAndBack_theSame() {
    var kinds =
        List.of(
            new LayerKind(
                new Glob("a*"), Kernel.Kind.RECURRENT, OptionalInt.of(4), OptionalInt.empty()));
    var rule =
        new DrawRule(
            new Glob("*"), Optional.of(Role.Parameter.SCALE), Catalogue.forTensors("zeros"));
    var wishes =
        new Plan.Wishes(
            List.of(rule),
            List.of(new Glob("k?ep*")),
            Optional.empty(),
            Optional.empty(),
            kinds,
            new Activation.Elu(0.5f),
            new Seed(Long.MIN_VALUE));
    for (Plan.Wishes each : List.of(WISHES, wishes)) {
      assertThat(WishesFormat.decode(WishesFormat.encode(each))).isEqualTo(each);
    }
  }

  /// As a rule has them, and as `--init` has them for all tensors of a file.
  @Test
  void scheme_asTextAndBack_theSameForAllOfTheCatalogue() {
    int schemes = 0;
    for (var entry : Catalogue.all()) {
      for (boolean ofNetwork : new boolean[] {false, true}) {
        Optional<TensorScheme> scheme = scheme(entry.name(), ofNetwork);
        if (scheme.isPresent()) {
          assertThat(SchemeFormat.decode(SchemeFormat.encode(scheme.get())))
              .isEqualTo(scheme.get());
          schemes++;
        }
      }
    }
    assertThat(schemes).isGreaterThan(50);
  }

  private static Optional<TensorScheme> scheme(String name, boolean ofNetwork) {
    try {
      return Optional.of(
          ofNetwork ? TensorScheme.of(Catalogue.scheme(name)) : Catalogue.forTensors(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
