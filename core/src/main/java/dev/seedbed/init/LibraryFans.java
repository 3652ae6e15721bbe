package dev.seedbed.init;

/// Fans as a library computes them, where it takes them from the shape of the tensor alone.
enum LibraryFans {
  /// PyTorch, DJL, MXNet: shape[1] · window and shape[0] · window of [out, in / groups, window…],
  /// whatever the groups; and of [in, out / groups, window…] for a transposed convolution, so that
  /// outputs of a group and all inputs change places there. A packed tensor counts as one matrix,
  /// an embedding as [out, in].
  TORCH {
    @Override
    Fans of(Kernel kernel) {
      double rows = (double) kernel.blocks() * kernel.units() * kernel.taps();
      double columns = kernel.rowLength();
      return switch (kernel.kind()) {
        case TRANSPOSED_CONVOLUTION -> new Fans(rows / kernel.blocks(), kernel.blocks() * columns);
        case EMBEDDING -> new Fans(rows, columns);
        default -> new Fans(columns, rows);
      };
    }
  },
  /// Keras: the last two axes but for the window, [window…, in, out]; so a depthwise kernel
  /// [window…, channels, multiplier] has all channels in its fan-in, and a transposed one [window…,
  /// out, in] has its fans swapped. Attention kernels of three axes count as the matrices that they
  /// are, as since its pull request 22789.
  KERAS {
    @Override
    Fans of(Kernel kernel) {
      double rows = (double) kernel.blocks() * kernel.units() * kernel.taps();
      double columns = kernel.rowLength();
      return switch (kernel.kind()) {
        case DEPTHWISE_CONVOLUTION ->
            new Fans(kernel.blocks() * columns, (double) kernel.units() * kernel.taps());
        case TRANSPOSED_CONVOLUTION -> new Fans(rows, columns);
        case ATTENTION -> new Fans(columns, rows / kernel.taps());
        default -> new Fans(columns, rows);
      };
    }
  },
  /// DL4J: all channels in the fan-in of a depthwise kernel; of an LSTM, hidden and inputs +
  /// hidden, for its input weights, and the same for its recurrent weights (here with as many
  /// inputs as hidden units, for the tensor does not tell the layer's).
  DL4J {
    @Override
    Fans of(Kernel kernel) {
      return switch (kernel.kind()) {
        case DEPTHWISE_CONVOLUTION ->
            new Fans((double) kernel.blocks() * kernel.taps(), kernel.fans().out());
        case RECURRENT -> new Fans(kernel.units(), (double) kernel.inputs() + kernel.units());
        default -> kernel.fans();
      };
    }
  };

  abstract Fans of(Kernel kernel);
}
