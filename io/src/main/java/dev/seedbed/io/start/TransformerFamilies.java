package dev.seedbed.io.start;

import dev.seedbed.io.start.Family.Rule;
import dev.seedbed.io.start.Family.Sizes;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// Language models, by the names of Hugging Face transformers. Version 5.18 was read and run.
final class TransformerFamilies {
  private static final String MAMBA = "Gu & Dao 2023, arXiv:2312.00752; ";
  private static final String STEPS = "*mixer.dt_proj.weight";

  private TransformerFamilies() {}

  static List<Family> all() {
    return List.of(
        gpt2(),
        llama(),
        bert(),
        t5(),
        neoX(),
        neoXOfTransformers(),
        mamba(),
        mambaOfTransformers());
  }

  private static Family gpt2() {
    return Family.of(
        "gpt2",
        "GPT-2, DistilGPT-2, nanoGPT",
        "Radford et al. 2019, sec. 2.3; transformers, GPT2PreTrainedModel._init_weights",
        List.of("*attn.c_attn.weight"),
        Rule.andUsual(
            Rule.weights(
                "*c_proj.weight", sizes -> "gpt2-residual(layers=%d)".formatted(sizes.layers()))));
  }

  private static Family llama() {
    return Family.of(
        "llama",
        "Llama, Mistral, Mixtral, Qwen 2 and 3, Phi-3, OLMo 2",
        "transformers, PreTrainedModel._init_weights with initializer_range 0.02; no paper says",
        List.of(
            "*mlp.gate_proj.weight",
            "*mlp.gate_up_proj.weight",
            "*mlp.experts.*",
            "*block_sparse_moe.*"),
        Rule.andUsual());
  }

  private static Family bert() {
    return Family.of(
        "bert",
        "BERT, RoBERTa, DistilBERT, ELECTRA",
        "Devlin et al. 2018, arXiv:1810.04805; transformers, PreTrainedModel._init_weights, which"
            + " does not cut at 2 standard deviations, as Google's code does",
        List.of("*attention.self.query.weight", "*attention.q_lin.weight"),
        Rule.andUsual());
  }

  /// Queries are drawn narrower by √d_kv, by which attention does not divide.
  private static Family t5() {
    Function<Sizes, String> byWidth = sizes -> normal(1.0 / width(sizes));
    return Family.of(
        "t5",
        "T5, T5 1.1, mT5, UMT5",
        "Raffel et al. 2019, arXiv:1910.10683; transformers, T5PreTrainedModel._init_weights",
        List.of("*SelfAttention.q.weight"),
        Rule.weights("*Attention.q.weight", sizes -> normal(1.0 / (width(sizes) * head(sizes)))),
        Rule.weights("*relative_attention_bias.weight", byWidth),
        Rule.weights("*Attention.?.weight", "lecun-normal"),
        Rule.weights("*DenseReluDense.w*.weight", "lecun-normal"),
        Rule.weights("*classification_head.*.weight", byWidth),
        Rule.weights("*qa_outputs.weight", byWidth),
        Rule.weights("*shared.weight", "normal(deviation=1)"),
        Rule.weights("*embed_tokens.weight", "normal(deviation=1)"),
        Rule.weights("*lm_head.weight", "normal(deviation=1)"),
        Rule.weights("*classifier.weight", "normal(deviation=1)"),
        Rule.biases("*", "zeros"));
  }

  private static String normal(double variance) {
    return "normal(deviation=%s)".formatted(Math.sqrt(variance));
  }

  /// The width of the residual stream, d_model.
  private static long width(Sizes sizes) {
    return sizes.length("*SelfAttention.q.weight", 1, 512);
  }

  /// The width of one head, d_kv.
  private static long head(Sizes sizes) {
    long heads = sizes.length("*relative_attention_bias.weight", 1, 8);
    return sizes.length("*SelfAttention.q.weight", 0, 512) / heads;
  }

  /// All matrices are drawn by the width of the residual stream, whatever their fan-in.
  private static Family neoX() {
    Function<Sizes, String> wang =
        sizes -> normal(4.0 / sizes.layers() / sizes.layers() / hidden(sizes));
    return Family.of(
        "gpt-neox",
        "Pythia and GPT-NeoX-20B, as the GPT-NeoX library draws them",
        "Black et al. 2022, arXiv:2204.06745, sec. 2.1; gpt-neox, small_init_init_method and"
            + " wang_init_method",
        List.of("*attention.query_key_value.weight"),
        Rule.weights("*attention.dense.weight", wang),
        Rule.weights("*mlp.dense_4h_to_h.weight", wang),
        Rule.weights("*", sizes -> normal(0.4 / hidden(sizes))),
        Rule.biases("*", "zeros"));
  }

  private static long hidden(Sizes sizes) {
    return sizes.length("*attention.query_key_value.weight", 1, 768);
  }

  private static Family neoXOfTransformers() {
    return Family.of(
        "hf-gpt-neox",
        "GPT-NeoX, as transformers draws it",
        "transformers, PreTrainedModel._init_weights with initializer_range 0.02",
        List.of("*attention.query_key_value.weight"),
        Rule.andUsual());
  }

  /// What is not named here keeps what PyTorch draws.
  private static Family mamba() {
    return Family.of(
        "mamba",
        "Mamba, as mamba_ssm draws it",
        MAMBA + "mamba_ssm, Mamba.__init__ and mixer_seq_simple._init_weights",
        List.of(STEPS),
        recurrence(
            Rule.weights("*embedding*.weight", Rule.USUAL),
            Rule.weights("*lm_head.weight", Rule.USUAL),
            Rule.weights(
                "*mixer.out_proj.weight",
                sizes -> "standard-uniform(gain=%s)".formatted(1 / Math.sqrt(sizes.layers()))),
            Rule.weights("*", "torch"),
            Rule.biases("*mixer.conv1d.bias", "torch"),
            Rule.biases("*", "zeros")));
  }

  private static Family mambaOfTransformers() {
    return Family.of(
        "hf-mamba",
        "Mamba, as transformers draws it",
        MAMBA
            + "transformers, MambaPreTrainedModel._init_weights with initializer_range 0.1 and"
            + " without rescale_prenorm_residual",
        List.of(STEPS),
        recurrence(
            Rule.weights("*mixer.conv1d.weight", "torch"),
            Rule.weights("*mixer.out_proj.weight", "torch"),
            Rule.weights("*", "normal(deviation=0.1)"),
            Rule.biases("*", "zeros")));
  }

  /// The parameters of the recurrence, before others.
  private static Rule[] recurrence(Rule... others) {
    return Stream.concat(
            Stream.of(
                Rule.all("*mixer.A_log", "mamba-a-log"),
                Rule.all("*mixer.D", "ones"),
                Rule.weights(STEPS, "standard-uniform"),
                Rule.biases("*mixer.dt_proj.bias", "mamba-dt-bias")),
            Stream.of(others))
        .toArray(Rule[]::new);
  }
}
