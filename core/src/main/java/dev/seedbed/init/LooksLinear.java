package dev.seedbed.init;

import dev.seedbed.random.RandomStream;

/// A ReLU network that is linear at its start: units come in pairs, one the negative of the other,
/// so that relu(z) − relu(−z) = z. The first layer is [W; −W], inner ones [[W, −W], [−W, W]], the
/// last [W, −W], with W orthogonal. Balduzzi et al. 2017, arXiv:1702.08591, section 4.1; without
/// concatenated units: Burkholz & Dubatovka 2019, arXiv:1806.06362.
record LooksLinear() implements Structured {

  private static int rowCopies(Place place) {
    return place.position().last() ? 1 : 2;
  }

  private static int columnCopies(Place place) {
    return place.position().first() ? 1 : 2;
  }

  @Override
  public void check(Place place) {
    Structured.checkWeights(place, "looks-linear");
    Kernel kernel = place.kernel();
    if (kernel.blocks() != 1 || kernel.taps() != 1) {
      throw new IllegalArgumentException("looks-linear applies only to dense layers");
    }
    if (kernel.units() % rowCopies(place) != 0 || kernel.inputs() % columnCopies(place) != 0) {
      throw new IllegalArgumentException(
          "looks-linear needs an even number of hidden units: %d inputs, %d units"
              .formatted(kernel.inputs(), kernel.units()));
    }
  }

  @Override
  public float[] draw(Place place, RandomStream stream) {
    float[] values = Structured.zeros(place);
    Kernel kernel = place.kernel();
    int columns = kernel.rowLength();
    int half = kernel.units() / rowCopies(place);
    int halfColumns = columns / columnCopies(place);
    double[][] w = Orthogonal.matrix(half, halfColumns, stream, 0);
    for (int i = 0; i < kernel.units(); i++) {
      for (int j = 0; j < columns; j++) {
        boolean negative = i / half + j / halfColumns == 1;
        double element = w[i % half][j % halfColumns];
        values[i * columns + j] = (float) (negative ? -element : element);
      }
    }
    return values;
  }

  @Override
  public String symbols() {
    return "[[W, -W], [-W, W]], W orthogonal";
  }
}
