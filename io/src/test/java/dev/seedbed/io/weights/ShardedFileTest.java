package dev.seedbed.io.weights;

import static dev.seedbed.io.weights.SafetensorsBytes.file;
import static dev.seedbed.io.weights.SafetensorsBytes.pattern;
import static dev.seedbed.io.weights.Sources.COUNTING;
import static dev.seedbed.io.weights.Sources.PLUS_ONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.seedbed.data.InputException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A checkpoint in two files: a layer whose bias stands in the other one, a normalisation likewise.
class ShardedFileTest {
  private static final String FIRST =
      "{'__metadata__':{'format':'pt','part':'1'},"
          + "'fc.weight':{'dtype':'F32','shape':[2,3],'data_offsets':[0,24]},"
          + "'norm.weight':{'dtype':'F32','shape':[3],'data_offsets':[24,36]}}";
  private static final String SECOND =
      "{'__metadata__':{'format':'pt','part':'2'},"
          + "'norm.bias':{'dtype':'F32','shape':[3],'data_offsets':[0,12]},"
          + "'fc.bias':{'dtype':'BF16','shape':[2],'data_offsets':[12,16]}}";
  private static final String INDEX =
      "{'metadata':{'total_size':52,'x':[1.5]},'weight_map':{"
          + "'fc.bias':'model-00002-of-00002.safetensors',"
          + "'fc.weight':'model-00001-of-00002.safetensors',"
          + "'norm.bias':'model-00002-of-00002.safetensors',"
          + "'norm.weight':'model-00001-of-00002.safetensors'}}";

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void write() throws IOException {
    Files.write(folder.resolve("model-00001-of-00002.safetensors"), file(FIRST, pattern(36)));
    Files.write(folder.resolve("model-00002-of-00002.safetensors"), file(SECOND, pattern(16)));
    index(INDEX);
  }

  private void index(String text) throws IOException {
    Files.writeString(index(), text.replace('\'', '"'));
  }

  private Path index() {
    return folder.resolve("model.safetensors.index.json");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name));
  }

  @Test
  void read_allTensors_rolesAcrossFiles() {
    WeightFile file = WeightFile.read(index());
    assertThat(file.tensors())
        .extracting(StoredTensor::name, StoredTensor::dataType, StoredTensor::role)
        .containsExactly(
            tuple("fc.weight", "F32", Role.Parameter.WEIGHT),
            tuple("norm.weight", "F32", Role.Parameter.SCALE),
            tuple("norm.bias", "F32", Role.Parameter.SHIFT),
            tuple("fc.bias", "BF16", Role.Parameter.BIAS));
    assertThat(file.metadata()).isEqualTo(Map.of("format", "pt"));
  }

  @Test
  void values_ofEitherFile() throws IOException {
    WeightFile file = WeightFile.read(index());
    WeightFile second = WeightFile.read(folder.resolve("model-00002-of-00002.safetensors"));
    assertThat(file.values(file.tensors().get(3)))
        .isEqualTo(second.values(second.tensors().get(1)));
  }

  @Test
  void rewrite_anotherName_shardsAreNumberedBehindIt() throws IOException {
    WeightFile file = WeightFile.read(index());
    Path out = folder.resolve("new.safetensors.index.json");
    file.rewrite(out, Map.of("fc.weight", COUNTING, "norm.bias", PLUS_ONE), 2);
    assertThat(file.outputs(out))
        .containsExactly(
            out,
            folder.resolve("new-00001-of-00002.safetensors"),
            folder.resolve("new-00002-of-00002.safetensors"));
    assertThat(names()).hasSize(6);
    String text = INDEX.replace('\'', '"').replace("model-", "new-");
    assertThat(Files.readString(out).replaceAll("\\s", "")).isEqualTo(text);
    WeightFile copy = WeightFile.read(out);
    assertThat(copy.tensors()).usingRecursiveComparison().isEqualTo(file.tensors());
    assertThat(copy.values(copy.tensors().get(0))).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(copy.values(copy.tensors().get(1))).isEqualTo(file.values(file.tensors().get(1)));
    float[] before = file.values(file.tensors().get(2));
    for (int i = 0; i < before.length; i++) {
      before[i]++;
    }
    assertThat(copy.values(copy.tensors().get(2))).isEqualTo(before);
  }

  @Test
  void rewrite_itself_onlyWhatWasNamedChanges() throws IOException {
    byte[] second = bytes("model-00002-of-00002.safetensors");
    byte[] first = bytes("model-00001-of-00002.safetensors");
    WeightFile.read(index()).rewrite(index(), Map.of("norm.weight", COUNTING), 1);
    assertThat(names())
        .containsExactly(
            "model-00001-of-00002.safetensors",
            "model-00002-of-00002.safetensors",
            "model.safetensors.index.json");
    assertThat(bytes("model-00002-of-00002.safetensors")).isEqualTo(second);
    byte[] changed = bytes("model-00001-of-00002.safetensors");
    assertThat(Arrays.copyOf(changed, changed.length - 12))
        .isEqualTo(Arrays.copyOf(first, first.length - 12));
    assertThat(changed).isNotEqualTo(first);
  }

  @Test
  void rewrite_sameNameElsewhere_keepsAllNames() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    WeightFile.read(index()).rewrite(other.resolve(index().getFileName()), Map.of(), 1);
    for (String name :
        List.of("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors")) {
      assertThat(bytes("other/" + name)).isEqualTo(bytes(name));
    }
  }

  @Test
  void rewrite_variant_isPartOfTheNames() {
    assertThat(WeightFile.read(index()).outputs(folder.resolve("a.safetensors.index.fp16.json")))
        .last()
        .isEqualTo(folder.resolve("a.fp16-00002-of-00002.safetensors"));
  }

  @Test
  void rewrite_fails_nothingAppears() throws IOException {
    WeightFile file = WeightFile.read(index());
    Path out = folder.resolve("new.safetensors.index.json");
    ElementSource failing =
        (_, _, _) -> {
          throw new IllegalStateException("no numbers");
        };
    assertThatThrownBy(() -> file.rewrite(out, Map.of("fc.bias", failing), 1))
        .hasMessage("no numbers");
    assertThat(names()).hasSize(3);
  }

  @Test
  void rewrite_inTheWayOrWrongName_saysSo() throws IOException {
    WeightFile file = WeightFile.read(index());
    Path out = folder.resolve("new.safetensors.index.json");
    Files.createDirectory(folder.resolve("new-00002-of-00002.safetensors"));
    assertThatThrownBy(() -> file.rewrite(out, Map.of(), 1))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("new-00002-of-00002.safetensors: not a regular file");
    assertThatThrownBy(() -> file.rewrite(folder.resolve("x.safetensors"), Map.of(), 1))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("the copy must end in .safetensors.index.json");
  }

  /// Another index that is called so that its copy would take the place of these shards.
  @Test
  void rewrite_ontoItsOwnShards_isRefused() throws IOException {
    Path renamed = folder.resolve("other.safetensors.index.json");
    Files.move(index(), renamed);
    assertThatThrownBy(() -> WeightFile.read(renamed).rewrite(index(), Map.of(), 1))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("would be overwritten");
  }

  /// PyTorch's files, in which two names may be tied.
  @Test
  void torchShards_readAndRewritten() throws IOException {
    Files.write(folder.resolve("a-1.bin"), WeightFixtures.bytes("shared.bin"));
    Files.write(folder.resolve("a-2.bin"), WeightFixtures.bytes("views.pt"));
    Path index = folder.resolve("pytorch_model.bin.index.json");
    var map = new StringBuilder("{'weight_map':{'fc.weight':'a-1.bin'");
    WeightFixtures.read("views.pt")
        .tensors()
        .forEach(tensor -> map.append(",'%s':'a-2.bin'".formatted(tensor.name())));
    Files.writeString(index, map.append("}}").toString().replace('\'', '"'));
    WeightFile file = WeightFile.read(index);
    assertThat(file.metadata()).isEqualTo(Map.of("format", "pt"));
    assertThat(WeightFixtures.tensor(file, "tied_again").role())
        .isEqualTo(new Role.Constant("tied to 'tied'"));
    assertThat(WeightFixtures.numbers(file, "fc.weight")).containsExactly(0, 1, 2, 3, 4, 5);
    Path out = folder.resolve("new.bin.index.json");
    file.rewrite(out, Map.of("fc.weight", PLUS_ONE, "tied", COUNTING), 2);
    assertThat(names()).contains("new-00001-of-00002.bin", "new-00002-of-00002.bin");
    WeightFile copy = WeightFile.read(out);
    assertThat(WeightFixtures.numbers(copy, "fc.weight")).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(WeightFixtures.numbers(copy, "tied_again")).startsWith(0, 1, 2);
    ZipChecks.check(folder.resolve("new-00001-of-00002.bin"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "{'weight_map':{}} ~ must hold 'weight_map'",
        "{'metadata':{}} ~ must hold 'weight_map'",
        "[] ~ must hold 'weight_map'",
        "{'weight_map':{'a':3}} ~ 'a' must be in a .safetensors or .bin file beside the index: 3",
        "{'weight_map':[]} ~ must hold 'weight_map'",
        "{'weight_map':'a.safetensors'} ~ must hold 'weight_map'",
        "{'weight_map':null} ~ must hold 'weight_map'",
        "{'weight_map':{'a':'./x.safetensors'}} ~ must be in a .safetensors or .bin file beside the index",
        "{'weight_map':{'a':'.safetensors'}} ~ must be in a .safetensors or .bin file beside the index",
        "{'weight_map':{'a':'x\\u0000.safetensors'}} ~ must be in a .safetensors or .bin file beside the index",
        "{'weight_map':{'a':['x.safetensors']}} ~ must be in a .safetensors or .bin file beside the index",
        "{'weight_map':{'a':'x.safetensors'},'weight_map':{'a':'y.safetensors'}} ~ not valid JSON: Duplicate",
        "{'metadata':{'total_size':1e99999999999},'weight_map':{'a':'x.safetensors'}} ~ not valid JSON: too large a number",
        "{'weight_map':{'a':'../x.safetensors'}} ~ must be in a .safetensors or .bin file beside the index",
        "{'weight_map':{'a':'/x.safetensors'}} ~ must be in a .safetensors or .bin file beside the index",
        "{'weight_map':{'a':'b\\\\c.safetensors'}} ~ must be in a .safetensors or .bin file beside the index",
        "{'weight_map':{'a':'x.pkl'}} ~ must be in a .safetensors or .bin file beside the index",
        "{'weight_map':{'a':'x.safetensors'}} ~ no such file",
        "{'weight_map':{'a':'x.bin'}} ~ no such file",
        "{'weight_map':{'a':'x.bin.index.json.bin'}} ~ no such file",
        "{'weight_map':{'a':'x.safetensors','a':'x.safetensors'}} ~ not valid JSON",
        "{'weight_map':{'a' ~ not valid JSON",
        "{'weight_map':{'fc.weight':'model-00001-of-00002.safetensors'}} ~ the index says nothing of it",
        "{'weight_map':{'fc.weight':'model-00001-of-00002.safetensors','norm.weight':'model-00001-of-00002.safetensors','a':'model-00001-of-00002.safetensors'}} ~ tensor 'a' is in model-00001-of-00002.safetensors, and it is not",
        "{'weight_map':{'fc.weight':'model-00002-of-00002.safetensors','norm.weight':'model-00001-of-00002.safetensors'}} ~ the index says in model-00002-of-00002.safetensors",
      })
  void read_brokenIndex_saysWhat(String text, String expected) throws IOException {
    index(text);
    assertThatThrownBy(() -> WeightFile.read(index()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(expected)
        .hasMessageNotContaining("\n");
  }

  /// What the parser says of its limits is not for who reads it.
  @Test
  void read_deepOrLongNumbers_inOurWords() throws IOException {
    for (String metadata : List.of("[".repeat(1000), "9".repeat(2000), "0." + "9".repeat(2000))) {
      index(INDEX.replace("52", metadata));
      assertThatThrownBy(() -> WeightFile.read(index()))
          .isInstanceOf(InputException.class)
          .hasMessage(
              index() + ": the index is not valid JSON: too deep, or too long a text or number");
    }
    Files.write(index(), new byte[] {'{', '"', (byte) 0xE4, '"'});
    assertThatThrownBy(() -> WeightFile.read(index()))
        .hasMessage(index() + " cannot be read: not UTF-8 text");
  }

  @Test
  void read_tensorInTwoShards_refused() throws IOException {
    Files.write(
        folder.resolve("model-00002-of-00002.safetensors"),
        file(SECOND.replace("norm.bias", "norm.weight"), pattern(16)));
    assertThatThrownBy(() -> WeightFile.read(index()))
        .isInstanceOf(InputException.class)
        .hasMessage(
            index()
                + ": tensor 'norm.weight' is in model-00002-of-00002.safetensors, and the index says in model-00001-of-00002.safetensors");
  }

  @Test
  void read_folderOrPipeInPlaceOfAShard_refused() throws IOException, InterruptedException {
    Path shard = folder.resolve("model-00002-of-00002.safetensors");
    Files.delete(shard);
    Files.createDirectory(shard);
    assertThatThrownBy(() -> WeightFile.read(index())).hasMessageStartingWith("not a file");
    Files.delete(shard);
    assertThat(new ProcessBuilder("mkfifo", shard.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> WeightFile.read(index())).hasMessageStartingWith("not a file");
  }

  /// As Hugging Face's cache has them: what a link leads to is read, and never written.
  @Test
  void rewrite_shardBehindALink_staysAsItIs() throws IOException {
    Path shard = folder.resolve("model-00002-of-00002.safetensors");
    Path outside = Files.createDirectory(folder.resolve("blobs")).resolve("second");
    Files.move(shard, outside);
    Files.createSymbolicLink(shard, Path.of("blobs/second"));
    byte[] before = Files.readAllBytes(outside);
    WeightFile file = WeightFile.read(index());
    Map<String, ElementSource> values = Map.of("norm.bias", COUNTING);
    Path out = folder.resolve("new.safetensors.index.json");
    file.rewrite(out, values, 1);
    assertThat(WeightFixtures.numbers(WeightFile.read(out), "norm.bias")).containsExactly(0, 1, 2);
    assertThatThrownBy(() -> file.rewrite(index(), values, 1))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining(shard + ": not a regular file");
    assertThat(outside).hasBinaryContent(before);
  }

  @Test
  void rewrite_numbersOfTheIndex_stayAsTheyAre() throws IOException {
    for (String number :
        List.of("1" + "0".repeat(900), "1E+999", "-1.50", "0.1234567890123456789012345")) {
      index(INDEX.replace("52", number));
      Path out = folder.resolve("new.safetensors.index.json");
      WeightFile.read(index()).rewrite(out, Map.of(), 1);
      assertThat(Files.readString(out)).contains("\"total_size\" : %s,".formatted(number));
    }
  }
}
