package dev.seedbed.io.start;

import dev.seedbed.init.Kernel;
import java.util.Locale;

/// The meaning of the axes of a stored tensor of weights.
///
/// @param reason how that is known
public record Axes(Kernel kernel, Layout layout, String reason) {

  /// In short, such as "dense [out, in]".
  public String text() {
    String kind = kernel.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return kind + (layout == Layout.OUT_IN ? " [out, in]" : " [in, out]");
  }
}
