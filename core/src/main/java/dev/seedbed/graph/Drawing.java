package dev.seedbed.graph;

import dev.seedbed.elementary.NormalInversion;
import dev.seedbed.random.RandomStream;
import dev.seedbed.random.Seed;
import java.util.List;
import java.util.Optional;

/// Operators that draw numbers. What is drawn is a function of the operator's key and the shape:
/// the same in each run, and in each repetition of a loop. There are no gradients.
public sealed interface Drawing extends Operator {
  /// The stream of an operator.
  ///
  /// @param key of the operator: its seed in the file, or its place there
  private static RandomStream stream(String key) {
    return new Seed(0).stream("graph/" + key);
  }

  /// How numbers are distributed.
  sealed interface Distribution {}

  /// The normal law.
  record Normal(float mean, float scale) implements Distribution {}

  /// The uniform law from `low` to `high`.
  record Uniform(float low, float high) implements Distribution {}

  /// Numbers of a law. Input: an array of their shape, if the file does not say it.
  ///
  /// @param shape of the numbers; empty for that of the input
  record Numbers(Distribution law, Optional<List<Long>> shape, String key) implements Drawing {
    public Numbers {
      shape = shape.map(List::copyOf);
    }

    @Override
    public String name() {
      String law =
          switch (this.law) {
            case Normal _ -> "RandomNormal";
            case Uniform _ -> "RandomUniform";
          };
      return shape.isPresent() ? law : law + "Like";
    }

    @Override
    public boolean looksAtElements() {
      return false;
    }

    @Override
    public List<NdArray> outputs(Operands in) {
      FloatArray y =
          FloatArray.of(
              shape.isPresent()
                  ? TensorShape.of(shape.get().stream().mapToLong(Long::longValue).toArray())
                  : in.shape(0));
      switch (law) {
        case Uniform(float low, float high) ->
            stream(key)
                .uniform(0, y.data(), 0, y.data().length, (low + high) / 2, (high - low) / 2);
        case Normal(float mean, float scale) -> fill(y.data(), mean, scale);
      }
      return List.of(y);
    }

    private void fill(float[] y, float mean, float scale) {
      RandomStream stream = stream(key);
      NormalInversion inversion = NormalInversion.plain();
      var bell = NormalInversion.Bell.whole(mean, scale);
      int[] words = new int[NormalInversion.PIECE];
      for (int at = 0; at < y.length; at += words.length) {
        int count = Math.min(words.length, y.length - at);
        stream.words(at, words, 0, count);
        inversion.apply(bell, words, y, at, count);
      }
    }
  }

  /// 1 with the probability that the input says, else 0.
  ///
  /// @param type of the output; empty for that of the input
  record Bernoulli(Optional<Conversion.Type> type, String key) implements Drawing {
    @Override
    public List<NdArray> outputs(Operands in) {
      float[] probabilities = in.floats(0).data();
      FloatArray y = FloatArray.of(in.shape(0));
      stream(key).uniform(0, y.data(), 0, y.data().length, 0.5f, 0.5f);
      for (int i = 0; i < probabilities.length; i++) {
        y.data()[i] = y.data()[i] < probabilities[i] ? 1 : 0;
      }
      return List.of(type.orElse(Conversion.Type.FLOAT).of(y));
    }
  }
}
