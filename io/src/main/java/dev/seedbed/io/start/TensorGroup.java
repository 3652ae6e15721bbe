package dev.seedbed.io.start;

import dev.seedbed.data.InputException;
import dev.seedbed.init.Draw;
import dev.seedbed.init.Joint;
import dev.seedbed.init.Kernel;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.WeightFile;
import dev.seedbed.random.RandomStream;
import dev.seedbed.random.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The tensors that one [Joint] makes together. All are made when the first of them is asked for,
/// and each is let go when it has been.
final class TensorGroup {

  /// A tensor of the group.
  ///
  /// @param file where it is
  /// @param axes what they mean; empty for a vector
  record Member(WeightFile file, StoredTensor tensor, Optional<Axes> axes) {

    private String name() {
      return tensor.name();
    }

    Kernel kernel() {
      return axes.map(Axes::kernel)
          .orElseGet(() -> Kernel.dense(1, Math.toIntExact(tensor.elements())));
    }

    /// Its matrices.
    private Stream<Kernel> parts() {
      Kernel all = kernel();
      var one = new Kernel(all.kind(), 1, all.units(), all.inputs(), all.taps(), all.fans());
      return IntStream.range(0, all.blocks()).mapToObj(_ -> one);
    }

    /// What it holds, in the order block, unit, input, tap.
    private float[] values() {
      try {
        float[] stored = file.values(tensor);
        for (float value : stored) {
          if (!Float.isFinite(value)) {
            throw new InputException(
                "tensor '%s' has numbers that are not finite: %s".formatted(name(), value));
          }
        }
        return axes.map(known -> known.layout().made(known.kernel(), stored)).orElse(stored);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final Joint joint;
  private final List<Member> members;
  private final Set<String> drawn;
  private final List<Kernel> parts;
  private final RandomStream stream;
  private final Map<String, float[]> made = new HashMap<>();

  /// @param members in the order of the parts that they hold
  /// @param drawn the names of those that are drawn; the first may only be read
  /// @throws IllegalArgumentException if they do not go together
  TensorGroup(Joint joint, List<Member> members, List<String> drawn, Seed seed) {
    this.joint = joint;
    this.members = List.copyOf(members);
    this.drawn = Set.copyOf(drawn);
    this.parts = members.stream().flatMap(Member::parts).toList();
    if (parts.size() != joint.parts().size()) {
      throw new IllegalArgumentException(
          "%s are %d matrices, but %s hold %d"
              .formatted(
                  String.join(", ", joint.parts()),
                  joint.parts().size(),
                  members.stream()
                      .map(member -> "'" + member.name() + "'")
                      .collect(Collectors.joining(", ")),
                  parts.size()));
    }
    joint.check(parts);
    // The first tensor is the same one, whether it is drawn as well or read from another file.
    this.stream = seed.stream(members.getFirst().name());
  }

  /// The draw of one of its tensors.
  Draw draw(Member member) {
    int before =
        members.stream()
            .takeWhile(other -> !other.equals(member))
            .mapToInt(other -> other.kernel().blocks())
            .sum();
    String symbols =
        IntStream.range(before, before + member.kernel().blocks())
            .mapToObj(joint::symbols)
            .distinct()
            .collect(Collectors.joining(", "));
    return new Draw.OneOfSeveral(symbols, () -> make(member.name()));
  }

  /// The elements of one of its tensors, in the order block, unit, input, tap.
  private synchronized float[] make(String tensor) {
    if (!made.containsKey(tensor)) {
      makeAll();
    }
    return Objects.requireNonNull(made.remove(tensor), tensor);
  }

  private void makeAll() {
    float[] first = joint.readsFirst() ? members.getFirst().values() : new float[0];
    var next = joint.draw(parts, first, stream).iterator();
    for (Member member : members) {
      var blocks = new ArrayList<float[]>();
      member.parts().forEach(_ -> blocks.add(next.next()));
      if (drawn.contains(member.name())) {
        made.put(member.name(), joined(blocks));
      }
    }
  }

  private static float[] joined(List<float[]> blocks) {
    if (blocks.size() == 1) {
      return blocks.getFirst();
    }
    float[] joined = new float[blocks.stream().mapToInt(block -> block.length).sum()];
    int at = 0;
    for (float[] block : blocks) {
      System.arraycopy(block, 0, joined, at, block.length);
      at += block.length;
    }
    return joined;
  }
}
