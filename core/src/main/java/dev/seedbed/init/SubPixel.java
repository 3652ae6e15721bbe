package dev.seedbed.init;

import dev.seedbed.random.RandomStream;
import dev.seedbed.random.Seed;

/// ICNR: the weights of a convolution in front of a pixel shuffle, `scale`² output channels in a
/// row equal, so that the shuffle at first repeats each pixel and makes no checkerboard. Aitken et
/// al. 2017, arXiv:1707.02937, section 3.
///
/// @param scale how many times as high and as wide the shuffle makes an image, at least 2
/// @param base draws one channel of each `scale`², with the fans of a convolution that has no
///   others
record SubPixel(int scale, Initializer base) implements Structured {

  private Place small(Place place) {
    Kernel kernel = place.kernel();
    int copies = copies();
    return place.with(
        new Kernel(
            kernel.kind(),
            kernel.blocks(),
            kernel.units() / copies,
            kernel.inputs(),
            kernel.taps(),
            new Fans(kernel.fans().in(), kernel.fans().out() / copies)));
  }

  private int copies() {
    return Math.multiplyExact(scale, scale);
  }

  @Override
  public void check(Place place) {
    Structured.checkWeights(place, "icnr");
    if (place.kernel().units() % copies() != 0) {
      throw new IllegalArgumentException(
          "icnr needs a multiple of %d output channels: %d"
              .formatted(copies(), place.kernel().units()));
    }
    Draw.of(base, small(place), new Seed(0).stream("")); // It refuses what base cannot draw.
  }

  @Override
  public float[] draw(Place place, RandomStream stream) {
    Place small = small(place);
    float[] drawn = Structured.zeros(small);
    Draw.of(base, small, stream).fill(drawn);
    float[] values = Structured.zeros(place);
    int row = place.kernel().rowLength();
    for (int i = 0; i < values.length / row; i++) {
      System.arraycopy(drawn, i / copies() * row, values, i * row, row);
    }
    return values;
  }

  @Override
  public boolean isDrawnApart() {
    return false;
  }

  @Override
  public String symbols() {
    return "%d equal channels in a row".formatted(copies());
  }
}
