package dev.seedbed.io.weights;

import dev.seedbed.data.InputException;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.file.AtomicFiles;
import dev.seedbed.io.file.FileSnapshot;
import dev.seedbed.io.weights.OnnxTensor.Coded;
import dev.seedbed.io.weights.OnnxTensor.Contiguous;
import dev.seedbed.io.weights.OnnxTensor.External;
import dev.seedbed.io.weights.OnnxTensor.Opaque;
import dev.seedbed.io.weights.Replacement.Elements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/// An ONNX file. Its tensors are the initializers of the graph and of the graphs inside it, and the
/// values of nodes `Constant` that are real numbers, under the name of the node's output. A name
/// that two inner graphs have gets `_1`, `_2`, … behind it where it comes again.
///
/// Numbers that stand as raw data, as packed floats or as packed doubles are replaced where they
/// stand. Those that are coded number by number (16 bits in `int32_data`) become raw data, and
/// cannot be read for a source that wants the current ones. Numbers in other files go to one file
/// beside the copy, named like it with ".data" behind; all else in those files is kept, too.
public final class OnnxFile implements WeightFile {
  /// Numbers that are looked at to tell a mask, at most.
  private static final int MOST_OF_A_MASK = 1 << 16;

  private final FileSnapshot snapshot;
  private final OnnxScan.Result content;
  private final OnnxExternalData external;
  private final TensorIndex places;

  private OnnxFile(FileSnapshot snapshot, OnnxScan.Result content, OnnxExternalData external) {
    this.snapshot = snapshot;
    this.content = content;
    this.external = external;
    this.places = TensorIndex.of(content.stored());
  }

  static OnnxFile read(Path file) throws IOException {
    FileSnapshot snapshot = FileSnapshot.of(file);
    if (snapshot.size() > Integer.MAX_VALUE) {
      throw new MalformedModelException(
          "an ONNX file must be smaller than 2 GB, with larger tensors in a file beside it: "
              + snapshot.size());
    }
    try (var in = Files.newInputStream(file)) {
      OnnxScan.Result content = OnnxScan.scan(in, (int) snapshot.size());
      Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
      OnnxExternalData external = OnnxExternalData.of(folder, content.external());
      Map<String, StoredTensor> masks = new OnnxFile(snapshot, content, external).masks();
      return new OnnxFile(snapshot, content.with(masks), external);
    }
  }

  /// The tensors that turn out to be masks: parameters of another kind by their use, but with an
  /// infinity or, in a table, of two numbers only, one of which is 0.
  private Map<String, StoredTensor> masks() throws IOException {
    var masks = new HashMap<String, StoredTensor>();
    for (StoredTensor tensor : content.stored()) {
      if (tensor.role() == Role.Parameter.OTHER && isMask(first(tensor), tensor.longAxes() > 1)) {
        masks.put(tensor.name(), tensor.with(new Role.Constant("a mask, by its numbers")));
      }
    }
    return masks;
  }

  private static boolean isMask(float[] values, boolean table) {
    boolean zero = false;
    OptionalDouble other = OptionalDouble.empty();
    boolean two = table;
    for (float value : values) {
      if (Float.isInfinite(value)) {
        return true;
      }
      if (value == 0) {
        zero = true;
      } else {
        two &= other.orElse(value) == value;
        other = OptionalDouble.of(value);
      }
    }
    return two && zero && other.isPresent();
  }

  /// The first numbers of a tensor: a mask shows itself in its first rows.
  private float[] first(StoredTensor tensor) throws IOException {
    OnnxTensor found = content.tensors().get(places.get(tensor, path()));
    return switch (found.data()) {
      case Contiguous _, External _ -> {
        try (TensorElements elements = open(tensor)) {
          yield elements.first(tensor, Math.min(tensor.elements(), MOST_OF_A_MASK));
        }
      }
      case Coded _, Opaque() -> new float[0];
    };
  }

  @Override
  public Path path() {
    return snapshot.path();
  }

  @Override
  public List<StoredTensor> tensors() {
    return content.stored();
  }

  @Override
  public Map<String, String> metadata() {
    return content.metadata();
  }

  @Override
  public Map<String, String> biases() {
    return content.biases();
  }

  @Override
  public TensorElements open(StoredTensor tensor) throws IOException {
    int place = places.get(tensor, path());
    StoredTensor stored = content.stored().get(place);
    OnnxTensor found = content.tensors().get(place);
    return switch (found.data()) {
      case Contiguous(long at) -> StoredElements.open(snapshot, at, stored);
      case Coded(List<OnnxTensor.Range> fields) ->
          TensorElements.held(CodedElements.read(snapshot, fields, stored));
      case External _ -> {
        ExternalFiles.Range range = external.range(found);
        yield StoredElements.open(range.file(), range.begin(), stored);
      }
      case Opaque() -> throw TensorElements.notReal(stored);
    };
  }

  @Override
  public List<Path> outputs(Path out) {
    return external.isEmpty() ? List.of(out) : List.of(out, dataFile(out));
  }

  private static Path dataFile(Path out) {
    return out.resolveSibling(out.getFileName() + ".data");
  }

  @Override
  public void rewrite(Path out, Map<String, ElementSource> values, int threads) throws IOException {
    RewriteChecks.check(this, out, values);
    var changed = new IdentityHashMap<OnnxTensor, ElementSource>();
    for (int i = 0; i < content.tensors().size(); i++) {
      ElementSource source = values.get(content.stored().get(i).name());
      if (source != null) {
        changed.put(content.tensors().get(i), source);
      }
    }
    Path dataFile = dataFile(out);
    var data = external.copy(dataFile.getFileName().toString(), changed);
    var edits = new ArrayList<>(data.locations());
    changed.forEach((tensor, source) -> edits.addAll(edits(tensor, source)));
    var copy = new SplicedCopy(snapshot, Frame.withLengths(edits));
    if (copy.length() > Integer.MAX_VALUE) {
      throw new InputException(
          path() + " would become larger than 2 GB; save it with its tensors in a file beside it");
    }
    if (external.isEmpty()) {
      AtomicFiles.writeChannel(out, channel -> copy.writeTo(channel, 0, threads));
      return;
    }
    external.checkNotOverwritten(path(), out, dataFile);
    AtomicFiles.writeChannel(
        out,
        channel -> {
          copy.writeTo(channel, 0, threads);
          AtomicFiles.writeChannel(dataFile, other -> data.writeTo(other, threads));
        });
  }

  /// The edits of this file by which `tensor` gets its elements from `source`.
  private static List<Frame.Edit> edits(OnnxTensor tensor, ElementSource source) {
    FloatType type = tensor.type().floatType().orElseThrow();
    long count = tensor.elements();
    return switch (tensor.data()) {
      case Contiguous(long at) ->
          List.of(new Frame.Edit(tensor.frame(), Replacement.inPlace(at, type, count, source)));
      case Coded(List<OnnxTensor.Range> fields) -> {
        if (source.readsCurrent()) {
          throw new InputException(
              ("tensor '%s' is coded number by number, so that its new values cannot depend on"
                      + " the old ones; save the model with raw data")
                  .formatted(Quoted.of(tensor.name())));
        }
        var elements =
            new Elements(NumberFormat.littleEndian(type), count, source, Optional.empty());
        yield asRawData(tensor.frame(), fields, elements);
      }
      case External _ -> List.of();
      case Opaque() -> throw new IllegalStateException("not of real numbers: " + tensor.name());
    };
  }

  /// The first of `fields` becomes raw data, the others go.
  private static List<Frame.Edit> asRawData(
      Frame frame, List<OnnxTensor.Range> fields, Elements elements) {
    byte[] head =
        Frame.encode(out -> {
          out.writeTag(9, ProtoReader.DELIMITED);
          out.writeUInt64NoTag(elements.length());
        });
    int begin = fields.getFirst().begin();
    var edits = new ArrayList<Frame.Edit>();
    edits.add(new Frame.Edit(frame, Replacement.bytes(begin, begin, head)));
    edits.add(new Frame.Edit(frame, new Replacement(begin, fields.getFirst().end(), elements)));
    for (OnnxTensor.Range field : fields.subList(1, fields.size())) {
      edits.add(new Frame.Edit(frame, Replacement.bytes(field.begin(), field.end())));
    }
    return edits;
  }
}
