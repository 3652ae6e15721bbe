package dev.seedbed.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.seedbed.kernel.Team;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttentionTest {
  private static final int ROWS = 2;
  private static final int QUERIES = 3;
  private static final int KEYS = 4;
  private static final int ELEMENTS = 2;
  private static final int VALUES = 3;

  private static int at(
      boolean headsFirst, int heads, int positions, int elements, int row, int head, int position) {
    return (headsFirst
            ? (row * heads + head) * positions + position
            : (row * positions + position) * heads + head)
        * elements;
  }

  /// What a case has besides its attributes.
  ///
  /// @param heads of queries
  /// @param keyHeads of keys and values
  /// @param past how many keys come before those that are given
  /// @param lengths of each row's keys; empty if all count
  private record Case(boolean headsFirst, int heads, int keyHeads, int past, long... lengths) {
    int keys() {
      return past + KEYS;
    }

    double element(double[][] in, int given, int row, int head, int key, int e, int elements) {
      return key < past
          ? in[given + 3][at(true, keyHeads, past, elements, row, head, key) + e]
          : in[given][at(headsFirst, keyHeads, KEYS, elements, row, head, key - past) + e];
    }
  }

  /// Attention in double: all four outputs.
  ///
  /// @param mask numbers to add, for each query and key of all rows and heads
  private static double[][] attention(Attention of, Case it, double[] mask, double[][] in) {
    int heads = it.heads;
    double[] y = new double[ROWS * heads * QUERIES * VALUES];
    double[] keys = new double[ROWS * it.keyHeads * it.keys() * ELEMENTS];
    double[] values = new double[ROWS * it.keyHeads * it.keys() * VALUES];
    double[] scores = new double[ROWS * heads * QUERIES * it.keys()];
    double scale = of.scale() == 0 ? 1 / Math.sqrt(ELEMENTS) : of.scale();
    for (int row = 0; row < ROWS; row++) {
      for (int head = 0; head < heads; head++) {
        int key = head / (heads / it.keyHeads);
        for (int i = 0; i < QUERIES; i++) {
          int q = at(it.headsFirst, heads, QUERIES, ELEMENTS, row, head, i);
          double[] weights = new double[it.keys()];
          double sum = 0;
          int line = ((row * heads + head) * QUERIES + i) * it.keys();
          for (int j = 0; j < it.keys(); j++) {
            double score = 0;
            for (int e = 0; e < ELEMENTS; e++) {
              double k = it.element(in, 1, row, key, j, e, ELEMENTS);
              keys[at(true, it.keyHeads, it.keys(), ELEMENTS, row, key, j) + e] = k;
              score += in[0][q + e] * k;
            }
            for (int e = 0; e < VALUES; e++) {
              values[at(true, it.keyHeads, it.keys(), VALUES, row, key, j) + e] =
                  it.element(in, 2, row, key, j, e, VALUES);
            }
            score *= scale;
            put(scores, of, Attention.Scores.PRODUCTS, line + j, score);
            if (of.softcap() > 0) {
              score = of.softcap() * StrictMath.tanh(score / of.softcap());
            }
            put(scores, of, Attention.Scores.CAPPED, line + j, score);
            boolean padding = it.lengths.length > 0 && j >= it.lengths[row];
            long own = it.lengths.length > 0 && it.past == 0 ? it.lengths[row] - QUERIES : it.past;
            boolean seen = !padding && (!of.causal() || j <= i + own);
            score = seen ? score + mask[i * it.keys() + j] : Double.NEGATIVE_INFINITY;
            put(scores, of, Attention.Scores.MASKED, line + j, score);
            weights[j] = StrictMath.exp(score);
            sum += weights[j];
          }
          int out = at(it.headsFirst, heads, QUERIES, VALUES, row, head, i);
          for (int j = 0; j < it.keys(); j++) {
            put(scores, of, Attention.Scores.WEIGHTS, line + j, weights[j] / sum);
            for (int e = 0; e < VALUES; e++) {
              y[out + e] += weights[j] / sum * it.element(in, 2, row, key, j, e, VALUES);
            }
          }
        }
      }
    }
    return new double[][] {y, keys, values, scores};
  }

  private static void put(double[] to, Attention of, Attention.Scores stage, int i, double value) {
    if (of.given() == stage) {
      to[i] = value;
    }
  }

  private static FloatArray input(
      long seed, boolean first, int heads, int positions, int elements) {
    return first
        ? GradientCheck.random(seed, -1.0, 1.0, ROWS, heads, positions, elements)
        : GradientCheck.random(seed, -1.0, 1.0, ROWS, positions, (long) heads * elements);
  }

  @ParameterizedTest
  @CsvSource({
    // heads first, heads, heads of keys, scale, softcap, causal, mask
    "true, 2, 2, 0, 0, false, none",
    "false, 2, 2, 0, 0, true, none",
    "true, 4, 2, 0.5, 0, false, numbers",
    "false, 4, 1, 0, 0.75, true, numbers",
    "false, 2, 1, 0, 0, false, booleans",
  })
  void attention_hasItsGradient(
      boolean first, int heads, int keyHeads, float scale, float cap, boolean causal, String mask) {
    var operator = new Attention(scale, cap, causal, heads, keyHeads, Attention.Scores.PRODUCTS);
    var in = new ArrayList<NdArray>();
    in.add(input(1, first, heads, QUERIES, ELEMENTS));
    in.add(input(2, first, keyHeads, KEYS, ELEMENTS));
    in.add(input(3, first, keyHeads, KEYS, VALUES));
    var seen = BooleanArray.of(TensorShape.of(QUERIES, KEYS));
    for (int i = 0; i < QUERIES * KEYS; i++) {
      seen.data()[i] = i % 3 != 1;
    }
    switch (mask) {
      case "numbers" -> in.add(GradientCheck.random(4, QUERIES, KEYS));
      case "booleans" -> in.add(seen);
      default -> {}
    }
    GradientCheck.check(
        operator,
        1,
        x -> {
          double[] added = new double[QUERIES * KEYS];
          if (mask.equals("numbers")) {
            added = x[3];
          } else if (mask.equals("booleans")) {
            for (int i = 0; i < added.length; i++) {
              added[i] = seen.data()[i] ? 0 : Double.NEGATIVE_INFINITY;
            }
          }
          var it = new Case(first, heads, keyHeads, 0);
          return new double[][] {attention(operator, it, added, x)[0]};
        },
        in.toArray(NdArray[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    // heads first, heads of keys, past keys, keys of the rows, softcap, causal, mask, fourth output
    "true, 2, 3, , 0, true, 0, PRODUCTS",
    "false, 1, 3, , 0.75, true, 0, PRODUCTS",
    "true, 2, 3, , 0.75, false, 7, CAPPED",
    "false, 2, 3, , 0.75, false, 7, MASKED",
    "true, 1, 3, , 0, true, 0, WEIGHTS",
    "false, 2, 0, , 0, false, 4, MASKED",
    "true, 2, 0, 3 4, 0, false, 0, WEIGHTS",
    "true, 2, 0, 3 4, 0.75, true, 0, WEIGHTS",
    "false, 1, 0, 4 3, 0, false, 3, PRODUCTS",
    "true, 2, 3, 5 7, 0, true, 0, WEIGHTS",
    "true, 2, 3, , 0, false, 5, WEIGHTS",
  })
  void attention_withPastAndAllOutputs_hasItsGradient(
      boolean first,
      int keyHeads,
      int past,
      @Nullable String lengths,
      float cap,
      boolean causal,
      int masked,
      Attention.Scores given) {
    var operator = new Attention(0.5f, cap, causal, 2, keyHeads, given);
    long[] limits =
        lengths == null
            ? new long[0]
            : Stream.of(lengths.split(" ")).mapToLong(Long::parseLong).toArray();
    var it = new Case(first, 2, keyHeads, past, limits);
    var in = new ArrayList<Optional<NdArray>>();
    in.add(Optional.of(input(1, first, 2, QUERIES, ELEMENTS)));
    in.add(Optional.of(input(2, first, keyHeads, KEYS, ELEMENTS)));
    in.add(Optional.of(input(3, first, keyHeads, KEYS, VALUES)));
    in.add(masked == 0 ? Optional.empty() : Optional.of(GradientCheck.random(4, QUERIES, masked)));
    for (int elements : new int[] {ELEMENTS, VALUES}) {
      in.add(past == 0 ? Optional.empty() : Optional.of(input(5, true, keyHeads, past, elements)));
    }
    if (limits.length > 0) {
      in.add(Optional.of(LongArray.of(limits)));
    }
    GradientCheck.check(
        operator,
        4,
        x -> {
          double[] added = new double[QUERIES * it.keys()];
          if (masked > 0) {
            Arrays.fill(added, Double.NEGATIVE_INFINITY);
            for (int i = 0; i < x[3].length; i++) {
              added[i / masked * it.keys() + i % masked] = x[3][i];
            }
          }
          return attention(operator, it, added, x);
        },
        in);
  }

  @Test
  void attention_doesNotDependOnThreads() {
    List<FloatArray> in =
        List.of(
            GradientCheck.random(1, 2, 4, 30, 16),
            GradientCheck.random(2, 2, 2, 40, 16),
            GradientCheck.random(3, 2, 2, 40, 8));
    var operator = new Attention(0, 0, false, 0, 0, Attention.Scores.PRODUCTS);
    FloatArray g = GradientCheck.random(4, 2, 4, 30, 8);
    try (Team team = Team.of(3)) {
      var shared = new Operands(in.stream().map(Optional::<NdArray>of).toList(), 1, team);
      assertArrayEquals(
          operator.outputs(Operands.of(in.toArray(NdArray[]::new))).getFirst().asFloats().data(),
          operator.outputs(shared).getFirst().asFloats().data());
      List<float[]> first = TestBackward.run(operator, Team.ALONE, in, g);
      List<float[]> second = TestBackward.run(operator, team, in, g);
      for (int i = 0; i < 3; i++) {
        assertArrayEquals(first.get(i), second.get(i));
      }
    }
  }

  @Test
  void attention_refusesWhatDoesNotFit() {
    FloatArray q = GradientCheck.random(1, 2, 2, 3, 4);
    FloatArray odd = GradientCheck.random(1, 2, 2, 3, 5);
    FloatArray flat = GradientCheck.random(1, 2, 3, 8);
    var operator = new Attention(0, 0, false, 0, 0, Attention.Scores.PRODUCTS);
    for (NdArray[] in :
        new NdArray[][] {
          {q, odd, q},
          {q, flat, q},
          {flat, flat, flat},
          {q, q, q, FloatArray.of(1, 2)},
          {q, q, q, FloatArray.of(TensorShape.of(3, 4))},
          {q, q, q, q, q}
        }) {
      assertThrows(IllegalArgumentException.class, () -> operator.outputs(Operands.of(in)));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new Attention(0, -1, false, 0, 0, Attention.Scores.PRODUCTS));
  }

  @ParameterizedTest
  @CsvSource({"true, 0, true", "false, 0, true", "true, 4, false", "false, 4, false"})
  void rotaryEmbedding_hasItsGradient(boolean interleaved, int dimension, boolean headsFirst) {
    int half = dimension == 0 ? 3 : dimension / 2;
    var operator = new RotaryEmbedding(interleaved, dimension, 2);
    FloatArray x =
        headsFirst ? GradientCheck.random(1, 2, 2, 3, 6) : GradientCheck.random(1, 2, 3, 2 * 6);
    var positions = new LongArray(TensorShape.of(2, 3), new long[] {0, 1, 4, 2, 2, 3});
    GradientCheck.check(
        operator,
        1,
        in -> {
          double[] y = in[0].clone();
          for (int row = 0; row < 2; row++) {
            for (int head = 0; head < 2; head++) {
              for (int position = 0; position < 3; position++) {
                int at = at(headsFirst, 2, 3, 6, row, head, position);
                int angle = (int) positions.data()[row * 3 + position] * half;
                for (int j = 0; j < half; j++) {
                  int a = at + (interleaved ? 2 * j : j);
                  int b = a + (interleaved ? 1 : half);
                  double cosine = in[1][angle + j];
                  double sine = in[2][angle + j];
                  y[a] = cosine * in[0][a] - sine * in[0][b];
                  y[b] = sine * in[0][a] + cosine * in[0][b];
                }
              }
            }
          }
          return new double[][] {y};
        },
        x,
        GradientCheck.random(2, 5, half),
        GradientCheck.random(3, 5, half),
        positions);
  }

  @Test
  void rotaryEmbedding_refusesWhatDoesNotFit() {
    FloatArray x = GradientCheck.random(1, 2, 2, 3, 6);
    FloatArray angles = GradientCheck.random(2, 5, 3);
    var operator = new RotaryEmbedding(false, 0, 0);
    var outside = new LongArray(TensorShape.of(2, 3), new long[] {0, 0, 0, 0, 0, 5});
    for (NdArray[] in :
        new NdArray[][] {
          {x, angles, angles},
          {x, angles, angles, outside},
          {x, angles, angles, LongArray.of(1)},
          {x, x, x},
          {GradientCheck.random(1, 2, 3, 6), angles, angles}
        }) {
      assertThrows(IllegalArgumentException.class, () -> operator.outputs(Operands.of(in)));
    }
  }
}
