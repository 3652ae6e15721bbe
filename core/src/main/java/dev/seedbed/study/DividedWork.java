package dev.seedbed.study;

import java.io.IOException;
import java.io.Serializable;

/// Work in parts that any machine of a [Cluster] can do. A part may be done twice, on two machines;
/// both must give the same result, and the same bytes when it is serialized, as these are compared.
///
/// The work itself goes to other machines by Java's serialization.
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
