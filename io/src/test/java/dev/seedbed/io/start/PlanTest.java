package dev.seedbed.io.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.data.InputException;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Fans;
import dev.seedbed.init.Kernel;
import dev.seedbed.init.Law;
import dev.seedbed.init.TensorScheme;
import dev.seedbed.io.weights.WeightFile;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// New starts for a small file: two layers, a norm, a counter, and tensors of half precision.
class PlanTest {
  private static final int DATA = 24 + 12 + 24 + 12 + 8 + 12 + 12 + 48;
  private static final String HEADER =
      """
      {"__metadata__":{"format":"pt"},\
      "a.weight":{"dtype":"F32","shape":[3,2],"data_offsets":[0,24]},\
      "a.bias":{"dtype":"F32","shape":[3],"data_offsets":[24,36]},\
      "b.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[36,60]},\
      "norm.weight":{"dtype":"F32","shape":[3],"data_offsets":[60,72]},\
      "count":{"dtype":"I64","shape":[],"data_offsets":[72,80]},\
      "half.weight":{"dtype":"F16","shape":[2,3],"data_offsets":[80,92]},\
      "brain.weight":{"dtype":"BF16","shape":[2,3],"data_offsets":[92,104]},\
      "long.weight":{"dtype":"F64","shape":[2,3],"data_offsets":[104,152]}}\
      """;

  @TempDir private Path folder = Path.of("");
  private Path model = Path.of("");
  private Path out = Path.of("");

  @BeforeEach
  void write() throws IOException {
    byte[] header = HEADER.getBytes(UTF_8);
    var bytes = ByteBuffer.allocate(8 + header.length + DATA).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length).put(header);
    for (int i = 0; i < DATA / 4; i++) {
      bytes.putFloat(i);
    }
    model = Files.write(folder.resolve("model.safetensors"), bytes.array());
    out = folder.resolve("out.safetensors");
  }

  private static DrawRule rule(String glob, String scheme) {
    return new DrawRule(new Glob(glob), Catalogue.forTensors(scheme));
  }

  private Plan plan(
      Optional<String> otherwise, List<String> keep, Layout layout, DrawRule... rules) {
    return Plan.of(
        WeightFile.read(model),
        new Plan.Wishes(
            List.of(rules),
            keep.stream().map(Glob::new).toList(),
            otherwise.map(scheme -> TensorScheme.of(Catalogue.scheme(scheme))),
            Optional.of(layout),
            List.of(),
            new Activation.Tanh(),
            new Seed(5)));
  }

  private Plan plan(DrawRule... rules) {
    return plan(Optional.empty(), List.of(), Layout.OUT_IN, rules);
  }

  /// The data of a file, from byte `from` on.
  private static ByteBuffer data(Path file, int from) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int start = 8 + Math.toIntExact(bytes.getLong(0)) + from;
    return bytes.slice(start, bytes.capacity() - start).order(ByteOrder.LITTLE_ENDIAN);
  }

  private float[] floats(int from, int count) throws IOException {
    float[] values = new float[count];
    data(out, from).asFloatBuffer().get(values);
    return values;
  }

  private static Stream<String> drawn(Plan plan) {
    return plan.tensors().stream()
        .filter(Planned.Drawn.class::isInstance)
        .map(planned -> planned.tensor().name());
  }

  private static float[] draw(String name, double bound, int count) {
    float[] values = new float[count];
    Law.Uniform.within(bound).draw(new Seed(5).stream(name), 0, values);
    return values;
  }

  @Test
  void rules_firstThatFitsIsUsed_otherTensorsStay() throws IOException {
    Plan plan = plan(rule("a.*", "constant(value=7)"), rule("?.weight", "uniform"));
    assertThat(drawn(plan)).containsExactly("a.weight", "a.bias", "b.weight");
    plan.write(out, 2);
    assertThat(floats(0, 9)).containsOnly(7);
    assertThat(floats(36, 6)).containsExactly(draw("b.weight", 0.05, 6));
    assertThat(floats(60, 3)).containsExactly(15, 16, 17);
    ByteBuffer before = data(model, 60);
    assertThat(data(out, 60)).isEqualTo(before);
  }

  @Test
  void otherwise_weightsAndBiases_notNormsAndCounters() throws IOException {
    Plan plan = plan(Optional.of("standard-uniform+small-positive"), List.of("b*"), Layout.OUT_IN);
    assertThat(drawn(plan)).containsExactly("a.weight", "a.bias", "half.weight", "long.weight");
    plan.write(out, 1);
    assertThat(floats(0, 6)).containsExactly(draw("a.weight", 1 / Math.sqrt(2), 6));
    assertThat(floats(24, 3)).containsOnly(0.01f);
    assertThat(plan.tensors())
        .filteredOn(Planned.Kept.class::isInstance)
        .extracting(planned -> ((Planned.Kept) planned).reason())
        .containsExactly(
            "as asked", "the scale of a normalisation", "constant: of type I64", "as asked");
  }

  /// A scheme that goes by fans cannot draw a norm, which is no reason to stop.
  @Test
  void rule_withoutFans_keptAndSaid() {
    Plan plan = plan(rule("*weight*", "he-normal"));
    assertThat(drawn(plan))
        .containsExactly("a.weight", "b.weight", "half.weight", "brain.weight", "long.weight");
    assertThat(plan.tensors())
        .filteredOn(planned -> planned.tensor().name().equals("norm.weight"))
        .singleElement()
        .isInstanceOfSatisfying(
            Planned.Kept.class,
            kept -> assertThat(kept.reason()).isEqualTo("he-normal goes by fans, and it has none"));
    assertThat(drawn(plan(rule("norm.weight", "constant(value=1)"))))
        .containsExactly("norm.weight");
  }

  /// Only who names a constant wants it drawn.
  @Test
  void pattern_overConstants_keepsThem() {
    assertThat(drawn(plan(rule("*", "uniform")))).doesNotContain("count").hasSize(7);
  }

  /// What the user says of a layer stops only schemes that go by it.
  @Test
  void statedLayer_thatCannotBe_refusedWhereItCounts() {
    var kind =
        new LayerKind(
            new Glob("a.weight"), Kernel.Kind.RECURRENT, OptionalInt.of(4), OptionalInt.empty());
    WeightFile file = WeightFile.read(model);
    var constant = wishes(kind, rule("a.weight", "zeros"));
    assertThat(drawn(Plan.of(file, constant))).containsExactly("a.weight");
    var byFans = wishes(kind, rule("a.weight", "he-normal"));
    assertThatThrownBy(() -> Plan.of(file, byFans))
        .isInstanceOf(InputException.class)
        .hasMessage("tensor 'a.weight': 3 outputs cannot be shared out among 4 blocks");
  }

  private static Plan.Wishes wishes(LayerKind kind, DrawRule rule) {
    return new Plan.Wishes(
        List.of(rule),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(kind),
        new Activation.Tanh(),
        new Seed(5));
  }

  /// Fans are shown also where the law does not follow from them.
  @Test
  void fixedLaw_fansAllTheSame() {
    assertThat(plan(rule("a.weight", "uniform")).tensors().getFirst())
        .isInstanceOfSatisfying(
            Planned.Drawn.class, it -> assertThat(it.fans()).contains(new Fans(2, 3)));
  }

  @Test
  void library_setsNorms_oneAndZero() throws IOException {
    Plan plan = plan(Optional.of("keras"), List.of(), Layout.OUT_IN);
    plan.write(out, 1);
    assertThat(floats(60, 3)).containsOnly(1);
  }

  /// Kept in their types: the float that was drawn, rounded or widened.
  @Test
  void types_keptAndRounded() throws IOException {
    plan(rule("*.weight", "uniform")).write(out, 2);
    float[] half = draw("half.weight", 0.05, 6);
    float[] brain = draw("brain.weight", 0.05, 6);
    float[] wide = draw("long.weight", 0.05, 6);
    for (int i = 0; i < 6; i++) {
      assertThat(data(out, 80).getShort(2 * i)).isEqualTo(Float.floatToFloat16(half[i]));
      float read = Float.intBitsToFloat(data(out, 92).getShort(2 * i) << 16);
      assertThat(read).isCloseTo(brain[i], within(Math.abs(brain[i]) / 256));
      assertThat(data(out, 104).getDouble(8 * i)).isEqualTo(wide[i]);
    }
  }

  /// A bias by its weights' fans: U(±1/√2) beside a.weight.
  @Test
  void bias_schemeOfTheFans_goesByTheWeightsBesideIt() throws IOException {
    plan(rule("a.bias", "standard-uniform")).write(out, 1);
    assertThat(floats(24, 3)).containsExactly(draw("a.bias", 1 / Math.sqrt(2), 3));
  }

  @Test
  void structured_inOut_isStoredTransposed() throws IOException {
    plan(Optional.empty(), List.of(), Layout.OUT_IN, rule("a.weight", "orthogonal")).write(out, 2);
    float[] outIn = floats(0, 6);
    for (int j = 0; j < 2; j++) {
      double square = 0;
      for (int i = 0; i < 3; i++) {
        square += outIn[2 * i + j] * outIn[2 * i + j];
      }
      assertThat(square).isCloseTo(1, within(1e-6));
    }
    plan(Optional.empty(), List.of(), Layout.IN_OUT, rule("b.weight", "orthogonal")).write(out, 2);
    float[] inOut = floats(36, 6);
    double rows = 0;
    for (int j = 0; j < 3; j++) {
      rows += inOut[j] * inOut[3 + j];
    }
    assertThat(rows).isCloseTo(0, within(1e-6));
  }

  @Test
  void distort_addsToWhatIsThere() throws IOException {
    plan(rule("b.weight", "distort(factor=0.5)")).write(out, 2);
    float[] noise = draw("b.weight", 0.5, 6);
    float[] values = floats(36, 6);
    for (int i = 0; i < 6; i++) {
      assertThat(values[i]).isEqualTo(9 + i + noise[i]);
    }
  }

  @Test
  void realised_afterWriting_isWhatIsInTheFile() throws IOException {
    Plan plan = plan(rule("a.weight", "uniform"));
    plan.write(out, 2);
    var drawn = (Planned.Drawn) plan.tensors().getFirst();
    assertThat(drawn.statistics().count()).isEqualTo(6);
    float largest = Float.NEGATIVE_INFINITY;
    for (float value : floats(0, 6)) {
      largest = Math.max(largest, value);
    }
    assertThat(drawn.statistics().max()).isEqualTo(largest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "c.* | zeros | rule 'c.*' fits no tensor of",
        "a.weight | identity | tensor 'a.weight': identity needs as many units as inputs: 3 x 2",
        "a.bias | orthogonal | tensor 'a.bias': orthogonal draws weights, not biases",
        "count | zeros | tensor 'count' is a constant (of type I64): it is not drawn",
        "a.weight | critical(bias-variance=-1) | tensor 'a.weight': the variance of the biases must be 0 or above"
      })
  void wrongUse_refused_nothingWritten(String glob, String scheme, String message) {
    assertThatThrownBy(() -> plan(rule(glob, scheme)).write(out, 2))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(message);
    assertThat(out).doesNotExist();
  }

  /// Not after gigabytes of other tensors are written.
  @ParameterizedTest
  @CsvSource({"a.weight, identity", "a.bias, orthogonal", "half.weight, forget-gate"})
  void structuredSchemes_thatCannotDraw_refusedWhenPlanned(String glob, String scheme) {
    assertThatThrownBy(() -> plan(rule(glob, scheme)))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("tensor '" + glob + "': " + scheme);
  }

  /// A safetensors file of one tensor of zeros, which takes no room on the disk.
  private void writeZeros(String name, String shape, long bytes) throws IOException {
    byte[] header =
        "{\"%s\":{\"dtype\":\"F16\",\"shape\":%s,\"data_offsets\":[0,%d]}}"
            .formatted(name, shape, bytes)
            .getBytes(UTF_8);
    var length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length);
    Files.write(model, length.array());
    Files.write(model, header, StandardOpenOption.APPEND);
    try (var file = new RandomAccessFile(model.toFile(), "rw")) {
      file.setLength(8 + header.length + bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zeros", "standard-uniform", "orthogonal"})
  void vectorOf2To31Elements_refused(String scheme) throws IOException {
    writeZeros("w", "[2147483648]", 1L << 32);
    assertThatThrownBy(() -> plan(rule("w", scheme)))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "tensor 'w': a vector must have fewer than 2^31 elements to be drawn: 2147483648");
  }

  @Test
  void noElements_kept() throws IOException {
    writeZeros("w", "[0,5]", 0);
    assertThat(plan(rule("w", "glorot-uniform")).tensors())
        .singleElement()
        .isInstanceOfSatisfying(
            Planned.Kept.class, kept -> assertThat(kept.reason()).isEqualTo("it has no elements"));
  }

  @Test
  void schemeOfWholeNetworks_refused() {
    assertThatThrownBy(() -> rule("a.weight", "lsuv"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lsuv needs a whole network");
    assertThatThrownBy(() -> rule("a.weight", "he-normal+zeros"))
        .hasMessageContaining("a rule has one scheme");
  }

  @Test
  void units_weightsUnitByUnit_othersAsTheyAre() {
    List<Units> units = Units.of(WeightFile.read(model));
    assertThat(units.getFirst().facts().kernel().orElseThrow().units()).isEqualTo(3);
    assertThat(units.getFirst().fans()).contains(new Fans(2, 3));
    float[] values = {1, 2, 3, 4, 5, 6};
    assertThat(units.getFirst().inOrder(values)).containsExactly(values);
    assertThat(units.get(1).axes()).isEmpty();
    assertThat(units.get(1).reason()).isEqualTo("a vector");
    assertThat(units).hasSize(8);
  }
}
