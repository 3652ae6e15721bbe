package dev.seedbed.io.start;

import java.util.List;
import java.util.Optional;

/// The families of networks whose recipes are known.
final class Families {
  private static final List<Family> ALL = List.of(gpt2());

  private Families() {}

  /// All of them.
  static List<Family> all() {
    return ALL;
  }

  static Optional<Family> find(String id) {
    return ALL.stream().filter(family -> family.id().equals(id)).findFirst();
  }

  private static Family gpt2() {
    return new Family(
        "gpt2",
        "GPT-2 (Hugging Face)",
        "Radford et al. 2019, sec. 2.3; transformers, GPT2PreTrainedModel._init_weights",
        List.of(
            new Family.Rule(
                "*c_proj.weight", sizes -> "gpt2-residual(layers=%d)".formatted(sizes.layers())),
            Family.Rule.of("*ln_*.weight", "ones"),
            Family.Rule.of("*.bias", "zeros"),
            Family.Rule.of("*.weight", "gpt2-normal")));
  }
}
