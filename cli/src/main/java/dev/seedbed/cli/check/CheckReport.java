package dev.seedbed.cli.check;

import dev.seedbed.check.Finding;
import dev.seedbed.check.Repair;
import dev.seedbed.check.TensorCheck;
import dev.seedbed.cli.terminal.OutputStyle;
import dev.seedbed.io.run.CheckJson;
import dev.seedbed.io.start.Units;
import java.io.PrintWriter;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What `seedbed check` has to say, for people and for machines.
///
/// @param result of the check; of what was mended, if anything was to be
/// @param mending empty without --fix
public record CheckReport(Checked result, Optional<Mending> mending) {

  public static CheckReport of(Checked result) {
    return new CheckReport(result, Optional.empty());
  }

  public static CheckReport of(Mending mending) {
    return new CheckReport(mending.after(), Optional.of(mending));
  }

  public void print(PrintWriter out) {
    new CheckText(out, OutputStyle.ofStandardOutput()).report(this);
  }

  public ObjectNode json() {
    ObjectNode json = CheckJson.findings(result.verdict(), result.findings());
    switch (result) {
      case Checked.Propagated propagated -> {
        json.setAll(CheckJson.measured(propagated.diagnosis()));
        propagated.survey().ifPresent(survey -> json.set("survey", CheckJson.survey(survey)));
        json.putArray("tensors");
        json.putArray("not_propagated");
      }
      case Checked.TensorByTensor apart -> {
        json.putArray("layers");
        ArrayNode tensors = json.putArray("tensors");
        apart.tensors().forEach(tensor -> tensors.add(tensor(tensor)));
        apart.obstacles().forEach(json.putArray("not_propagated")::add);
        ObjectNode lookedAt =
            json.putObject("looked_at")
                .put("tensors", apart.lookedAt())
                .put("parameters", apart.parameters());
        ArrayNode rules = lookedAt.putArray("rules");
        TensorCheck.RULES.forEach(rule -> rules.add(rule.title()));
        lookedAt.put("unknown", Checked.TensorByTensor.UNKNOWN);
      }
    }
    mending.ifPresent(mended -> json.set("fix", fix(mended)));
    return json;
  }

  /// All that a report of it is drawn from: what `check --json` prints, and how numbers are
  /// distributed.
  public ObjectNode document() {
    ObjectNode json = json().put("start", result.start()).put("meaning", result.meaning());
    switch (result) {
      case Checked.Propagated propagated ->
          json.setAll(CheckJson.drawn(propagated.diagnosis(), propagated.drawnBy()));
      case Checked.TensorByTensor apart -> {
        for (int i = 0; i < apart.tensors().size(); i++) {
          JsonNode tensor = json.get("tensors").get(i);
          apart
              .tensors()
              .get(i)
              .check()
              .map(check -> CheckJson.histogram(check.histogram(), check.likeliest()))
              .ifPresent(histogram -> ((ObjectNode) tensor).set("histogram", histogram));
        }
      }
    }
    return json;
  }

  private static ObjectNode tensor(Checked.Tensor tensor) {
    Units units = tensor.units();
    ObjectNode json = JsonMapper.shared().createObjectNode().put("name", units.tensor().name());
    ArrayNode shape = json.putArray("shape");
    for (long length : units.tensor().shape()) {
      shape.add(length);
    }
    json.put("type", units.tensor().dataType());
    units.axes().ifPresent(axes -> json.put("axes", axes.text()).put("axes_reason", axes.reason()));
    units.fans().ifPresent(fans -> json.put("fan_in", fans.in()).put("fan_out", fans.out()));
    tensor
        .check()
        .ifPresentOrElse(
            check -> json.setAll(CheckJson.tensor(check)),
            () -> json.put("not_checked", tensor.note()));
    return json;
  }

  private static ObjectNode fix(Mending mended) {
    ObjectNode json = JsonMapper.shared().createObjectNode().put("out", mended.out().toString());
    json.set("before", CheckJson.findings(mended.before().verdict(), mended.before().findings()));
    ArrayNode repairs = json.putArray("repairs");
    mended.changes().forEach(change -> repairs.add(change(change)));
    ArrayNode left = json.putArray("left");
    for (Finding finding : mended.left()) {
      left.addObject()
          .put("rule", finding.rule().title())
          .put("layer", finding.layer())
          .put("reason", mended.reason(finding));
    }
    return json;
  }

  private static ObjectNode change(Mending.Change change) {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    return switch (change) {
      case Mending.Change.OfLayer(String layer, Repair repair) ->
          json.put("layer", layer)
              .put("weights", repair.weights().isPresent())
              .put("biases", repair.biases().isPresent())
              .put("scales", repair.scales().isPresent())
              .put("scheme", repair.scheme());
      case Mending.Change.OfTensor(String tensor, String scheme) ->
          json.put("tensor", tensor).put("scheme", scheme);
    };
  }
}
