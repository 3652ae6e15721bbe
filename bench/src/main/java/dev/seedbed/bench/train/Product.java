package dev.seedbed.bench.train;

/// A product of matrices in a step, of x (rows × in), w (out × in), y and its gradient dy (rows ×
/// out).
///
/// @param layer 0 is the first
record Product(Kind kind, int layer, int rows, int in, int out) {

  enum Kind {
    /// y = x·wᵀ.
    FORWARD("forward"),
    /// dw = dyᵀ·x.
    WEIGHT_GRADIENT("weight gradient"),
    /// dx = dy·w.
    INPUT_GRADIENT("input gradient");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  /// Multiplications and additions.
  long flops() {
    return 2L * rows * in * out;
  }

  /// The sizes as they are multiplied, such as "32×784·784×128".
  String shape() {
    return switch (kind) {
      case FORWARD -> "%d×%d·%d×%d".formatted(rows, in, in, out);
      case WEIGHT_GRADIENT -> "%d×%d·%d×%d".formatted(out, rows, rows, in);
      case INPUT_GRADIENT -> "%d×%d·%d×%d".formatted(rows, out, out, in);
    };
  }
}
