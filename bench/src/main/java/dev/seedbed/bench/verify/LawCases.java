package dev.seedbed.bench.verify;

import dev.seedbed.bench.verify.FamousStart.NamedFault;
import dev.seedbed.bench.verify.FamousStart.Story;
import dev.seedbed.io.weights.FloatType;
import java.util.List;
import java.util.stream.Stream;

/// Starts that were drawn by another law than was meant.
final class LawCases {
  private LawCases() {}

  static List<FamousStart> all() {
    return List.of(
        residualScale(),
        wrongMatrix(),
        outputLayer(),
        boundWithoutGain(),
        cutAfterwards(),
        initialiserSkipped(),
        depthwise(),
        attentionOfThreeAxes(),
        fansOfShards(),
        adapterOfShards());
  }

  private static FamousStart residualScale() {
    StartFile file =
        StartFile.of("pt", FloatType.BF16)
            .tensor("wte.weight", 64, 32)
            .tensor("wpe.weight", 32, 32);
    for (int layer = 0; layer < 2; layer++) {
      String block = "h.%d.".formatted(layer);
      file =
          file.tensor(block + "ln_1.weight", 32)
              .tensor(block + "ln_1.bias", 32)
              .tensor(block + "attn.c_attn.weight", 32, 96)
              .tensor(block + "attn.c_attn.bias", 96)
              .tensor(block + "attn.c_proj.weight", 32, 32)
              .tensor(block + "attn.c_proj.bias", 32)
              .tensor(block + "ln_2.weight", 32)
              .tensor(block + "ln_2.bias", 32)
              .tensor(block + "mlp.c_fc.weight", 32, 128)
              .tensor(block + "mlp.c_fc.bias", 128)
              .tensor(block + "mlp.c_proj.weight", 128, 32)
              .tensor(block + "mlp.c_proj.bias", 32);
    }
    return FamousStart.drawn(
        new Story(
            "gpt2-residual",
            "The scale of residual branches was never applied",
            "transformers, issue 47458 (GPT-2) and pull request 47478 (CLVP)",
            "Matrices that write to the residual stream were to be √(2 · layers) narrower. The condition compared full names with the last part of a name and never held."),
        file.tensor("ln_f.weight", 32).tensor("ln_f.bias", 32),
        List.of("--as", "gpt2"),
        FamousStart.rules("*ln_*.weight=ones", "*.bias=zeros", "*.weight=gpt2-normal"),
        NamedFault.of("h.0.attn.c_proj.weight", "scale", "promise"),
        NamedFault.of("h.0.mlp.c_proj.weight", "scale", "promise"),
        NamedFault.of("h.1.attn.c_proj.weight", "scale", "promise"),
        NamedFault.of("h.1.mlp.c_proj.weight", "scale", "promise"));
  }

  private static FamousStart wrongMatrix() {
    StartFile file = StartFile.of("pt", FloatType.BF16).tensor("tok_embeddings.weight", 64, 32);
    for (int layer = 0; layer < 2; layer++) {
      String block = "layers.%d.".formatted(layer);
      file =
          file.tensor(block + "attention.wq.weight", 32, 32)
              .tensor(block + "attention.wk.weight", 32, 32)
              .tensor(block + "attention.wv.weight", 32, 32)
              .tensor(block + "attention.wo.weight", 32, 32)
              .tensor(block + "feed_forward.w1.weight", 96, 32)
              .tensor(block + "feed_forward.w2.weight", 32, 96)
              .tensor(block + "feed_forward.w3.weight", 96, 32);
    }
    return FamousStart.drawn(
        new Story(
            "llama2c-w3",
            "The wrong matrix was scaled",
            "llama2.c, issue 579",
            "Of the feed-forward layers, w2 writes to the residual stream; w3 was scaled in its place."),
        file,
        FamousStart.rules(
            "*.wo.weight=gpt2-residual(layers=2)",
            "*.w2.weight=gpt2-residual(layers=2)",
            "*.weight=gpt2-normal"),
        FamousStart.rules(
            "*.wo.weight=gpt2-residual(layers=2)",
            "*.w3.weight=gpt2-residual(layers=2)",
            "*.weight=gpt2-normal"),
        NamedFault.of("layers.0.feed_forward.w2.weight", "scale", "promise"),
        NamedFault.of("layers.0.feed_forward.w3.weight", "scale", "promise"),
        NamedFault.of("layers.1.feed_forward.w2.weight", "scale", "promise"),
        NamedFault.of("layers.1.feed_forward.w3.weight", "scale", "promise"));
  }

  private static FamousStart outputLayer() {
    return FamousStart.drawn(
        new Story(
            "nanot5-lm-head",
            "The output layer was drawn as an embedding",
            "nanoT5, issue 25; transformers, pull request 26441",
            "A head that is not tied to the embedding kept its standard deviation of 1; it should have been 1/√768."),
        StartFile.of("pt", FloatType.BF16)
            .tensor("shared.weight", 8, 768)
            .tensor("lm_head.weight", 24, 768),
        FamousStart.rules("shared.weight=normal(deviation=1)", "lm_head.weight=lecun-normal"),
        FamousStart.rules("*.weight=normal(deviation=1)"),
        NamedFault.of("lm_head.weight", "scale", "promise"));
  }

  private static FamousStart boundWithoutGain() {
    return FamousStart.drawn(
        new Story(
            "tch-kaiming",
            "Half of a formula",
            "tch-rs, pull request 573",
            "Kaiming's uniform law lacked √3 of the uniform law and √2 of ReLU: bounds were √6 too narrow."),
        StartFile.of("pt", FloatType.F32)
            .tensor("fc1.weight", 96, 64)
            .tensor("fc1.bias", 96)
            .tensor("fc2.weight", 10, 96)
            .tensor("fc2.bias", 10),
        FamousStart.rules("*.weight=he-uniform", "*.bias=zeros"),
        FamousStart.rules("*.weight=standard-uniform", "*.bias=zeros"),
        NamedFault.of("fc1.weight", "scale", "scheme"),
        NamedFault.of("fc2.weight", "scale", "scheme"));
  }

  private static FamousStart cutAfterwards() {
    return FamousStart.drawn(
        new Story(
            "keras-truncated",
            "Cut, and not widened",
            "keras, issue 8048; tensorflow, issue 18706",
            "The documentation gave the standard deviation of Glorot's law. It was that of the normal law before it was cut at two of them; what was left had 0.88 of it."),
        StartFile.of("keras", FloatType.F32)
            .tensor("dense/kernel", 64, 64)
            .tensor("dense/bias", 64),
        FamousStart.rules("*kernel=glorot-truncated", "*bias=zeros"),
        FamousStart.rules("*kernel=truncated-normal(deviation=0.125,corrected=no)", "*bias=zeros"),
        NamedFault.of("dense/kernel", "scale", "not-widened"));
  }

  private static FamousStart initialiserSkipped() {
    StartFile file = StartFile.of("pt", FloatType.F32);
    for (String layer : List.of("q_proj", "k_proj", "v_proj")) {
      file =
          file.tensor("layers.0.self_attn.%s.weight".formatted(layer), 48, 48)
              .tensor("layers.0.self_attn.%s.bias".formatted(layer), 48);
    }
    return FamousStart.drawn(
        new Story(
            "zero3-skipped",
            "The initialiser ran on nothing",
            "DeepSpeed, issue 2650; transformers, pull request 43847",
            "Parameters were in shards already and their place-holders empty. The model's own initialiser changed nothing, and what PyTorch draws by default stayed."),
        file,
        FamousStart.rules("*.weight=normal(deviation=0.02)", "*.bias=zeros"),
        List.of("--as", "torch"),
        NamedFault.of("layers.0.self_attn.q_proj.weight", "shape", "scheme"),
        NamedFault.of("layers.0.self_attn.q_proj.bias", "value", "scheme"),
        NamedFault.of("layers.0.self_attn.k_proj.weight", "shape", "scheme"),
        NamedFault.of("layers.0.self_attn.k_proj.bias", "value", "scheme"),
        NamedFault.of("layers.0.self_attn.v_proj.weight", "shape", "scheme"),
        NamedFault.of("layers.0.self_attn.v_proj.bias", "value", "scheme"));
  }

  private static FamousStart depthwise() {
    List<String> kinds = List.of("--layer", "*.dw.weight=depthwise-convolution");
    return FamousStart.drawn(
        new Story(
            "depthwise-fan-out",
            "Groups were not counted",
            "pytorch, issue 23854; pytorch-image-models, issue 84",
            "An input of a depthwise convolution reaches 9 outputs, whatever the number of channels. Its fan-out was taken as that of a full convolution."),
        StartFile.of("pt", FloatType.F32)
            .tensor("blocks.0.dw.weight", 64, 1, 3, 3)
            .tensor("blocks.0.pw.weight", 96, 64, 1, 1)
            .tensor("blocks.1.dw.weight", 96, 1, 3, 3),
        concat(kinds, FamousStart.rules("*.weight=he-normal-backward")),
        FamousStart.rules("*.weight=he-normal-backward"),
        NamedFault.of("blocks.0.dw.weight", "scale", "fans"),
        NamedFault.of("blocks.1.dw.weight", "scale", "fans"));
  }

  private static FamousStart attentionOfThreeAxes() {
    return FamousStart.drawn(
        new Story(
            "keras-attention",
            "An attention kernel was taken for a convolution",
            "keras, pull request 22789",
            "The kernel of a query has axes for inputs, heads and units of a head. All but the last two counted as a window, and fans were 4 and 12 times too large."),
        StartFile.of("keras", FloatType.F32)
            .tensor("attention/query/kernel", 48, 4, 12)
            .tensor("attention/key/kernel", 48, 4, 12)
            .tensor("attention/value/kernel", 48, 4, 12)
            .tensor("attention/attention_output/kernel", 4, 12, 48),
        FamousStart.rules("*kernel=glorot-uniform"),
        FamousStart.rules(
            "*attention_output/kernel=uniform(low=-0.1581139,high=0.1581139)",
            "*kernel=uniform(low=-0.0883883,high=0.0883883)"),
        NamedFault.of("attention/query/kernel", "scale", "fans"),
        NamedFault.of("attention/key/kernel", "scale", "fans"),
        NamedFault.of("attention/value/kernel", "scale", "fans"),
        NamedFault.of("attention/attention_output/kernel", "scale", "fans"));
  }

  private static FamousStart fansOfShards() {
    return FamousStart.drawn(
        new Story(
            "orbit2-shard-fans",
            "Each rank saw a shard's fan-in",
            "ORBIT-2, pull request 1",
            "With tensor parallelism, a rank draws the inputs that it holds. The bound 1/√fan-in was that of its 64 inputs, not of all 256."),
        StartFile.of("pt", FloatType.F32)
            .tensor("mlp.fc1.weight", 256, 16)
            .tensor("mlp.fc2.weight", 24, 256),
        List.of("--as", "torch"),
        FamousStart.rules("mlp.fc2.weight=uniform(low=-0.125,high=0.125)", "*=standard-uniform"),
        NamedFault.of("mlp.fc2.weight", "scale", "fans"));
  }

  private static FamousStart adapterOfShards() {
    StartFile file =
        StartFile.of("pt", FloatType.F32)
            .tensor("linear_proj.adapter.linear_in.weight", 16, 256)
            .tensor("linear_proj.adapter.linear_out.weight", 256, 16);
    List<String> right = FamousStart.rules("*linear_in.weight=glorot-normal", "*=zeros");
    List<String> wrong =
        FamousStart.rules("*linear_in.weight=normal(deviation=0.1581139)", "*=zeros");
    return new FamousStart(
        new Story(
            "lora-4-ranks",
            "The width of a law depended on the number of machines",
            "Megatron-Bridge, issue 5840",
            "The first matrix of a LoRA adapter was drawn by Glorot's law, shard by shard: its width grew with the number of ranks, and so did the loss at the end of training. Here one file was drawn by one rank, and one by four."),
        (folder, path) -> {
          file.write(folder.resolve("lora-1-rank.safetensors"), right);
          file.write(path, concat(wrong, List.of("--seed", "1")));
        },
        (folder, path) -> {
          file.write(folder.resolve("lora-1-rank.safetensors"), right);
          file.write(path, concat(right, List.of("--seed", "1")));
        },
        List.of("--like", FamousStart.FOLDER + "lora-1-rank.safetensors"),
        List.of(NamedFault.of("linear_proj.adapter.linear_in.weight", "scale", "")));
  }

  private static List<String> concat(List<String> one, List<String> other) {
    return Stream.concat(one.stream(), other.stream()).toList();
  }
}
