package dev.seedbed.init;

/// The fans of a tensor of weights. They are stated by the kind of its layer and never guessed from
/// a shape. They need not be whole: with a stride, an input reaches a fraction of the outputs.
///
/// @param in how many terms are summed in one output; above 0
/// @param out how many outputs one input reaches; above 0
public record Fans(double in, double out) {
  public Fans {
    if (!(in > 0 && in < Double.POSITIVE_INFINITY && out > 0 && out < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "fans must be above 0 and finite: fan-in " + in + ", fan-out " + out);
    }
  }
}
