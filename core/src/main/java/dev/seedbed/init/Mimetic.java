package dev.seedbed.init;

import dev.seedbed.random.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The weights of an attention layer that look like trained ones: by query and key tokens attend to
/// their like, by value and output they subtract a part of what they attend to. Each pair has a
/// product, which is drawn as α·Z + β·I with Z from N(0, 1 / d), and taken apart into U·√S and
/// √S·Vᵀ. Trockman & Kolter 2023, arXiv:2305.09828.
///
/// As in the paper, Z is normal and the output matrix is behind the value matrix. Code that goes
/// round has a uniform Z, and in [out, in] U·√S as value and √S·Vᵀ as output, whose product in the
/// layer is another one, √S·Vᵀ·U·√S.
///
/// @param products one or two
record Mimetic(List<Product> products) implements Joint {

  /// Two matrices of an attention layer.
  enum Pair {
    QUERY_KEY("query", "key"),
    VALUE_OUTPUT("value", "output");

    private final String first;
    private final String second;

    Pair(String first, String second) {
      this.first = first;
      this.second = second;
    }
  }

  /// The product of a pair.
  ///
  /// @param heads that each have a product of their own, of rank units / heads; the outputs of
  ///   values are summed over all heads, which makes 1
  /// @param alpha of Z
  /// @param beta of I
  record Product(Pair pair, int heads, double alpha, double beta) {
    Product {
      Structured.finite("alpha", alpha);
      Structured.finite("beta", beta);
      if (heads < 1) {
        throw new IllegalArgumentException("heads must be at least 1: " + heads);
      }
    }

    /// How many numbers it takes.
    private long numbers(Kernel first) {
      long d = first.rowLength();
      return heads * d * d;
    }

    private void check(Kernel first, Kernel second) {
      boolean behind = pair == Pair.VALUE_OUTPUT;
      int units = first.units();
      int d = first.rowLength();
      if (second.units() != (behind ? d : units) || second.rowLength() != (behind ? units : d)) {
        throw new IllegalArgumentException(
            "%s and %s do not go together: %d x %d, %d x %d"
                .formatted(pair.first, pair.second, units, d, second.units(), second.rowLength()));
      }
      if (units % heads != 0 || units / heads > d || d > SingularVectors.LARGEST) {
        throw new IllegalArgumentException(
            "%s needs a multiple of %d rows, a head no more than columns, and of these at most %d: %d x %d"
                .formatted(pair.first, heads, SingularVectors.LARGEST, units, d));
      }
    }

    private Stream<float[]> draw(Kernel first, RandomStream stream, long from) {
      int d = first.rowLength();
      int rank = first.units() / heads;
      float[] one = new float[first.units() * d];
      float[] other = new float[one.length];
      for (int head = 0; head < heads; head++) {
        double[][] product = product(d, stream, from + (long) head * d * d);
        SingularVectors vectors = SingularVectors.of(product, rank);
        for (int k = 0; k < rank; k++) {
          double root = Math.sqrt(vectors.values()[k]);
          int unit = head * rank + k;
          for (int j = 0; j < d; j++) {
            int at = unit * d + j;
            int behind = j * first.units() + unit;
            one[at] = (float) (root * vectors.left()[k][j]);
            other[pair == Pair.VALUE_OUTPUT ? behind : at] = (float) (root * vectors.right()[k][j]);
          }
        }
      }
      return Stream.of(one, other);
    }

    private double[][] product(int d, RandomStream stream, long from) {
      var z = new Law.Normal(0, 1);
      float[] row = new float[d];
      double[][] product = new double[d][d];
      for (int i = 0; i < d; i++) {
        z.draw(stream, from + (long) i * d, row);
        for (int j = 0; j < d; j++) {
          product[i][j] = alpha * row[j] / Math.sqrt(d);
        }
        product[i][i] += beta;
      }
      return product;
    }

    private String symbols() {
      return "%s · %s %s %s Z %s %s I"
          .formatted(
              pair.first,
              pair.second,
              pair == Pair.QUERY_KEY ? "≈" : "=",
              alpha,
              beta < 0 ? "-" : "+",
              Math.abs(beta));
    }
  }

  Mimetic {
    products = List.copyOf(products);
  }

  @Override
  public List<String> parts() {
    return products.stream()
        .flatMap(product -> Stream.of(product.pair.first, product.pair.second))
        .toList();
  }

  @Override
  public boolean readsFirst() {
    return false;
  }

  @Override
  public void check(List<Kernel> parts) {
    for (int i = 0; i < products.size(); i++) {
      products.get(i).check(parts.get(2 * i), parts.get(2 * i + 1));
    }
  }

  @Override
  public List<float[]> draw(List<Kernel> parts, float[] first, RandomStream stream) {
    var drawn = new ArrayList<float[]>();
    long from = 0;
    for (int i = 0; i < products.size(); i++) {
      Kernel kernel = parts.get(2 * i);
      products.get(i).draw(kernel, stream, from).forEach(drawn::add);
      from += products.get(i).numbers(kernel);
    }
    return drawn;
  }

  @Override
  public String symbols(int part) {
    return products.get(part / 2).symbols();
  }
}
