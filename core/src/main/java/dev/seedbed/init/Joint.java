package dev.seedbed.init;

import dev.seedbed.random.RandomStream;
import java.util.List;

/// An initializer that makes several tensors together, because they depend on each other, or on one
/// that is there already. Its parts are matrices; the tensors that a rule names hold them in their
/// order, one each or, as query, key and value in one tensor, several.
public sealed interface Joint extends Initializer permits Mimetic, BaseAdapter, RingWithScale {

  /// The parts, in order, such as "query", "key".
  List<String> parts();

  /// Whether the first part is there already: it is read, and what is drawn for it is what remains
  /// beside the others.
  boolean readsFirst();

  /// Whether the parts go together.
  ///
  /// @param parts as many as there are [#parts()], of one block each
  /// @throws IllegalArgumentException if they do not
  void check(List<Kernel> parts);

  /// Makes all parts, each in the order unit, input, tap.
  ///
  /// @param parts that [#check] has nothing against
  /// @param first what the first part holds, in that order, if [#readsFirst]: finite numbers; else
  ///   empty
  List<float[]> draw(List<Kernel> parts, float[] first, RandomStream stream);

  /// A part in symbols.
  ///
  /// @param part its place in [#parts]
  String symbols(int part);
}
