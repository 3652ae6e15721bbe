package dev.seedbed.init;

import dev.seedbed.random.RandomStream;

/// IDInit's matrix for the last layer of a residual branch: almost 0, and yet no unit is dead.
/// `epsilon` where [PaddedIdentity] has 1, and −`epsilon` at another input of each unit: among
/// those that the identity leaves out, or else at the next. Pan et al. 2025, arXiv:2503.04626,
/// section 3.2. Nothing is random.
record PaddedZero(double epsilon) implements Structured {
  PaddedZero {
    Structured.finite("epsilon", epsilon);
  }

  @Override
  public void check(Place place) {
    Structured.checkWeights(place, "idinit-zero");
  }

  @Override
  public float[] draw(Place place, RandomStream stream) {
    float[] values = Structured.zeros(place);
    int units = place.kernel().units();
    int row = place.kernel().rowLength();
    for (int i = 0; i < values.length / row; i++) {
      int unit = i % units;
      int other = units < row ? units + unit % (row - units) : (unit + 1) % row;
      int same = unit % row;
      values[i * row + other] = (float) -epsilon;
      // With one input there is no other: units take turns.
      values[i * row + same] = (float) (same == other && unit % 2 == 1 ? -epsilon : epsilon);
    }
    return values;
  }

  @Override
  public boolean isDrawnApart() {
    return false;
  }

  @Override
  public String symbols() {
    return "±" + Figures.of(epsilon) + " at two inputs of each unit";
  }
}
