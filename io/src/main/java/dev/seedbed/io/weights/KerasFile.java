package dev.seedbed.io.weights;

import dev.seedbed.data.InputException;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.file.AtomicFiles;
import dev.seedbed.io.file.FileSnapshot;
import dev.seedbed.io.weights.HdfDataset.Chunked;
import dev.seedbed.io.weights.HdfDataset.Compact;
import dev.seedbed.io.weights.HdfDataset.Contiguous;
import dev.seedbed.io.weights.HdfDataset.Missing;
import dev.seedbed.io.weights.KerasLayers.Layer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A model of Keras: a .keras file of Keras 3, which is a zip with an HDF5 file in it, or an HDF5
/// file: `.weights.h5` of Keras 3, `.h5` of earlier versions.
///
/// Tensors are named by their paths in the HDF5 file. Where Keras 3 numbers a layer's variables
/// (`layers/dense/vars/0`) and the layer's class is known, the variable's name stands in the place
/// of the number (`layers/dense/kernel`).
///
/// Numbers that stand in one piece, as Keras stores them, are read and replaced where they stand;
/// HDF5 has no checksums of them. Those in chunks, which other programs may have compressed, are
/// read only. In a copy of a .keras file, all other members of the zip are as they were, byte for
/// byte.
final class KerasFile implements WeightFile {
  private final FileSnapshot snapshot;
  private final KerasData data;
  private final List<HdfDataset> datasets;
  private final List<StoredTensor> tensors;
  private final TensorIndex places;
  private final Map<String, String> metadata;

  private KerasFile(FileSnapshot snapshot, KerasData data, HdfReader.Content content)
      throws MalformedModelException {
    this.snapshot = snapshot;
    this.data = data;
    this.datasets = content.datasets();
    Optional<String> config = data.config().or(content::config);
    KerasLayers layers =
        config.isPresent() ? KerasLayers.read(config.get()) : KerasLayers.unknown();
    var variables = new KerasVariables(layers, content.layerNames());
    Map<String, String> names = variables.names(datasets);
    List<StoredTensor> declared =
        datasets.stream()
            .map(dataset ->
                new StoredTensor(
                    names.getOrDefault(dataset.path(), dataset.path()),
                    dataset.type(),
                    dataset.shape(),
                    dataset.floatType(),
                    variables.of(dataset.path()).map(Layer::use),
                    Role.Parameter.OTHER))
            .toList();
    this.tensors = NamedRoles.assign(declared).stream().map(KerasFile::withoutOptimizer).toList();
    this.places = TensorIndex.of(tensors);
    boolean keras =
        content.keras()
            || config.isPresent()
            || names.keySet().stream().anyMatch(KerasFile::isKeras);
    this.metadata = keras ? Map.of("format", "keras") : Map.of();
  }

  private static boolean isKeras(String path) {
    return path.matches("(?s)(.*/)?vars/\\d+");
  }

  /// What an optimiser keeps of each weight is neither drawn nor judged.
  private static StoredTensor withoutOptimizer(StoredTensor tensor) {
    return tensor.name().matches("(?s)optimizer(_weights)?/.*")
        ? tensor.with(new Role.Constant("the optimiser's, by its name"))
        : tensor;
  }

  static KerasFile read(Path file) throws IOException {
    FileSnapshot snapshot = FileSnapshot.of(file);
    KerasData data = KerasData.of(snapshot);
    try (HdfReader reader = data.open()) {
      HdfReader.Content content = reader.content();
      checkApart(content.datasets());
      return new KerasFile(snapshot, data, content);
    }
  }

  /// No dataset lies on another.
  private static void checkApart(List<HdfDataset> datasets) throws MalformedModelException {
    record Place(String path, Contiguous numbers) {}
    var places = new ArrayList<Place>();
    for (HdfDataset dataset : datasets) {
      if (dataset.storage() instanceof Contiguous numbers && numbers.bytes() > 0) {
        places.add(new Place(dataset.path(), numbers));
      }
    }
    places.sort(Comparator.comparingLong(place -> place.numbers().at()));
    long free = 0;
    for (Place place : places) {
      if (place.numbers().at() < free) {
        throw HdfReader.broken(
            place.path(), "begin behind others, at " + free, "" + place.numbers().at());
      }
      free = place.numbers().at() + place.numbers().bytes();
    }
  }

  @Override
  public Path path() {
    return snapshot.path();
  }

  @Override
  public List<StoredTensor> tensors() {
    return tensors;
  }

  /// "format" -> "keras", if Keras wrote the file.
  @Override
  public Map<String, String> metadata() {
    return metadata;
  }

  @Override
  public Map<String, String> biases() {
    return Map.of();
  }

  @Override
  public TensorElements open(StoredTensor tensor) throws IOException {
    int place = places.get(tensor, path());
    StoredTensor stored = tensors.get(place);
    FloatType type = TensorElements.type(stored);
    return switch (datasets.get(place).storage()) {
      case Contiguous(long at, _) -> StoredElements.open(data.file(), data.begin() + at, stored);
      case Compact(byte[] bytes) -> {
        float[] values = TensorElements.room(stored, stored.elements());
        type.decode(ByteBuffer.wrap(bytes), values, values.length);
        yield TensorElements.held(values);
      }
      case Chunked() -> chunks(datasets.get(place));
      case Missing() -> throw TensorElements.notReal(stored);
    };
  }

  private TensorElements chunks(HdfDataset dataset) throws IOException {
    HdfReader reader = data.open();
    try {
      return reader.chunks(dataset);
    } catch (IOException | RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  @Override
  public List<Path> outputs(Path out) {
    return List.of(out);
  }

  @Override
  public void rewrite(Path out, Map<String, ElementSource> values, int threads) throws IOException {
    RewriteChecks.check(this, out, values);
    if (!data.file().equals(snapshot)) {
      throw new InputException(
          "%s is compressed in %s; store it uncompressed, as Keras does, for a copy with other values"
              .formatted(KerasData.WEIGHTS, path()));
    }
    for (int i = 0; i < tensors.size(); i++) {
      if (values.containsKey(tensors.get(i).name())
          && !(datasets.get(i).storage() instanceof Contiguous)) {
        throw new InputException(
            "tensor '%s' does not stand in one piece in the file, so that it cannot be given other values; save the model anew with Keras"
                .formatted(Quoted.of(tensors.get(i).name())));
      }
    }
    if (data.member().isEmpty()) {
      var copy = new SplicedCopy(snapshot, Replacement.inPlace(tensors, this::begin, values));
      AtomicFiles.writeChannel(out, channel -> copy.writeTo(channel, 0, threads));
      return;
    }
    var copy = new ArchiveCopy(snapshot, data.archive().orElseThrow());
    for (int i = 0; i < tensors.size(); i++) {
      StoredTensor tensor = tensors.get(i);
      ElementSource source = values.get(tensor.name());
      if (source != null) {
        FloatType type = tensor.floatType().orElseThrow();
        copy.replace(
            data.member().get(),
            NumberFormat.littleEndian(type),
            new ElementPlace.Row(begin(i), type.bytes()),
            tensor.elements(),
            source);
      }
    }
    AtomicFiles.writeChannel(out, channel -> copy.writeTo(channel, threads));
  }

  private long begin(int place) {
    return datasets.get(place).storage() instanceof Contiguous(long at, _)
        ? data.begin() + at
        : data.begin();
  }
}
