package dev.seedbed.io.start;

import dev.seedbed.init.Kernel;
import dev.seedbed.io.file.StoredJson;
import dev.seedbed.io.model.ActivationJson;
import dev.seedbed.io.transfer.SchemeFormat;
import dev.seedbed.io.weights.Role;
import dev.seedbed.random.Seed;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// [Plan.Wishes] as text, for other machines: schemes by their names, which the catalogue knows
/// there as well.
final class WishesFormat {
  private WishesFormat() {}

  static String encode(Plan.Wishes wishes) {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    var rules = json.putArray("rules");
    for (DrawRule rule : wishes.rules()) {
      ObjectNode node = rules.addObject().put("tensors", rule.tensors().text());
      rule.role().ifPresent(role -> node.put("role", role.name()));
      node.put("scheme", SchemeFormat.encode(rule.scheme()));
    }
    var keep = json.putArray("keep");
    wishes.keep().forEach(glob -> keep.add(glob.text()));
    wishes.otherwise().ifPresent(scheme -> json.put("otherwise", SchemeFormat.encode(scheme)));
    wishes.layout().ifPresent(layout -> json.put("layout", layout.name()));
    var kinds = json.putArray("kinds");
    for (LayerKind kind : wishes.kinds()) {
      ObjectNode node =
          kinds.addObject().put("tensors", kind.tensors().text()).put("kind", kind.kind().name());
      kind.blocks().ifPresent(blocks -> node.put("blocks", blocks));
      kind.stride().ifPresent(stride -> node.put("stride", stride));
    }
    json.set("activation", ActivationJson.write(wishes.activation()));
    return json.put("seed", wishes.seed().value()).toString();
  }

  /// Reads what [#encode] wrote.
  static Plan.Wishes decode(String text) {
    return StoredJson.read("the plan", text, WishesFormat::wishes);
  }

  private static Plan.Wishes wishes(JsonNode json) {
    var rules = new ArrayList<DrawRule>();
    for (JsonNode rule : json.required("rules")) {
      rules.add(
          new DrawRule(
              glob(rule),
              text(rule, "role").map(Role.Parameter::valueOf),
              SchemeFormat.decode(rule.required("scheme").stringValue())));
    }
    var keep = new ArrayList<Glob>();
    for (JsonNode glob : json.required("keep")) {
      keep.add(new Glob(glob.stringValue()));
    }
    var kinds = new ArrayList<LayerKind>();
    for (JsonNode kind : json.required("kinds")) {
      kinds.add(
          new LayerKind(
              glob(kind),
              Kernel.Kind.valueOf(kind.required("kind").stringValue()),
              number(kind, "blocks"),
              number(kind, "stride")));
    }
    return new Plan.Wishes(
        rules,
        keep,
        text(json, "otherwise").map(SchemeFormat::decode),
        text(json, "layout").map(Layout::valueOf),
        kinds,
        ActivationJson.read(json.required("activation")),
        new Seed(json.required("seed").longValue()));
  }

  private static Glob glob(JsonNode of) {
    return new Glob(of.required("tensors").stringValue());
  }

  private static Optional<String> text(JsonNode json, String key) {
    return json.optional(key).map(JsonNode::stringValue);
  }

  private static OptionalInt number(JsonNode json, String key) {
    return json.has(key) ? OptionalInt.of(json.required(key).intValue()) : OptionalInt.empty();
  }
}
