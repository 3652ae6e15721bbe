package dev.seedbed.cli.init;

import dev.seedbed.cli.terminal.Columns;
import dev.seedbed.cli.terminal.Words;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Entry;
import dev.seedbed.init.Fans;
import dev.seedbed.init.Scheme;
import dev.seedbed.io.start.Axes;
import dev.seedbed.io.start.DrawStatistics;
import dev.seedbed.io.start.Layout;
import dev.seedbed.io.start.Plan;
import dev.seedbed.io.start.Planned;
import dev.seedbed.jvm.Sha256;
import dev.seedbed.network.Network;
import dev.seedbed.network.Tensor;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The report of `seedbed init`: for each tensor its law, where that follows from, and statistics
/// of the draw.
public record InitReport(Path out, List<Line> lines) {
  private static final int PIECE = 1 << 14;

  /// One tensor.
  private sealed interface Line {
    String name();

    String shape();

    String type();
  }

  private record Kept(String name, String shape, String type, String reason) implements Line {}

  /// @param drawn where all elements are at hand: of a new network
  private record Drawn(
      String name,
      String shape,
      String type,
      String scheme,
      String symbols,
      Optional<Fans> fans,
      Optional<Axes> axes,
      DrawStatistics statistics,
      Optional<Tensor> drawn)
      implements Line {

    /// sd · √fan-in: by how much a layer of such weights widens signals.
    Optional<Double> gain() {
      return fans.filter(_ -> axes.isPresent())
          .map(f -> statistics.deviation() * Math.sqrt(f.in()));
    }
  }

  public static InitReport of(Path out, Plan plan) {
    var lines = new ArrayList<Line>();
    for (Planned planned : plan.tensors()) {
      String name = planned.tensor().name();
      String shape = Arrays.toString(planned.tensor().shape());
      String type = planned.tensor().dataType();
      lines.add(
          switch (planned) {
            case Planned.Kept kept -> new Kept(name, shape, type, kept.reason());
            case Planned.Drawn drawn ->
                new Drawn(
                    name,
                    shape,
                    type,
                    drawn.scheme(),
                    drawn.source().symbols(),
                    drawn.fans(),
                    drawn.axes(),
                    drawn.statistics(),
                    Optional.empty());
          });
    }
    return new InitReport(out, lines);
  }

  public static InitReport of(Path out, Scheme scheme, Network network) {
    var lines = new ArrayList<Line>();
    for (Tensor tensor : network.tensors()) {
      Scheme.Part part = scheme.part(network.spec(), tensor.name());
      var statistics = new DrawStatistics(part.law());
      statistics.add(tensor.values(), 0, tensor.values().length);
      lines.add(
          new Drawn(
              tensor.name(),
              Arrays.toString(tensor.shape()),
              "F32",
              scheme.name(),
              part.symbols(),
              Optional.of(part.place().kernel().fans()),
              tensor.shape().length > 1
                  ? Optional.of(
                      new Axes(part.place().kernel(), Layout.OUT_IN, "written by Seedbed"))
                  : Optional.empty(),
              statistics,
              Optional.of(tensor)));
    }
    return new InitReport(out, lines);
  }

  /// The hash of the elements as little-endian floats.
  private static String sha256(Tensor tensor) {
    var digest = Sha256.digest();
    float[] values = tensor.values();
    ByteBuffer bytes = ByteBuffer.allocate(PIECE * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int done = 0; done < values.length; done += PIECE) {
      int some = Math.min(PIECE, values.length - done);
      bytes.asFloatBuffer().put(values, done, some);
      digest.update(bytes.array(), 0, some * Float.BYTES);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  public void print(PrintWriter to) {
    var table = new ArrayList<List<String>>();
    table.add(
        List.of(
            "tensor", "shape", "type", "drawn", "fans", "gain", "min", "max", "mean", "sd", "fit"));
    for (Line line : lines) {
      table.add(
          switch (line) {
            case Kept kept ->
                List.of(
                    kept.name(),
                    kept.shape(),
                    kept.type(),
                    "kept: " + kept.reason(),
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "");
            case Drawn drawn ->
                List.of(
                    drawn.name(),
                    drawn.shape(),
                    drawn.type(),
                    drawn.symbols(),
                    drawn
                        .fans()
                        .filter(_ -> drawn.axes().isPresent())
                        .map(f -> Words.fan(f.in()) + ", " + Words.fan(f.out()))
                        .orElse(""),
                    drawn.gain().map(InitReport::figures).orElse(""),
                    figures(drawn.statistics().min()),
                    figures(drawn.statistics().max()),
                    figures(drawn.statistics().mean()),
                    figures(drawn.statistics().deviation()),
                    drawn.statistics().fit().map(p -> "p = " + figures(p)).orElse(""));
          });
    }
    Columns.print(to, table);
    to.println();
    sources()
        .forEach((name, source) -> to.println("%-9s %s".formatted("scheme", name + ": " + source)));
    reasons()
        .forEach((reason, count) ->
            to.println(
                "%-9s %s"
                    .formatted(
                        "axes", reason + " (" + count + (count == 1 ? " tensor)" : " tensors)"))));
    long drawn = lines.stream().filter(Drawn.class::isInstance).count();
    to.println(
        "%-9s %s: %d tensors drawn, %d kept".formatted("wrote", out, drawn, lines.size() - drawn));
  }

  /// The formula and paper of each scheme that was used.
  private Map<String, String> sources() {
    var sources = new LinkedHashMap<String, String>();
    for (Line line : lines) {
      if (line instanceof Drawn drawn) {
        for (Entry entry : Catalogue.entries(drawn.scheme())) {
          sources.put(
              entry.name(),
              entry.formula() + (entry.source().isEmpty() ? "" : "; " + entry.source()));
        }
      }
    }
    return sources;
  }

  /// How axes are known, and for how many tensors.
  private Map<String, Integer> reasons() {
    var reasons = new LinkedHashMap<String, Integer>();
    for (Line line : lines) {
      if (line instanceof Drawn drawn) {
        drawn
            .axes()
            .ifPresent(axes -> reasons.merge(axes.text() + ", " + axes.reason(), 1, Integer::sum));
      }
    }
    return reasons;
  }

  private static String figures(double x) {
    return String.format(Locale.ROOT, "%.4g", x);
  }

  public ObjectNode json() {
    ObjectNode json = JsonMapper.shared().createObjectNode().put("out", out.toString());
    var array = json.putArray("tensors");
    for (Line line : lines) {
      ObjectNode node = array.addObject().put("name", line.name());
      node.set("shape", JsonMapper.shared().readTree(line.shape()));
      node.put("type", line.type());
      switch (line) {
        case Kept kept -> node.put("kept", kept.reason());
        case Drawn drawn -> {
          node.put("scheme", drawn.scheme()).put("law", drawn.symbols());
          drawn.fans().ifPresent(f -> node.put("fan_in", f.in()).put("fan_out", f.out()));
          drawn.axes().ifPresent(a -> node.put("axes", a.text()).put("axes_reason", a.reason()));
          drawn.gain().ifPresent(gain -> node.put("gain", gain));
          DrawStatistics statistics = drawn.statistics();
          node.put("min", statistics.min())
              .put("max", statistics.max())
              .put("mean", statistics.mean())
              .put("sd", statistics.deviation());
          statistics.fit().ifPresent(p -> node.put("fit", p));
          drawn.drawn().ifPresent(tensor -> node.put("sha256", sha256(tensor)));
        }
      }
    }
    var sources = json.putObject("sources");
    sources().forEach(sources::put);
    return json;
  }
}
