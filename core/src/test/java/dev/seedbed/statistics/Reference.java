package dev.seedbed.statistics;

import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What SciPy says, as `statistics_reference.py` (beside `statistics_reference.json`) printed it.
public final class Reference {
  public static final JsonNode ALL = read("statistics_reference.json");

  /// As `luck_reference.py` printed it.
  public static final JsonNode LUCK = read("luck_reference.json");

  private Reference() {}

  private static JsonNode read(String name) {
    return JsonMapper.shared()
        .readTree(Objects.requireNonNull(Reference.class.getResourceAsStream(name)));
  }

  public static double[] numbers(JsonNode array) {
    return array.valueStream().mapToDouble(JsonNode::doubleValue).toArray();
  }
}
