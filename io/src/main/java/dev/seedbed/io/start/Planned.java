package dev.seedbed.io.start;

import dev.seedbed.init.Fans;
import dev.seedbed.init.Initializer;
import dev.seedbed.init.Place;
import dev.seedbed.io.weights.StoredTensor;
import java.util.Optional;

/// The plan for one tensor of a file.
public sealed interface Planned {

  StoredTensor tensor();

  /// Whether the user named it to be left as it is.
  default boolean isLeftOut() {
    return this instanceof Kept kept && kept.asked();
  }

  /// It stays as it is.
  ///
  /// @param asked whether the user named it
  record Kept(StoredTensor tensor, boolean asked, String reason) implements Planned {}

  /// It is drawn.
  ///
  /// @param scheme as it was written
  /// @param axes what they mean; empty for a vector
  /// @param fans that the law follows from; empty where they are not known
  /// @param initializer that the scheme is at `place`
  /// @param source of its elements, and what came out
  record Drawn(
      StoredTensor tensor,
      String scheme,
      Optional<Axes> axes,
      Optional<Fans> fans,
      Initializer initializer,
      Place place,
      TensorSource source)
      implements Planned {

    /// The statistics of the draw.
    public DrawStatistics statistics() {
      return source.statistics();
    }
  }
}
