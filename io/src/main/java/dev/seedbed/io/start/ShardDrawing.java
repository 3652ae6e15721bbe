package dev.seedbed.io.start;

import dev.seedbed.io.file.FileSet;
import dev.seedbed.io.transfer.SharedFiles;
import dev.seedbed.io.weights.ShardedFile;
import dev.seedbed.io.weights.WeightFile;
import dev.seedbed.study.DividedWork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.TreeMap;

/// The drawing of a checkpoint in several files, a file a part. Machines find the original and the
/// place of the copy by their paths, and plan each for themselves: what a tensor gets depends on
/// its name and the seed alone.
///
/// @param files the original: its index, then its shards
/// @param out the index of the copy, in the folder where its shards are written
/// @param wishes as [WishesFormat] writes them
/// @param shards the files' names
record ShardDrawing(SharedFiles files, String out, String wishes, ArrayList<String> shards)
    implements DividedWork<TreeMap<String, DrawStatistics.Sums>> {
  static final String SEEN = "the model and the copy";

  static ShardDrawing of(ShardedFile model, Path out, Plan.Wishes wishes) throws IOException {
    var shards = new ArrayList<String>();
    for (int i = 0; i < model.shards(); i++) {
      shards.add(model.shard(i));
    }
    return new ShardDrawing(
        SharedFiles.of(SEEN, model.files()),
        out.toAbsolutePath().toString(),
        WishesFormat.encode(wishes),
        shards);
  }

  @Override
  public int parts() {
    return shards.size();
  }

  @Override
  public String name(int part) {
    return shards.get(part);
  }

  @Override
  public TreeMap<String, DrawStatistics.Sums> run(int part) throws IOException {
    Path to = Path.of(out);
    files.require();
    SharedFiles.requireSeen(SEEN, FileSet.folder(to));
    Path index = Path.of(files.paths().getFirst());
    if (!(WeightFile.read(index) instanceof ShardedFile file)) {
      throw new IllegalStateException("no index of shards: " + index);
    }
    Plan plan = Plan.of(file, WishesFormat.decode(wishes));
    file.rewriteShard(part, to, plan.sources(), 1);
    var sums = new TreeMap<String, DrawStatistics.Sums>();
    for (Planned planned : plan.tensors()) {
      if (planned instanceof Planned.Drawn drawn && drawn.statistics().count() > 0) {
        sums.put(drawn.tensor().name(), drawn.statistics().sums());
      }
    }
    return sums;
  }
}
