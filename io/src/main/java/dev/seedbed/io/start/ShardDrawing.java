package dev.seedbed.io.start;

import dev.seedbed.data.InputException;
import dev.seedbed.io.weights.ShardedFile;
import dev.seedbed.io.weights.WeightFile;
import dev.seedbed.study.DividedWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// The drawing of a checkpoint in several files, a file a part. Machines find the original and the
/// place of the copy by their paths, and plan each for themselves: what a tensor gets depends on
/// its name and the seed alone.
///
/// @param model the index of the original
/// @param out the index of the copy, in the folder where its shards are written
/// @param wishes as [WishesFormat] writes them
/// @param mark of the original
/// @param shards the files' names
record ShardDrawing(String model, String out, String wishes, String mark, ArrayList<String> shards)
    implements DividedWork<TreeMap<String, DrawStatistics.Sums>> {

  static ShardDrawing of(ShardedFile model, Path out, Plan.Wishes wishes) {
    var shards = new ArrayList<String>();
    for (int i = 0; i < model.shards(); i++) {
      shards.add(model.shard(i));
    }
    return new ShardDrawing(
        model.path().toAbsolutePath().toString(),
        out.toAbsolutePath().toString(),
        WishesFormat.encode(wishes),
        model.mark(),
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
    for (Path seen : List.of(Path.of(model), to.getParent())) {
      if (!Files.exists(seen)) {
        throw new InputException(
            "%s is not there: all machines must see the model and the copy by the same paths, as on a shared file system"
                .formatted(seen));
      }
    }
    if (!(WeightFile.read(Path.of(model)) instanceof ShardedFile file
        && file.mark().equals(mark)
        && file.shard(part).equals(name(part)))) {
      throw new InputException(
          model
              + " and its shards are other files there, or were changed: all machines must see the same, as on a shared file system");
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
