package dev.seedbed.io.model;

import dev.seedbed.notation.Names;
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
    return read(new JsonField("activation", json));
  }

  static Activation read(JsonField json) {
    String name = json.get("name").text();
    Activation usual =
        Activation.named(name)
            .orElseThrow(() ->
                new IllegalArgumentException("no activation '" + Names.shortened(name) + "'"));
    return switch (usual) {
      case Activation.LeakyRelu _ -> new Activation.LeakyRelu(json.get("negative_slope").number());
      case Activation.Elu _ -> new Activation.Elu(json.get("alpha").number());
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
}
