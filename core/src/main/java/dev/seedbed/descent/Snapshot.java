package dev.seedbed.descent;

import dev.seedbed.network.Network;
import java.util.List;

/// A training as it stands between two epochs: all that is needed to go on as if it had never been
/// interrupted.
///
/// @param epoch epochs done
/// @param bestEpoch 0 if there was none
/// @param bestCost [dev.seedbed.train.Epoch#cost] of that epoch; infinite if there was none
/// @param bestLoss its validation loss; infinite if there was none
/// @param diverged whether a loss became infinite or not a number
/// @param network after the last step
/// @param best the network at the best epoch; the start if there was none
/// @param memory what the optimiser remembers, each like a network
public record Snapshot(
    int epoch,
    int bestEpoch,
    double bestCost,
    double bestLoss,
    boolean diverged,
    Network network,
    Network best,
    List<Network> memory) {
  public Snapshot {
    memory = List.copyOf(memory);
  }
}
