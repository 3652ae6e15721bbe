package dev.seedbed.io.verify;

import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.TensorElements;
import dev.seedbed.io.weights.Threads;
import dev.seedbed.io.weights.WeightFile;
import dev.seedbed.verify.Sketch;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/// Reads tensors of a file, one after the other, by several threads, and judges each by its sketch.
/// Memory does not grow with the file. What comes out does not depend on the number of threads:
/// pieces of a tensor are added up in their order.
///
/// @param <R> what is made of a tensor
final class SketchReader<R> {
  /// The elements that a thread takes at once: the cost of adding a piece up is small beside it.
  private static final int PIECE = 1 << 22;

  /// Those that it reads at once: they stay in its cache.
  private static final int BUFFER = 1 << 15;

  /// Makes something of a tensor.
  interface Judge<R> {
    /// What is made of a tensor.
    ///
    /// @param tensor its number
    /// @param sketch of its elements, to be used now only
    /// @param elements of the tensor, open until this returns
    R of(int tensor, Sketch sketch, TensorElements elements) throws IOException;
  }

  private final WeightFile file;
  private final List<StoredTensor> tensors;
  private final Judge<R> judge;
  private final List<@Nullable R> results;
  private int nextTensor;
  private long nextPiece;
  private @Nullable Reading current;

  /// Those that are not judged yet.
  private final Set<TensorElements> open = new HashSet<>();

  private SketchReader(WeightFile file, List<StoredTensor> tensors, Judge<R> judge) {
    this.file = file;
    this.tensors = tensors;
    this.judge = judge;
    this.results = new ArrayList<@Nullable R>(Collections.nCopies(tensors.size(), null));
  }

  /// What `judge` makes of each of the tensors, which are real numbers and not empty.
  static <R> List<R> read(WeightFile file, List<StoredTensor> tensors, int threads, Judge<R> judge)
      throws IOException {
    var reader = new SketchReader<R>(file, tensors, judge);
    try {
      Threads.runAll(Collections.nCopies(threads, (Callable<Void>) reader::work));
      return reader.results.stream().map(Objects::requireNonNull).toList();
    } finally {
      for (TensorElements elements : reader.open) {
        elements.close();
      }
    }
  }

  /// Whether a tensor has elements that are real numbers.
  static boolean isReal(StoredTensor tensor) {
    return tensor.floatType().isPresent() && tensor.elements() > 0;
  }

  /// A sketch of all elements of a tensor, of which there are any.
  static Sketch sketch(TensorElements elements, long count) throws IOException {
    float[] buffer = new float[BUFFER];
    var sketch = new Sketch();
    elements.read(0, buffer, 1);
    sketch.clear(buffer[0]);
    add(sketch, elements, 0, count, buffer);
    return sketch;
  }

  private static void add(
      Sketch sketch, TensorElements elements, long from, long end, float[] buffer)
      throws IOException {
    for (long at = from; at < end; at += buffer.length) {
      int some = (int) Math.min(buffer.length, end - at);
      elements.read(at, buffer, some);
      sketch.add(buffer, some);
    }
  }

  /// A tensor that is being read.
  private static final class Reading {
    private final int tensor;
    private final TensorElements elements;
    private final long count;
    private final float origin;
    private final @Nullable Sketch total;
    private long added;

    Reading(int tensor, TensorElements elements, long count) throws IOException {
      this.tensor = tensor;
      this.elements = elements;
      this.count = count;
      float[] first = new float[1];
      elements.read(0, first, 1);
      this.origin = first[0];
      this.total = pieces() > 1 ? new Sketch() : null;
      if (total != null) {
        total.clear(origin);
      }
    }

    long pieces() {
      return Math.ceilDiv(count, (long) PIECE);
    }

    /// Adds a piece when its turn has come.
    ///
    /// @return the sketch of the whole, if it was the last one
    synchronized Optional<Sketch> add(long piece, Sketch sketch) throws IOException {
      if (total == null) {
        return Optional.of(sketch);
      }
      try {
        while (added < piece) {
          wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
      total.add(sketch);
      added++;
      notifyAll();
      return added == pieces() ? Optional.of(total) : Optional.empty();
    }
  }

  private record Piece(Reading reading, long number) {}

  private synchronized Optional<Piece> next() throws IOException {
    Reading reading = current;
    if (reading == null || nextPiece == reading.pieces()) {
      if (nextTensor == tensors.size()) {
        current = null;
        return Optional.empty();
      }
      StoredTensor tensor = tensors.get(nextTensor);
      TensorElements elements = file.open(tensor);
      open.add(elements);
      reading = new Reading(nextTensor++, elements, tensor.elements());
      current = reading;
      nextPiece = 0;
    }
    return Optional.of(new Piece(reading, nextPiece++));
  }

  private Void work() throws IOException {
    var sketch = new Sketch();
    float[] buffer = new float[BUFFER];
    for (Optional<Piece> next = next(); next.isPresent(); next = next()) {
      Piece piece = next.get();
      Reading reading = piece.reading();
      sketch.clear(reading.origin);
      long from = piece.number() * PIECE;
      long end = Math.min(reading.count, from + PIECE);
      add(sketch, reading.elements, from, end, buffer);
      Optional<Sketch> whole = reading.add(piece.number(), sketch);
      if (whole.isPresent()) {
        R result = judge.of(reading.tensor, whole.get(), reading.elements);
        synchronized (this) {
          results.set(reading.tensor, result);
          open.remove(reading.elements);
        }
        reading.elements.close();
      }
    }
    return null;
  }
}
