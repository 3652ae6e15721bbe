package dev.seedbed.init;

import dev.seedbed.random.RandomStream;

/// A ReLU network that is linear at its start: units come in pairs, one the negative of the other,
/// so that relu(z) − relu(−z) = z. The first layer is [W; −W], inner ones [[W, −W], [−W, W]], the
/// last [W, −W], with W orthogonal. Balduzzi et al. 2017, arXiv:1702.08591, section 4.1; without
/// concatenated units: Burkholz & Dubatovka 2019, arXiv:1806.06362.
public record LooksLinear() implements Structured {

  @Override
  public float[] draw(Place place, RandomStream stream) {
    float[] values = Structured.zeroWeights(place, "looks-linear");
    Kernel kernel = place.kernel();
    int rowCopies = place.position().last() ? 1 : 2;
    int columnCopies = place.position().first() ? 1 : 2;
    int columns = kernel.rowLength();
    if (kernel.blocks() != 1 || kernel.taps() != 1) {
      throw new IllegalArgumentException("looks-linear is for dense layers");
    }
    if (kernel.units() % rowCopies != 0 || columns % columnCopies != 0) {
      throw new IllegalArgumentException(
          "looks-linear needs an even number of hidden units: %d inputs, %d units"
              .formatted(columns, kernel.units()));
    }
    int half = kernel.units() / rowCopies;
    int halfColumns = columns / columnCopies;
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
