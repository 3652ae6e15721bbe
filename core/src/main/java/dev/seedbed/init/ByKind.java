package dev.seedbed.init;

import java.util.Map;

/// Another initializer for some kinds of layer, as libraries have it.
public record ByKind(Map<Kernel.Kind, Initializer> special, Initializer otherwise)
    implements Initializer {
  public ByKind {
    special = Map.copyOf(special);
  }

  /// Whether it says how that kind of layer is drawn.
  public boolean names(Kernel.Kind kind) {
    return special.containsKey(kind);
  }

  @Override
  public Initializer at(Place place) {
    return special.getOrDefault(place.kernel().kind(), otherwise).at(place);
  }
}
