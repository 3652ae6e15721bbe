package dev.seedbed.io.check;

import dev.seedbed.check.CoordinateCheck;
import dev.seedbed.check.CoordinateCheck.Subject;
import dev.seedbed.check.graph.GraphStart;
import dev.seedbed.check.result.Coordinates;
import dev.seedbed.data.InputException;
import dev.seedbed.io.network.SavedNetwork;
import dev.seedbed.io.weights.Role;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.random.Seed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The coordinate check of model files: the same network, exported at several widths.
///
/// ```java
/// Coordinates coordinates =
///     SavedCoordinates.of(List.of(Path.of("narrow.onnx"), Path.of("wide.onnx"))).run();
/// ```
///
/// @param files at least two
/// @param optimizer of the steps
/// @param seeds of the batches
/// @param request what is asked beyond the usual; with the learning rate of the steps
public record SavedCoordinates(
    List<Path> files, CoordinateCheck.Optimizer optimizer, List<Seed> seeds, CheckRequest request) {

  public SavedCoordinates {
    files = List.copyOf(files);
    seeds = List.copyOf(seeds);
    if (files.size() < 2) {
      throw new InputException(
          "coordinates need the same network at two widths or more: %s is the only file"
              .formatted(files.isEmpty() ? "none" : files.getFirst()));
    }
  }

  /// With the defaults.
  public static SavedCoordinates of(List<Path> files) {
    CoordinateCheck.Optimizer usual = CoordinateCheck.Optimizer.ADAM;
    return new SavedCoordinates(
        files,
        usual,
        CoordinateCheck.usualSeeds(),
        new CheckRequest(usual.learningRate(), false, Map.of(), Optional.empty(), false, 1));
  }

  /// Reads the files, trains and measures.
  ///
  /// @throws InputException if a file cannot be read, the networks are not the same but for their
  ///   widths, or what is asked for does not fit them
  public Coordinates run() {
    var networks = new ArrayList<Subject>();
    var obstacles = new ArrayList<String>();
    for (Path file : files) {
      SavedNetwork saved = SavedNetwork.read(file);
      if (saved.chain().isEmpty() && saved.start().isEmpty()) {
        obstacles.add("%s: %s".formatted(file, saved.obstacle()));
      } else {
        networks.add(new Subject.Saved(file.toString(), start(saved)));
      }
    }
    return obstacles.isEmpty()
        ? new CoordinateCheck(
                networks, optimizer, request.learningRate(), seeds, request.inputShapes())
            .run(request.threads())
        : Coordinates.notRun(obstacles);
  }

  /// Masks, single numbers and their kind do not learn.
  private GraphStart start(SavedNetwork saved) {
    GraphStart start = saved.start().or(() -> saved.chain().map(GraphStart::of)).orElseThrow();
    return request
        .output()
        .map(start::only)
        .orElse(start)
        .withConstants(
            saved.file().tensors().stream()
                .filter(tensor -> tensor.role() instanceof Role.Constant)
                .map(StoredTensor::name)
                .collect(Collectors.toSet()));
  }
}
