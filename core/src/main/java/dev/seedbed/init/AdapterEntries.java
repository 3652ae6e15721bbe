package dev.seedbed.init;

import dev.seedbed.init.BaseAdapter.Way;
import dev.seedbed.init.Elementwise.Distribution;
import dev.seedbed.init.Elementwise.FanMode;
import dev.seedbed.init.Entry.Family;
import java.util.List;
import java.util.function.Function;

/// Pairs of thin matrices B · A beside a trained weight: A [rank, in], B [out, rank].
final class AdapterEntries {
  private static final String LORA = "Hu et al. 2021, LoRA, arXiv:2106.09685, sec. 4.1";

  private static final String PISSA = "Meng, Wang & Zhang 2024, arXiv:2404.02948, sec. 3";
  private static final String OLORA = "Büyükakyüz 2024, arXiv:2406.01775";
  private static final Entry.Parameter SCALE =
      Entry.Parameter.of("scale", 1, "what the adapter is multiplied by: α / rank");
  private static final Entry.Parameter ROUNDS =
      Entry.Parameter.of(
          "rounds", 0, "0: exact; else of subspace iteration, 16 for weights above 4096");
  private static final Entry.Parameter RANK = Entry.Parameter.of("rank", 16, "of A and B");

  private AdapterEntries() {}

  private static Entry single(
      String name, String formula, String source, String use, Initializer initializer) {
    return Entry.of(
        Family.FOR_ADAPTERS, name, formula, source, use, _ -> new Ingredient.Single(initializer));
  }

  private static Entry ofBase(
      String name,
      String formula,
      String source,
      String use,
      Function<Arguments, Initializer> initializer,
      Entry.Parameter... parameters) {
    return Entry.of(
        Family.FOR_ADAPTERS,
        name,
        formula,
        source,
        use,
        a -> new Ingredient.Single(initializer.apply(a)),
        parameters);
  }

  static List<Entry> all() {
    return List.of(
        single(
            "lora-a",
            "U[-b, b], b = 1 / √fan-in",
            LORA
                + ", as in the authors' code and PEFT: kaiming_uniform_(a=√5); the paper has a Gaussian",
            "A of LoRA",
            Initializers.standardUniform()),
        single(
            "lora-a-gaussian",
            "N(0, s²), s = 1 / rank",
            LORA + ", with the deviation of PEFT's init_lora_weights='gaussian'",
            "A of LoRA",
            new Elementwise.VarianceScaling(1, FanMode.OUT_SQUARED, Distribution.NORMAL)),
        single(
            "lora-b",
            "= 0",
            LORA,
            "B of LoRA: B · A is 0 at first",
            new Elementwise.Fixed(new Law.Constant(0))),
        ofBase(
            "pissa",
            "B = U · √(S / scale), A = √(S / scale) · Vᵀ of the largest singular values; weight - scale · B · A",
            PISSA,
            "weight, A and B in one rule: '*{,.lora_A,.lora_B}.weight=pissa'; with --base FILE, A and B alone",
            a -> new BaseAdapter(Way.PISSA, a.number("scale"), a.whole("rounds", 0), 0),
            SCALE,
            ROUNDS),
        ofBase(
            "pissa-residual",
            "weight - scale · B · A, B and A as pissa",
            PISSA,
            "the weights of the base for which pissa draws A and B in a file of their own",
            a ->
                new BaseAdapter(
                    Way.PISSA, a.number("scale"), a.whole("rounds", 0), a.whole("rank", 1)),
            RANK,
            SCALE,
            ROUNDS),
        ofBase(
            "olora",
            "B, A = the first columns of Q and rows of R, weight = Q · R; weight - scale · B · A",
            OLORA,
            "as pissa",
            a -> new BaseAdapter(Way.OLORA, a.number("scale"), 0, 0),
            SCALE),
        ofBase(
            "olora-residual",
            "weight - scale · B · A, B and A as olora",
            OLORA,
            "as pissa-residual",
            a -> new BaseAdapter(Way.OLORA, a.number("scale"), 0, a.whole("rank", 1)),
            RANK,
            SCALE));
  }
}
