package dev.seedbed.io.model;

import dev.seedbed.data.Table;
import dev.seedbed.io.Version;
import dev.seedbed.study.StudyResult.Winner;
import dev.seedbed.study.Trial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// Where a trained model comes from. It is saved with the model.
///
/// @param version of Seedbed
/// @param dataSha256 [Table#sha256()] of the data it was trained on
/// @param keep the [dev.seedbed.study.Keep#name()] of how the networks became one model
/// @param sources of its networks, the best first; at least one
public record Provenance(String version, String dataSha256, String keep, List<Source> sources) {
  public Provenance {
    sources = List.copyOf(sources);
  }

  /// Where a network comes from.
  ///
  /// @param scheme of its start
  /// @param seed of its start
  /// @param orderSeed of the order in which it saw the rows
  public record Source(String scheme, long seed, long orderSeed) {
    static Source of(Trial trial) {
      return new Source(trial.scheme().name(), trial.seed().value(), trial.order().value());
    }
  }

  /// The provenance of what a study on `table` has kept.
  public static Provenance of(Table table, Winner winner) {
    return new Provenance(
        Version.CURRENT,
        table.sha256(),
        winner.kept().way().name(),
        winner.trials().stream().map(result -> Source.of(result.trial())).toList());
  }

  /// As model files store it: the best network's, and if there are several, theirs as JSON.
  Map<String, String> entries() {
    var entries = new LinkedHashMap<String, String>();
    Source best = sources.getFirst();
    entries.put("seedbed.version", version);
    entries.put("seedbed.data_sha256", dataSha256);
    entries.put("seedbed.scheme", best.scheme);
    entries.put("seedbed.seed", Long.toString(best.seed));
    entries.put("seedbed.order_seed", Long.toString(best.orderSeed));
    if (sources.size() > 1) {
      entries.put("seedbed.keep", keep);
      var members = JsonMapper.shared().createArrayNode();
      for (Source source : sources) {
        members
            .addObject()
            .put("scheme", source.scheme)
            .put("seed", source.seed)
            .put("order_seed", source.orderSeed);
      }
      entries.put("seedbed.members", members.toString());
    }
    return entries;
  }
}
