package dev.seedbed.bench.graph;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.LongArray;
import dev.seedbed.graph.NdArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// A traced network that PyTorch runs forward and backward.
final class TorchTurn implements AutoCloseable {
  private final NDManager manager = NDManager.newBaseManager();
  private final Optional<PtSymbolBlock> block;
  private final NDArray input;

  private TorchTurn(Path trace, NdArray input, int threads) {
    JniUtils.setNumThreads(threads);
    long[] lengths = Arrays.stream(input.shape().lengths()).asLongStream().toArray();
    this.input =
        switch (input) {
          case FloatArray floats -> manager.create(floats.data(), new Shape(lengths));
          case LongArray longs -> manager.create(longs.data(), new Shape(lengths));
          default -> throw new IllegalArgumentException("an input must be of numbers");
        };
    this.block =
        Files.exists(trace)
            ? Optional.of(
                JniUtils.loadModule(
                    (PtNDManager) manager, trace, false, new String[0], new String[0], true))
            : Optional.empty();
  }

  /// A network, ready to run.
  ///
  /// @param trace that need not exist: then nothing is run
  static TorchTurn of(Path trace, NdArray input, int threads) {
    return new TorchTurn(trace, input, threads);
  }

  /// Runs once, and gives the seconds; 0 if there is no trace.
  double run() {
    if (block.isEmpty()) {
      return 0;
    }
    long before = System.nanoTime();
    JniUtils.setGradMode(true);
    try (NDManager inner = manager.newSubManager();
        NDList outputs = IValueUtils.forward(block.get(), new NDList(input), true)) {
      NDArray loss = outputs.getFirst().mean();
      JniUtils.backward((PtNDArray) loss, (PtNDArray) inner.create(1f), false, false);
    }
    JniUtils.setGradMode(false);
    return (System.nanoTime() - before) / 1e9;
  }

  @Override
  public void close() {
    block.ifPresent(PtSymbolBlock::close);
    manager.close();
  }
}
