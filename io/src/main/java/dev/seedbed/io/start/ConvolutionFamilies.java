package dev.seedbed.io.start;

import static dev.seedbed.io.start.LayerKind.convolutionByShape;

import dev.seedbed.init.Kernel;
import dev.seedbed.io.start.Family.Rule;
import java.util.List;
import java.util.OptionalInt;

/// Convolutional networks that several libraries have, by the names of torchvision 0.14 and 0.28,
/// timm 1.0.29 and Hugging Face transformers 5.18, which were read and run.
final class ConvolutionFamilies {
  private static final String RESNET = "He et al. 2015, arXiv:1512.03385; ";
  private static final String EFFICIENT_NET = "Tan & Le 2019, arXiv:1905.11946; ";

  /// Of dense layers: uniform in ±1/√fan-out.
  private static final String BY_OUTPUTS =
      "variance-scaling(scale=%s,mode=out,law=uniform)".formatted(1.0 / 3);

  private ConvolutionFamilies() {}

  static List<Family> all() {
    return List.of(resNet(), resNetOfTimm(), convNeXt(), efficientNet(), efficientNetOfTimm());
  }

  private static Family resNet() {
    return Family.of(
            "resnet",
            "ResNet, ResNeXt and Wide ResNet of torchvision; ResNet of transformers",
            RESNET
                + "torchvision, ResNet.__init__; transformers, ResNetPreTrainedModel._init_weights",
            List.of("*layer1.0.conv1.weight", "*embedder.convolution.weight"),
            Rule.weights("*conv*.weight", "he-normal-backward"),
            Rule.weights("*downsample.?.weight", "he-normal-backward"),
            Rule.weights("*", "torch"),
            Rule.biases("*", "torch"))
        .with(convolutionByShape("*conv*.weight"), convolutionByShape("*downsample.?.weight"));
  }

  /// The last normalisation of each branch, of two or of three, starts with a scale of 0.
  private static Family resNetOfTimm() {
    return Family.of(
            "timm-resnet",
            "ResNet and its variants of timm; torchvision's with zero_init_residual",
            RESNET + "Goyal et al. 2017, arXiv:1706.02677, sec. 5.1; timm, ResNet.init_weights",
            List.of("*layer1.0.conv1.weight"),
            Rule.weights("*conv*.weight", "he-normal-backward"),
            Rule.weights("*downsample.?.weight", "he-normal-backward"),
            Rule.weights("*maxpool.?.weight", "he-normal-backward"),
            Rule.weights("*.se.*.weight", "he-normal-backward"),
            Rule.all("*layer?.*.bn3.weight", "zeros"),
            Rule.all(
                "*layer?.*.bn2.weight",
                sizes -> sizes.has("*layer?.*.bn3.weight") ? "ones" : "zeros"),
            Rule.weights("*", "torch"),
            Rule.biases("*", "torch"))
        .with(
            convolutionByShape("*conv*.weight"),
            convolutionByShape("*downsample.?.weight"),
            convolutionByShape("*maxpool.?.weight"),
            convolutionByShape("*.se.*.weight"));
  }

  private static Family convNeXt() {
    return Family.of(
        "convnext",
        "ConvNeXt of torchvision, timm and transformers; V2 of the last two",
        "Liu et al. 2022, arXiv:2201.03545, app. A.1; torchvision, ConvNeXt.__init__; timm,"
            + " convnext._init_weights; transformers, ConvNextPreTrainedModel._init_weights",
        List.of(
            "*features.1.0.layer_scale", "*stages.0.blocks.0.conv_dw.weight", "*.dwconv.weight"),
        Rule.andUsual(
            Rule.all("*layer_scale*", "constant(value=1e-6)"),
            Rule.all("*.gamma", "constant(value=1e-6)"),
            Rule.all("*.grn.*", "zeros")));
  }

  private static Family efficientNet() {
    return Family.of(
            "efficientnet",
            "EfficientNet and EfficientNetV2 of torchvision",
            EFFICIENT_NET + "torchvision, EfficientNet.__init__",
            List.of("*features.1.0.block.0.0.weight"),
            Rule.weights("*features.*.weight", "he-normal-backward"),
            Rule.weights("*classifier.*.weight", BY_OUTPUTS),
            Rule.biases("*", "zeros"))
        .with(convolutionByShape("*features.*.weight"));
  }

  /// Groups count in the fan-out, as in TensorFlow's code.
  private static Family efficientNetOfTimm() {
    return Family.of(
            "timm-efficientnet",
            "EfficientNet, MobileNetV2 to V4, MNASNet, FBNet and MixNet of timm",
            EFFICIENT_NET + "timm, _init_weight_goog",
            List.of(
                "*blocks.0.0.conv_dw.weight",
                "*blocks.0.0.conv_exp.weight",
                "*blocks.0.0.conv.weight"),
            Rule.weights("*conv*.weight", "he-normal-backward"),
            Rule.weights("*classifier.weight", BY_OUTPUTS),
            Rule.biases("*", "zeros"))
        .with(
            depthwise("*conv_dw*.weight"),
            depthwise("*dw_*.conv.weight"),
            convolutionByShape("*conv*.weight"));
  }

  private static LayerKind depthwise(String tensors) {
    return new LayerKind(
        new Glob(tensors),
        Kernel.Kind.DEPTHWISE_CONVOLUTION,
        OptionalInt.empty(),
        OptionalInt.of(1));
  }
}
