package dev.seedbed.bench.verify;

import dev.seedbed.bench.verify.FamousStart.NamedFault;
import dev.seedbed.bench.verify.FamousStart.Story;
import dev.seedbed.io.weights.FloatType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Starts that hold the same numbers where they should differ, or other numbers where they should
/// be the same.
final class SeedCases {
  private SeedCases() {}

  static List<FamousStart> all() {
    return List.of(oneSeed(), shards(), replicas());
  }

  private static FamousStart oneSeed() {
    return FamousStart.spoilt(
        new Story(
            "one-seed",
            "One seed for all layers",
            "netket, issue 241; keras_cv_attention_models, issue 114; lc0, issue 1883",
            "Every layer was drawn from the same seed. Layers of one shape were equal, others began with the same numbers."),
        StartFile.of("keras", FloatType.F32)
            .tensor("dense/kernel", 64, 64)
            .tensor("dense/bias", 64)
            .tensor("dense_1/kernel", 64, 64)
            .tensor("dense_1/bias", 64)
            .tensor("dense_2/kernel", 64, 16)
            .tensor("dense_2/bias", 16),
        FamousStart.rules("*kernel=glorot-uniform", "*bias=zeros"),
        file -> {
          float[] first = StartFile.numbers(file, "dense/kernel");
          StartFile.change(file, "dense_1/kernel", StartFile.repeated(first));
          // Fans 64 and 16 in place of 64 and 64.
          float wider = (float) Math.sqrt(128 / 80.0);
          float[] last = Arrays.copyOf(first, 64 * 16);
          for (int i = 0; i < last.length; i++) {
            last[i] *= wider;
          }
          StartFile.change(file, "dense_2/kernel", StartFile.repeated(last));
        },
        NamedFault.of("dense_1/kernel", "same-numbers", ""),
        NamedFault.of("dense_2/kernel", "same-numbers", ""));
  }

  private static FamousStart shards() {
    return FamousStart.spoilt(
        new Story(
            "equal-shards",
            "All ranks drew the same shard",
            "ms-swift, pull request 7944; OLMo-core, pull request 307; torchtitan, issue 3106",
            "Each rank drew its own part of a matrix, and all from the same seed."),
        StartFile.of("pt", FloatType.BF16)
            .tensor("self_attn.q_proj.weight", 128, 64)
            .tensor("self_attn.o_proj.weight", 64, 128),
        FamousStart.rules("*.weight=normal(deviation=0.02)"),
        file -> {
          float[] query = StartFile.numbers(file, "self_attn.q_proj.weight");
          StartFile.change(
              file,
              "self_attn.q_proj.weight",
              StartFile.repeated(Arrays.copyOf(query, query.length / 4)));
          float[] output = StartFile.numbers(file, "self_attn.o_proj.weight");
          for (int i = 0; i < output.length; i++) {
            output[i] = output[i / 128 * 128 + i % 32];
          }
          StartFile.change(file, "self_attn.o_proj.weight", StartFile.repeated(output));
        },
        NamedFault.of("self_attn.q_proj.weight", "same-parts", ""),
        NamedFault.of("self_attn.o_proj.weight", "same-parts", ""));
  }

  private static FamousStart replicas() {
    StartFile file =
        StartFile.of("pt", FloatType.BF16)
            .tensor("blocks.0.attention.w_q.weight", 64, 64)
            .tensor("blocks.0.feed_forward.w1.weight", 64, 64)
            .tensor("norm.weight", 64);
    return new FamousStart(
        new Story(
            "replica-1",
            "Replicas that were to be equal",
            "OLMo-core, pull request 319",
            "With a seed for each rank, and nothing that brings replicas together, each replica group had parameters of its own."),
        (folder, path) -> {
          replica(file, folder.resolve("replica-0.safetensors"), 0);
          replica(file, path, 1);
        },
        (folder, path) -> {
          replica(file, folder.resolve("replica-0.safetensors"), 0);
          replica(file, path, 0);
        },
        List.of("--equal", FamousStart.FOLDER + "replica-0.safetensors"),
        List.of(
            NamedFault.of("blocks.0.attention.w_q.weight", "redrawn", ""),
            NamedFault.of("blocks.0.feed_forward.w1.weight", "redrawn", "")));
  }

  private static void replica(StartFile file, Path path, int seed) throws IOException {
    file.write(
        path,
        List.of(
            "--seed",
            "" + seed,
            "--rule",
            "norm.weight=ones",
            "--rule",
            "*=normal(deviation=0.02)"));
  }
}
