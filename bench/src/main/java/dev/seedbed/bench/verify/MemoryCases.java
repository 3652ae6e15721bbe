package dev.seedbed.bench.verify;

import dev.seedbed.bench.verify.FamousStart.NamedFault;
import dev.seedbed.bench.verify.FamousStart.Story;
import dev.seedbed.distribution.StandardNormal;
import dev.seedbed.io.weights.ElementSource;
import dev.seedbed.io.weights.FloatType;
import dev.seedbed.random.RandomStream;
import dev.seedbed.random.Seed;
import java.util.List;

/// Starts some of whose numbers no law draws: outliers, what was in memory before, NaN, zeros.
final class MemoryCases {
  private static final int BYTE = 1 << 8;
  private static final int FRACTION = 1 << 24;

  /// Where the first of 2²⁴ values of 24 random bits is drawn by that seed.
  private static final Seed OUTLIER_SEED = new Seed(1);

  private static final long OUTLIER_SLICE = 178L << 14;

  private MemoryCases() {}

  static List<FamousStart> all() {
    return List.of(outliers(), coarseOutliers(), emptyMemory(), notNumbers(), zeros());
  }

  /// The inverse of the normal distribution function in float32, at a uniform number of 24 bits,
  /// and cut at ±2, as `trunc_normal_` did it.
  ///
  /// @param bits of the uniform number: 24 of a float32, 8 of a bfloat16
  private static ElementSource inverted(Seed seed, long slice, double deviation, int bits) {
    RandomStream stream = seed.stream("tok_embeddings.weight");
    return (from, values, count) -> {
      int[] words = new int[count];
      stream.words(slice + from, words, 0, count);
      for (int i = 0; i < count; i++) {
        double below = (words[i] >>> (Integer.SIZE - bits)) / (double) (1 << bits);
        double normal = below == 0 ? Double.NEGATIVE_INFINITY : StandardNormal.quantile(below);
        values[i] = (float) Math.max(-2, deviation * normal);
      }
    };
  }

  private static FamousStart outliers() {
    return FamousStart.spoilt(
        new Story(
            "truncnormal-outliers",
            "A truncated normal law with outliers of 1,000 standard deviations",
            "pytorch, issue 155588 and pull request 174997",
            "Inverse transform sampling in float32: one uniform number in 16.8 million is −1, its image −∞, and the cut at −2 makes −2 of it. Quantiles look right; the kurtosis of the report was 28,122. The file is the part of such a tensor that has one."),
        StartFile.of("pt", FloatType.F32).tensor("tok_embeddings.weight", 32, 256),
        FamousStart.rules("*=truncated-normal(deviation=0.002,cut=1000)"),
        file ->
            StartFile.change(
                file,
                "tok_embeddings.weight",
                inverted(
                    OUTLIER_SEED, OUTLIER_SLICE, 0.002, Integer.numberOfTrailingZeros(FRACTION))),
        NamedFault.of("tok_embeddings.weight", "tails", ""));
  }

  private static FamousStart coarseOutliers() {
    return FamousStart.spoilt(
        new Story(
            "truncnormal-bfloat16",
            "The same in bfloat16: one number in 256",
            "pytorch, issue 145498; torchtitan, issue 2269",
            "In bfloat16 the uniform numbers themselves have 8 bits: one in 256 is −1, and becomes −2, which is 100 standard deviations."),
        StartFile.of("pt", FloatType.BF16).tensor("tok_embeddings.weight", 32, 256),
        FamousStart.rules("*=truncated-normal(deviation=0.02,cut=100)"),
        file ->
            StartFile.change(
                file,
                "tok_embeddings.weight",
                inverted(OUTLIER_SEED, 0, 0.02, Integer.numberOfTrailingZeros(BYTE))),
        NamedFault.of("tok_embeddings.weight", "tails", ""));
  }

  private static StartFile classifier(FloatType type) {
    return StartFile.of("pt", type)
        .tensor("encoder.layer.0.attention.self.query.weight", 48, 48)
        .tensor("encoder.layer.0.attention.self.query.bias", 48)
        .tensor("pooler.dense.weight", 48, 48)
        .tensor("pooler.dense.bias", 48)
        .tensor("classifier.weight", 2, 48)
        .tensor("classifier.bias", 2);
  }

  private static List<String> bert() {
    return FamousStart.rules("*.weight=normal(deviation=0.02)", "*.bias=zeros");
  }

  /// What other tensors left: some are still 0, some are floats of any exponent.
  private static FamousStart emptyMemory() {
    RandomStream stream = new Seed(0).stream("memory");
    ElementSource leftovers =
        (from, values, count) -> {
          int[] words = new int[count];
          stream.words(from, words, 0, count);
          for (int i = 0; i < count; i++) {
            float value = Float.intBitsToFloat(words[i]);
            values[i] = words[i] % 3 == 0 || !Float.isFinite(value) ? 0 : value;
          }
        };
    return FamousStart.spoilt(
        new Story(
            "empty-memory",
            "A head that nothing was written to",
            "transformers, issues 28073 and 28968",
            "Layers that a checkpoint lacks were made in empty memory and never drawn. They held what had been there: values up to 1e37."),
        classifier(FloatType.F32),
        bert(),
        file -> StartFile.change(file, "classifier.weight", leftovers),
        NamedFault.of("classifier.weight", "tails", "unwritten"));
  }

  private static FamousStart notNumbers() {
    return FamousStart.spoilt(
        new Story(
            "nan-head",
            "NaN in a new head",
            "transformers, issue 46002; TransformerLens, issue 902",
            "Heads that a checkpoint lacks, made in half precision, held NaN in places."),
        classifier(FloatType.F16),
        bert(),
        file -> {
          for (String name : List.of("pooler.dense.weight", "classifier.weight")) {
            float[] numbers = StartFile.numbers(file, name);
            for (int i = numbers.length / 3; i < numbers.length / 3 + 18; i++) {
              numbers[i] = Float.NaN;
            }
            StartFile.change(file, name, StartFile.repeated(numbers));
          }
        },
        NamedFault.of("pooler.dense.weight", "finite", ""),
        NamedFault.of("classifier.weight", "finite", ""));
  }

  private static FamousStart zeros() {
    return FamousStart.spoilt(
        new Story(
            "zeros-left",
            "Missing weights were left at 0",
            "transformers, issue 35437",
            "A layer that a checkpoint lacks was not given to the model's initialiser."),
        classifier(FloatType.F32),
        bert(),
        file -> StartFile.change(file, "pooler.dense.weight", StartFile.repeated(new float[1])),
        NamedFault.of("pooler.dense.weight", "variation", "constant"));
  }
}
