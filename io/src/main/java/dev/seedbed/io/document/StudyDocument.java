package dev.seedbed.io.document;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.ALWAYS;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.seedbed.data.DataSpec;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Scheme;
import dev.seedbed.io.Version;
import dev.seedbed.network.Loss;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import dev.seedbed.study.FinalRows;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.SuccessiveHalving;
import dev.seedbed.study.Vary;
import dev.seedbed.tensor.Activation;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// `study.json`: what a run does, everything resolved, enough to do it again.
///
/// @param version of Seedbed
/// @param schemes by the names that [Catalogue] knows them by
/// @param halving empty if no trial is stopped early
/// @param references how many seeds are never stopped
/// @param finalRows what the network that is kept learns from
/// @param keep how many networks are kept, and as what
/// @param recorded what is written down beside the result; empty in runs of versions that had
///   nothing to record
public record StudyDocument(
    String version,
    Data data,
    Network network,
    TrainingSettings training,
    List<String> schemes,
    List<Long> seeds,
    Vary vary,
    @JsonInclude(ALWAYS) Optional<Halving> halving,
    int references,
    FinalRows finalRows,
    KeepPart keep,
    Optional<List<Recorded>> recorded) {
  public StudyDocument {
    schemes = List.copyOf(schemes);
    seeds = List.copyOf(seeds);
    recorded = recorded.map(List::copyOf);
  }

  /// The table, and how it becomes a dataset.
  ///
  /// @param file the table's path as it was given
  /// @param sha256 of its content
  /// @param seed of the split
  /// @param id the column that names the rows
  /// @param columns what became of each column of the file
  public record Data(
      String file,
      String sha256,
      int rows,
      String target,
      DataSpec.Task task,
      long seed,
      ReadingPart reading,
      SplitPart split,
      Optional<String> id,
      List<ColumnPart> columns) {
    public Data {
      columns = List.copyOf(columns);
    }

    /// How the table becomes a dataset.
    ///
    /// @throws IllegalArgumentException if a value is out of its range
    public DataSpec specification() {
      return new DataSpec(
          target, task, new Seed(seed), split.specification(), id, Set.copyOf(reading.numbers()));
    }
  }

  /// The network that is trained.
  ///
  /// @param layers the widths, from the inputs to the outputs
  public record Network(List<Integer> layers, Activation activation, long parameters, Loss loss) {
    public Network {
      layers = List.copyOf(layers);
    }

    static Network of(NetworkSpec spec) {
      return new Network(spec.widths(), spec.activation(), spec.parameters(), spec.loss());
    }

    private NetworkSpec specification() {
      return new NetworkSpec(layers, activation, loss);
    }
  }

  /// Successive halving.
  ///
  /// @param eta 1 in eta trials trains on after a rung
  /// @param smallestBudget epochs up to the first rung
  public record Halving(int eta, int smallestBudget) {
    private static Halving of(SuccessiveHalving spec) {
      return new Halving(spec.eta(), spec.smallestBudget());
    }

    private SuccessiveHalving specification() {
      return new SuccessiveHalving(eta, smallestBudget);
    }
  }

  /// The document of a study that this version of Seedbed runs.
  public static StudyDocument of(Data data, StudySpec study, List<Recorded> recorded) {
    return new StudyDocument(
        Version.CURRENT,
        data,
        Network.of(study.network()),
        TrainingSettings.of(study.training()),
        study.schemes().stream().map(Scheme::name).toList(),
        study.seeds().stream().map(Seed::value).toList(),
        study.vary(),
        study.halving().map(Halving::of),
        study.references(),
        study.finalRows(),
        KeepPart.of(study.keep()),
        Optional.of(recorded));
  }

  /// The study that this is about.
  ///
  /// @throws IllegalArgumentException if there is no such scheme, or a value is out of its range
  public StudySpec specification() {
    return new StudySpec(
        network.specification(),
        training.specification(),
        schemes.stream().map(Catalogue::scheme).toList(),
        seeds.stream().map(Seed::new).toList(),
        vary,
        halving.map(Halving::specification),
        references,
        finalRows,
        keep.specification());
  }
}
