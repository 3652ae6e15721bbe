package dev.seedbed.io.weights;

import dev.seedbed.data.InputException;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.file.Memory;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.filter.ByteShuffleFilter;
import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The elements of a dataset that is stored in chunks: plain, shuffled, compressed by deflate
/// (gzip), or with checksums, which are not verified. Chunks that were read last are kept, as many
/// as a row of them takes or an eighth of the memory holds: where a row takes more, chunks are read
/// again for each of its rows of elements.
final class HdfChunks implements TensorElements {
  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;
  private static final int FLETCHER32 = 3;

  /// The most that deflate makes of a byte.
  private static final long MOST_INFLATED = 1032;

  /// Of a chunk: an array's, less a checksum.
  private static final int MOST_BYTES = Integer.MAX_VALUE - 16;

  /// What a chunk takes in an index, at the least.
  private static final int LEAST_INDEXED = 8;

  private final HdfReader reader;
  private final ChunkedDataset dataset;
  private final List<FilterInfo> filters;
  private final FloatType type;
  private final long[] shape;
  private final int[] chunk;
  private final Map<List<Integer>, ByteBuffer> kept;

  HdfChunks(
      HdfReader reader,
      ChunkedDataset dataset,
      List<FilterInfo> filters,
      FloatType type,
      long[] shape) {
    this.reader = reader;
    this.dataset = dataset;
    this.filters = filters;
    this.type = type;
    this.shape = shape;
    this.chunk = dataset.getChunkDimensions();
    long bytes = Shapes.elements(Arrays.stream(chunk).asLongStream().toArray()) * type.bytes();
    Memory.require("a chunk of '%s'".formatted(dataset.getPath()), 3 * bytes, "use smaller chunks");
    long most = Math.max(1, Runtime.getRuntime().maxMemory() / 8 / Math.max(1, bytes));
    this.kept =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<List<Integer>, ByteBuffer> eldest) {
            return size() > most;
          }
        };
  }

  /// The name of a filter that cannot be undone, if there is one.
  static Optional<String> unknownFilter(List<FilterInfo> filters) {
    return filters.stream()
        .filter(filter -> filter.getId() < DEFLATE || filter.getId() > FLETCHER32)
        .map(filter -> "%s (%d)".formatted(Quoted.of(filter.getName()), filter.getId()))
        .findFirst();
  }

  /// Checks that a file of `size` bytes can hold the chunks that the dataset's shape asks for.
  static void check(ChunkedDataset dataset, String path, long size, boolean filtered)
      throws MalformedModelException {
    long[] shape = dataset.getDimensionsAsLong();
    int[] chunk = dataset.getChunkDimensions();
    boolean sound =
        shape.length == chunk.length
            && shape.length > 0
            && Arrays.stream(chunk).allMatch(length -> length > 0)
            && Arrays.stream(shape).allMatch(length -> length < Integer.MAX_VALUE);
    if (!sound) {
      throw HdfReader.broken(
          path,
          "have chunks of as many axes as its shape, of lengths below 2^31",
          "%s in %s".formatted(Arrays.toString(chunk), Arrays.toString(shape)));
    }
    try {
      long chunks = 1;
      long bytes = dataset.getDataType().getSize();
      for (int i = 0; i < shape.length; i++) {
        chunks = Math.multiplyExact(chunks, Math.ceilDiv(shape[i], (long) chunk[i]));
        bytes = Math.multiplyExact(bytes, (long) chunk[i]);
      }
      long most = filtered ? Math.multiplyExact(size, MOST_INFLATED) : size;
      if (bytes <= MOST_BYTES
          && chunks <= Math.max(1, size / LEAST_INDEXED)
          && Math.multiplyExact(chunks, bytes) <= most) {
        return;
      }
    } catch (ArithmeticException e) {
      // Too many as well.
    }
    throw HdfReader.broken(
        path,
        "have chunks that fit into the file's %d bytes, each below 2 GB".formatted(size),
        "%s in %s".formatted(Arrays.toString(chunk), Arrays.toString(shape)));
  }

  @Override
  public synchronized void read(long from, float[] into, int count) throws IOException {
    int last = shape.length - 1;
    for (int done = 0; done < count; ) {
      var at = new int[shape.length];
      long inside = 0;
      long rest = from + done;
      long stride = 1;
      int column = 0;
      for (int i = last; i >= 0; i--) {
        int index = (int) (rest % shape[i]);
        rest /= shape[i];
        at[i] = index - index % chunk[i];
        inside += (index % chunk[i]) * stride;
        stride *= chunk[i];
        column = i == last ? index : column;
      }
      long run = Math.min(chunk[last] - column % chunk[last], shape[last] - column);
      int next = (int) Math.min(run, count - done);
      ByteBuffer bytes = chunk(at).slice((int) inside * type.bytes(), next * type.bytes());
      type.decode(bytes, ByteOrder.LITTLE_ENDIAN, into, done, next);
      done += next;
    }
  }

  private ByteBuffer chunk(int[] at) throws IOException {
    List<Integer> key = Arrays.stream(at).boxed().toList();
    ByteBuffer found = kept.get(key);
    if (found == null) {
      try {
        found = ByteBuffer.wrap(decoded(at));
      } catch (MalformedModelException e) {
        throw new InputException("%s: %s".formatted(reader.path(), e.getMessage()));
      }
      kept.put(key, found);
    }
    return found;
  }

  private byte[] decoded(int[] at) throws IOException {
    byte[] bytes = reader.chunk(dataset, at);
    int expected = Arrays.stream(chunk).reduce(type.bytes(), Math::multiplyExact);
    for (FilterInfo filter : filters.reversed()) {
      byte[] encoded = bytes;
      bytes =
          switch (filter.getId()) {
            // Later filters of the pipeline add at most a checksum.
            case DEFLATE -> inflated(encoded, expected + Integer.BYTES);
            case SHUFFLE ->
                HdfReader.guarded(() -> new ByteShuffleFilter().decode(encoded, filter.getData()));
            case FLETCHER32 -> Arrays.copyOf(encoded, Math.max(0, encoded.length - Integer.BYTES));
            default -> throw new IllegalStateException(filter.getName());
          };
    }
    if (bytes.length != expected) {
      throw broken(at, "have %d bytes".formatted(expected), "" + bytes.length);
    }
    return bytes;
  }

  private MalformedModelException broken(int[] at, String rule, String value) {
    return HdfReader.broken(
        dataset.getPath().substring(1),
        "%s in the chunk at %s".formatted(rule, Arrays.toString(at)),
        value);
  }

  /// @param most how many bytes there can be
  private static byte[] inflated(byte[] encoded, int most) throws IOException {
    // Asks for no more than the bytes can become.
    var bytes = new byte[(int) Math.min(most, encoded.length * MOST_INFLATED)];
    try (var inflater = new Inflater()) {
      inflater.setInput(encoded);
      int count = 0;
      while (count < bytes.length && !inflater.finished() && !inflater.needsInput()) {
        count += inflater.inflate(bytes, count, bytes.length - count);
      }
      return Arrays.copyOf(bytes, count);
    } catch (DataFormatException e) {
      throw new MalformedModelException("a chunk is not compressed as the file says");
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
