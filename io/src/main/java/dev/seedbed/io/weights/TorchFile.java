package dev.seedbed.io.weights;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.seedbed.data.InputException;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.file.AtomicFiles;
import dev.seedbed.io.file.FileSnapshot;
import dev.seedbed.io.pickle.PickleReader;
import dev.seedbed.io.zip.ZipArchive;
import dev.seedbed.io.zip.ZipMember;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// A file that PyTorch 1.6 or later wrote by `torch.save`: a zip archive with a pickle, of which
/// only the tensors are taken and nothing is run, and a member for each storage of numbers.
/// [TorchCheckpoint] says which tensors it has and what they are called.
///
/// A copy has the pickle and all else as it was; only numbers change, and their checksums. A tensor
/// that shares numbers with one that changes, as tied weights do, changes with it.
final class TorchFile implements WeightFile {
  /// The part of the heap that the values of a pickle may take.
  private static final int SHARE_OF_MEMORY = 3;

  private final FileSnapshot snapshot;
  private final ZipArchive archive;
  private final ByteOrder order;
  private final List<TorchTensor> content;
  private final List<StoredTensor> tensors;
  private final TensorIndex places;

  private TorchFile(
      FileSnapshot snapshot, ZipArchive archive, ByteOrder order, List<TorchTensor> content) {
    this.snapshot = snapshot;
    this.archive = archive;
    this.order = order;
    this.content = content;
    var shared = new SharedStorages(content);
    List<StoredTensor> declared = content.stream().map(TorchFile::stored).toList();
    var roles = new NamedRoles(declared);
    var stored = new ArrayList<StoredTensor>();
    for (int i = 0; i < content.size(); i++) {
      Optional<Role> constant = shared.reason(content.get(i)).map(Role.Constant::new);
      StoredTensor tensor = declared.get(i);
      stored.add(tensor.with(constant.orElseGet(() -> roles.of(tensor))));
    }
    this.tensors = List.copyOf(stored);
    this.places = TensorIndex.of(tensors);
  }

  private static StoredTensor stored(TorchTensor tensor) {
    return new StoredTensor(
        tensor.name(),
        tensor.type().name(),
        tensor.view().shape(),
        tensor.type().floatType(),
        Optional.empty(),
        Role.Parameter.OTHER);
  }

  static TorchFile read(Path file) throws IOException {
    FileSnapshot snapshot = FileSnapshot.of(file);
    try (FileChannel in = snapshot.open()) {
      TorchSignature.check(in);
      ZipArchive archive = ZipArchive.read(in);
      var members = TorchMembers.of(archive);
      ZipMember pickle = members.pickle();
      long memory = Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY;
      var content =
          TorchCheckpoint.tensors(
              PickleReader.read(pickle.open(in), pickle.size(), memory), members.storages());
      return new TorchFile(snapshot, archive, order(members, in), content);
    }
  }

  /// Files without a word on it are little-endian.
  private static ByteOrder order(TorchMembers members, FileChannel in) throws IOException {
    if (members.byteOrder().isEmpty()) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    byte[] word = members.byteOrder().get().open(in).readNBytes(Long.BYTES);
    return switch (new String(word, US_ASCII)) {
      case "little" -> ByteOrder.LITTLE_ENDIAN;
      case "big" -> ByteOrder.BIG_ENDIAN;
      default ->
          throw new MalformedModelException(
              "its byteorder must be little or big: " + Quoted.of(new String(word, US_ASCII)));
    };
  }

  @Override
  public Path path() {
    return snapshot.path();
  }

  @Override
  public List<StoredTensor> tensors() {
    return tensors;
  }

  @Override
  public Map<String, String> metadata() {
    return Map.of("format", "pt");
  }

  @Override
  public Map<String, String> biases() {
    return Map.of();
  }

  @Override
  public TensorElements open(StoredTensor tensor) throws IOException {
    int place = places.get(tensor, path());
    var format = new NumberFormat(TensorElements.type(tensors.get(place)), order);
    return StoredElements.open(
        snapshot, format, place(content.get(place), format), tensors.get(place));
  }

  private static ElementPlace place(TorchTensor tensor, NumberFormat format) {
    long begin = tensor.storage().dataBegin();
    StridedView view = tensor.view();
    return view.isRowMajor()
        ? new ElementPlace.Row(begin + view.offset() * format.bytes(), format.bytes())
        : new StridedPlace(begin, view, format.bytes());
  }

  @Override
  public List<Path> outputs(Path out) {
    return List.of(out);
  }

  @Override
  public void rewrite(Path out, Map<String, ElementSource> values, int threads) throws IOException {
    RewriteChecks.check(this, out, values);
    var copy = new ArchiveCopy(snapshot, archive);
    for (int place : changed(values)) {
      TorchTensor tensor = content.get(place);
      var format = new NumberFormat(TensorElements.type(tensors.get(place)), order);
      copy.replace(
          tensor.storage(),
          format,
          place(tensor, format),
          tensor.view().elements(),
          Objects.requireNonNull(values.get(tensor.name())));
    }
    AtomicFiles.writeChannel(out, channel -> copy.writeTo(channel, threads));
  }

  /// Which tensors change, of those that have elements. Those that share no numbers with one before
  /// them are all apart; of tied ones only one is named.
  ///
  /// @throws InputException if one holds numbers more than once, or two share numbers and would get
  ///   different ones
  private List<Integer> changed(Map<String, ElementSource> values) throws IOException {
    var changed = new ArrayList<Integer>();
    var sharing = new ArrayList<Integer>();
    for (int i = 0; i < content.size(); i++) {
      StoredTensor tensor = tensors.get(i);
      if (values.containsKey(tensor.name()) && tensor.elements() > 0) {
        (tensor.role() instanceof Role.Constant ? sharing : changed).add(i);
      }
    }
    for (int i : sharing) {
      if (isNew(i, changed, values)) {
        changed.add(i);
      }
    }
    return changed;
  }

  private boolean isNew(int place, List<Integer> changed, Map<String, ElementSource> values)
      throws IOException {
    TorchTensor tensor = content.get(place);
    if (!tensor.view().isOneToOne()) {
      throw new InputException(
          "tensor '%s' holds numbers more than once, so that it cannot be given others; save it after .clone()"
              .formatted(Quoted.of(tensor.name())));
    }
    for (int other : changed) {
      TorchTensor before = content.get(other);
      if (!before.storage().equals(tensor.storage()) || before.view().isApart(tensor.view())) {
        continue;
      }
      if (before.view().isSame(tensor.view()) && agree(place, other, values)) {
        return false;
      }
      throw new InputException(
          "tensors '%s' and '%s' share their numbers, and would get different ones; give them to one of them"
              .formatted(Quoted.of(before.name()), Quoted.of(tensor.name())));
    }
    return true;
  }

  /// Whether two tensors of the same numbers would get the same new ones.
  private boolean agree(int one, int other, Map<String, ElementSource> values) throws IOException {
    StoredTensor tensor = tensors.get(one);
    List<ElementSource> sources =
        Stream.of(one, other)
            .map(i -> Objects.requireNonNull(values.get(tensors.get(i).name())))
            .toList();
    var numbers = new float[2][ElementChunks.CHUNK];
    try (TensorElements elements = open(tensor)) {
      for (long from = 0; from < tensor.elements(); from += ElementChunks.CHUNK) {
        int count = (int) Math.min(ElementChunks.CHUNK, tensor.elements() - from);
        for (int i = 0; i < numbers.length; i++) {
          if (sources.get(i).readsCurrent()) {
            elements.read(from, numbers[i], count);
          }
          sources.get(i).fill(from, numbers[i], count);
        }
        if (!Arrays.equals(numbers[0], 0, count, numbers[1], 0, count)) {
          return false;
        }
      }
    }
    return true;
  }
}
