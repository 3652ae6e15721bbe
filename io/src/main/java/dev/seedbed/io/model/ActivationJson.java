package dev.seedbed.io.model;

import dev.seedbed.tensor.Activation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// An activation with its parameters as JSON: `{"name":"elu","alpha":1}`.
public final class ActivationJson {

  private ActivationJson() {}

  public static ObjectNode write(Activation activation) {
    ObjectNode json = JsonMapper.shared().createObjectNode().put("name", activation.name());
    return switch (activation) {
      case Activation.LeakyRelu leaky -> json.put("negative_slope", (double) leaky.negativeSlope());
      case Activation.Elu elu -> json.put("alpha", (double) elu.alpha());
      case Activation.Identity _,
          Activation.Tanh _,
          Activation.Sigmoid _,
          Activation.Relu _,
          Activation.Selu _,
          Activation.Softsign _,
          Activation.Softplus _,
          Activation.Gelu _,
          Activation.Silu _ ->
          json;
    };
  }

  /// Reads what [#write] wrote.
  ///
  /// @throws IllegalArgumentException if there is no such activation, or it cannot have that
  ///   parameter
  public static Activation read(JsonNode json) {
    String name = json.required("name").stringValue();
    Activation usual =
        Activation.named(name)
            .orElseThrow(() -> new IllegalArgumentException("unknown activation: " + name));
    return switch (usual) {
      case Activation.LeakyRelu _ -> new Activation.LeakyRelu(number(json, "negative_slope"));
      case Activation.Elu _ -> new Activation.Elu(number(json, "alpha"));
      case Activation.Identity _,
          Activation.Tanh _,
          Activation.Sigmoid _,
          Activation.Relu _,
          Activation.Selu _,
          Activation.Softsign _,
          Activation.Softplus _,
          Activation.Gelu _,
          Activation.Silu _ ->
          usual;
    };
  }

  private static float number(JsonNode json, String key) {
    return (float) json.required(key).doubleValue();
  }
}
