package dev.seedbed.init;

import dev.seedbed.random.RandomStream;

/// IDInit's matrix for layers of the main stem: `value` where the index of the unit and that of the
/// input agree modulo the number of inputs, so that a layer that widens repeats its inputs, and one
/// that narrows leaves the last out; to that, noise from N(0, `noise`²), which makes the repeated
/// units differ. The inputs of a convolution are its channels and taps, as they are stored: each
/// output copies one tap of one channel. Pan et al. 2025, arXiv:2503.04626, sections 3.1 and 3.3.
///
/// @param noise 0 or above
record PaddedIdentity(double value, double noise) implements Structured {
  PaddedIdentity {
    Structured.finite("value", value);
    if (!(noise >= 0 && noise <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException("noise must be 0 or above and finite: " + noise);
    }
  }

  @Override
  public void check(Place place) {
    Structured.checkWeights(place, "idinit");
  }

  @Override
  public float[] draw(Place place, RandomStream stream) {
    float[] values = Structured.zeros(place);
    if (noise > 0) {
      new Law.Normal(0, noise).draw(stream, 0, values);
    }
    int row = place.kernel().rowLength();
    for (int i = 0; i < values.length / row; i++) {
      values[i * row + i % place.kernel().units() % row] += (float) value;
    }
    return values;
  }

  @Override
  public boolean isDrawnApart() {
    return noise > 0;
  }

  @Override
  public String symbols() {
    return (value == 1 ? "padded I" : value + " · padded I")
        + (noise > 0 ? " + N(0, %s²)".formatted(Figures.of(noise)) : "");
  }
}
