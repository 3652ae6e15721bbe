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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rules that draw several tensors of a file together.
class TensorGroupsTest {
  private static final int WIDTH = 24;

  @TempDir private Path folder = Path.of("");

  /// A safetensors file of tensors with normal numbers, each from the stream of its name.
  private WeightFile file(String name, Map<String, int[]> shapes) throws IOException {
    var header = new StringBuilder("{\"__metadata__\":{\"format\":\"pt\"}");
    int length = 0;
    for (var tensor : shapes.entrySet()) {
      int end = length + Arrays.stream(tensor.getValue()).reduce(4, Math::multiplyExact);
      header.append(
          ",\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
              .formatted(tensor.getKey(), Arrays.toString(tensor.getValue()), length, end));
      length = end;
    }
    byte[] json = header.append('}').toString().getBytes(UTF_8);
    var bytes = ByteBuffer.allocate(8 + json.length + length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length).put(json);
    shapes.forEach((tensor, shape) -> {
      float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
      new Law.Normal(0, 0.2).draw(new Seed(1).stream(tensor), 0, values);
      for (float value : values) {
        bytes.putFloat(value);
      }
    });
    return WeightFile.read(Files.write(folder.resolve(name), bytes.array()));
  }

  /// Two attention layers, packed or not.
  private WeightFile attention(String... names) throws IOException {
    var shapes = new LinkedHashMap<String, int[]>();
    for (int layer = 0; layer < 2; layer++) {
      for (String name : names) {
        int rows = name.equals("qkv") ? 3 * WIDTH : WIDTH;
        shapes.put("h.%d.%s.weight".formatted(layer, name), new int[] {rows, WIDTH});
        shapes.put("h.%d.%s.bias".formatted(layer, name), new int[] {rows});
      }
    }
    return file("attention.safetensors", shapes);
  }

  private static DrawRule rule(String glob, String scheme) {
    return new DrawRule(new Glob(glob), Catalogue.forTensors(scheme));
  }

  private static Plan.Wishes wishes(List<String> keep, DrawRule... rules) {
    return new Plan.Wishes(
        List.of(rules),
        keep.stream().map(Glob::new).toList(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        new Activation.Tanh(),
        new Seed(6));
  }

  private WeightFile written(Plan plan, int threads) throws IOException {
    Path out = folder.resolve("out" + threads + ".safetensors");
    plan.write(out, threads);
    return WeightFile.read(out);
  }

  private static float[] values(WeightFile file, String tensor) throws IOException {
    return file.values(
        file.tensors().stream().filter(it -> it.name().equals(tensor)).findFirst().orElseThrow());
  }

  /// The mean diagonal element of Σ aₖᵢ·bₖⱼ, or of b·a where `behind`.
  private static double diagonal(float[] a, float[] b, boolean behind) {
    double sum = 0;
    for (int i = 0; i < WIDTH; i++) {
      for (int k = 0; k < WIDTH; k++) {
        sum += (double) a[k * WIDTH + i] * b[behind ? i * WIDTH + k : k * WIDTH + i];
      }
    }
    return sum / WIDTH;
  }

  @Test
  void rule_pairsOfTensors_productsAsTheSchemeSays() throws IOException {
    WeightFile file = attention("q", "k", "v", "o");
    var wishes =
        wishes(
            List.of(),
            rule("h.*.{q,k}.weight", "mimetic-qk(heads=1)"),
            rule("h.*.{v,o}.weight", "mimetic-vo"));
    Plan plan = Plan.of(file, wishes);
    WeightFile drawn = written(plan, 1);
    for (int layer = 0; layer < 2; layer++) {
      String name = "h." + layer + ".";
      float[] q = values(drawn, name + "q.weight");
      float[] k = values(drawn, name + "k.weight");
      // Mean β with standard error α / 24.
      assertThat(diagonal(q, k, false)).isCloseTo(0.7, within(5 * 0.7 / WIDTH));
      float[] v = values(drawn, name + "v.weight");
      float[] o = values(drawn, name + "o.weight");
      assertThat(diagonal(v, o, true)).isCloseTo(-0.4, within(5 * 0.4 / WIDTH));
    }
    assertThat(values(drawn, "h.0.q.weight")).isNotEqualTo(values(drawn, "h.1.q.weight"));
    assertThat(plan.tensors())
        .filteredOn(Planned.Kept.class::isInstance)
        .extracting(planned -> planned.tensor().name())
        .allMatch(name -> name.endsWith("bias"));
    WeightFile again = written(Plan.of(file, wishes), 3);
    assertThat(Files.readAllBytes(again.path())).isEqualTo(Files.readAllBytes(drawn.path()));
    // A plan can be written twice.
    assertThat(Files.readAllBytes(written(plan, 2).path()))
        .isEqualTo(Files.readAllBytes(drawn.path()));
  }

  /// Query, key and value in one tensor are three parts of four.
  @Test
  void rule_packedTensor_holdsSeveralParts() throws IOException {
    WeightFile packed = attention("qkv", "o");
    Plan plan = Plan.of(packed, wishes(List.of(), rule("h.*.{qkv,o}.weight", "mimetic(heads=4)")));
    WeightFile drawn = written(plan, 1);
    float[] qkv = values(drawn, "h.1.qkv.weight");
    float[] q = Arrays.copyOfRange(qkv, 0, WIDTH * WIDTH);
    float[] k = Arrays.copyOfRange(qkv, WIDTH * WIDTH, 2 * WIDTH * WIDTH);
    float[] v = Arrays.copyOfRange(qkv, 2 * WIDTH * WIDTH, 3 * WIDTH * WIDTH);
    // Four heads of rank 6 each; if the parts were mixed up, it would be 0 with an error of 0.1.
    assertThat(diagonal(q, k, false)).isBetween(0.5, 2.8);
    assertThat(diagonal(v, values(drawn, "h.1.o.weight"), true))
        .isCloseTo(-0.4, within(5 * 0.4 / WIDTH));
    assertThat(plan.tensors().getFirst())
        .isInstanceOfSatisfying(
            Planned.Drawn.class,
            first ->
                assertThat(first.source().symbols())
                    .isEqualTo("query · key ≈ 0.7 Z + 0.7 I, value · output = 0.4 Z - 0.4 I"));
  }

  private WeightFile base() throws IOException {
    var shapes = new LinkedHashMap<String, int[]>();
    shapes.put("model.0.q.weight", new int[] {10, 16});
    shapes.put("model.1.q.weight", new int[] {20, 12});
    shapes.put("model.norm.weight", new int[] {16});
    return file("base.safetensors", shapes);
  }

  private WeightFile adapter() throws IOException {
    var shapes = new LinkedHashMap<String, int[]>();
    shapes.put("peft.model.0.q.lora_A.weight", new int[] {3, 16});
    shapes.put("peft.model.0.q.lora_B.weight", new int[] {10, 3});
    shapes.put("peft.model.1.q.lora_A.weight", new int[] {3, 12});
    shapes.put("peft.model.1.q.lora_B.weight", new int[] {20, 3});
    return file("adapter.safetensors", shapes);
  }

  /// An adapter in its own file, and what remains of the base in another: together they are the
  /// base.
  @Test
  void rule_weightInAnotherFile_isRead() throws IOException {
    WeightFile base = base();
    var pissa = rule("*{,.lora_A,.lora_B}.weight", "pissa(rounds=2)");
    WeightFile adapter =
        written(Plan.of(adapter(), wishes(List.of(), pissa), Optional.of(base)), 2);
    var rest = rule("model.?.q.weight", "pissa-residual(rank=3,rounds=2)");
    WeightFile remaining = written(Plan.of(base, wishes(List.of(), rest)), 1);
    for (int[] shape : new int[][] {{0, 10, 16}, {1, 20, 12}}) {
      String name = "model.%d.q.".formatted(shape[0]);
      float[] w = values(base, name + "weight");
      float[] r = values(remaining, name + "weight");
      float[] a = values(adapter, "peft." + name + "lora_A.weight");
      float[] b = values(adapter, "peft." + name + "lora_B.weight");
      for (int i = 0; i < w.length; i++) {
        double sum = r[i];
        for (int k = 0; k < 3; k++) {
          sum += (double) b[i / shape[2] * 3 + k] * a[k * shape[2] + i % shape[2]];
        }
        assertThat(sum).isCloseTo(w[i], within(1e-7));
      }
      assertThat(r).isNotEqualTo(w);
    }
    assertThat(values(remaining, "model.norm.weight")).isEqualTo(values(base, "model.norm.weight"));
  }

  @Test
  void rule_allInOneFile_weightIsReplacedToo() throws IOException {
    var shapes = new LinkedHashMap<String, int[]>();
    shapes.put("q.weight", new int[] {10, 16});
    shapes.put("q.lora_B.weight", new int[] {10, 3});
    shapes.put("q.lora_A.weight", new int[] {3, 16});
    shapes.put("mlp.weight", new int[] {16, 16});
    WeightFile file = file("all.safetensors", shapes);
    Plan plan = Plan.of(file, wishes(List.of(), rule("*{,.lora_A,.lora_B}.weight", "olora")));
    WeightFile drawn = written(plan, 1);
    float[] a = values(drawn, "q.lora_A.weight");
    float[] b = values(drawn, "q.lora_B.weight");
    float[] w = values(file, "q.weight");
    float[] r = values(drawn, "q.weight");
    // The first three columns are in Q and R, as a whole.
    for (int i = 0; i < w.length; i++) {
      double sum = 0;
      for (int k = 0; k < 3; k++) {
        sum += (double) b[i / 16 * 3 + k] * a[k * 16 + i % 16];
      }
      assertThat(r[i] + sum).isCloseTo(w[i], within(1e-7));
      if (i % 16 < 3) {
        assertThat(r[i]).isCloseTo(0, within(1e-7f));
      }
    }
    // It has no adapter beside it, so the rule is not for it.
    assertThat(values(drawn, "mlp.weight")).isEqualTo(values(file, "mlp.weight"));
  }

  private void refused(WeightFile file, Plan.Wishes wishes, String message) {
    assertThatThrownBy(() -> Plan.of(file, wishes))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void rule_tensorsThatDoNotGoTogether_refused() throws IOException {
    WeightFile file = attention("q", "k", "v");
    var pair = rule("h.*.{q,k}.weight", "mimetic-qk(heads=4)");
    refused(
        file,
        wishes(List.of("h.1.k.*"), pair),
        "'h.1.q.weight' is drawn together with 'h.1.k.weight', which is kept or drawn by another rule");
    refused(
        file,
        wishes(List.of(), rule("h.0.k.*", "zeros"), pair),
        "'h.0.q.weight' is drawn together with 'h.0.k.weight', which is kept");
    refused(
        file,
        wishes(List.of(), rule("h.*.{v,o}.weight", "mimetic-vo")),
        "for value, output together: 'h.0.v.weight' has no 'h.0.o.weight' beside it");
    refused(
        file,
        wishes(List.of(), rule("h.*.{q,k}.weight", "mimetic(heads=4)")),
        "query, key, value, output are 4 matrices, but 'h.0.q.weight', 'h.0.k.weight' hold 2");
    refused(
        file,
        wishes(List.of(), rule("h.*.{q,k}.weight", "mimetic-qk(heads=5)")),
        "tensor 'h.0.q.weight': query needs a multiple of 5 rows");
    refused(
        adapter(),
        wishes(List.of(), rule("*{,.lora_A,.lora_B}.weight", "pissa")),
        "'peft.model.0.q.lora_A.weight' has no 'peft.model.0.q.weight' beside it");
  }

  /// Other schemes take each tensor by itself.
  @Test
  void braces_ofOtherSchemes_areAlternatives() throws IOException {
    Plan plan = Plan.of(attention("q", "k", "v"), wishes(List.of(), rule("h.0.{q,v}.*", "zeros")));
    assertThat(plan.tensors().stream().filter(Planned.Drawn.class::isInstance))
        .extracting(planned -> planned.tensor().name())
        .containsExactly("h.0.q.weight", "h.0.q.bias", "h.0.v.weight", "h.0.v.bias");
  }

  @Test
  void weightThatIsNotFinite_named() throws IOException {
    WeightFile base = base();
    byte[] bytes = Files.readAllBytes(base.path());
    int at = 8 + (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(at, Float.NaN);
    Files.write(base.path(), bytes);
    Plan plan =
        Plan.of(
            WeightFile.read(base.path()),
            wishes(List.of(), rule("model.0.q.weight", "olora-residual(rank=3)")));
    assertThatThrownBy(() -> plan.write(folder.resolve("x.safetensors"), 2))
        .isInstanceOf(InputException.class)
        .hasMessage("tensor 'model.0.q.weight' has numbers that are not finite: NaN");
    assertThat(folder.resolve("x.safetensors")).doesNotExist();
  }
}
