package dev.seedbed.io.start;

import dev.seedbed.io.start.Family.Rule;
import dev.seedbed.io.start.Family.Sizes;
import java.util.List;
import java.util.stream.Stream;

/// Transformers that see, by the names of Hugging Face transformers 5.18, timm 1.0.29, and
/// torchvision 0.28, which were read and run.
final class VisionTransformerFamilies {
  private static final String VIT = "Dosovitskiy et al. 2020, arXiv:2010.11929; ";
  private static final String SWIN = "Liu et al. 2021, arXiv:2103.14030; ";

  private VisionTransformerFamilies() {}

  static List<Family> all() {
    return List.of(
        vit(),
        deit(),
        vitOfTorchvision(),
        vitOfTimm(),
        deit3OfTimm(),
        swin(),
        swinOfTransformers(),
        swinOfTimm(),
        maxVit(),
        clip());
  }

  private static Family vit() {
    return Family.of(
        "vit",
        "ViT of transformers",
        VIT + "transformers, ViTPreTrainedModel._init_weights",
        List.of("*embeddings.patch_embeddings.projection.weight"),
        Rule.andUsual(
            Rule.all("*cls_token", Rule.USUAL),
            Rule.all("*position_embeddings", Rule.USUAL),
            Rule.all("*mask_token", "zeros")));
  }

  private static Family deit() {
    return Family.of(
        "deit",
        "DeiT of transformers",
        "Touvron et al. 2020, arXiv:2012.12877; transformers, DeiTPreTrainedModel._init_weights:"
            + " tokens and positions are 0",
        List.of("*embeddings.distillation_token"),
        Rule.andUsual(Rule.all("*_token", "zeros"), Rule.all("*position_embeddings", "zeros")));
  }

  private static Family vitOfTorchvision() {
    return Family.of(
        "torchvision-vit",
        "ViT of torchvision",
        VIT + "torchvision, VisionTransformer.__init__ and MLPBlock.__init__",
        List.of("*encoder.layers.encoder_layer_0.*"),
        Rule.all("*class_token", "zeros"),
        Rule.all("*pos_embedding", Rule.USUAL),
        Rule.weights("*heads.head.weight", "zeros"),
        Rule.weights("*heads.pre_logits.weight", "lecun-normal"),
        Rule.weights("*conv_proj.weight", "lecun-normal"),
        Rule.weights("*mlp.*.weight", "glorot-uniform"),
        Rule.biases("*mlp.*.bias", "normal(deviation=1e-6)"),
        Rule.weights("*self_attention.*weight", "torch"),
        Rule.biases("*", "zeros"));
  }

  private static Family vitOfTimm() {
    return ofTimm("timm-vit", "ViT, DeiT and DINOv2 of timm", VIT, 1e-5);
  }

  private static Family deit3OfTimm() {
    return ofTimm(
        "timm-deit3", "DeiT III of timm", "Touvron et al. 2022, arXiv:2204.07118; ", 1e-6);
  }

  /// @param layerScale which timm sets by network
  private static Family ofTimm(String id, String title, String paper, double layerScale) {
    return Family.of(
        id,
        title,
        paper + "timm, init_weights_vit_timm and VisionTransformer.init_weights",
        List.of("*blocks.0.attn.qkv.weight"),
        Rule.andUsual(
            Rule.all("*pos_embed", Rule.USUAL),
            Rule.all("*dist_token", Rule.USUAL),
            Rule.all("*cls_token", "normal(deviation=1e-6)"),
            Rule.all("*reg_token", "normal(deviation=1e-6)"),
            Rule.all("*ls?.gamma", "constant(value=%s)".formatted(layerScale)),
            Rule.weights("*patch_embed.*.weight", "torch"),
            Rule.biases("*patch_embed.*.bias", "torch")));
  }

  private static Family swin() {
    return Family.of(
        "swin",
        "Swin and Swin V2 of torchvision",
        SWIN + "torchvision, SwinTransformer.__init__",
        List.of("*features.1.0.attn.qkv.weight"),
        Rule.andUsual(
            Rule.all("*relative_position_bias_table", Rule.USUAL),
            Rule.all("*logit_scale", "constant(value=%s)".formatted(StrictMath.log(10))),
            Rule.weights("*features.0.0.weight", "torch"),
            Rule.biases("*features.0.0.bias", "torch")));
  }

  private static Family swinOfTransformers() {
    return Family.of(
        "hf-swin",
        "Swin of transformers",
        SWIN
            + "transformers, SwinPreTrainedModel._init_weights: tokens and tables of positions are 0",
        List.of(
            "*attention.relative_position_bias.relative_position_bias_table",
            "*attention.self.relative_position_bias_table"),
        Rule.andUsual(
            Rule.all("*mask_token", "zeros"),
            Rule.all("*position_embeddings", "zeros"),
            Rule.all("*relative_position_bias_table", "zeros")));
  }

  private static Family swinOfTimm() {
    return Family.of(
        "timm-swin",
        "Swin of timm",
        SWIN + "timm, init_weights_vit_timm and WindowAttention.reset_parameters",
        List.of("*layers.0.blocks.0.attn.relative_position_bias_table"),
        Rule.andUsual(
            Rule.all("*relative_position_bias_table", Rule.USUAL),
            Rule.weights("*patch_embed.*.weight", "torch"),
            Rule.biases("*patch_embed.*.bias", "torch")));
  }

  private static Family maxVit() {
    return Family.of(
        "maxvit",
        "MaxViT of torchvision",
        "Tu et al. 2022, arXiv:2204.01697; torchvision, MaxVit._init_weights",
        List.of("*layers.window_attention.attn_layer.*"),
        Rule.andUsual(Rule.all("*relative_position_bias_table", Rule.USUAL)));
  }

  /// The standard deviation of queries, keys and values is (2 · layers · width)^(-1/2). Each tower
  /// has layers and a width of its own; alone, it has no name.
  private static Family clip() {
    return Family.of(
        "clip",
        "CLIP of transformers",
        "Radford et al. 2021, arXiv:2103.00020; transformers, CLIPPreTrainedModel._init_weights",
        List.of("*embeddings.class_embedding", "*embeddings.token_embedding.weight"),
        Stream.of(
                Stream.of(
                    Rule.all("*logit_scale", "constant(value=2.6592)"),
                    Rule.weights("*projection.weight", "lecun-normal"),
                    Rule.weights("*classifier.weight", "lecun-normal"),
                    Rule.all("*class_embedding", VisionTransformerFamilies::classToken)),
                tower("*text_model."),
                tower("*vision_model."),
                tower("*"),
                Stream.of(Rule.biases("*", "zeros")))
            .flatMap(each -> each)
            .toArray(Rule[]::new));
  }

  private static String classToken(Sizes sizes) {
    return "normal(deviation=%s)"
        .formatted(1 / Math.sqrt((double) sizes.length("*class_embedding", 0, 1)));
  }

  private static Stream<Rule> tower(String prefix) {
    return Stream.of(
        Rule.weights(prefix + "embeddings.*.weight", Rule.USUAL),
        Rule.weights(prefix + "*out_proj.weight", "lecun-normal"),
        Rule.weights(
            prefix + "*self_attn.*.weight",
            sizes -> "variance-scaling(scale=%s)".formatted(perBranch(sizes, prefix))),
        Rule.weights(prefix + "*mlp.fc1.weight", "variance-scaling(scale=0.5)"),
        Rule.weights(
            prefix + "*mlp.fc2.weight",
            sizes -> "variance-scaling(scale=%s,mode=out)".formatted(perBranch(sizes, prefix))));
  }

  private static double perBranch(Sizes sizes, String prefix) {
    return 1 / (2.0 * sizes.layers(prefix + "*"));
  }
}
