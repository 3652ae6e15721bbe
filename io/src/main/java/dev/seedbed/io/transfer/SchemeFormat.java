package dev.seedbed.io.transfer;

import dev.seedbed.init.Catalogue;
import dev.seedbed.init.TensorScheme;
import java.util.List;
import java.util.function.Function;

/// Schemes of tensors by their names. The same name says one thing of a single tensor, which is
/// drawn by that law whatever it is, and another of a network, whose biases have one of their own.
public final class SchemeFormat {
  private static final String OF_NETWORK = "network:";

  private SchemeFormat() {}

  /// A text for other machines.
  ///
  /// @throws IllegalArgumentException if the catalogue does not have it
  public static String encode(TensorScheme scheme) {
    List<Function<String, String>> ways = List.of(name -> name, OF_NETWORK::concat);
    return ways.stream()
        .map(way -> way.apply(scheme.name()))
        .filter(text -> isWritten(text, scheme))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "'%s' is not a scheme of the catalogue: it cannot go to other machines"
                    .formatted(scheme.name())));
  }

  private static boolean isWritten(String text, TensorScheme scheme) {
    try {
      return decode(text).equals(scheme);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /// Reads what [#encode] wrote.
  public static TensorScheme decode(String text) {
    return text.startsWith(OF_NETWORK)
        ? TensorScheme.of(Catalogue.scheme(text.substring(OF_NETWORK.length())))
        : Catalogue.forTensors(text);
  }
}
