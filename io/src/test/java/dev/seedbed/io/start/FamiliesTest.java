package dev.seedbed.io.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.data.InputException;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Law;
import dev.seedbed.io.weights.WeightFile;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Recipes of families against what the libraries themselves draw: `families.py` made the facts.
class FamiliesTest {
  /// A right law is refused once in a million statistics.
  private static final double RARE = 1e-6;

  /// The normal quantile of that, on both sides.
  private static final double Z = 4.9;

  @TempDir private Path folder = Path.of("");

  /// What a library drew for all tensors of some names.
  ///
  /// @param pattern a name, with "#" in place of a number
  /// @param deviation about the mean
  record Fact(
      String pattern,
      List<String> numbers,
      long[] shape,
      double mean,
      double deviation,
      double least,
      double greatest) {

    static Fact of(String line) {
      String[] parts = line.split(" ");
      double[] statistics = Arrays.stream(parts, 3, 7).mapToDouble(Double::parseDouble).toArray();
      return new Fact(
          parts[0],
          List.of(parts[1].split(",")),
          parts[2].equals("-")
              ? new long[0]
              : Arrays.stream(parts[2].split("x")).mapToLong(Long::parseLong).toArray(),
          statistics[0],
          statistics[1],
          statistics[2],
          statistics[3]);
    }

    List<String> names() {
      return numbers.stream().map(number -> pattern.replace("#", number)).toList();
    }

    long elements() {
      return LongStream.of(shape).reduce(1, (a, b) -> a * b) * numbers.size();
    }
  }

  /// A network that a library made.
  record Network(String family, String title, List<Fact> facts) {
    @Override
    public String toString() {
      return family + ": " + title;
    }
  }

  static List<Network> networks() throws IOException, URISyntaxException {
    var networks = new ArrayList<Network>();
    for (String line : Files.readAllLines(resource("families.txt"))) {
      if (line.startsWith("[")) {
        int end = line.indexOf(']');
        networks.add(
            new Network(line.substring(1, end), line.substring(end + 2), new ArrayList<>()));
      } else if (!line.startsWith("#")) {
        networks.getLast().facts().add(Fact.of(line));
      }
    }
    return networks;
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(Objects.requireNonNull(FamiliesTest.class.getResource(name), name).toURI());
  }

  private WeightFile file(String prefix, Network network) throws IOException {
    var shapes = new LinkedHashMap<String, long[]>();
    for (Fact fact : network.facts()) {
      fact.names().forEach(name -> shapes.put(prefix + name, fact.shape()));
    }
    return file(shapes);
  }

  /// A file of zeros.
  private WeightFile file(Map<String, long[]> shapes) throws IOException {
    var header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
    long end = 0;
    for (var tensor : shapes.entrySet()) {
      long begin = end;
      end += Float.BYTES * LongStream.of(tensor.getValue()).reduce(1, (a, b) -> a * b);
      header.append(
          ",\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
              .formatted(tensor.getKey(), Arrays.toString(tensor.getValue()), begin, end));
    }
    byte[] bytes = header.append('}').toString().getBytes(UTF_8);
    Path path = folder.resolve("model.safetensors");
    try (var file = new RandomAccessFile(path.toFile(), "rw")) {
      file.write(
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(bytes.length).array());
      file.write(bytes);
      file.setLength(8 + bytes.length + end);
    }
    return WeightFile.read(path);
  }

  private static Map<String, Planned> plan(String family, WeightFile file) {
    Recipe recipe = Recipe.of(family, file);
    return plan(file, recipe.rules(), recipe.kinds());
  }

  private static Map<String, Planned> plan(
      WeightFile file, List<DrawRule> rules, List<LayerKind> kinds) {
    var wishes =
        new Plan.Wishes(
            rules,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            kinds,
            new Activation.Relu(),
            new Seed(1));
    return Plan.of(file, wishes).tensors().stream()
        .collect(Collectors.toMap(planned -> planned.tensor().name(), planned -> planned));
  }

  private static Planned.Drawn drawn(Map<String, Planned> plan, String name) {
    assertThat(plan.get(name)).as(name).isInstanceOf(Planned.Drawn.class);
    return (Planned.Drawn) Objects.requireNonNull(plan.get(name));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void recipe_everyTensor_asTheLibraryDrewIt(Network network) throws IOException {
    Map<String, Planned> plan = plan(network.family(), file("", network));
    for (Fact fact : network.facts()) {
      for (String name : fact.names()) {
        Planned.Drawn drawn = drawn(plan, name);
        Optional<Law> law = drawn.source().law();
        if (law.isPresent()) {
          check(name + " by " + drawn.scheme(), law.get(), fact);
        } else {
          checkWhole(drawn, fact);
        }
      }
    }
  }

  private static void check(String name, Law law, Fact fact) {
    if (law.variance() == 0) {
      // Six figures are known of it.
      double ulp = 1e-5 * Math.abs(law.mean());
      assertThat(fact.least()).as(name).isCloseTo(law.mean(), within(ulp));
      assertThat(fact.greatest()).as(name).isCloseTo(law.mean(), within(ulp));
      return;
    }
    double n = fact.elements();
    double sd = Math.sqrt(law.variance());
    assertThat(fact.mean()).as(name).isCloseTo(law.mean(), within(Z * sd / Math.sqrt(n)));
    // The relative standard error of a standard deviation is 1 / √(2n) of a normal law, and
    // smaller of all others here; of few elements it is not normal.
    if (n > 200) {
      assertThat(fact.deviation() / sd).as(name).isCloseTo(1, within(Z / Math.sqrt(2 * n)));
    }
    // The farthest of n lies within x with probability (1 − q)ⁿ, if one lies beyond with q.
    double reach = Math.max(fact.greatest() - law.mean(), law.mean() - fact.least());
    assertThat(reach).as(name).isLessThanOrEqualTo(law.bound() * (1 + 1e-5));
    double q = 1 - law.cdf(law.mean() + reach) + law.cdf(law.mean() - reach);
    double within = StrictMath.pow(1 - q, n);
    assertThat(within).as("%s: farthest %s", name, reach).isGreaterThan(RARE);
    if (reach < law.bound() * (1 - 1e-6)) {
      assertThat(1 - within).as("%s: farthest %s", name, reach).isGreaterThan(RARE);
    }
  }

  /// A tensor that is made as a whole, with nothing random about it.
  private static void checkWhole(Planned.Drawn drawn, Fact fact) {
    float[] values = new float[Math.toIntExact(drawn.tensor().elements())];
    drawn.source().fill(0, values, values.length);
    DrawStatistics statistics = drawn.statistics();
    assertThat((double) statistics.min()).isEqualTo(fact.least());
    assertThat((double) statistics.max()).isCloseTo(fact.greatest(), within(1e-5));
    assertThat(statistics.mean()).isCloseTo(fact.mean(), within(1e-5));
    assertThat(statistics.deviation()).isCloseTo(fact.deviation(), within(1e-5));
  }

  /// Networks are part of others, and wrappers put a name in front.
  @ParameterizedTest
  @MethodSource("networks")
  void recipe_namesWithAPrefix_theSame(Network network) throws IOException {
    Map<String, Planned> bare = plan(network.family(), file("", network));
    Map<String, Planned> prefixed = plan(network.family(), file("module.net.", network));
    bare.keySet()
        .forEach(name ->
            assertThat(drawn(prefixed, "module.net." + name).scheme())
                .as(name)
                .isEqualTo(drawn(bare, name).scheme()));
  }

  @Test
  void networks_ofAllFamilies() throws IOException, URISyntaxException {
    assertThat(networks().stream().map(Network::family))
        .containsAll(Families.all().stream().map(Family::id).toList());
    assertThat(Families.all().stream().map(Family::id)).doesNotHaveDuplicates();
  }

  @Test
  void table_ofTheDocumentation_hasAllFamilies() throws IOException {
    assertThat(Files.readString(Path.of("docs/families.md")).replace("`", "").lines())
        .containsSubsequence(
            Families.all().stream()
                .map(it -> "| %s | %s | %s |".formatted(it.id(), it.title(), it.source()))
                .toList());
  }

  @Test
  void recipe_ofAnotherFamily_namesTheOnesThatFit() throws IOException {
    WeightFile file = file(Map.of("layer1.0.conv1.weight", new long[] {4, 4, 3, 3}));
    assertThatThrownBy(() -> Recipe.of("gpt2", file))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith(
            "has a name of the family gpt2 (GPT-2, DistilGPT-2, nanoGPT), such as"
                + " '*attn.c_attn.weight'; its names are those of resnet, timm-resnet");
    WeightFile other = file(Map.of("w", new long[] {4, 4}));
    assertThatThrownBy(() -> Recipe.of("gpt2", other))
        .hasMessageEndingWith("'*attn.c_attn.weight'");
  }

  /// `layers-training.onnx` says that the convolution has 8 groups. By its shape [8, 1, 3, 3] its
  /// fan-out is 72, by its groups 9.
  @Test
  void convolutionByShape_groupsInTheFile_doNotCount() throws URISyntaxException {
    WeightFile file = WeightFile.read(resource("layers-training.onnx"));
    var rule =
        new DrawRule(new Glob("depthwise.weight"), Catalogue.forTensors("he-normal-backward"));
    var byShape = LayerKind.convolutionByShape("depthwise.weight");
    assertThat(drawn(plan(file, List.of(rule), List.of()), "depthwise.weight").fans().orElseThrow())
        .extracting(fans -> fans.out())
        .isEqualTo(9.0);
    assertThat(
            drawn(plan(file, List.of(rule), List.of(byShape)), "depthwise.weight")
                .fans()
                .orElseThrow())
        .extracting(fans -> fans.out())
        .isEqualTo(72.0);
  }
}
