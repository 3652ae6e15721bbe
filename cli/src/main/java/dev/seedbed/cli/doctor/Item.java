package dev.seedbed.cli.doctor;

import java.util.Optional;

/// Something that the machine offers.
///
/// @param state fine or slow
/// @param remedy what to do if it is slow
public record Item(String name, String state, String found, Optional<String> remedy) {

  static Item fine(String name, String found) {
    return new Item(name, "fine", found, Optional.empty());
  }

  static Item slow(String name, String found, String remedy) {
    return new Item(name, "slow", found, Optional.of(remedy));
  }
}
