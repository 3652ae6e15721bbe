package dev.seedbed.bench.verify;

import dev.seedbed.bench.verify.FamousStart.NamedFault;
import dev.seedbed.bench.verify.FamousStart.Story;
import dev.seedbed.init.Law;
import dev.seedbed.io.weights.FloatType;
import dev.seedbed.random.RandomStream;
import dev.seedbed.random.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Checkpoints that were not loaded: what should be trained is a start.
final class LoadingCases {
  private LoadingCases() {}

  static List<FamousStart> all() {
    return List.of(untouched(), anotherStart());
  }

  private static StartFile encoder() {
    return StartFile.of("pt", FloatType.F32)
        .tensor("encoder.blocks.0.attn.qkv.weight", 96, 32)
        .tensor("encoder.blocks.0.attn.qkv.bias", 96)
        .tensor("encoder.blocks.0.mlp.fc1.weight", 64, 32)
        .tensor("encoder.blocks.0.mlp.fc1.bias", 64)
        .tensor("head.weight", 10, 32)
        .tensor("head.bias", 10);
  }

  private static FamousStart untouched() {
    StartFile file = encoder();
    return new FamousStart(
        new Story(
            "never-loaded",
            "A checkpoint that was never loaded",
            "torchgeo, issue 4036",
            "The checkpoint's names lacked a prefix, and names that do not match were skipped in silence. The model was what it was when it was built."),
        (folder, path) -> {
          file.write(folder.resolve("as-built.safetensors"), List.of("--as", "torch"));
          file.write(path, List.of("--as", "torch"));
          train(path, file, "head");
        },
        (folder, path) -> {
          file.write(folder.resolve("as-built.safetensors"), List.of("--as", "torch"));
          file.write(path, List.of("--as", "torch"));
          train(path, file, "");
        },
        List.of("--from", FamousStart.FOLDER + "as-built.safetensors"),
        List.of(
            NamedFault.of("encoder.blocks.0.attn.qkv.weight", "untouched", ""),
            NamedFault.of("encoder.blocks.0.attn.qkv.bias", "untouched", ""),
            NamedFault.of("encoder.blocks.0.mlp.fc1.weight", "untouched", ""),
            NamedFault.of("encoder.blocks.0.mlp.fc1.bias", "untouched", "")));
  }

  private static FamousStart anotherStart() {
    StartFile file = encoder();
    return new FamousStart(
        new Story(
            "random-model",
            "A model that is random again on every load",
            "mlx-audio, issue 902; transformers, issue 46620",
            "Keys that did not match left the initialiser's numbers, another draw each time: the file differs from every earlier one, and still is a start."),
        (folder, path) -> {
          file.write(folder.resolve("built-before.safetensors"), List.of("--as", "torch"));
          file.write(path, List.of("--as", "torch", "--seed", "1"));
        },
        (folder, path) -> {
          file.write(folder.resolve("built-before.safetensors"), List.of("--as", "torch"));
          file.write(path, List.of("--as", "torch", "--seed", "1"));
          train(path, file, "");
        },
        List.of("--from", FamousStart.FOLDER + "built-before.safetensors"),
        List.of(
            NamedFault.of("encoder.blocks.0.attn.qkv.weight", "still-a-start", "scheme"),
            NamedFault.of("encoder.blocks.0.mlp.fc1.weight", "still-a-start", "scheme")));
  }

  /// Gives tensors numbers as training leaves them: of widths that differ from number to number.
  private static void train(Path path, StartFile file, String prefix) throws IOException {
    for (StartFile.Shape tensor : file.tensors()) {
      if (tensor.name().startsWith(prefix)) {
        float[] numbers = StartFile.numbers(path, tensor.name());
        RandomStream stream = new Seed(2).stream(tensor.name());
        float[] widths = new float[numbers.length];
        new Law.Normal(0, 0.7).draw(stream, 0, widths);
        for (int i = 0; i < numbers.length; i++) {
          numbers[i] *= (float) StrictMath.exp(widths[i]);
        }
        StartFile.change(path, tensor.name(), StartFile.repeated(numbers));
      }
    }
  }
}
