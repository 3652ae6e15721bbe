package dev.seedbed.init;

import dev.seedbed.random.RandomStream;

/// The elements of one tensor, ready to be had in any order: any range of those that are
/// independent of each other is computed when it is asked for; a tensor that is made as a whole is
/// made once.
public sealed interface Draw {

  /// Writes the elements `from`, `from` + 1, … to `into[start]` and the next `count` − 1 places;
  /// those of a [Disturbance] are to be added to what the tensor holds.
  void fill(long from, float[] into, int start, int count);

  /// What is drawn, in symbols.
  String symbols();

  /// Elements of one law.
  record Elements(Law law, RandomStream stream) implements Draw {
    @Override
    public void fill(long from, float[] into, int start, int count) {
      law.draw(stream, from, into, start, count);
    }

    @Override
    public String symbols() {
      return law.symbols();
    }
  }

  /// A tensor that was made as a whole.
  record Made(float[] values, String symbols) implements Draw {
    @Override
    public void fill(long from, float[] into, int start, int count) {
      System.arraycopy(values, (int) from, into, start, count);
    }
  }

  /// What `initializer` draws at `place` from the stream of the tensor's path.
  ///
  /// @throws IllegalArgumentException if the scheme makes no sense there
  static Draw of(Initializer initializer, Place place, RandomStream stream) {
    return switch (initializer.at(place)) {
      case Elementwise elementwise -> new Elements(elementwise.law(place), stream);
      case Disturbance disturbance -> new Elements(disturbance.law(), stream);
      case Structured structured -> new Made(structured.draw(place, stream), structured.symbols());
      case ByKind _, ButLast _ -> throw new IllegalStateException("at() has chosen already");
    };
  }
}
