package dev.seedbed.cli.options;

import dev.seedbed.data.InputException;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Scheme;
import java.util.function.Supplier;

/// Schemes by the names that users write.
public final class SchemeNames {

  private SchemeNames() {}

  /// The scheme that `make` returns for a name; an illegal name is reported as an input error.
  public static <T> T named(Supplier<T> make) {
    try {
      return make.get();
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()));
    }
  }

  /// The scheme that `text` writes.
  ///
  /// @param faithful whether names of libraries stand for what the libraries really draw
  public static Scheme scheme(String text, boolean faithful) {
    return named(() -> Catalogue.scheme(faithful ? Catalogue.faithful(text) : text));
  }
}
