package dev.seedbed.io.model;

import dev.seedbed.data.InputException;
import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.file.AtomicFiles;
import dev.seedbed.io.file.InputFiles;
import dev.seedbed.io.file.Memory;
import dev.seedbed.model.Model;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.network.Tensor;
import dev.seedbed.random.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Writes and reads trained models: ONNX (`.onnx`), which any runtime can run on raw columns, and
/// safetensors (`.safetensors`), which holds the tensors.
public final class ModelFiles {
  /// Room for all that is no parameter.
  private static final long MOST_METADATA = 1 << 24;

  private ModelFiles() {}

  /// Writes `model` in the format that the ending of `file` names. The file appears whole or not at
  /// all; one of that name is replaced.
  ///
  /// @throws IllegalArgumentException if the ending is neither .onnx nor .safetensors
  public static void write(Model model, Provenance provenance, Path file) throws IOException {
    Map<String, String> metadata = ModelDescription.metadata(model, provenance);
    write(
        file,
        model.members().getFirst().spec(),
        model.members().size(),
        () -> OnnxExport.encode(model, metadata),
        () -> Safetensors.encode(model.tensors(), metadata));
  }

  /// Writes a network alone, such as a start: in ONNX a graph from "inputs" to "outputs", the
  /// pre-activations of its last layer.
  ///
  /// @param scheme of its start
  /// @param seed of its start
  /// @throws IllegalArgumentException if the ending is neither .onnx nor .safetensors
  public static void write(Network network, String scheme, Seed seed, Path file)
      throws IOException {
    Map<String, String> metadata = ModelDescription.metadata(network, scheme, seed);
    write(
        file,
        network.spec(),
        1,
        () -> OnnxExport.encode(network, metadata),
        () -> Safetensors.encode(network.tensors(), metadata));
  }

  /// Refuses networks that no file can hold, or that do not fit into memory thrice: as they are, in
  /// row order, and as the bytes of the file.
  ///
  /// @param members how many stand in one file
  /// @throws dev.seedbed.io.NotEnoughMemoryException if they are such
  public static void requireRoom(NetworkSpec network, int members) {
    String what =
        members == 1
            ? "a network of %d parameters".formatted(network.parameters())
            : "%d networks of %d parameters".formatted(members, network.parameters());
    long bytes = Float.BYTES * network.parameters() * members;
    Memory.requireFile(what, bytes + MOST_METADATA);
    Memory.require("writing " + what, 3 * bytes, "use narrower or fewer layers");
  }

  private static void write(
      Path file,
      NetworkSpec network,
      int members,
      Supplier<byte[]> onnx,
      Supplier<byte[]> safetensors)
      throws IOException {
    requireRoom(network, members);
    byte[] content =
        switch (ending(file)) {
          case "onnx" -> onnx.get();
          case "safetensors" -> safetensors.get();
          default ->
              throw new IllegalArgumentException(
                  "a model file must end in .onnx or .safetensors: " + file);
        };
    AtomicFiles.write(file, out -> out.write(content));
  }

  /// Reads a model that Seedbed trained.
  ///
  /// @throws InputException if there is no such file, Seedbed did not write it, its parts do not
  ///   agree with each other, or its weights are not finite
  public static Model read(Path file) {
    return InputFiles.read(
        file,
        path -> {
          long size = Files.size(path);
          if (size > Memory.LARGEST_FILE) {
            throw new InputException("a model file must be smaller than 2 GB: " + path);
          }
          // The file, its tensors, and the network.
          Memory.require("reading the model " + path, 3 * size, "use a smaller model");
          return decode(ending(path), Files.readAllBytes(path));
        });
  }

  /// The description in a file's metadata; empty if Seedbed did not write the file.
  ///
  /// @throws MalformedModelException if the description is damaged
  public static Optional<ModelDescription> description(Map<String, String> metadata)
      throws MalformedModelException {
    return ModelDescription.of(metadata);
  }

  private static Model decode(String ending, byte[] bytes) throws IOException {
    return switch (ending) {
      case "onnx" -> {
        OnnxImport content = OnnxImport.decode(bytes);
        ModelDescription description = trained(content.metadata());
        content.checkActivations(description);
        yield model(description, content.tensors(description));
      }
      case "safetensors" -> {
        Safetensors content = Safetensors.decode(bytes);
        yield model(trained(content.metadata()), content.tensors());
      }
      default ->
          throw new MalformedModelException("a model file must end in .onnx or .safetensors");
    };
  }

  private static ModelDescription trained(Map<String, String> metadata)
      throws MalformedModelException {
    return description(metadata)
        .filter(description -> description.model().isPresent())
        .orElseThrow(() ->
            new MalformedModelException(
                "the metadata must hold '%s': Seedbed did not train this model"
                    .formatted(ModelDescription.KEY)));
  }

  private static Model model(ModelDescription description, List<Tensor> tensors)
      throws MalformedModelException {
    for (Tensor tensor : tensors) {
      for (float value : tensor.values()) {
        if (!Float.isFinite(value)) {
          throw new MalformedModelException(
              "tensor '%s' must hold finite numbers to predict with: %s"
                  .formatted(tensor.name(), value));
        }
      }
    }
    try {
      return Model.of(description.model().orElseThrow(), description.members(), tensors);
    } catch (IllegalArgumentException e) {
      throw new MalformedModelException(String.valueOf(e.getMessage()));
    }
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
