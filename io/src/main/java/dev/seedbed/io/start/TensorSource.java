package dev.seedbed.io.start;

import dev.seedbed.init.Draw;
import dev.seedbed.init.Kernel;
import dev.seedbed.init.Law;
import dev.seedbed.io.weights.ElementSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The new elements of one tensor of a file, counted while they are drawn. A tensor that is made as
/// a whole is made when its first element is asked for, and let go after its last.
public final class TensorSource implements ElementSource {
  private final Draw draw;
  private final Kernel kernel;
  private final Layout layout;
  private final DrawStatistics statistics;
  private float @Nullable [] made;
  private long left;

  /// @param kernel the weights as which a whole tensor is stored
  /// @param elements of the tensor
  TensorSource(Draw draw, Kernel kernel, Layout layout, long elements) {
    this.draw = draw;
    this.kernel = kernel;
    this.layout = layout;
    this.left = elements;
    this.statistics =
        new DrawStatistics(
            draw instanceof Draw.Independent independent
                ? Optional.of(independent.law())
                : Optional.empty());
  }

  /// The law of the elements, if they follow one.
  public Optional<Law> law() {
    return draw instanceof Draw.Independent independent
        ? Optional.of(independent.law())
        : Optional.empty();
  }

  /// The law, in symbols.
  public String symbols() {
    return draw.symbols();
  }

  /// The statistics so far.
  public DrawStatistics statistics() {
    return statistics;
  }

  @Override
  public boolean readsCurrent() {
    return draw instanceof Draw.Added;
  }

  @Override
  public void fill(long from, float[] values, int count) {
    switch (draw) {
      case Draw.Independent independent ->
          independent.law().draw(independent.stream(), from, values, 0, count);
      case Draw.Added added -> {
        float[] noise = new float[count];
        added.law().draw(added.stream(), from, noise);
        for (int i = 0; i < count; i++) {
          values[i] += noise[i];
        }
      }
      case Draw.Whole whole -> System.arraycopy(stored(whole, count), (int) from, values, 0, count);
    }
    statistics.add(values, 0, count);
  }

  /// The whole tensor as it is stored, of which `count` more elements are used now.
  private synchronized float[] stored(Draw.Whole whole, int count) {
    float[] all = made;
    if (all == null) {
      all = layout.stored(kernel, whole.make());
    }
    left -= count;
    made = left > 0 ? all : null;
    return all;
  }
}
