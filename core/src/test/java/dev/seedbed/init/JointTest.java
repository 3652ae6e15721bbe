package dev.seedbed.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The schemes that make several tensors together, each by the property that it exists for.
class JointTest {
  private static final int ROWS = 60;
  private static final int COLUMNS = 84;
  private static final int RANK = 7;

  private static Joint joint(String scheme) {
    return (Joint) Catalogue.forTensors(scheme).weights();
  }

  static Stream<String> joints() {
    return Catalogue.all().stream()
        .filter(entry ->
            entry.preset() instanceof Ingredient.Single single
                && single.initializer() instanceof Joint)
        .map(Entry::name);
  }

  /// Parts that such a scheme can be used for.
  private static List<Kernel> parts(Joint joint) {
    Kernel square = Kernel.dense(COLUMNS, COLUMNS);
    return switch (joint) {
      case Mimetic mimetic -> mimetic.parts().stream().map(_ -> square).toList();
      case RingWithScale _ -> List.of(Kernel.dense(1, 500), Kernel.dense(1, 500));
      case BaseAdapter adapter ->
          List.of(
                  Kernel.dense(COLUMNS, ROWS),
                  Kernel.dense(COLUMNS, RANK),
                  Kernel.dense(RANK, ROWS))
              .subList(0, adapter.parts().size());
    };
  }

  private static float[] weight() {
    float[] weight = new float[ROWS * COLUMNS];
    new Law.Normal(0, 0.1).draw(new Seed(8).stream("weight"), 0, weight);
    return weight;
  }

  private static List<float[]> draw(String scheme, long seed) {
    Joint joint = joint(scheme);
    List<Kernel> parts = parts(joint);
    joint.check(parts);
    float[] first = joint.readsFirst() ? weight() : new float[0];
    return joint.draw(parts, first, new Seed(seed).stream("w"));
  }

  /// Shapes, and the seed: the same one gives the same bits, another one others.
  @ParameterizedTest
  @MethodSource("joints")
  void draw_shapesAndSeed(String scheme) {
    Joint joint = joint(scheme);
    List<float[]> drawn = draw(scheme, 3);
    assertThat(drawn.stream().map(part -> (long) part.length))
        .containsExactlyElementsOf(parts(joint).stream().map(Kernel::count).toList());
    List<float[]> again = draw(scheme, 3);
    List<float[]> other = draw(scheme, 4);
    for (int i = 0; i < drawn.size(); i++) {
      assertThat(again.get(i)).isEqualTo(drawn.get(i));
      assertThat(Arrays.equals(other.get(i), drawn.get(i))).isEqualTo(joint.readsFirst());
      assertThat(joint.symbols(i)).isNotEmpty();
    }
  }

  /// a·b of matrices row by row; `columns` of b.
  private static double[][] product(float[] a, float[] b, int columns) {
    int inner = b.length / columns;
    double[][] product = new double[a.length / inner][columns];
    for (int i = 0; i < product.length; i++) {
      for (int k = 0; k < inner; k++) {
        for (int j = 0; j < columns; j++) {
          product[i][j] += (double) a[i * inner + k] * b[k * columns + j];
        }
      }
    }
    return product;
  }

  private static float[] transposed(float[] a, int columns) {
    float[] transposed = new float[a.length];
    int rows = a.length / columns;
    for (int i = 0; i < a.length; i++) {
      transposed[i % columns * rows + i / columns] = a[i];
    }
    return transposed;
  }

  /// Mean of the diagonal, and of the squares of all else.
  private static double[] diagonal(double[][] a) {
    double mean = 0;
    double square = 0;
    int n = a.length;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        mean += i == j ? a[i][j] / n : 0;
        square += i == j ? 0 : a[i][j] * a[i][j] / n / (n - 1);
      }
    }
    return new double[] {mean, square};
  }

  /// With one head the product is the whole of α·Z + β·I: n diagonal elements of mean β with
  /// standard error α/n, n(n − 1) others of variance α²/n with relative error √(2/n(n − 1)).
  @ParameterizedTest
  @CsvSource({"mimetic-qk(heads=1), 0.7, 0.7", "mimetic-vo, 0.4, -0.4"})
  void mimetic_product_isThatOfTheLaw(String scheme, double alpha, double beta) {
    List<float[]> drawn = draw(scheme, 1);
    float[] one = drawn.get(0);
    float[] other = drawn.get(1);
    // In a layer, x·Wᵀ: a query meets a key as x·QᵀK·xᵀ, an output a value as x·(O·V)ᵀ.
    double[][] product =
        scheme.startsWith("mimetic-qk")
            ? product(transposed(one, COLUMNS), other, COLUMNS)
            : product(other, one, COLUMNS);
    double[] found = diagonal(product);
    double n = COLUMNS;
    assertThat(found[0]).isCloseTo(beta, within(5 * alpha / n));
    assertThat(found[1] * n / (alpha * alpha))
        .isCloseTo(1, within(5 * Math.sqrt(2 / (n * (n - 1)))));
  }

  /// Each head has d / heads rows, and its own product of that rank; the rows of a head are
  /// orthogonal, of lengths √σ that query and key share.
  @Test
  void mimetic_heads_ranksAndLengths() {
    int heads = 6;
    int rank = COLUMNS / heads;
    List<float[]> drawn = draw("mimetic-qk(heads=6)", 2);
    for (int head = 0; head < heads; head++) {
      int from = head * rank * COLUMNS;
      float[] query = Arrays.copyOfRange(drawn.get(0), from, from + rank * COLUMNS);
      float[] key = Arrays.copyOfRange(drawn.get(1), from, from + rank * COLUMNS);
      double[][] ofQuery = product(query, transposed(query, COLUMNS), rank);
      double[][] ofKey = product(key, transposed(key, COLUMNS), rank);
      for (int i = 0; i < rank; i++) {
        for (int j = 0; j < rank; j++) {
          double expected = i == j ? ofQuery[i][i] : 0;
          assertThat(ofQuery[i][j]).isCloseTo(expected, within(1e-6));
          assertThat(ofKey[i][j]).isCloseTo(expected, within(1e-6));
        }
      }
      // The largest value of 0.7·(Z + I) is about 0.7·(1 + 1.5).
      assertThat(ofQuery[0][0]).isBetween(1.4, 2.2);
    }
    assertThat(drawn.get(0)[0]).isNotEqualTo(drawn.get(0)[rank * COLUMNS]);
  }

  /// All four at once: the first pair as alone, the second from other numbers.
  @Test
  void mimetic_allFour_areBothPairs() {
    List<float[]> four = draw("mimetic(heads=6)", 2);
    List<float[]> two = draw("mimetic-qk(heads=6)", 2);
    assertThat(four).hasSize(4);
    assertThat(four.get(0)).isEqualTo(two.get(0));
    assertThat(four.get(1)).isEqualTo(two.get(1));
    double[] found = diagonal(product(four.get(3), four.get(2), COLUMNS));
    assertThat(found[0]).isCloseTo(-0.4, within(5 * 0.4 / COLUMNS));
    assertThat(four.get(2)).isNotEqualTo(draw("mimetic-vo", 2).get(0));
  }

  /// What the base computed stays: R + scale·B·A = W, and the residual alone is that R.
  @ParameterizedTest
  @CsvSource({
    "'pissa', 'pissa-residual(rank=7)', 1",
    "'pissa(scale=2)', 'pissa-residual(rank=7,scale=2)', 2",
    "'pissa(rounds=3)', 'pissa-residual(rank=7,rounds=3)', 1",
    "'olora', 'olora-residual(rank=7)', 1",
    "'olora(scale=0.5)', 'olora-residual(rank=7,scale=0.5)', 0.5"
  })
  void baseAdapter_withWhatRemains_isTheWeight(String scheme, String residual, double scale) {
    List<float[]> drawn = draw(scheme, 5);
    double[][] product = product(drawn.get(2), drawn.get(1), COLUMNS);
    float[] weight = weight();
    double squares = 0;
    for (int i = 0; i < weight.length; i++) {
      double adapter = scale * product[i / COLUMNS][i % COLUMNS];
      assertThat(drawn.get(0)[i] + adapter).isCloseTo(weight[i], within(5e-8));
      squares += adapter * adapter;
    }
    assertThat(squares).isGreaterThan(1);
    assertThat(draw(residual, 5).getFirst()).isEqualTo(drawn.get(0));
  }

  /// The adapter has the largest singular values: lengths √(σ / scale) of A's rows and B's columns.
  @Test
  void pissa_adapter_principalPart() {
    List<float[]> drawn = draw("pissa(scale=2)", 5);
    double[][] w = new double[ROWS][COLUMNS];
    float[] weight = weight();
    for (int i = 0; i < weight.length; i++) {
      w[i / COLUMNS][i % COLUMNS] = weight[i];
    }
    double[] values = SingularVectors.of(w, RANK).values();
    double[][] ofA = product(drawn.get(1), transposed(drawn.get(1), COLUMNS), RANK);
    double[][] ofB = product(transposed(drawn.get(2), RANK), drawn.get(2), RANK);
    for (int i = 0; i < RANK; i++) {
      for (int j = 0; j < RANK; j++) {
        double expected = i == j ? values[i] / 2 : 0;
        assertThat(ofA[i][j]).isCloseTo(expected, within(1e-6));
        assertThat(ofB[i][j]).isCloseTo(expected, within(1e-6));
      }
    }
  }

  /// B has orthonormal columns, A is 0 left of its diagonal, which is positive.
  @Test
  void olora_adapter_orthonormalAndTriangular() {
    List<float[]> drawn = draw("olora", 5);
    double[][] ofB = product(transposed(drawn.get(2), RANK), drawn.get(2), RANK);
    for (int i = 0; i < RANK; i++) {
      for (int j = 0; j < RANK; j++) {
        assertThat(ofB[i][j]).isCloseTo(i == j ? 1 : 0, within(1e-6));
        double a = drawn.get(1)[i * COLUMNS + j];
        if (j < i) {
          assertThat(a).isCloseTo(0, within(1e-8));
        }
      }
      assertThat(drawn.get(1)[i * COLUMNS + i]).isPositive();
    }
  }

  @Test
  void lruRing_scale_goesWithTheDecay() {
    List<float[]> drawn = draw("lru-ring(inner=0.9)", 5);
    float[] alone = new float[500];
    Draw.of(
            Catalogue.forTensors("lru-nu(inner=0.9)").weights(),
            Place.inside(Kernel.dense(1, 500), new Activation.Identity()),
            new Seed(5).stream("w"))
        .fill(alone);
    assertThat(drawn.get(0)).isEqualTo(alone);
    for (int i = 0; i < alone.length; i++) {
      double modulus = Math.exp(-Math.exp(alone[i]));
      assertThat(Math.exp(2.0 * drawn.get(1)[i])).isCloseTo(1 - modulus * modulus, within(1e-7));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "mimetic-qk; 48, 48, 48, 40; query and key do not go together: 48 x 48, 40 x 48",
        "mimetic-qk(heads=5); 48, 48, 48, 48; query needs a multiple of 5 rows",
        "mimetic-qk(heads=2); 48, 128, 48, 128; a head no more than columns, and of these at most 4096: 128 x 48",
        "mimetic-vo; 48, 40, 48, 40; value and output do not go together: 40 x 48, 40 x 48",
        "pissa-residual(rank=41); 48, 40; the rank must be at most 40 for a weight of 40 x 48: 41",
        "pissa-residual; 5000, 4097; a weight of 4097 x 5000 is too large for the exact decomposition, of at most 4096: say rounds=16",
        "pissa; 48, 40, 48, 4, 4, 41; weight, A and B do not go together: 40 x 48, 4 x 48, 41 x 4",
        "olora; 48, 40, 48, 4, 3, 40; weight, A and B do not go together: 40 x 48, 4 x 48, 40 x 3",
        "lru-ring; 1, 8, 1, 9; ν_log and γ_log must have the same number of elements, below 2^31: 8, 9"
      })
  void check_partsThatDoNotGoTogether_refused(String scheme, String shapes, String message) {
    int[] lengths =
        Arrays.stream(shapes.split(",")).map(String::strip).mapToInt(Integer::parseInt).toArray();
    var parts =
        Stream.iterate(0, i -> i < lengths.length, i -> i + 2)
            .map(i -> Kernel.dense(lengths[i], lengths[i + 1]))
            .toList();
    assertThatThrownBy(() -> joint(scheme).check(parts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void check_large_allowedWithRounds() {
    joint("pissa-residual(rounds=16)").check(List.of(Kernel.dense(5000, 4097)));
    joint("olora-residual").check(List.of(Kernel.dense(5000, 4097)));
  }

  @Test
  void draw_alone_refused() {
    Place place = Place.inside(Kernel.dense(4, 4), new Activation.Identity());
    assertThatThrownBy(() -> Draw.of(joint("mimetic-qk"), place, new Seed(0).stream("w")))
        .hasMessage(
            "a scheme that draws query, key needs a rule that names them all, as in '*.{a,b}.weight=…'");
  }
}
