package dev.seedbed.init;

/// Something about a scheme that its user may choose.
///
/// @param preset its value if the user says nothing
public record Parameter(String name, String preset, String meaning) {

  static Parameter of(String name, double preset, String meaning) {
    String text = preset == Math.rint(preset) ? Long.toString((long) preset) : "" + preset;
    return new Parameter(name, text, meaning);
  }
}
