package dev.seedbed.io.weights;

import dev.seedbed.data.InputException;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.file.FileSet;
import dev.seedbed.io.file.InputFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// A checkpoint in several files, safetensors or PyTorch's, which an index names:
/// `model.safetensors.index.json`. Its path is that of the index. A copy is an index and as many
/// files; its lengths do not change.
public final class ShardedFile implements WeightFile {
  private final Path path;
  private final ShardIndex index;
  private final Map<String, WeightFile> shards;
  private final List<StoredTensor> tensors;
  private final Map<String, String> metadata;

  private ShardedFile(Path path, ShardIndex index, Map<String, WeightFile> shards) {
    this.path = path;
    this.index = index;
    this.shards = shards;
    // Those that tell what a tensor is for may stand in another shard.
    this.tensors =
        NamedRoles.assign(
            shards.values().stream().flatMap(shard -> shard.tensors().stream()).toList());
    this.metadata = common(shards.values().stream().map(WeightFile::metadata).toList());
  }

  static ShardedFile read(Path file) throws IOException {
    ShardIndex index = ShardIndex.read(file);
    var shards = new LinkedHashMap<String, WeightFile>();
    for (String name : index.shards()) {
      shards.put(name, WeightFile.read(file.resolveSibling(name)));
    }
    check(index, shards);
    return new ShardedFile(file, index, shards);
  }

  /// Each tensor is where the index says, and nowhere else.
  private static void check(ShardIndex index, Map<String, WeightFile> shards)
      throws MalformedModelException {
    Set<String> missing = new HashSet<>(index.shardOf().keySet());
    for (Map.Entry<String, WeightFile> shard : shards.entrySet()) {
      for (StoredTensor tensor : shard.getValue().tensors()) {
        String named = index.shardOf().get(tensor.name());
        if (!shard.getKey().equals(named)) {
          throw new MalformedModelException(
              "tensor '%s' is in %s, and the index says %s"
                  .formatted(
                      Quoted.of(tensor.name()),
                      shard.getKey(),
                      named == null ? "nothing of it" : "in " + named));
        }
        missing.remove(tensor.name());
      }
    }
    if (!missing.isEmpty()) {
      String first = missing.stream().sorted().findFirst().orElseThrow();
      throw new MalformedModelException(
          "the index says that tensor '%s' is in %s, and it is not"
              .formatted(Quoted.of(first), index.shardOf().get(first)));
    }
  }

  /// What all of them say.
  private static Map<String, String> common(List<Map<String, String>> all) {
    var common = new HashMap<>(all.getFirst());
    all.forEach(each -> common.entrySet().retainAll(each.entrySet()));
    return Map.copyOf(common);
  }

  @Override
  public Path path() {
    return path;
  }

  @Override
  public List<StoredTensor> tensors() {
    return tensors;
  }

  @Override
  public Map<String, String> metadata() {
    return metadata;
  }

  @Override
  public Map<String, String> biases() {
    return Map.of();
  }

  @Override
  public TensorElements open(StoredTensor tensor) throws IOException {
    String shard = index.shardOf().get(tensor.name());
    if (shard == null) {
      throw new InputException("no tensor '%s' in %s".formatted(Quoted.of(tensor.name()), path));
    }
    return shard(shard).open(tensor);
  }

  private WeightFile shard(String name) {
    return Objects.requireNonNull(shards.get(name));
  }

  @Override
  public List<Path> outputs(Path out) {
    RewriteChecks.checkEnding(this, out);
    var outputs = new ArrayList<Path>();
    outputs.add(out);
    index.renamed(path, out).values().forEach(name -> outputs.add(out.resolveSibling(name)));
    return outputs;
  }

  @Override
  public void rewrite(Path out, Map<String, ElementSource> values, int threads) throws IOException {
    RewriteChecks.check(this, out, values);
    try (FileSet files = begin(out)) {
      for (int i = 0; i < shards.size(); i++) {
        rewriteShard(i, files.stage().resolve(out.getFileName()), values, threads);
      }
      end(out, files);
    }
  }

  /// The index, and all that it names.
  public List<Path> files() {
    var files = new ArrayList<Path>();
    files.add(path);
    shards.values().forEach(shard -> files.add(shard.path()));
    return files;
  }

  /// How many files there are besides the index.
  public int shards() {
    return shards.size();
  }

  /// The name of one of them.
  public String shard(int number) {
    return index.shards().get(number);
  }

  /// Begins a copy whose shards are written one by one, by [#rewriteShard] on this machine or
  /// others, into the stage of what it returns.
  public FileSet begin(Path out) throws IOException {
    checkNotOverwritten(out);
    var names = new ArrayList<>(index.renamed(path, out).values());
    // Who finds the index finds all.
    names.add(out.getFileName().toString());
    return new FileSet(FileSet.folder(out), names);
  }

  /// Only the copy that takes the place of the original may take those of its shards.
  private void checkNotOverwritten(Path out) throws IOException {
    var own = new HashSet<Path>();
    for (Path file : files()) {
      own.add(InputFiles.<Path>read(file, Path::toRealPath));
    }
    boolean replaced = isOneOf(own, out) && path.getFileName().equals(out.getFileName());
    for (Path output : outputs(out)) {
      if (!replaced && isOneOf(own, output)) {
        throw new InputException(
            "%s is part of %s and would be overwritten; write the copy under another name"
                .formatted(output, path));
      }
    }
  }

  private static boolean isOneOf(Set<Path> files, Path file) throws IOException {
    return Files.exists(file) && files.contains(file.toRealPath());
  }

  /// Writes a copy of one shard.
  ///
  /// @param out where the copy's index would stand
  /// @param values of tensors of this shard, and maybe of others
  public void rewriteShard(int number, Path out, Map<String, ElementSource> values, int threads)
      throws IOException {
    String name = shard(number);
    var own = new HashMap<>(values);
    own.keySet().removeIf(tensor -> !name.equals(index.shardOf().get(tensor)));
    String renamed = Objects.requireNonNull(index.renamed(path, out).get(name));
    shard(name).rewrite(out.resolveSibling(renamed), own, threads);
  }

  /// Ends a copy whose shards are all there.
  public void end(Path out, FileSet files) throws IOException {
    index.write(files.stage().resolve(out.getFileName()), index.renamed(path, out));
    files.publish();
  }
}
