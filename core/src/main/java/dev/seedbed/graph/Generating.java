package dev.seedbed.graph;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Operators that make arrays of numbers that are no inputs' elements. They have no gradients.
public sealed interface Generating extends Operator {
  /// An array of the file.
  record ConstantValue(NdArray value) implements Generating {
    @Override
    public String name() {
      return "Constant";
    }

    @Override
    public List<NdArray> outputs(Operands in) {
      return List.of(value);
    }
  }

  /// An array of one value. Input: its shape.
  ///
  /// @param value an array of one element
  record ConstantOfShape(NdArray value) implements Generating {
    public ConstantOfShape {
      if (value.shape().elements() != 1) {
        throw new IllegalArgumentException("value must be one number: " + value.shape());
      }
    }

    @Override
    public List<NdArray> outputs(Operands in) {
      NdArray filled = value.zeros(TensorShape.of(in.longs(0).data()));
      FillWith.with(value, filled);
      return List.of(filled);
    }
  }

  /// The lengths of an array's axes.
  ///
  /// @param start the first axis that is meant; from the end if negative
  /// @param end the axis after the last that is meant; empty for all
  record ShapeOf(int start, Optional<Integer> end) implements Generating {
    @Override
    public String name() {
      return "Shape";
    }

    @Override
    public boolean looksAtElements() {
      return false;
    }

    @Override
    public List<NdArray> outputs(Operands in) {
      TensorShape shape = in.shape(0);
      int from = within(start, shape.rank());
      int to = within(end.orElse(shape.rank()), shape.rank());
      long[] lengths = Arrays.stream(shape.lengths()).asLongStream().toArray();
      return List.of(LongArray.of(Arrays.copyOfRange(lengths, from, Math.max(from, to))));
    }

    private static int within(int axis, int rank) {
      return Math.clamp(axis < 0 ? (long) axis + rank : axis, 0, rank);
    }
  }

  /// The weights of a window that falls off to both sides, of sums of cosines (Harris 1978,
  /// doi:10.1109/PROC.1978.10837). Input: how many.
  ///
  /// @param periodic whether one more would be the first again
  record Window(Taper taper, boolean periodic, Conversion.Type type) implements Generating {
    @Override
    public String name() {
      return switch (taper) {
        case HANN -> "HannWindow";
        case HAMMING -> "HammingWindow";
        case BLACKMAN -> "BlackmanWindow";
      };
    }

    @Override
    public List<NdArray> outputs(Operands in) {
      long count = in.wholeNumber(0);
      FloatArray y = FloatArray.of(TensorShape.of(count));
      double[] parts =
          switch (taper) {
            case HANN -> new double[] {0.5, -0.5, 0};
            case HAMMING -> new double[] {25.0 / 46, -21.0 / 46, 0};
            case BLACKMAN -> new double[] {0.42, -0.5, 0.08};
          };
      for (int i = 0; i < y.data().length; i++) {
        double turn = 2 * Math.PI * i / (periodic ? count : count - 1);
        y.data()[i] =
            (float)
                (parts[0] + parts[1] * StrictMath.cos(turn) + parts[2] * StrictMath.cos(2 * turn));
      }
      return List.of(type.of(y));
    }
  }

  /// Triangular weights by which spectra become bands of the mel scale. Inputs: the number of
  /// bands, the length of the transforms, samples a second, and the lowest and the highest
  /// frequency.
  record MelWeights(Conversion.Type type) implements Generating {
    @Override
    public String name() {
      return "MelWeightMatrix";
    }

    @Override
    public List<NdArray> outputs(Operands in) {
      long bands = in.wholeNumber(0);
      long length = in.wholeNumber(1);
      long rate = in.wholeNumber(2);
      double low = 2595 * StrictMath.log10(1 + in.realNumber(3) / 700.0);
      double high = 2595 * StrictMath.log10(1 + in.realNumber(4) / 700.0);
      if (bands < 0 || length < 0 || rate < 1 || !(low >= 0 && high >= low && high < 1e6)) {
        throw new IllegalArgumentException(
            "there must be a scale: %d bands of %d, %d samples a second"
                .formatted(bands, length, rate));
      }
      FloatArray y = FloatArray.of(TensorShape.of(length / 2 + 1, bands));
      int bins = y.shape().length(0);
      long[] edges = new long[(int) bands + 2];
      for (int i = 0; i < edges.length; i++) {
        double mel = low + i * (high - low) / edges.length;
        edges[i] = (long) ((length + 1) * 700 * (StrictMath.pow(10, mel / 2595) - 1) / rate);
        if (edges[i] > bins) {
          throw new IllegalArgumentException(
              "frequencies must be at most half of %d samples a second".formatted(rate));
        }
      }
      for (int band = 0; band < bands; band++) {
        for (int bin = 0; bin < bins; bin++) {
          y.data()[bin * (int) bands + band] =
              (float) triangle(bin, edges[band], edges[band + 1], edges[band + 2]);
        }
      }
      return List.of(type.of(y));
    }

    private static double triangle(int bin, long from, long peak, long to) {
      if (bin == peak) {
        return 1;
      }
      if (bin < from || bin >= to) {
        return 0;
      }
      return bin < peak ? (double) (bin - from) / (peak - from) : (double) (to - bin) / (to - peak);
    }
  }

  /// How a window falls off.
  enum Taper {
    HANN,
    HAMMING,
    BLACKMAN
  }

  /// The number of an array's elements.
  record Size() implements Generating {
    @Override
    public boolean looksAtElements() {
      return false;
    }

    @Override
    public List<NdArray> outputs(Operands in) {
      return List.of(LongArray.scalar(in.shape(0).elements()));
    }
  }

  /// Numbers at even distances. Inputs: the first, the limit that is not reached, and the distance.
  record NumberRange() implements Generating {
    @Override
    public String name() {
      return "Range";
    }

    @Override
    public List<NdArray> outputs(Operands in) {
      if (in.get(0) instanceof LongArray) {
        long start = in.wholeNumber(0);
        long limit = in.wholeNumber(1);
        long delta = in.wholeNumber(2);
        long least = -(1L << 60);
        if (delta == 0
            || Math.clamp(start, least, -least) != start
            || Math.clamp(limit, least, -least) != limit) {
          throw new IllegalArgumentException(
              "a range must have an end: %d to %d by %d".formatted(start, limit, delta));
        }
        LongArray numbers =
            LongArray.of(TensorShape.of(Math.max(0, Math.ceilDiv(limit - start, delta))));
        for (int i = 0; i < numbers.data().length; i++) {
          numbers.data()[i] = start + i * delta;
        }
        return List.of(numbers);
      }
      double start = in.realNumber(0);
      double limit = in.realNumber(1);
      double delta = in.realNumber(2);
      double count = Math.ceil((limit - start) / delta);
      if (delta == 0 || !(count < Integer.MAX_VALUE)) {
        throw new IllegalArgumentException(
            "a range must have an end: %s to %s by %s".formatted(start, limit, delta));
      }
      FloatArray numbers = FloatArray.of(TensorShape.of((long) Math.max(0, count)));
      for (int i = 0; i < numbers.data().length; i++) {
        numbers.data()[i] = (float) (start + i * delta);
      }
      return List.of(numbers);
    }
  }

  /// The indices of all elements that are not 0: a row for each axis.
  record NonZero() implements Generating {
    @Override
    public List<NdArray> outputs(Operands in) {
      NdArray x = in.get(0);
      int[] places = new int[x.shape().elements()];
      int count = 0;
      for (int i = 0; i < places.length; i++) {
        boolean counts =
            switch (x) {
              case FloatArray(TensorShape _, float[] data) -> data[i] != 0;
              case LongArray(TensorShape _, long[] data) -> data[i] != 0;
              case BooleanArray(TensorShape _, boolean[] data) -> data[i];
            };
        if (counts) {
          places[count++] = i;
        }
      }
      int[] strides = x.shape().strides();
      LongArray indices = LongArray.of(TensorShape.of(strides.length, count));
      for (int axis = 0; axis < strides.length; axis++) {
        for (int i = 0; i < count; i++) {
          indices.data()[axis * count + i] = places[i] / strides[axis] % x.shape().length(axis);
        }
      }
      return List.of(indices);
    }
  }

  /// A matrix of the input's shape with ones on a diagonal.
  ///
  /// @param type of the output; empty for the input's
  /// @param diagonal how far above the main one
  record EyeLike(Optional<Graph.ElementType> type, int diagonal) implements Generating {
    @Override
    public boolean looksAtElements() {
      return false;
    }

    @Override
    public List<NdArray> outputs(Operands in) {
      TensorShape shape = in.shape(0);
      Lengths.checkRank(shape, 2);
      NdArray eye = empty(in.get(0));
      int columns = shape.length(1);
      for (int row = 0; row < shape.length(0); row++) {
        long column = (long) row + diagonal;
        if (column >= 0 && column < columns) {
          int place = row * columns + (int) column;
          switch (eye) {
            case FloatArray(TensorShape _, float[] data) -> data[place] = 1;
            case LongArray(TensorShape _, long[] data) -> data[place] = 1;
            case BooleanArray(TensorShape _, boolean[] data) -> data[place] = true;
          }
        }
      }
      return List.of(eye);
    }

    private NdArray empty(NdArray like) {
      if (type.isEmpty()) {
        return like.zeros(like.shape());
      }
      return switch (type.get()) {
        case FLOAT -> FloatArray.of(like.shape());
        case LONG -> LongArray.of(like.shape());
        case BOOLEAN -> BooleanArray.of(like.shape());
      };
    }
  }
}
