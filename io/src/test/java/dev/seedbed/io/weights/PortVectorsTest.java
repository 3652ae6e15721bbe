package dev.seedbed.io.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Draw;
import dev.seedbed.init.Entry;
import dev.seedbed.init.Initializer;
import dev.seedbed.init.Kernel;
import dev.seedbed.init.Place;
import dev.seedbed.io.start.Layout;
import dev.seedbed.jvm.Sha256;
import dev.seedbed.random.RandomStream;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The vectors that ports to other languages are tested by are what Java draws. The test writes its
/// own to `io/target/vectors.json`: what `ports/README.md` says to copy when a law is meant to
/// change.
class PortVectorsTest {
  private static final Path VECTORS = Path.of("ports/vectors.json");

  /// Schemes that ports do not have: they look at data, adjust a whole network, make several
  /// tensors together, or need a root.
  private static final Set<String> NOT_PORTED =
      Set.of(
          "nguyen-widrow",
          "nguyen-widrow-ranges",
          "label-bias",
          "lsuv",
          "unit-variance",
          "krahenbuhl",
          "metainit",
          "gradinit",
          "tat",
          "lru-ring",
          "mimetic",
          "mimetic-qk",
          "mimetic-vo",
          "pissa",
          "pissa-residual",
          "olora",
          "olora-residual");

  private static final int FIRST = 4;

  /// A draw that is written down.
  ///
  /// @param shape of the tensor; of weights, also of those that a bias goes with
  private record Case(
      String scheme,
      String seed,
      String path,
      Place.Part part,
      Kernel.Kind kind,
      Layout layout,
      int blocks,
      int stride,
      String activation,
      Place.Position position,
      FloatType type,
      long... shape) {

    static Case of(String scheme, long... shape) {
      return new Case(
          scheme,
          "42",
          "layer2/weight",
          Place.Part.WEIGHT,
          shape.length > 2 ? Kernel.Kind.CONVOLUTION : Kernel.Kind.DENSE,
          Layout.OUT_IN,
          1,
          1,
          "tanh",
          Place.Position.INNER,
          FloatType.F32,
          shape);
    }

    Case of(Kernel.Kind other, Layout order, int matrices, int steps) {
      return new Case(
          scheme,
          seed,
          path,
          part,
          other,
          order,
          matrices,
          steps,
          activation,
          position,
          type,
          shape);
    }

    Case at(Place.Position other, String function) {
      return new Case(
          scheme, seed, path, part, kind, layout, blocks, stride, function, other, type, shape);
    }

    Case from(String otherSeed, String otherPath) {
      return new Case(
          scheme,
          otherSeed,
          otherPath,
          part,
          kind,
          layout,
          blocks,
          stride,
          activation,
          position,
          type,
          shape);
    }

    Case as(FloatType other) {
      return new Case(
          scheme,
          seed,
          path,
          part,
          kind,
          layout,
          blocks,
          stride,
          activation,
          position,
          other,
          shape);
    }

    Case biases() {
      return new Case(
          scheme,
          seed,
          "layer2/bias",
          Place.Part.BIAS,
          kind,
          layout,
          blocks,
          stride,
          activation,
          position,
          type,
          shape);
    }

    private float[] draw() {
      Kernel kernel = layout.kernel(kind, shape, blocks, stride);
      Activation f = Activation.named(activation).orElseThrow();
      boolean first = position == Place.Position.FIRST || position == Place.Position.ONLY;
      boolean last = position == Place.Position.LAST || position == Place.Position.ONLY;
      var identity = new Activation.Identity();
      var place = new Place(part, kernel, first ? identity : f, last ? identity : f, position);
      Initializer initializer = Catalogue.scheme(scheme).weights();
      RandomStream stream = new Seed(Long.parseLong(seed)).stream(path);
      float[] values = new float[Math.toIntExact(place.count())];
      Draw draw = Draw.of(initializer, place, stream);
      draw.fill(values);
      return draw instanceof Draw.WholeTensor && part == Place.Part.WEIGHT
          ? layout.stored(kernel, values)
          : values;
    }

    void write(ObjectNode to) {
      float[] values = draw();
      ByteBuffer bytes = ByteBuffer.allocate(values.length * type.bytes());
      type.encode(values, values.length, bytes);
      to.put("scheme", scheme).put("seed", seed).put("path", path);
      to.set("shape", array(shape));
      if (part == Place.Part.BIAS) {
        to.set("biases_of", array(shape));
        to.set("shape", array(values.length));
      }
      to.put("kind", word(kind)).put("layout", word(layout));
      to.put("blocks", blocks).put("stride", stride);
      to.put("activation", activation).put("position", word(position));
      to.put("type", type.name()).put("sha256", Sha256.hex(bytes.array()));
      var first = to.putArray("first");
      for (float value : Arrays.copyOf(values, Math.min(FIRST, values.length))) {
        first.add(Float.toHexString(value));
      }
    }

    private static tools.jackson.databind.JsonNode array(long... numbers) {
      return JsonMapper.shared().valueToTree(numbers);
    }

    private static String word(Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// Every scheme that ports have, as it is preset.
  private static List<Case> presets() {
    var cases = new ArrayList<Case>();
    for (Entry entry : Catalogue.all()) {
      String name = entry.name();
      switch (name) {
        case "forget-gate", "chrono" ->
            cases.add(
                Case.of(name, 4 * 40, 24).of(Kernel.Kind.RECURRENT, Layout.OUT_IN, 4, 1).biases());
        case "identity" -> cases.add(Case.of(name, 32, 32));
        case "icnr" -> cases.add(Case.of(name, 52, 30));
        default -> {
          if (!NOT_PORTED.contains(name)) {
            cases.add(Case.of(name, 50, 30));
          }
        }
      }
    }
    return cases;
  }

  /// Parameters, and constants that are hard to round.
  private static List<Case> parameters() {
    return List.of(
        Case.of("glorot-uniform(gain=1.67)", 50, 30),
        Case.of("he-normal(slope=0.2)", 50, 30),
        Case.of("variance-scaling(scale=3,mode=out,law=truncated-uncorrected)", 50, 30),
        Case.of("variance-scaling(scale=0.7,mode=geometric,law=uniform)", 50, 30),
        Case.of("variance-scaling(mode=in-squared,law=truncated-normal)", 50, 30),
        Case.of("uniform(low=0,high=1)", 50, 30),
        Case.of("uniform(low=1e-42,high=3e-42)", 50, 30),
        Case.of("uniform(low=-1e-40,high=1e-40)", 50, 30),
        // Here fma differs from a sum in double that is rounded to float: at element 257.
        Case.of("uniform(low=0.9996184805931989,high=1.000381519406801)", 50, 30)
            .from("2704", "layer2/weight"),
        Case.of("normal(mean=1,deviation=1e-7)", 50, 30),
        Case.of("normal(mean=-0.5,deviation=2)", 50, 30),
        Case.of("normal(deviation=1e-41)", 50, 30),
        Case.of("truncated-normal(cut=0.5)", 50, 30),
        Case.of("truncated-normal(mean=0.1,cut=3.5,corrected=no)", 50, 30),
        Case.of("truncated-normal(cut=2,corrected=no,deviation=1)", 50, 30),
        Case.of("log-odds(probability=0.3)", 50, 30),
        Case.of("sparse-bias(activity=0.05)", 50, 30),
        Case.of("fixup(blocks=54,depth=3)", 50, 30),
        Case.of("deepnorm-encoder(layers=18,decoder-layers=6)", 50, 30),
        Case.of("t-fixup-decoder(layers=6)", 50, 30),
        Case.of("mup-output(deviation=0.05,base=64)", 50, 30),
        Case.of("spectral(gain=0.5)", 20, 30),
        Case.of("variance-scaling(mode=out-squared,law=uniform)", 50, 30),
        Case.of("depth-mup(deviation=0.03,base=64,layers=30,base-layers=4)", 50, 30),
        Case.of("complete-p(layers=30)", 50, 30),
        Case.of("layer-scale(layers=24)", 50, 30),
        Case.of("lru-nu(inner=0.9,outer=0.999)", 50, 30),
        Case.of("lru-nu(inner=0.2,outer=0.3)", 50, 30),
        Case.of("lru-nu", 120, 100),
        Case.of("lru-theta(phase=0.314)", 50, 30),
        Case.of("s4d-log-step(low=1e-4,high=2)", 50, 30),
        Case.of("mamba-dt-bias(low=1e-4,high=0.2)", 120, 100),
        Case.of("mamba-dt-bias(low=0.5,high=5)", 50, 30),
        Case.of("scaled-orthogonal(gain=0.7)", 20, 30),
        Case.of("idinit(value=0.5,noise=0.01)", 20, 30),
        Case.of("idinit(noise=0)", 20, 30),
        Case.of("idinit-zero(epsilon=0.001)", 20, 30),
        Case.of("idinit-zero", 7, 1),
        Case.of("icnr(scale=3,base=orthogonal)", 36, 30),
        Case.of("orthogonal(gain=1.4142)", 30, 50),
        // Elements [4, 26] and [17, 10] lie an ulp of a double from the middle between two floats:
        // sums in another order come out on the other side.
        Case.of("orthogonal(gain=0.9999999554979576)", 50, 30),
        Case.of("orthogonal(gain=0.999999937182206)", 50, 30),
        Case.of("sparse(links=40,deviation=0.5)", 50, 30));
  }

  /// Activations and positions, for schemes that look at them.
  private static List<Case> places() {
    var cases = new ArrayList<Case>();
    for (Activation activation : Activation.all()) {
      for (String scheme : List.of("gain-normal-compromise", "kumar")) {
        cases.add(Case.of(scheme, 20, 30).at(Place.Position.INNER, activation.name()));
      }
    }
    cases.add(Case.of("gain-uniform", 20, 30).at(Place.Position.FIRST, "relu"));
    cases.add(Case.of("random-walk", 20, 30).at(Place.Position.INNER, "relu"));
    cases.add(Case.of("critical", 20, 30).at(Place.Position.FIRST, "sigmoid"));
    cases.add(Case.of("critical", 20, 30).at(Place.Position.ONLY, "gelu"));
    cases.add(Case.of("siren", 20, 30).at(Place.Position.FIRST, "tanh"));
    cases.add(Case.of("looks-linear", 20, 30).at(Place.Position.FIRST, "relu"));
    cases.add(Case.of("looks-linear", 11, 30).at(Place.Position.LAST, "relu"));
    cases.add(Case.of("zero-hadamard", 30, 20).at(Place.Position.LAST, "relu"));
    return cases;
  }

  /// Kinds of layers, whose fans differ, and orders of axes.
  private static List<Case> layers() {
    var cases = new ArrayList<Case>();
    for (String scheme : List.of("glorot-uniform", "orthogonal")) {
      for (Layout layout : Layout.values()) {
        boolean outFirst = layout == Layout.OUT_IN;
        long[] window = outFirst ? new long[] {12, 8, 3, 3} : new long[] {3, 3, 8, 12};
        cases.add(Case.of(scheme, 3, 8, 10).of(Kernel.Kind.DENSE, layout, 1, 1));
        cases.add(Case.of(scheme, 12, 20).of(Kernel.Kind.EMBEDDING, layout, 1, 1));
        cases.add(Case.of(scheme, 24, 48).of(Kernel.Kind.RECURRENT, layout, 4, 1));
        cases.add(Case.of(scheme, 24, 48).of(Kernel.Kind.ATTENTION, layout, 3, 1));
        cases.add(Case.of(scheme, 24, 48).of(Kernel.Kind.PACKED_DENSE, layout, 3, 1));
        cases.add(Case.of(scheme, window).of(Kernel.Kind.CONVOLUTION, layout, 4, 4));
        cases.add(Case.of(scheme, window).of(Kernel.Kind.TRANSPOSED_CONVOLUTION, layout, 4, 2));
        long[] depthwise = outFirst ? new long[] {12, 1, 3, 3} : new long[] {3, 3, 6, 2};
        cases.add(Case.of(scheme, depthwise).of(Kernel.Kind.DEPTHWISE_CONVOLUTION, layout, 6, 1));
      }
    }
    cases.add(Case.of("delta-orthogonal", 12, 5, 3, 3));
    cases.add(Case.of("zero-hadamard", 12, 5, 3, 3));
    cases.add(Case.of("identity", 12, 12, 3));
    cases.add(Case.of("scaled-orthogonal", 12, 5, 3, 3));
    cases.add(Case.of("idinit", 12, 5, 3, 3));
    cases.add(Case.of("idinit-zero", 12, 5, 3, 3));
    cases.add(Case.of("icnr", 12, 5, 3, 3).of(Kernel.Kind.CONVOLUTION, Layout.OUT_IN, 3, 1));
    cases.add(Case.of("icnr", 3, 3, 5, 16).of(Kernel.Kind.CONVOLUTION, Layout.IN_OUT, 1, 1));
    cases.add(Case.of("mamba-a-log", 16, 12).of(Kernel.Kind.DENSE, Layout.IN_OUT, 1, 1));
    return cases;
  }

  /// Seeds, paths, types, and one that is large enough for tails.
  private static List<Case> addresses() {
    var cases = new ArrayList<Case>();
    cases.add(Case.of("he-normal", 50, 30).from("-1", "layer1/weight"));
    cases.add(Case.of("he-uniform", 50, 30).from("9223372036854775807", "größe/Gewicht 重み"));
    cases.add(Case.of("he-normal", 50, 30).from("0", ""));
    cases.add(Case.of("he-normal", 50, 30).from("7", "x".repeat(119)));
    for (FloatType type : FloatType.values()) {
      cases.add(Case.of("he-normal", 50, 30).as(type));
      cases.add(Case.of("normal(deviation=1e5)", 50, 30).as(type));
      cases.add(Case.of("normal(deviation=1e-6)", 50, 30).as(type));
    }
    cases.add(Case.of("normal(deviation=1)", 600, 500));
    return cases;
  }

  private static ObjectNode words(String seed, String path, long from) {
    int[] words = new int[10];
    new Seed(Long.parseLong(seed)).stream(path).words(from, words, 0, words.length);
    ObjectNode vector = JsonMapper.shared().createObjectNode();
    vector.put("seed", seed).put("path", path).put("from", from);
    var array = vector.putArray("words");
    for (int word : words) {
      array.add("%08x".formatted(word));
    }
    return vector;
  }

  /// One vector a line, so that changes can be seen.
  private static String document() {
    var words = new ArrayList<ObjectNode>();
    for (long from : new long[] {0, 3, (1L << 34) - 5, (1L << 52) + 1}) {
      words.add(words("7", "layer1/weight", from));
    }
    words.add(words("-9223372036854775808", "größe/Gewicht 重み", 0));
    var draws = new ArrayList<ObjectNode>();
    for (List<Case> cases : List.of(presets(), parameters(), places(), layers(), addresses())) {
      for (Case one : cases) {
        ObjectNode vector = JsonMapper.shared().createObjectNode();
        one.write(vector);
        draws.add(vector);
      }
    }
    return "{\"words\": [\n%s\n], \"draws\": [\n%s\n]}\n".formatted(lines(words), lines(draws));
  }

  private static String lines(List<ObjectNode> vectors) {
    return vectors.stream().map(ObjectNode::toString).collect(Collectors.joining(",\n"));
  }

  @Test
  void vectors_areWhatJavaDraws() throws IOException {
    String document = document();
    Path ours = Files.createDirectories(Path.of("io/target")).resolve("vectors.json");
    Files.writeString(ours, document);
    assertThat(Files.readString(VECTORS)).isEqualTo(document);
  }
}
