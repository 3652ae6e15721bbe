package dev.seedbed.io.weights;

import dev.seedbed.data.InputException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Where in the list of a file's tensors each of them stands.
record TensorIndex(Map<String, Integer> byName) {

  static TensorIndex of(List<StoredTensor> tensors) {
    var byName = new HashMap<String, Integer>();
    for (int i = 0; i < tensors.size(); i++) {
      byName.put(tensors.get(i).name(), i);
    }
    return new TensorIndex(byName);
  }

  /// @throws InputException if `file`, of which they are, has no such tensor
  int get(StoredTensor tensor, Path file) {
    Integer place = byName.get(tensor.name());
    if (place == null) {
      throw new InputException("no tensor '%s' in %s".formatted(Quoted.of(tensor.name()), file));
    }
    return place;
  }
}
