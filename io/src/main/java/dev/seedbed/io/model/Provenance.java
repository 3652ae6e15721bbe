package dev.seedbed.io.model;

import dev.seedbed.data.Table;
import dev.seedbed.io.Version;
import dev.seedbed.study.Trial;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where a trained network comes from. It is saved with the network.
///
/// @param version of Seedbed
/// @param dataSha256 [Table#sha256()] of the data it was trained on
/// @param scheme of its start
/// @param seed of its start
/// @param orderSeed of the order in which it saw the rows
public record Provenance(
    String version, String dataSha256, String scheme, long seed, long orderSeed) {

  /// The provenance of the network of `trial`, trained on `table`.
  public static Provenance of(Table table, Trial trial) {
    return new Provenance(
        Version.CURRENT,
        table.sha256(),
        trial.scheme().name(),
        trial.seed().value(),
        trial.order().value());
  }

  /// As model files store it.
  Map<String, String> entries() {
    var entries = new LinkedHashMap<String, String>();
    entries.put("seedbed.version", version);
    entries.put("seedbed.data_sha256", dataSha256);
    entries.put("seedbed.scheme", scheme);
    entries.put("seedbed.seed", Long.toString(seed));
    entries.put("seedbed.order_seed", Long.toString(orderSeed));
    return entries;
  }
}
