package dev.seedbed.cli;

import dev.seedbed.check.Chain;
import dev.seedbed.check.Repair;
import java.nio.file.Path;
import java.util.List;

/// What `check --fix` did.
///
/// @param repairs what was drawn anew, layer by layer; none if there was nothing to mend
/// @param out the file that was written
record Mending(Chain chain, Checked before, Checked after, List<Repair> repairs, Path out) {
  Mending {
    repairs = List.copyOf(repairs);
  }

  /// What is called how in messages.
  String layer(Repair repair) {
    return chain.stages().get(repair.stage()).name();
  }
}
