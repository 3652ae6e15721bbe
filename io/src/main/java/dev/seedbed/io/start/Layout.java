package dev.seedbed.io.start;

import dev.seedbed.init.Kernel;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/// The order of the axes in which a library stores weights. It decides which axis is fan-in, so it
/// is stated and never guessed from a shape.
public enum Layout {
  /// Outputs first: [out, in], [out, in / groups, window…], [gates · hidden, in]; a transposed
  /// convolution [in, out / groups, window…]. PyTorch, ONNX, DJL, Seedbed.
  OUT_IN {
    @Override
    long index(Kernel kernel, int block, int unit, int input, int tap) {
      return switch (kernel.kind()) {
        case TRANSPOSED_CONVOLUTION ->
            (((long) block * kernel.inputs() + input) * kernel.units() + unit) * kernel.taps()
                + tap;
        case EMBEDDING -> (long) input * kernel.units() + unit;
        default ->
            (((long) block * kernel.units() + unit) * kernel.inputs() + input) * kernel.taps()
                + tap;
      };
    }
  },
  /// Inputs first: [in, out], [window…, in / groups, out], [in, gates · hidden]; a transposed
  /// convolution [window…, out, in], a depthwise one [window…, channels, multiplier]; an attention
  /// layer also [in, heads, units] and [heads, units, out]. Keras, TensorFlow, Flax.
  IN_OUT {
    @Override
    long index(Kernel kernel, int block, int unit, int input, int tap) {
      long rows = (long) kernel.blocks() * kernel.units();
      long row = (long) block * kernel.units() + unit;
      return switch (kernel.kind()) {
        case TRANSPOSED_CONVOLUTION -> (tap * rows + row) * kernel.inputs() + input;
        case EMBEDDING -> (long) input * kernel.units() + unit;
        case DENSE -> ((long) block * kernel.inputs() + input) * kernel.units() + unit;
        default -> ((long) tap * kernel.inputs() + input) * rows + row;
      };
    }
  };

  /// Where an element is stored.
  abstract long index(Kernel kernel, int block, int unit, int input, int tap);

  /// The elements of a tensor that was made in the order block, unit, input, tap, in the order in
  /// which they are stored.
  public float[] stored(Kernel kernel, float[] made) {
    float[] stored = new float[made.length];
    pair(kernel, (at, storedAt) -> stored[storedAt] = made[at]);
    return stored;
  }

  /// The elements of a stored tensor in the order block, unit, input, tap: the other way round from
  /// [#stored]. It is the same array, and no copy, if they are stored in that order.
  public float[] made(Kernel kernel, float[] stored) {
    boolean inputsFirst =
        switch (kernel.kind()) {
          case TRANSPOSED_CONVOLUTION, EMBEDDING -> true;
          case DENSE,
              CONVOLUTION,
              DEPTHWISE_CONVOLUTION,
              RECURRENT,
              ATTENTION,
              PACKED_DENSE,
              NORMALISATION ->
              this == IN_OUT;
        };
    if (!inputsFirst) {
      return stored;
    }
    float[] made = new float[stored.length];
    pair(kernel, (at, storedAt) -> made[at] = stored[storedAt]);
    return made;
  }

  /// Where the same element stands in both orders.
  private interface Pair {
    void at(int made, int stored);
  }

  private void pair(Kernel kernel, Pair pair) {
    int made = 0;
    for (int block = 0; block < kernel.blocks(); block++) {
      for (int unit = 0; unit < kernel.units(); unit++) {
        for (int input = 0; input < kernel.inputs(); input++) {
          for (int tap = 0; tap < kernel.taps(); tap++) {
            pair.at(made++, (int) index(kernel, block, unit, input, tap));
          }
        }
      }
    }
  }

  /// The weights of a layer of some kind that are stored with that shape.
  ///
  /// @param shape as it is stored; of a dense layer, axes before the last two count layers that are
  ///   stored as one tensor
  /// @param blocks gates of a recurrent layer, projections of an attention layer, packed dense
  ///   layers, groups of a convolution; of an attention layer with inputs first and three axes its
  ///   heads, if the second axis is theirs, and not the first; 1 for all others
  /// @param stride of a convolution, the product over all axes
  /// @throws IllegalArgumentException if a layer of that kind cannot have that shape
  public Kernel kernel(Kernel.Kind kind, long[] shape, int blocks, int stride) {
    boolean window =
        switch (kind) {
          case CONVOLUTION, TRANSPOSED_CONVOLUTION, DEPTHWISE_CONVOLUTION -> true;
          case DENSE, EMBEDDING, RECURRENT, ATTENTION, PACKED_DENSE, NORMALISATION -> false;
        };
    int fewest = window ? 3 : 2;
    boolean more = window || kind == Kernel.Kind.DENSE;
    boolean heads = kind == Kernel.Kind.ATTENTION && this == IN_OUT && shape.length == 3;
    if (!heads && (more ? shape.length < fewest : shape.length != fewest)) {
      throw new IllegalArgumentException(
          "a layer of kind %s has weights of %s axes: %s"
              .formatted(
                  kind.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                  fewest + (more ? " or more" : ""),
                  Arrays.toString(shape)));
    }
    int[] lengths = Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
    int last = lengths.length - 1;
    int front = window && this == OUT_IN ? 0 : last - 1;
    int first = lengths[front];
    int second = lengths[front + 1];
    int taps =
        (this == OUT_IN ? IntStream.range(2, last + 1) : IntStream.range(0, last - 1))
            .map(i -> lengths[i])
            .reduce(1, Math::multiplyExact);
    int out = this == OUT_IN ? first : second;
    int in = this == OUT_IN ? second : first;
    return switch (kind) {
      case DENSE ->
          Kernel.stack(Arrays.stream(lengths, 0, front).reduce(1, Math::multiplyExact), in, out);
      case EMBEDDING -> Kernel.embedding(first, second);
      case RECURRENT -> Kernel.gates(blocks, in, divided(out, blocks));
      case ATTENTION ->
          heads ? ofHeads(lengths, blocks) : Kernel.projections(blocks, in, divided(out, blocks));
      case PACKED_DENSE -> Kernel.packed(blocks, in, divided(out, blocks));
      case NORMALISATION ->
          throw new IllegalArgumentException(
              "a normalisation has no weights of two axes: " + Arrays.toString(shape));
      case CONVOLUTION ->
          Kernel.convolution(Math.multiplyExact(in, blocks), out, taps, blocks, stride);
      case TRANSPOSED_CONVOLUTION ->
          this == OUT_IN
              ? Kernel.transposedConvolution(
                  first, Math.multiplyExact(second, blocks), taps, blocks, stride)
              : Kernel.transposedConvolution(
                  Math.multiplyExact(second, blocks), first, taps, blocks, stride);
      case DEPTHWISE_CONVOLUTION ->
          this == OUT_IN
              ? Kernel.depthwise(divided(out, out / blocks), out / blocks, taps, stride)
              : Kernel.depthwise(first, second, taps, stride);
    };
  }

  /// [in, heads, units] to the heads, or [heads, units, out] from them.
  private static Kernel ofHeads(int[] lengths, int blocks) {
    if (blocks != 1 && blocks != lengths[1]) {
      throw new IllegalArgumentException(
          "an attention layer has as many blocks as heads, or 1: %d in %s"
              .formatted(blocks, Arrays.toString(lengths)));
    }
    return blocks == 1
        ? Kernel.fromHeads(lengths[0], lengths[1], lengths[2])
        : Kernel.toHeads(lengths[0], lengths[1], lengths[2]);
  }

  /// As people write it.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static int divided(int units, int blocks) {
    if (blocks < 1 || units % blocks != 0) {
      throw new IllegalArgumentException(
          "%d outputs cannot be shared out among %d blocks".formatted(units, blocks));
    }
    return units / blocks;
  }
}
