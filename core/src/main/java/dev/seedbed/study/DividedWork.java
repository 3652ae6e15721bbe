package dev.seedbed.study;

import java.io.IOException;
import java.io.Serializable;

/// Work that falls into parts, each of which any machine of a [Cluster] can do, and may do more
/// than once: the same part comes to the same result, bit for bit.
///
/// What another machine needs for it goes there by Java's serialization.
///
/// @param <R> what comes of a part
public interface DividedWork<R extends Serializable> extends Serializable {
  /// How many there are.
  int parts();

  /// What one of them is called in messages, such as "seeds 0 to 99".
  ///
  /// @param part from 0 on
  String name(int part);

  /// Does one.
  ///
  /// @param part from 0 on
  R run(int part) throws IOException;

  /// Takes in what comes of parts.
  interface Results<R> {
    /// Takes in one result; called for each part once, one at a time, in any order.
    void take(int part, R result) throws IOException;
  }
}
