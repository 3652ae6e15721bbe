package dev.seedbed.io.weights;

import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.pickle.PickleReader.Pickle;
import dev.seedbed.io.pickle.Pickled;
import dev.seedbed.io.pickle.Pickled.Content;
import dev.seedbed.io.pickle.Pickled.Dict;
import dev.seedbed.io.pickle.Pickled.Entry;
import dev.seedbed.io.pickle.Pickled.Global;
import dev.seedbed.io.pickle.Pickled.Made;
import dev.seedbed.io.pickle.Pickled.Origin;
import dev.seedbed.io.pickle.Pickled.Sequence;
import dev.seedbed.io.pickle.Pickled.Text;
import dev.seedbed.io.pickle.Pickled.Whole;
import dev.seedbed.io.zip.ZipMember;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds the tensors of a network in what `torch.save` has saved.
///
/// A tensor's name is made of the keys that lead to it, with dots between them: `model.fc.weight`.
/// The states of optimizers, which are dicts with "state" and "param_groups", are left out. Of a
/// training checkpoint with the weights of one network only the network is taken, with its own
/// names: that is so if one entry of the outermost dict is a dict of nothing but tensors, and its
/// key is one of "state_dict", "model", "model_state_dict", "module" and "net".
final class TorchCheckpoint {
  private static final Set<String> USUAL_KEYS =
      Set.of("state_dict", "model", "model_state_dict", "module", "net");

  /// What modules keep beside their tensors, which may be anything.
  private static final String EXTRA_STATE = "_extra_state";

  private static final int DEEPEST = 100;

  /// Values that are looked at: a pickle can name one value at many places.
  private static final int MOST_VALUES = 20_000_000;

  private final TorchTensorReader reader;
  private final List<TorchTensor> tensors = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private int values;

  private TorchCheckpoint(TorchTensorReader reader) {
    this.reader = reader;
  }

  /// The tensors, in the pickle's order.
  ///
  /// @param storages the members that are storages, by their keys
  /// @throws MalformedModelException if the pickle needs classes or functions that state dicts do
  ///   not need, or a tensor is damaged
  static List<TorchTensor> tensors(Pickle pickle, Map<String, ZipMember> storages)
      throws MalformedModelException {
    checkGlobals(pickle);
    var checkpoint = new TorchCheckpoint(new TorchTensorReader(storages));
    checkpoint.walk(network(pickle.value()), "", 0);
    return checkpoint.tensors;
  }

  private static void checkGlobals(Pickle pickle) throws MalformedModelException {
    Optional<Global> unknown =
        pickle.globals().stream().filter(global -> !TorchGlobals.isKnown(global)).findFirst();
    if (unknown.isEmpty()) {
      return;
    }
    List<Entry> entries = entries(pickle.value());
    var whole = new Entry(new Text(""), pickle.value());
    for (Entry entry : entries.isEmpty() ? List.of(whole) : entries) {
      if (entry.value() instanceof Made(Global global, Origin origin, _, Content content)
          && !TorchGlobals.isKnown(global)) {
        boolean object = origin == Origin.CONSTRUCTED || content.state().isPresent();
        String where =
            entry.key() instanceof Text(String key) && !key.isEmpty() ? " under '" + key + "'" : "";
        throw new MalformedModelException(
            "it %s '%s'%s, not a state dict: save model.state_dict()"
                .formatted(
                    object ? "holds a whole" : "calls",
                    Quoted.of(global.path()),
                    Quoted.of(where)));
      }
    }
    throw new MalformedModelException(
        "it needs '%s', and a state dict holds tensors and plain values only: save model.state_dict()"
            .formatted(Quoted.of(unknown.get().path())));
  }

  /// The only network in a checkpoint, or else the whole.
  private static Pickled network(Pickled checkpoint) {
    List<Entry> networks =
        entries(checkpoint).stream().filter(entry -> isNetwork(entry.value())).toList();
    return networks.size() == 1
            && networks.getFirst().key() instanceof Text(String key)
            && USUAL_KEYS.contains(key)
        ? networks.getFirst().value()
        : checkpoint;
  }

  /// Whether it is a dict of nothing but tensors.
  private static boolean isNetwork(Pickled value) {
    List<Entry> entries = entries(value);
    return entries.stream().anyMatch(entry -> TorchTensorReader.isTensor(entry.value()))
        && entries.stream()
            .allMatch(entry ->
                entry.key() instanceof Text(String key)
                    && (TorchTensorReader.isTensor(entry.value()) || key.endsWith(EXTRA_STATE)));
  }

  /// Those of a dict; none of any other value.
  private static List<Entry> entries(Pickled value) {
    return switch (value) {
      case Dict(List<Entry> entries) -> entries;
      case Made(Global global, _, _, Content content)
          when global.path().equals(TorchGlobals.ORDERED_DICT) ->
          content.entries();
      default -> List.of();
    };
  }

  private static boolean isOptimizer(List<Entry> entries) {
    return hasKey(entries, "state") && hasKey(entries, "param_groups");
  }

  private static boolean hasKey(List<Entry> entries, String key) {
    return entries.stream()
        .anyMatch(entry -> entry.key() instanceof Text(String text) && text.equals(key));
  }

  private void walk(Pickled value, String path, int depth) throws MalformedModelException {
    if (TorchTensorReader.isTensor(value)) {
      add(path.isEmpty() ? "tensor" : path, value);
    } else if (value instanceof Sequence(List<Pickled> items)) {
      for (int i = 0; i < items.size(); i++) {
        enter(items.get(i), path, Integer.toString(i), depth);
      }
    } else if (!isOptimizer(entries(value))) {
      for (Entry entry : entries(value)) {
        switch (entry.key()) {
          case Text(String key) -> enter(entry.value(), path, key, depth);
          case Whole(long key) -> enter(entry.value(), path, Long.toString(key), depth);
          default -> {
            // No name can be made of it.
          }
        }
      }
    }
  }

  /// Walks through a value inside another, which is at `parent`.
  private void enter(Pickled value, String parent, String key, int depth)
      throws MalformedModelException {
    if (depth == DEEPEST || ++values > MOST_VALUES) {
      throw new MalformedModelException(
          "its values must be nested at most %d deep, and be at most %d with those at several places"
              .formatted(DEEPEST, MOST_VALUES));
    }
    switch (value) {
      case Sequence _, Dict _, Made _ ->
          walk(value, parent.isEmpty() ? key : parent + "." + key, depth + 1);
      default -> {
        // Neither a tensor nor anything that holds one.
      }
    }
  }

  private void add(String name, Pickled value) throws MalformedModelException {
    TorchTensor tensor = reader.read(name, value);
    if (!names.add(name)) {
      throw new MalformedModelException(
          "two tensors must not have one name: '%s'".formatted(Quoted.of(name)));
    }
    tensors.add(tensor);
  }
}
