package dev.seedbed.io.weights;

import dev.seedbed.io.array.NpyFile;
import dev.seedbed.io.file.AtomicFiles;
import dev.seedbed.io.file.FileSnapshot;
import dev.seedbed.io.zip.ZipArchive;
import dev.seedbed.io.zip.ZipMember;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An archive of arrays that NumPy wrote, by `numpy.savez` or `numpy.savez_compressed`. Each array
/// is a tensor, under the name by which NumPy has it; other members are left alone.
///
/// A copy has the members in their order, with their names, times and ways of compression.
final class NpzFile implements WeightFile {
  private final FileSnapshot snapshot;
  private final ZipArchive archive;
  private final List<NpzMember> members;
  private final List<StoredTensor> tensors;
  private final TensorIndex places;

  private NpzFile(FileSnapshot snapshot, ZipArchive archive, List<NpzMember> members) {
    this.snapshot = snapshot;
    this.archive = archive;
    this.members = members;
    List<StoredTensor> declared = members.stream().map(NpzFile::stored).toList();
    var roles = new NamedRoles(declared);
    this.tensors = declared.stream().map(tensor -> tensor.with(roles.of(tensor))).toList();
    this.places = TensorIndex.of(tensors);
  }

  private static StoredTensor stored(NpzMember member) {
    return new StoredTensor(
        member.name(),
        Quoted.of(member.header().descr()),
        member.header().lengths(),
        member.format().map(NumberFormat::type),
        Optional.empty(),
        Role.Parameter.OTHER);
  }

  static NpzFile read(Path file) throws IOException {
    FileSnapshot snapshot = FileSnapshot.of(file);
    try (FileChannel in = snapshot.open()) {
      ZipArchive archive = ZipArchive.read(in);
      var members = new ArrayList<NpzMember>();
      for (ZipMember member : archive.members()) {
        if (member.name().endsWith(NpyFile.SUFFIX)) {
          members.add(NpzMember.read(file.toString(), member, in));
        }
      }
      return new NpzFile(snapshot, archive, members);
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

  @Override
  public Map<String, String> metadata() {
    return Map.of();
  }

  @Override
  public Map<String, String> biases() {
    return Map.of();
  }

  @Override
  public TensorElements open(StoredTensor tensor) throws IOException {
    int place = places.get(tensor, path());
    NpzMember array = members.get(place);
    NumberFormat format = array.format(tensors.get(place));
    if (array.member().stored()) {
      return StoredElements.open(snapshot, format, place(array, format), tensors.get(place));
    }
    return array.view().isRowMajor()
        ? DeflatedElements.open(snapshot, array, format)
        : DeflatedElements.reordered(snapshot, array, format, tensors.get(place));
  }

  /// Where the elements of an array stand that is stored as it is.
  private static ElementPlace place(NpzMember array, NumberFormat format) {
    long begin = array.member().dataBegin() + array.header().size();
    StridedView view = array.view();
    return view.isRowMajor()
        ? new ElementPlace.Row(begin, format.bytes())
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
    for (int i = 0; i < members.size(); i++) {
      NpzMember array = members.get(i);
      StoredTensor tensor = tensors.get(i);
      ElementSource source = values.get(tensor.name());
      if (source == null) {
        continue;
      }
      NumberFormat format = array.format(tensor);
      if (array.member().stored()) {
        copy.replace(array.member(), format, place(array, format), tensor.elements(), source);
      } else {
        copy.replace(
            array.member(), new ArrayDeflation(snapshot, array, tensor, format, this, source));
      }
    }
    AtomicFiles.writeChannel(out, channel -> copy.writeTo(channel, threads));
  }
}
