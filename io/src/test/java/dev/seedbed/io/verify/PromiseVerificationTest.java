package dev.seedbed.io.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Law;
import dev.seedbed.io.start.DrawRule;
import dev.seedbed.io.start.Glob;
import dev.seedbed.io.start.Plan;
import dev.seedbed.io.verify.VerifiedTensor.State;
import dev.seedbed.io.verify.VerifyFinding.Fault;
import dev.seedbed.io.verify.VerifyFinding.NoRule;
import dev.seedbed.io.verify.VerifyFinding.NotFinite;
import dev.seedbed.io.verify.VerifyFinding.OtherThanPromised;
import dev.seedbed.io.verify.VerifyFinding.SameNumbers;
import dev.seedbed.io.verify.VerifyFinding.SameParts;
import dev.seedbed.io.verify.VerifyResult.Verdict;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.WeightFile;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import dev.seedbed.verify.Aspect;
import dev.seedbed.verify.FanReading;
import dev.seedbed.verify.Instead;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromiseVerificationTest {
  private static final double ALPHA = 1e-6;

  @TempDir private Path folder = Path.of("");
  private final TensorBook book = new TensorBook();

  /// A small network as PyTorch starts it.
  @BeforeEach
  void draw() {
    double first = 1 / Math.sqrt(96);
    book.put("fc1.weight", "128, 96", uniform("fc1.weight", 128 * 96, first))
        .put("fc1.bias", "128", uniform("fc1.bias", 128, first))
        .put("fc2.weight", "64, 128", uniform("fc2.weight", 64 * 128, 1 / Math.sqrt(128)))
        .put("norm.weight", "64", filled(64, 1))
        .put("norm.bias", "64", filled(64, 0))
        .put("norm.running_mean", "64", filled(64, 0))
        .put("embed.weight", "100, 64", normal("embed.weight", 6400, 1))
        .put("kept.weight", "4, 4", new float[16]);
  }

  private static float[] uniform(String name, int count, double bound) {
    return drawn(Law.Uniform.within(bound), name, count);
  }

  private static float[] normal(String name, int count, double deviation) {
    return drawn(new Law.Normal(0, deviation), name, count);
  }

  private static float[] drawn(Law law, String name, int count) {
    float[] values = new float[count];
    law.draw(new Seed(9).stream(name), 0, values);
    return values;
  }

  private static float[] filled(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }

  private VerifyResult verify() throws IOException {
    return verify("F32", Stream.of(), Optional.of("torch"), false);
  }

  /// @param rules GLOB=SCHEME
  private VerifyResult verify(
      String type, Stream<String> rules, Optional<String> otherwise, boolean strict)
      throws IOException {
    WeightFile file =
        WeightFile.read(book.write(folder.resolve("model-" + type + ".safetensors"), type));
    var wishes =
        new Plan.Wishes(
            rules
                .map(rule -> rule.split("=", 2))
                .map(rule -> new DrawRule(new Glob(rule[0]), Catalogue.forTensors(rule[1])))
                .toList(),
            List.of(new Glob("kept.*")),
            otherwise.map(Catalogue::forTensors),
            Optional.empty(),
            List.of(),
            new Activation.Relu(),
            new Seed(0));
    Plan plan = Plan.of(file, wishes);
    VerifyResult result = new PromiseVerification(plan, List.of(), strict, ALPHA).run(2);
    assertThat(new PromiseVerification(plan, List.of(), strict, ALPHA).run(1)).isEqualTo(result);
    return result;
  }

  private static Fault only(VerifyResult result, String tensor) {
    assertThat(result.verdict()).isEqualTo(Verdict.ERRORS);
    assertThat(result.findings()).extracting(VerifyFinding::tensor).containsExactly(tensor);
    return result.findings().getFirst().fault();
  }

  @ParameterizedTest
  @ValueSource(strings = {"F32", "F16", "BF16"})
  void run_cleanStart_asMeant(String type) throws IOException {
    VerifyResult result = verify(type, Stream.of(), Optional.of("torch"), true);
    assertThat(result.findings()).isEmpty();
    assertThat(result.verdict()).isEqualTo(Verdict.AS_MEANT);
    assertThat(result.count(State.AGREES)).isEqualTo(6);
    assertThat(result.count(State.NOT_TESTED)).isEqualTo(2);
  }

  @Test
  void run_fansNeverSet_namedWithTheirNumber() throws IOException {
    book.put("fc1.weight", "128, 96", normal("x", 128 * 96, 1));
    var fault =
        (OtherThanPromised)
            only(
                verify("F32", Stream.of("fc1.weight=lecun-normal"), Optional.of("torch"), false),
                "fc1.weight");
    assertThat(fault.evidence().aspect()).isEqualTo(Aspect.SCALE);
    assertThat(fault.instead())
        .get()
        .isInstanceOfSatisfying(
            Instead.OtherFans.class, fans -> assertThat(fans.reading()).isEqualTo(FanReading.ONE));
  }

  @Test
  void run_oneOutlier_tails() throws IOException {
    book.values("fc2.weight")[77] = 0.5f;
    var fault = (OtherThanPromised) only(verify(), "fc2.weight");
    assertThat(fault.evidence().aspect()).isEqualTo(Aspect.TAILS);
    assertThat(fault.evidence().found()).isEqualTo(0.5f);
    assertThat(fault.outliers()).isOne();
    assertThat(fault.alone()).isTrue();
  }

  /// A few per mille too wide is no outlier, and no law of another library.
  @Test
  void run_alittleBeyondTheBound_theScale() throws IOException {
    float[] bias = book.values("fc1.bias");
    float bound = (float) (1 / Math.sqrt(96));
    bias[0] = bound * 1.001f;
    var fault = (OtherThanPromised) only(verify(), "fc1.bias");
    assertThat(fault.evidence().aspect()).isEqualTo(Aspect.TAILS);
    assertThat(fault.instead()).get().isInstanceOf(Instead.OtherScale.class);
  }

  /// Of few numbers, some scheme of the catalogue always fits: defaults of libraries only.
  @Test
  void run_fewElements_noExoticScheme() throws IOException {
    book.put("fc1.bias", "128", uniform("fc1.bias", 128, 0.171));
    var fault = (OtherThanPromised) only(verify(), "fc1.bias");
    List<Catalogue.Candidate> candidates =
        ((Instead.OtherScheme) fault.instead().orElseThrow()).candidates();
    assertThat(candidates)
        .allSatisfy(known ->
            assertThat(candidates)
                .anyMatch(other -> other.library().isPresent() && other.law().equals(known.law())));
  }

  @Test
  void run_lawOfAnotherTensor_namedWithIt() throws IOException {
    book.put("fc2.weight", "64, 128", normal("fc2", 64 * 128, 0.01));
    Stream<String> rules = Stream.of("fc1.weight=normal(deviation=0.01)");
    VerifyResult result = verify("F32", rules, Optional.of("torch"), false);
    assertThat(result.findings())
        .extracting(VerifyFinding::tensor)
        .containsExactly("fc1.weight", "fc2.weight");
    var fault = (OtherThanPromised) result.findings().getLast().fault();
    assertThat(fault.evidence().aspect()).isEqualTo(Aspect.SHAPE);
    assertThat(fault.instead())
        .get()
        .isInstanceOfSatisfying(
            Instead.OthersPromise.class,
            promise -> assertThat(promise.other().tensor()).isEqualTo("fc1.weight"));
    assertThat(fault.ratio().orElseThrow()).isCloseTo(0.01 * 0.01 * 3 * 128, within(1e-12));
  }

  /// A library's own fans count, not those of the catalogue's schemes.
  @Test
  void run_libraryOnShard_itsShards() throws IOException {
    book.put("fc1.weight", "128, 96", uniform("fc1", 128 * 96, 1 / Math.sqrt(48)));
    var fault = (OtherThanPromised) only(verify(), "fc1.weight");
    assertThat(fault.instead())
        .get()
        .isInstanceOfSatisfying(
            Instead.OtherFans.class,
            fans -> {
              assertThat(fans.reading()).isEqualTo(FanReading.SHARD_OF_INPUTS);
              assertThat(fans.times()).isEqualTo(2);
            });
  }

  @Test
  void run_neverDrawn_allZero() throws IOException {
    book.put("fc2.weight", "64, 128", new float[64 * 128]);
    var fault = (OtherThanPromised) only(verify(), "fc2.weight");
    assertThat(fault.instead()).contains(new Instead.Constant(0));
    assertThat(fault.zeros()).isOne();
  }

  @Test
  void run_scaleOfNormalisationZero_found() throws IOException {
    book.put("norm.weight", "64", new float[64]);
    var fault = (OtherThanPromised) only(verify(), "norm.weight");
    assertThat(fault.evidence().aspect()).isEqualTo(Aspect.VALUE);
  }

  @Test
  void run_twoIdentities_noFinding() throws IOException {
    float[] identity = new float[256];
    for (int i = 0; i < 16; i++) {
      identity[17 * i] = 1;
    }
    book.put("i1.weight", "16, 16", identity).put("i2.weight", "16, 16", identity.clone());
    Stream<String> rules = Stream.of("i?.weight=identity");
    assertThat(verify("F32", rules, Optional.of("torch"), false).findings()).isEmpty();
  }

  @Test
  void run_notFinite_foundWithOrWithoutRule() throws IOException {
    book.put("token", "1, 40", filled(40, Float.NaN));
    book.values("fc2.weight")[3] = Float.POSITIVE_INFINITY;
    VerifyResult result = verify();
    assertThat(result.findings())
        .extracting(VerifyFinding::tensor)
        .containsExactly("fc2.weight", "token");
    assertThat(result.findings())
        .extracting(VerifyFinding::fault)
        .containsExactly(new NotFinite(0, 1), new NotFinite(40, 0));
  }

  @Test
  void run_oneSeedForTwoTensors_found() throws IOException {
    book.put("fc3.weight", "128, 96", book.values("fc1.weight").clone());
    assertThat(only(verify(), "fc3.weight")).isEqualTo(new SameNumbers("fc1.weight", 1, true));
    // The same stream, for a layer of another size.
    book.put("fc3.weight", "64, 64", uniform("fc1.weight", 4096, 1 / 8.0));
    var same = (SameNumbers) only(verify(), "fc3.weight");
    assertThat(same.whole()).isFalse();
    assertThat(same.factor()).isCloseTo(Math.sqrt(96) / 8, within(1e-5));
  }

  @Test
  void run_tiedToEmbedding_noFinding() throws IOException {
    book.put("lm_head.weight", "100, 64", book.values("embed.weight").clone());
    VerifyResult result =
        verify("F32", Stream.of("lm_head.*=normal(deviation=1)"), Optional.of("torch"), false);
    assertThat(result.findings()).isEmpty();
  }

  @Test
  void run_equalShards_found() throws IOException {
    float[] weights = book.values("fc1.weight");
    System.arraycopy(weights, 0, weights, 64 * 96, 64 * 96);
    assertThat(only(verify(), "fc1.weight"))
        .isEqualTo(new SameParts(new EqualParts(0, 2, 0, 1, true)));
  }

  @Test
  void run_equalShardsOfInputs_found() throws IOException {
    float[] weights = book.values("fc2.weight");
    for (int row = 0; row < 64; row++) {
      for (int part = 1; part < 4; part++) {
        System.arraycopy(weights, row * 128, weights, row * 128 + part * 32, 32);
      }
    }
    assertThat(only(verify(), "fc2.weight"))
        .isEqualTo(new SameParts(new EqualParts(1, 4, 0, 1, true)));
  }

  /// Whatever the number of parts, and wherever the equal ones stand.
  @ParameterizedTest
  @CsvSource({"5, 0, 4", "7, 2, 5", "160, 3, 77", "10, 4, 6"})
  void run_twoEqualExperts_found(int experts, int one, int other) throws IOException {
    float[] weights = uniform("experts", experts * 160, 1 / Math.sqrt(16));
    System.arraycopy(weights, one * 160, weights, other * 160, 160);
    book.put("moe.weight", experts + ", 10, 16", weights);
    Stream<String> rules = Stream.of("moe.weight=uniform(low=-0.25,high=0.25)");
    assertThat(only(verify("F32", rules, Optional.of("torch"), false), "moe.weight"))
        .isEqualTo(new SameParts(new EqualParts(0, experts, one, other, false)));
  }

  @Test
  void run_shardsInPairs_notAll() throws IOException {
    float[] weights = book.values("fc1.weight");
    System.arraycopy(weights, 0, weights, 32 * 96, 32 * 96);
    assertThat(only(verify(), "fc1.weight"))
        .isEqualTo(new SameParts(new EqualParts(0, 4, 0, 1, false)));
  }

  @Test
  void run_noRule_saidAndStrictlyAnError() throws IOException {
    VerifyResult result = verify("F32", Stream.of("fc*=torch"), Optional.empty(), false);
    assertThat(result.verdict()).isEqualTo(Verdict.AS_MEANT);
    assertThat(result.count(State.NO_RULE)).isEqualTo(3);
    VerifyResult strict = verify("F32", Stream.of("fc*=torch"), Optional.empty(), true);
    assertThat(strict.findings())
        .extracting(VerifyFinding::fault)
        .containsExactly(new NoRule(), new NoRule(), new NoRule());
  }

  /// Masks, slopes and tied heads are as they are: nothing says that they are drawn.
  @Test
  void run_noRule_onlyFinite() throws IOException {
    book.put("a.slopes", "4, 16", new float[64]).put("b.slopes", "4, 16", new float[64]);
    for (int i = 0; i < 64; i++) {
      book.values("a.slopes")[i] = i % 16;
      book.values("b.slopes")[i] = i % 16;
    }
    assertThat(verify("F32", Stream.of("fc*=torch"), Optional.empty(), false).findings()).isEmpty();
  }

  @Test
  void run_leftOut_notLookedAt() throws IOException {
    float[] wrong = book.values("fc1.weight").clone();
    wrong[5] = Float.NaN;
    book.put("kept.weight", "128, 96", wrong);
    book.put("kept.copy", "128, 96", book.values("fc1.weight").clone());
    VerifyResult result = verify();
    assertThat(result.findings()).isEmpty();
    assertThat(result.count(State.NOT_TESTED)).isEqualTo(3);
  }

  /// In linear time: comparing each with all before takes a minute.
  @Test
  @Timeout(20)
  void sameStart_manyTensors_theEqualOneFound() throws IOException {
    WeightFile file = WeightFile.read(book.write(folder.resolve("model.safetensors"), "F32"));
    StoredTensor tensor = file.tensors().getFirst();
    var starts = new SameStart(file);
    for (int i = 0; i < 60_000; i++) {
      assertThat(starts.next(tensor, false, uniform("e" + i, 32, 0.1))).isEmpty();
    }
    // In bfloat16, and of another layer.
    float[] again = uniform("e7", 16, 0.23);
    for (int i = 0; i < again.length; i++) {
      again[i] = Float.intBitsToFloat((Float.floatToRawIntBits(again[i]) + 0x8000) & 0xFFFF0000);
    }
    var same = (SameNumbers) starts.next(tensor, false, again).orElseThrow().fault();
    assertThat(same.factor()).isCloseTo(2.3, within(0.02));
  }

  @Test
  void run_nothingToTest_notRun() throws IOException {
    assertThat(verify("F32", Stream.of(), Optional.empty(), false).verdict())
        .isEqualTo(Verdict.NOT_RUN);
  }

  @Test
  void run_orthogonal_itsStructure() throws IOException {
    float[] q = Catalogue.forTensors("orthogonal").weights().draw(128, 64, new Seed(1).stream("q"));
    book.put("fc2.weight", "64, 128", q);
    Stream<String> rules = Stream.of("fc2.weight=orthogonal");
    assertThat(verify("F32", rules, Optional.of("torch"), false).findings()).isEmpty();
    book.put("fc3.weight", "64, 128", q.clone());
    rules = Stream.of("fc2.weight=orthogonal", "fc3.weight=orthogonal");
    assertThat(only(verify("F32", rules, Optional.of("torch"), false), "fc3.weight"))
        .isEqualTo(new SameNumbers("fc2.weight", 1, true));
    book.put("fc3.weight", "64, 128", uniform("fc3.weight", 64 * 128, 1 / Math.sqrt(128)));
    q[0] += 1;
    rules = Stream.of("fc2.weight=orthogonal");
    var fault =
        (OtherThanPromised) only(verify("F32", rules, Optional.of("torch"), false), "fc2.weight");
    assertThat(fault.evidence().aspect()).isEqualTo(Aspect.STRUCTURE);
  }

  /// A tensor of several pieces is the same by one thread and by two, which `verify` asserts.
  @Test
  void run_largeTensor_inPieces() throws IOException {
    book.put("big.weight", "3000, 3000", uniform("big", 9_000_000, 1 / Math.sqrt(3000)));
    assertThat(verify().findings()).isEmpty();
    book.values("big.weight")[8_999_999] = 1;
    assertThat(((OtherThanPromised) only(verify(), "big.weight")).evidence().aspect())
        .isEqualTo(Aspect.TAILS);
  }
}
