package dev.seedbed.init;

/// One initializer for the last layer, another for all others.
public record ButLast(Initializer others, Initializer last) implements Initializer {
  @Override
  public Initializer at(Place place) {
    return (place.position().last() ? last : others).at(place);
  }
}
