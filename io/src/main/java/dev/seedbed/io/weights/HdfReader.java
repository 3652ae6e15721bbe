package dev.seedbed.io.weights;

import dev.seedbed.data.InputException;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.NotEnoughMemoryException;
import dev.seedbed.io.file.FileSnapshot;
import io.jhdf.AbstractNode;
import io.jhdf.Constants;
import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.dataset.CompactDataset;
import io.jhdf.object.message.FilterPipelineMessage;
import io.jhdf.object.message.FilterPipelineMessage.FilterInfo;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/// An open HDF5 file, read by jhdf. This is the only class that calls it, but for chunks
/// ([HdfChunks]); whatever it throws at a damaged file becomes a [MalformedModelException].
///
/// Links to other files and names of other objects (soft links) are not followed, and a dataset of
/// two names is listed once.
final class HdfReader implements Closeable {
  /// So few that a sound file of them takes fewer reads than [HdfChannel] allows.
  private static final int MOST_DATASETS = 1 << 18;

  private static final int DEEPEST = 200;

  private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};

  private final FileSnapshot file;
  private final HdfChannel channel;
  private final HdfFile hdf;

  private HdfReader(FileSnapshot file, HdfChannel channel, HdfFile hdf) {
    this.file = file;
    this.channel = channel;
    this.hdf = hdf;
  }

  /// @param begin where the HDF5 file begins in `file`
  static HdfReader open(FileSnapshot file, long begin, long length) throws IOException {
    var channel = new HdfChannel(file.open(), begin, length);
    try {
      if (!isHdf(channel)) {
        throw new MalformedModelException("it is not HDF5: the signature is missing");
      }
      // The name is for jhdf's log only.
      HdfFile hdf = guarded(() -> new HdfFile(channel, Path.of("model.h5").toUri()));
      return new HdfReader(file, channel, hdf);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// Whether the signature stands at the beginning or behind a block of the user's.
  private static boolean isHdf(HdfChannel channel) throws IOException {
    ByteBuffer found = ByteBuffer.allocate(SIGNATURE.length);
    for (long at = 0; at < channel.size(); at = Math.max(512, 2 * at)) {
      channel.position(at).read(found.clear());
      if (Arrays.equals(found.array(), SIGNATURE)) {
        return true;
      }
    }
    return false;
  }

  /// Reads by jhdf. Its exceptions are unchecked, and lengths from a damaged file may ask for more
  /// memory or stack than there is.
  ///
  /// @throws MalformedModelException whatever is wrong with the file
  static <T> T guarded(Callable<T> reading) throws IOException {
    try {
      return reading.call();
    } catch (InputException | NotEnoughMemoryException | MalformedModelException e) {
      throw e;
    } catch (Exception e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      String message = cause.getMessage();
      throw malformed(message == null ? cause.getClass().getSimpleName() : message);
    } catch (OutOfMemoryError e) {
      throw malformed("a length in it asks for more memory than there is");
    } catch (StackOverflowError e) {
      throw malformed("it is nested too deeply");
    }
  }

  private static MalformedModelException malformed(String reason) {
    return new MalformedModelException(
        "malformed HDF5, or of a kind that cannot be read: " + Quoted.of(reason));
  }

  /// The file that it is, or is in.
  Path path() {
    return file.path();
  }

  /// What there is.
  ///
  /// @param datasets in the file's order
  /// @param layerNames the names that Keras 3 gives the layers, by the paths of their groups
  /// @param config the model's configuration as JSON, of a file of Keras 2
  /// @param keras whether Keras wrote it, as attributes say
  record Content(
      List<HdfDataset> datasets,
      Map<String, String> layerNames,
      Optional<String> config,
      boolean keras) {}

  /// Lists what there is.
  Content content() throws IOException {
    return content(MOST_DATASETS);
  }

  /// Lists what there is, if it is at most that many groups and datasets.
  Content content(int most) throws IOException {
    return guarded(() -> new Walk(most).content());
  }

  /// One walk through all groups.
  private final class Walk {
    private final List<HdfDataset> datasets = new ArrayList<>();
    private final Map<String, String> layerNames = new HashMap<>();
    private final Set<String> paths = new HashSet<>();

    /// Their addresses.
    private final Set<Long> seen = new HashSet<>();

    private final int most;

    Walk(int most) {
      this.most = most;
    }

    Content content() throws IOException {
      seen.add(hdf.getAddress());
      walk(hdf, "", 0);
      boolean keras =
          List.of("keras_version", "backend", "layer_names", "model_config").stream()
              .anyMatch(hdf.getAttributes()::containsKey);
      return new Content(datasets, layerNames, text(hdf.getAttribute("model_config")), keras);
    }

    private void walk(Group group, String prefix, int depth) throws IOException {
      if (depth > DEEPEST) {
        throw new MalformedModelException("groups are nested deeper than " + DEEPEST);
      }
      for (Node node : group.getChildren().values()) {
        if (node.isLink() || !seen.add(node.getAddress())) {
          continue;
        }
        String path = prefix + node.getName();
        if (!paths.add(path) || paths.size() > most) {
          throw new MalformedModelException(
              "at most %d objects, each of another name: '%s'".formatted(most, Quoted.of(path)));
        }
        if (node instanceof Group inner) {
          if (node.getName().equals("vars")) {
            text(inner.getAttribute("name"))
                .ifPresent(name -> layerNames.put(prefix.replaceFirst("/$", ""), name));
          }
          walk(inner, path + "/", depth + 1);
        } else if (node instanceof Dataset dataset) {
          datasets.add(dataset(dataset, path));
        }
      }
    }
  }

  private static Optional<String> text(Attribute attribute) {
    return Optional.ofNullable(attribute)
        .map(Attribute::getData)
        .filter(String.class::isInstance)
        .map(String.class::cast);
  }

  private HdfDataset dataset(Dataset dataset, String path) throws IOException {
    String label = text(dataset.getAttribute("dtype")).orElse("");
    String type = HdfTypes.name(dataset.getDataType(), label);
    Optional<FloatType> real = HdfTypes.floatType(dataset.getDataType(), label);
    long[] shape = dataset.getDimensionsAsLong();
    long bytes;
    try {
      if (Arrays.stream(shape).anyMatch(length -> length < 0)) {
        throw new ArithmeticException();
      }
      bytes = Math.multiplyExact(Shapes.elements(shape), (long) dataset.getDataType().getSize());
    } catch (ArithmeticException e) {
      throw broken(path, "have fewer than 2^63 bytes", Arrays.toString(shape));
    }
    HdfDataset.Storage storage = storage(dataset, path, bytes);
    return switch (storage) {
      case HdfDataset.Missing() ->
          new HdfDataset(path, type + ", never written", shape, Optional.empty(), storage);
      case HdfDataset.Chunked() -> {
        Optional<String> filter = HdfChunks.unknownFilter(filters(dataset));
        yield filter.isPresent()
            ? new HdfDataset(
                path, type + " compressed by " + filter.get(), shape, Optional.empty(), storage)
            : new HdfDataset(path, type, shape, real, storage);
      }
      case HdfDataset.Contiguous _, HdfDataset.Compact _ ->
          new HdfDataset(path, type, shape, real, storage);
    };
  }

  private HdfDataset.Storage storage(Dataset dataset, String path, long bytes)
      throws MalformedModelException {
    return switch (dataset) {
      case ContiguousDataset contiguous -> {
        long at = contiguous.getDataAddress();
        if (at == Constants.UNDEFINED_ADDRESS) {
          yield bytes == 0 ? new HdfDataset.Contiguous(0, 0) : new HdfDataset.Missing();
        }
        long begin = at + hdf.getUserBlockSize();
        if (at < 0 || begin < at || begin > channel.size() || bytes > channel.size() - begin) {
          throw broken(
              path,
              "lie within the file's %d bytes, or it is cut off".formatted(channel.size()),
              "%d bytes from %s on".formatted(bytes, Long.toUnsignedString(begin)));
        }
        yield new HdfDataset.Contiguous(begin, bytes);
      }
      case CompactDataset compact -> {
        ByteBuffer buffer = compact.getDataBuffer();
        if (buffer.remaining() < bytes) {
          throw broken(path, "have %d bytes".formatted(bytes), "" + buffer.remaining());
        }
        var held = new byte[(int) bytes];
        buffer.get(held);
        yield new HdfDataset.Compact(held);
      }
      case ChunkedDataset chunked -> {
        HdfChunks.check(chunked, path, channel.size(), !filters(dataset).isEmpty());
        yield new HdfDataset.Chunked();
      }
      default -> throw broken(path, "be stored in a known way", dataset.getClass().getSimpleName());
    };
  }

  static MalformedModelException broken(String path, String rule, String value) {
    return new MalformedModelException(
        "dataset '%s' must %s: %s".formatted(Quoted.of(path), rule, value));
  }

  /// What the chunks of a dataset went through, first to last.
  private static List<FilterInfo> filters(Dataset dataset) {
    if (!(dataset instanceof AbstractNode node)) {
      return List.of();
    }
    return node.getHeader().getMessagesOfType(FilterPipelineMessage.class).stream()
        .flatMap(message -> message.getFilters().stream())
        .toList();
  }

  /// The elements of a dataset of chunks, which keep this open.
  TensorElements chunks(HdfDataset found) throws IOException {
    TensorElements chunks =
        guarded(() -> {
          Dataset dataset = hdf.getDatasetByPath(found.path());
          if (dataset instanceof ChunkedDataset chunked) {
            return new HdfChunks(
                this, chunked, filters(dataset), found.floatType().orElseThrow(), found.shape());
          }
          throw new IllegalStateException(found.path());
        });
    channel.numbersFollow();
    return chunks;
  }

  /// The bytes of one chunk as they are stored.
  byte[] chunk(ChunkedDataset dataset, int[] at) throws IOException {
    channel.allow();
    return guarded(() -> {
      ByteBuffer buffer = dataset.getRawChunkBuffer(at);
      var bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    });
  }

  @Override
  public void close() throws IOException {
    channel.close();
    file.requireUnchanged();
  }
}
