package dev.seedbed.statistics;

import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What SciPy says, as `statistics_reference.py` (beside `statistics_reference.json`) printed it.
public final class Reference {
  public static final JsonNode ALL =
      JsonMapper.shared()
          .readTree(
              Objects.requireNonNull(
                  Reference.class.getResourceAsStream("statistics_reference.json")));

  private Reference() {}

  public static double[] numbers(JsonNode array) {
    return array.valueStream().mapToDouble(JsonNode::doubleValue).toArray();
  }
}
