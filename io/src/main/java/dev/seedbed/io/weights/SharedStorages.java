package dev.seedbed.io.weights;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which tensors of a file share numbers. Of those that do, one is the owner, the first of its
/// storage; who gives it other numbers gives them to the others, too.
final class SharedStorages {
  /// Owners that a tensor is compared with, at most: in a storage cut in more parts that lie one in
  /// the other, it counts as sharing its numbers.
  private static final int MOST_COMPARED = 256;

  private final IdentityHashMap<TorchTensor, String> reasons = new IdentityHashMap<>();

  SharedStorages(List<TorchTensor> tensors) {
    Map<String, List<TorchTensor>> byStorage = new HashMap<>();
    for (TorchTensor tensor : tensors) {
      if (tensor.view().elements() > 0) {
        byStorage.computeIfAbsent(tensor.storage().name(), _ -> new ArrayList<>()).add(tensor);
      }
    }
    byStorage.values().forEach(this::compare);
  }

  /// Why a tensor cannot be given numbers of its own, in a few words, if that is so.
  Optional<String> reason(TorchTensor tensor) {
    return Optional.ofNullable(reasons.get(tensor));
  }

  private void compare(List<TorchTensor> ofStorage) {
    var sorted = new ArrayList<>(ofStorage);
    // The sort is stable: of two that begin at one place, the first in the file comes first.
    sorted.sort(Comparator.comparingLong(tensor -> tensor.view().offset()));
    var owners = new ArrayList<TorchTensor>();
    for (TorchTensor tensor : sorted) {
      owners.removeIf(owner -> owner.view().end() <= tensor.view().offset());
      Optional<String> reason = reason(tensor, owners);
      if (reason.isPresent()) {
        reasons.put(tensor, reason.get());
      } else {
        owners.add(tensor);
      }
    }
  }

  private static Optional<String> reason(TorchTensor tensor, List<TorchTensor> owners) {
    if (!tensor.view().isOneToOne()) {
      return Optional.of("holds numbers more than once");
    }
    if (owners.size() > MOST_COMPARED) {
      return Optional.of("in a storage of many tensors that lie one in the other");
    }
    for (TorchTensor owner : owners) {
      if (owner.view().isSame(tensor.view())) {
        return Optional.of("tied to '%s'".formatted(Quoted.of(owner.name())));
      }
      if (!owner.view().isApart(tensor.view())) {
        return Optional.of("shares numbers with '%s'".formatted(Quoted.of(owner.name())));
      }
    }
    return Optional.empty();
  }
}
