package dev.seedbed.init;

import dev.seedbed.random.RandomStream;

/// ZerO: nothing random. A layer that does not widen is the identity, cut off; one that widens is
/// c·I·H·I with the Hadamard matrix H of ±1 of order 2ᵐ, m = ⌈log₂ units⌉; the last layer is 0. In
/// a convolution, this stands at the middle of the window. Zhao, Schäfer & Anandkumar 2022,
/// arXiv:2110.12661, algorithms 1 and 2.
///
/// c = 2^(−(m−1)/2) as in the paper, which doubles the mean square of what is widened to 2ᵐ units;
/// ReLU then halves it, while it leaves alone what the identity passes on. The authors' example
/// (`example_mnist.ipynb`) has 2^(−m/2), narrower by √2.
record ZeroHadamard() implements Structured {

  @Override
  public void check(Place place) {
    Structured.checkWeights(place, "zero-hadamard");
    if (!place.position().last()) {
      Structured.checkCentre(place.kernel(), "zero-hadamard");
    }
  }

  @Override
  public float[] draw(Place place, RandomStream stream) {
    float[] values = Structured.zeros(place);
    if (place.position().last()) {
      return values;
    }
    Kernel kernel = place.kernel();
    int centre = Structured.centre(kernel);
    boolean widens = kernel.units() > kernel.inputs();
    int size = widens ? Integer.highestOneBit(kernel.units() - 1) << 1 : 1;
    float scale = (float) Math.sqrt(2.0 / size);
    for (int i = 0; i < kernel.blocks() * kernel.units(); i++) {
      int unit = i % kernel.units();
      for (int j = 0; j < kernel.inputs(); j++) {
        float element = widens ? hadamard(unit, j) * scale : unit == j ? 1 : 0;
        values[i * kernel.rowLength() + j * kernel.taps() + centre] = element;
      }
    }
    return values;
  }

  /// Sylvester's Hadamard matrix: −1 to the number of bits that i and j share.
  private static int hadamard(int i, int j) {
    return Integer.bitCount(i & j) % 2 == 0 ? 1 : -1;
  }

  @Override
  public boolean isDrawnApart() {
    return false;
  }

  @Override
  public String symbols() {
    return "I, or c·I·H·I where the layer widens, c = 2^(-(m - 1)/2), m = ⌈log₂ units⌉; 0 in the last layer";
  }
}
