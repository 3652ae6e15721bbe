package dev.seedbed.init;

import dev.seedbed.random.RandomStream;
import java.util.function.Supplier;

/// The draw of one tensor: its law or its maker, and the stream of its path.
public sealed interface Draw {

  /// The distribution drawn, in symbols.
  String symbols();

  /// Replaces all elements, in the order block, unit, input, tap.
  void fill(float[] elements);

  /// Elements of one law, independent of each other: any range can be drawn alone.
  record Independent(Law law, RandomStream stream) implements Draw {
    @Override
    public void fill(float[] elements) {
      law.draw(stream, 0, elements);
    }

    @Override
    public String symbols() {
      return law.symbols();
    }
  }

  /// Numbers of one law, independent of each other, which are added to what the tensor holds.
  record Added(Law law, RandomStream stream) implements Draw {
    @Override
    public void fill(float[] elements) {
      float[] noise = new float[elements.length];
      law.draw(stream, 0, noise);
      for (int i = 0; i < noise.length; i++) {
        elements[i] += noise[i];
      }
    }

    @Override
    public String symbols() {
      return "+ " + law.symbols();
    }
  }

  /// A tensor of which no part can be drawn alone.
  sealed interface Whole extends Draw {

    /// Makes all elements, in the order block, unit, input, tap.
    float[] make();

    @Override
    default void fill(float[] elements) {
      System.arraycopy(make(), 0, elements, 0, elements.length);
    }
  }

  /// A tensor that is made as a whole.
  record WholeTensor(Structured structured, Place place, RandomStream stream) implements Whole {
    public WholeTensor {
      structured.check(place);
    }

    @Override
    public float[] make() {
      return structured.draw(place, stream);
    }

    @Override
    public String symbols() {
      return structured.symbols();
    }
  }

  /// One of several tensors that are made together.
  ///
  /// @param maker makes its elements, in the order block, unit, input, tap
  record OneOfSeveral(String symbols, Supplier<float[]> maker) implements Whole {
    @Override
    public float[] make() {
      return maker.get();
    }
  }

  /// The draw of `initializer` at `place` from the stream of the tensor's path.
  ///
  /// @throws IllegalArgumentException if the scheme makes no sense there
  static Draw of(Initializer initializer, Place place, RandomStream stream) {
    return switch (initializer.at(place)) {
      case Elementwise elementwise -> new Independent(elementwise.law(place), stream);
      case Initializer.Perturbation disturbance -> new Added(disturbance.law(), stream);
      case Structured structured -> new WholeTensor(structured, place, stream);
      case Joint joint ->
          throw new IllegalArgumentException(
              "a scheme that draws %s needs a rule that names them all, as in '*.{a,b}.weight=…'"
                  .formatted(String.join(", ", joint.parts())));
      case Initializer.ByKind _, Initializer.ButLast _ ->
          throw new IllegalStateException("at() has chosen already");
    };
  }
}
