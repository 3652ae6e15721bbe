package dev.seedbed.study;

import dev.seedbed.kernel.Team;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// An executor that trains trials on the calling thread, in an order that chance decides, and tells
/// of no epoch: as different from the local one as can be.
class ShuffledExecutorTest extends TrialExecutorContract {
  @Override
  TrialExecutor executor() {
    return new Shuffled(new Random(7));
  }

  private record Shuffled(Random random) implements TrialExecutor {
    @Override
    public void advance(
        TrialRunner race, List<Trial> trials, int budget, TrialStates states, Listener listener)
        throws IOException {
      var order = new ArrayList<>(trials);
      Collections.shuffle(order, random);
      for (Trial trial : order) {
        TrialState state =
            race.advance(trial, states.find(trial), budget, Team.ALONE, (_, _, _) -> true);
        states.save(state);
        listener.advanced(state);
      }
    }
  }
}
