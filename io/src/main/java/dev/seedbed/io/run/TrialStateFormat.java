package dev.seedbed.io.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.descent.Snapshot;
import dev.seedbed.io.model.Safetensors;
import dev.seedbed.jvm.Sha256;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.network.Tensor;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.Trial;
import dev.seedbed.study.TrialState;
import dev.seedbed.train.Epoch;
import dev.seedbed.train.Score;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The states of a study's trials as the bytes of safetensors files, one a trial: its network as it
/// is, as it was at its best, and what the optimiser remembers. A hash covers all of it; what is
/// damaged, or of another study or trial, counts as lost.
public final class TrialStateFormat {
  private static final String HASH = "seedbed.sha256";

  /// As it is, as it was at its best, and at most two that the optimiser remembers.
  private static final int NETWORKS = 4;

  // More bytes than each takes in the header of a file: an epoch is six numbers of at most 25.
  private static final int HEADER = 1 << 16;
  private static final int HEADER_OF_TENSOR = 256;
  private static final int LINE_OF_EPOCH = 256;

  private final String study;
  private final NetworkSpec network;
  private final int epochs;

  /// @param study the hash of what the study does
  public TrialStateFormat(String study, StudySpec spec) {
    this.study = study;
    this.network = spec.network();
    this.epochs = spec.training().epochs();
  }

  public byte[] encode(TrialState state) {
    Snapshot snapshot = state.snapshot();
    var tensors = new ArrayList<Tensor>();
    add(tensors, "network", snapshot.network());
    add(tensors, "best", snapshot.best());
    for (int i = 0; i < snapshot.memory().size(); i++) {
      add(tensors, "memory" + i, snapshot.memory().get(i));
    }
    Map<String, String> metadata = name(state.trial());
    metadata.put("seedbed.best_epoch", Integer.toString(snapshot.bestEpoch()));
    metadata.put("seedbed.best_cost", Double.toString(snapshot.bestCost()));
    metadata.put("seedbed.best_loss", Double.toString(snapshot.bestLoss()));
    metadata.put("seedbed.diverged", Boolean.toString(snapshot.diverged()));
    metadata.put("seedbed.curve", text(state.curve()));
    metadata.put(HASH, hash(metadata, tensors));
    return Safetensors.encode(tensors, metadata);
  }

  /// Reads what [#encode] made of `trial`; empty if these bytes are anything else.
  public Optional<TrialState> decode(Trial trial, byte[] bytes) {
    try {
      return state(trial, Safetensors.decode(bytes));
    } catch (IOException | RuntimeException e) {
      // Torn by a power cut, or by another's hand: whatever is wrong with it, it can be made again.
      return Optional.empty();
    }
  }

  /// The metadata that identify a trial's file.
  private Map<String, String> name(Trial trial) {
    var name = new LinkedHashMap<String, String>();
    name.put("seedbed.study", study);
    name.put("seedbed.trial", Integer.toString(trial.number()));
    name.put("seedbed.scheme", trial.scheme().name());
    name.put("seedbed.seed", Long.toString(trial.seed().value()));
    name.put("seedbed.order_seed", Long.toString(trial.order().value()));
    return name;
  }

  private static void add(List<Tensor> tensors, String part, Network network) {
    for (Tensor tensor : network.tensors()) {
      tensors.add(new Tensor(part + "/" + tensor.name(), tensor.shape(), tensor.values()));
    }
  }

  /// Epochs as text, a line each: training loss, cost, half difference, and the validation score.
  public static String text(List<Epoch> curve) {
    return curve.stream()
        .map(epoch -> {
          Stream<Double> score =
              switch (epoch.validation()) {
                case Score.Classification c -> Stream.of(c.loss(), c.accuracy());
                case Score.Regression r -> Stream.of(r.loss(), r.rmse(), r.r2());
              };
          return Stream.concat(
                  Stream.of(epoch.trainingLoss(), epoch.cost(), epoch.halfDifference()), score)
              .map(String::valueOf)
              .collect(Collectors.joining(" "));
        })
        .collect(Collectors.joining("\n"));
  }

  static String hash(Map<String, String> metadata, List<Tensor> tensors) {
    String text =
        metadata.entrySet().stream()
            .filter(entry -> !entry.getKey().equals(HASH))
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .sorted()
            .collect(Collectors.joining("\n"));
    return Sha256.hex((text + Safetensors.sha256(tensors)).getBytes(UTF_8));
  }

  /// More bytes than a file of this study has.
  long largest() {
    long tensors = NETWORKS * 2L * network.layers();
    return HEADER
        + NETWORKS * Float.BYTES * network.parameters()
        + tensors * HEADER_OF_TENSOR
        + (long) epochs * LINE_OF_EPOCH;
  }

  private Optional<TrialState> state(Trial trial, Safetensors content) {
    Map<String, String> metadata = content.metadata();
    if (!hash(metadata, content.tensors()).equals(metadata.get(HASH))
        || !metadata.entrySet().containsAll(name(trial).entrySet())) {
      return Optional.empty();
    }
    List<Epoch> curve = epochs(text(metadata, "curve"), 1);
    var memory = new ArrayList<Network>();
    while (has(content, "memory" + memory.size())) {
      memory.add(network(content, "memory" + memory.size()));
    }
    var snapshot =
        new Snapshot(
            curve.size(),
            Integer.parseInt(text(metadata, "best_epoch")),
            Double.parseDouble(text(metadata, "best_cost")),
            Double.parseDouble(text(metadata, "best_loss")),
            Boolean.parseBoolean(text(metadata, "diverged")),
            network(content, "network"),
            network(content, "best"),
            memory);
    return Optional.of(new TrialState(trial, curve, snapshot));
  }

  private static String text(Map<String, String> metadata, String key) {
    return Objects.requireNonNull(metadata.get("seedbed." + key), key);
  }

  private static boolean has(Safetensors content, String part) {
    return content.tensors().stream().anyMatch(tensor -> tensor.name().startsWith(part + "/"));
  }

  private Network network(Safetensors content, String part) {
    List<Tensor> tensors =
        content.tensors().stream()
            .filter(tensor -> tensor.name().startsWith(part + "/"))
            .map(tensor ->
                new Tensor(
                    tensor.name().substring(part.length() + 1), tensor.shape(), tensor.values()))
            .toList();
    return Network.of(network, tensors);
  }

  /// Reads what [#text] wrote.
  ///
  /// @param first the number of the first epoch
  public static List<Epoch> epochs(String text, int first) {
    var curve = new ArrayList<Epoch>();
    for (String line : text.lines().toList()) {
      double[] numbers =
          Arrays.stream(line.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
      Score score =
          numbers.length == 5
              ? new Score.Classification(numbers[3], numbers[4])
              : new Score.Regression(numbers[3], numbers[4], numbers[5]);
      curve.add(new Epoch(first + curve.size(), numbers[0], score, numbers[1], numbers[2]));
    }
    return curve;
  }
}
