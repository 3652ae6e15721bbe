package dev.seedbed.check;

/// Other numbers for one tensor of a file, by which a finding is mended.
public sealed interface Remedy {
  /// Its name.
  String tensor();

  /// Its numbers are drawn, or set, by a scheme of the catalogue: `zeros` and `ones` among others.
  record Draw(String tensor, String scheme) implements Remedy {}

  /// Its numbers are drawn again, by the law that they look drawn by: the law is sound, the numbers
  /// are not.
  ///
  /// @param otherwise the scheme if they look drawn by no known law
  record DrawAgain(String tensor, String otherwise) implements Remedy {}
}
