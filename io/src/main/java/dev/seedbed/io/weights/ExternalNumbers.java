package dev.seedbed.io.weights;

import dev.seedbed.io.MalformedModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the numbers of tensors that stand in other files than the model.
@FunctionalInterface
public interface ExternalNumbers {
  /// For a message that has no folder: refuses all.
  ExternalNumbers NONE =
      (name, _, _, _) -> {
        throw new MalformedModelException(
            "tensor '%s' must have its numbers in this file".formatted(Quoted.of(name)));
      };

  /// The bytes of a tensor.
  ///
  /// @param type its `TensorProto.DataType`
  /// @param entries its `external_data`: location, offset, length
  /// @throws MalformedModelException if they are not where the model may have them
  ByteBuffer read(String name, int type, int elements, Map<String, String> entries)
      throws IOException;

  /// The numbers of models in that folder. They are mapped, not copied.
  static ExternalNumbers in(Path folder) throws IOException {
    var files = new ExternalFiles(folder);
    return (name, type, elements, entries) -> {
      List<OnnxTensor.Entry> given =
          entries.entrySet().stream()
              .map(entry -> new OnnxTensor.Entry(entry.getKey(), entry.getValue()))
              .toList();
      var tensor =
          new OnnxTensor(
              new Frame(Optional.empty(), 0, 0, 0),
              name,
              new OnnxType(type),
              new long[] {elements},
              new OnnxTensor.External(List.of(), given));
      ExternalFiles.Range range = files.range(tensor, given);
      if (range.end() - range.begin() > Integer.MAX_VALUE) {
        throw new MalformedModelException(
            "tensor '%s' must have less than 2 GB".formatted(Quoted.of(name)));
      }
      try (FileChannel in = range.file().open()) {
        return in.map(FileChannel.MapMode.READ_ONLY, range.begin(), range.end() - range.begin());
      }
    };
  }
}
