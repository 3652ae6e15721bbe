package dev.seedbed.init;

import dev.seedbed.random.RandomStream;

/// The diagonal of a state-space model's matrix A, or a part of it, the same in each row: number n
/// of a row depends on n and on the length of the row. Nothing is random.
record StateMatrix(Spectrum spectrum) implements Structured {

  /// What the numbers are.
  enum Spectrum {
    /// Imaginary parts πn: S4D-Lin. Gu et al. 2022, arXiv:2206.11893, equation 9.
    LINEAR("π · n") {
      @Override
      double at(int n, int length) {
        return Math.PI * n;
      }
    },
    /// Imaginary parts N/π · (N / (2n + 1) − 1) with N = 2 · length, as conjugates are not stored:
    /// S4D-Inv. Gu et al. 2022, arXiv:2206.11893, equation 8.
    INVERSE("N / π · (N / (2n + 1) - 1), N twice the row's length") {
      @Override
      double at(int n, int length) {
        double states = 2.0 * length;
        return states / Math.PI * (states / (2 * n + 1) - 1);
      }
    },
    /// ln(n + 1), where A is −exp of it: −1, −2, …: S4D-Real, and Mamba.
    LOGARITHM("ln(n + 1)") {
      @Override
      double at(int n, int length) {
        return StrictMath.log(n + 1.0);
      }
    };

    private final String symbols;

    Spectrum(String symbols) {
      this.symbols = symbols;
    }

    abstract double at(int n, int length);
  }

  @Override
  public void check(Place place) {
    Structured.checkWeights(place, "the state matrix");
  }

  @Override
  public float[] draw(Place place, RandomStream stream) {
    float[] values = Structured.zeros(place);
    int row = place.kernel().rowLength();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) spectrum.at(i % row, row);
    }
    return values;
  }

  @Override
  public boolean isDrawnApart() {
    return false;
  }

  @Override
  public String symbols() {
    return spectrum.symbols + ", n = 0, 1, … in each row";
  }
}
