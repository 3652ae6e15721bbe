package dev.seedbed.io.start;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The families of networks whose recipes are known.
///
/// A recipe is what the code of a library draws, which may depart from the paper. The same network
/// may be drawn otherwise by another library; then each has a family of its own, with the library's
/// name in front of all but the best-known one.
///
/// `trunc_normal_` of PyTorch and timm takes its bounds ±2 as values, not as standard deviations.
/// In these recipes they are 20 or more standard deviations away, so that the law is the normal
/// one.
///
/// No rule covers a part of a tensor: the row of a padding token, which is 0 in an embedding, is
/// taken as drawn. It is one row among hundreds, which no test of the whole tensor notices.
final class Families {
  private static final List<Family> ALL =
      Stream.of(
              TransformerFamilies.all(),
              VisionTransformerFamilies.all(),
              ConvolutionFamilies.all(),
              TorchvisionFamilies.all())
          .flatMap(List::stream)
          .toList();

  private Families() {}

  /// All of them.
  static List<Family> all() {
    return ALL;
  }

  static Optional<Family> find(String id) {
    return ALL.stream().filter(family -> family.id().equals(id)).findFirst();
  }
}
