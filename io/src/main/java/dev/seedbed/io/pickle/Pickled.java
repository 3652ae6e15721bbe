package dev.seedbed.io.pickle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A value in a pickle, as it is written: what would be called is named, and not called. Values may
/// hold themselves, by way of containers; then neither `equals`, `hashCode` nor `toString` ends.
public sealed interface Pickled {

  record Text(String text) implements Pickled {}

  /// A whole number that 64 bits hold.
  record Whole(long value) implements Pickled {}

  record Real(double value) implements Pickled {}

  record Truth(boolean value) implements Pickled {}

  record None() implements Pickled {}

  /// Bytes, of which only the number is kept, or a whole number of more than 64 bits.
  record Bytes(long length) implements Pickled {}

  /// A list, a tuple or a set.
  record Sequence(List<Pickled> items) implements Pickled {}

  record Dict(List<Entry> entries) implements Pickled {}

  /// What a dict has under a key, in the order of the pickle: the last of equal keys counts.
  record Entry(Pickled key, Pickled value) {}

  /// The name of a class or function.
  record Global(String module, String name) implements Pickled {
    /// With the module in front.
    public String path() {
      return module + "." + name;
    }
  }

  /// A value that stands outside the pickle, and how the pickle calls it.
  record Persistent(Pickled id) implements Pickled {}

  /// What unpickling would get from a class or function.
  ///
  /// @param origin how it would get it
  /// @param arguments of the call
  /// @param content items, entries and state that are put into the result
  record Made(Global global, Origin origin, List<Pickled> arguments, Content content)
      implements Pickled {}

  /// The ways to get a value.
  enum Origin {
    /// The class or function is called.
    CALLED,
    /// An object of the class is made without calling it, and its state put into it.
    CONSTRUCTED
  }

  /// What is put into a value after it was made.
  final class Content {
    private final List<Pickled> items;
    private final List<Entry> entries;
    private Optional<Pickled> state = Optional.empty();

    private Content(List<Pickled> items, List<Entry> entries) {
      this.items = items;
      this.entries = entries;
    }

    /// Nothing yet.
    public static Content empty() {
      return new Content(new ArrayList<>(0), new ArrayList<>(0));
    }

    List<Pickled> items() {
      return items;
    }

    public List<Entry> entries() {
      return entries;
    }

    void build(Pickled given) {
      state = Optional.of(given);
    }

    /// Its attributes, or what else it is given as its state.
    public Optional<Pickled> state() {
      return state;
    }
  }
}
