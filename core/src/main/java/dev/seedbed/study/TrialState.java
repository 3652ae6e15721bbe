package dev.seedbed.study;

import dev.seedbed.descent.Snapshot;
import dev.seedbed.train.Epoch;
import java.util.List;

/// A trial as it stands between two epochs, with all that is needed to train it on.
///
/// @param curve one entry an epoch
public record TrialState(Trial trial, List<Epoch> curve, Snapshot snapshot) {
  public TrialState {
    curve = List.copyOf(curve);
  }
}
