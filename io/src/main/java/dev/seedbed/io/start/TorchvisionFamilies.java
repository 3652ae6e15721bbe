package dev.seedbed.io.start;

import static dev.seedbed.io.start.LayerKind.convolutionByShape;

import dev.seedbed.io.start.Family.Rule;
import java.util.List;

/// Convolutional networks, by the names of torchvision. Versions 0.14 and 0.28 were read and run.
final class TorchvisionFamilies {
  private static final String FEATURES = "*features.*.weight";
  private static final String NARROW = "normal(deviation=0.01)";

  private TorchvisionFamilies() {}

  static List<Family> all() {
    return List.of(
        vgg(),
        mobileNet(),
        denseNet(),
        regNet(),
        mnasNet(),
        squeezeNet(),
        googLeNet(),
        inception());
  }

  private static Family vgg() {
    return Family.of(
            "vgg",
            "VGG of torchvision",
            "Simonyan & Zisserman 2014, arXiv:1409.1556; torchvision, VGG.__init__",
            List.of("*classifier.6.weight"),
            Rule.weights(FEATURES, "he-normal-backward"),
            Rule.weights("*classifier.*.weight", NARROW),
            Rule.biases("*", "zeros"))
        .with(convolutionByShape(FEATURES));
  }

  private static Family mobileNet() {
    return Family.of(
            "mobilenet",
            "MobileNetV2 and V3 of torchvision",
            "Sandler et al. 2018, arXiv:1801.04381; Howard et al. 2019, arXiv:1905.02244;"
                + " torchvision, MobileNetV2.__init__ and MobileNetV3.__init__",
            List.of("*features.1.conv.0.0.weight", "*features.1.block.0.0.weight"),
            Rule.weights(FEATURES, "he-normal-backward"),
            Rule.weights("*classifier.*.weight", NARROW),
            Rule.biases("*", "zeros"))
        .with(convolutionByShape(FEATURES));
  }

  private static Family denseNet() {
    return Family.of(
        "densenet",
        "DenseNet of torchvision",
        "Huang et al. 2016, arXiv:1608.06993; torchvision, DenseNet.__init__",
        List.of("*denseblock1.denselayer1.*"),
        Rule.weights("*conv*.weight", "he-normal"),
        Rule.weights("*classifier.weight", "torch"),
        Rule.biases("*", "zeros"));
  }

  /// Convolutions with biases, those of squeeze-and-excitation, keep PyTorch's.
  private static Family regNet() {
    return Family.of(
            "regnet",
            "RegNet of torchvision",
            "Radosavovic et al. 2020, arXiv:2003.13678; torchvision, RegNet.__init__",
            List.of("*trunk_output.block1.*"),
            Rule.weights("*fc.weight", NARROW),
            Rule.biases("*fc.bias", "zeros"),
            Rule.weights("*", "he-normal-backward"),
            Rule.biases("*", "torch"))
        .with(convolutionByShape("*.?.weight"));
  }

  private static Family mnasNet() {
    return Family.of(
            "mnasnet",
            "MNASNet of torchvision",
            "Tan et al. 2018, arXiv:1807.11626; torchvision, MNASNet.__init__",
            List.of("*layers.8.0.layers.0.weight"),
            Rule.weights("*layers.*.weight", "he-normal-backward"),
            Rule.weights("*classifier.*.weight", "variance-scaling(mode=out,law=uniform)"),
            Rule.biases("*", "zeros"))
        .with(convolutionByShape("*layers.*.weight"));
  }

  private static Family squeezeNet() {
    return Family.of(
        "squeezenet",
        "SqueezeNet of torchvision",
        "Iandola et al. 2016, arXiv:1602.07360; torchvision, SqueezeNet.__init__",
        List.of("*features.3.squeeze.weight"),
        Rule.weights(FEATURES, "he-uniform"),
        Rule.weights("*classifier.*.weight", NARROW),
        Rule.biases("*", "zeros"));
  }

  private static Family googLeNet() {
    return Family.of(
        "googlenet",
        "GoogLeNet of torchvision",
        "Szegedy et al. 2014, arXiv:1409.4842; torchvision, GoogLeNet.__init__",
        List.of("*inception3a.branch1.conv.weight"),
        Rule.weights("*", NARROW),
        Rule.biases("*", "torch"));
  }

  private static Family inception() {
    return Family.of(
        "inception",
        "Inception v3 of torchvision",
        "Szegedy et al. 2015, arXiv:1512.00567; torchvision, Inception3.__init__",
        List.of("*Mixed_5b.branch1x1.conv.weight"),
        Rule.weights("*AuxLogits.fc.weight", "normal(deviation=0.001)"),
        Rule.weights("*", "normal(deviation=0.1)"),
        Rule.biases("*", "torch"));
  }
}
