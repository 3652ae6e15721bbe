package dev.seedbed.init;

/// The weights of a layer as a scheme sees them: `blocks` matrices of `units` × (`inputs` ·
/// `taps`), whatever the order in which a file stores them, and the fans that belong to the kind of
/// layer.
///
/// @param kind of layer
/// @param blocks matrices that are kept in one tensor, such as the four gates of an LSTM, the
///   groups of a convolution, or experts
/// @param units rows of one block: the outputs
/// @param inputs columns of one block for each tap: what one output sums over
/// @param taps positions of a convolution's window; 1 for all others
public record Kernel(Kind kind, int blocks, int units, int inputs, int taps, Fans fans) {

  /// The kind of operation that a layer performs with its weights.
  public enum Kind {
    DENSE,
    CONVOLUTION,
    TRANSPOSED_CONVOLUTION,
    DEPTHWISE_CONVOLUTION,
    EMBEDDING,
    RECURRENT,
    /// PyTorch's MultiheadAttention and its like, which libraries draw in a way of their own.
    ATTENTION,
    /// Dense layers whose outputs stand side by side in one tensor, such as query, key and value.
    PACKED_DENSE,
    /// The scale, as weights, and the shift, as biases, of a normalisation.
    NORMALISATION
  }

  public Kernel {
    atLeastOne("blocks", blocks);
    atLeastOne("units", units);
    atLeastOne("inputs", inputs);
    atLeastOne("taps", taps);
  }

  /// z = W·x: fan-in `in`, fan-out `out`.
  public static Kernel dense(int in, int out) {
    return stack(1, in, out);
  }

  /// Dense layers of one size in one tensor, such as the experts of a mixture. Each is a matrix of
  /// its own.
  public static Kernel stack(int layers, int in, int out) {
    return of(Kind.DENSE, layers, out, in, 1, in, out);
  }

  /// A convolution: each output sums over the channels of its group and the window; each input
  /// reaches the channels of its group through every tap; with a stride, through one tap in
  /// `stride` on average. Each group is a separate matrix.
  ///
  /// @param in input channels, a multiple of `groups`
  /// @param out output channels, a multiple of `groups`
  /// @param taps the product of the window's lengths
  /// @param stride the product of the strides along all axes
  public static Kernel convolution(int in, int out, int taps, int groups, int stride) {
    Fans fans = groupFans(in, out, taps, groups);
    return grouped(
        Kind.CONVOLUTION, in, out, taps, groups, new Fans(fans.in(), fans.out() / checked(stride)));
  }

  /// A convolution run backward, as in a decoder: a stride spreads the terms of a sum over several
  /// outputs.
  ///
  /// @param in input channels, a multiple of `groups`
  /// @param out output channels, a multiple of `groups`
  /// @param taps the product of the window's lengths
  /// @param stride the product of the strides along all axes
  public static Kernel transposedConvolution(int in, int out, int taps, int groups, int stride) {
    Fans fans = groupFans(in, out, taps, groups);
    return grouped(
        Kind.TRANSPOSED_CONVOLUTION,
        in,
        out,
        taps,
        groups,
        new Fans(fans.in() / checked(stride), fans.out()));
  }

  /// A convolution of each channel alone: fan-in is the window, not the window times the channels.
  ///
  /// @param multiplier output channels of each input channel
  /// @param stride the product of the strides along all axes
  public static Kernel depthwise(int channels, int multiplier, int taps, int stride) {
    Kernel kernel =
        convolution(channels, Math.multiplyExact(channels, multiplier), taps, channels, stride);
    return new Kernel(Kind.DEPTHWISE_CONVOLUTION, channels, multiplier, 1, taps, kernel.fans());
  }

  private static Fans groupFans(int in, int out, int taps, int groups) {
    atLeastOne("groups", groups);
    if (in % groups != 0 || out % groups != 0) {
      throw new IllegalArgumentException(
          "channels must be a multiple of the groups: %d -> %d in %d groups"
              .formatted(in, out, groups));
    }
    return new Fans((double) in / groups * taps, (double) out / groups * taps);
  }

  private static Kernel grouped(Kind kind, int in, int out, int taps, int groups, Fans fans) {
    return new Kernel(kind, groups, out / groups, in / groups, taps, fans);
  }

  /// A table of vectors, which is a dense layer that reads one-hot inputs: one term in each sum, so
  /// fan-in 1.
  public static Kernel embedding(int vocabulary, int dimension) {
    return of(Kind.EMBEDDING, 1, dimension, vocabulary, 1, 1, dimension);
  }

  /// The gates of a recurrent layer in one tensor, such as [4·hidden, inputs] of an LSTM. Each gate
  /// is a separate matrix.
  public static Kernel gates(int gates, int inputs, int hidden) {
    return of(Kind.RECURRENT, gates, hidden, inputs, 1, inputs, hidden);
  }

  /// The projections of an attention layer in one tensor, such as query, key and value [3·E, E].
  /// Each is a separate matrix.
  public static Kernel projections(int projections, int in, int out) {
    return of(Kind.ATTENTION, projections, out, in, 1, in, out);
  }

  /// A projection of an attention layer to all of its heads, with axes for inputs, heads and units
  /// of a head. Each head has a matrix, and all of them read and write together.
  public static Kernel toHeads(int in, int heads, int units) {
    return new Kernel(
        Kind.ATTENTION, heads, units, in, 1, new Fans(in, Math.multiplyExact(heads, units)));
  }

  /// The projection of an attention layer from all of its heads, with axes for heads, units of a
  /// head, and outputs: one matrix.
  public static Kernel fromHeads(int heads, int units, int out) {
    return new Kernel(
        Kind.ATTENTION, 1, out, units, heads, new Fans(Math.multiplyExact(heads, units), out));
  }

  /// Whether it has an axis for heads.
  public boolean byHeads() {
    return kind == Kind.ATTENTION && (taps > 1 || (blocks > 1 && fans.out() > units));
  }

  /// Dense layers that read the same inputs, with their outputs side by side in one tensor [layers
  /// · out, in]. Each is a separate matrix.
  public static Kernel packed(int layers, int in, int out) {
    return of(Kind.PACKED_DENSE, layers, out, in, 1, in, out);
  }

  /// A scale and a shift for each unit. There is no sum, so that fans mean nothing.
  public static Kernel normalisation(int units) {
    return of(Kind.NORMALISATION, 1, units, 1, 1, 1, 1);
  }

  /// The same weights as one matrix, if there are several in the tensor.
  Kernel asOneMatrix() {
    return of(
        kind, 1, Math.multiplyExact(blocks, units), inputs, taps, fans.in(), fans.out() * blocks);
  }

  private static Kernel of(
      Kind kind, int blocks, int units, int inputs, int taps, double fanIn, double fanOut) {
    return new Kernel(kind, blocks, units, inputs, taps, new Fans(fanIn, fanOut));
  }

  /// The number of weights.
  public long count() {
    return (long) blocks * units * inputs * taps;
  }

  /// The length of a row of one block.
  int rowLength() {
    return Math.multiplyExact(inputs, taps);
  }

  private static int checked(int stride) {
    atLeastOne("stride", stride);
    return stride;
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1: " + value);
    }
  }
}
