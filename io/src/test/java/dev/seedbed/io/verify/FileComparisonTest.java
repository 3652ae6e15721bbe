package dev.seedbed.io.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.data.InputException;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Law;
import dev.seedbed.io.start.Glob;
import dev.seedbed.io.start.Plan;
import dev.seedbed.io.verify.FileComparison.Against;
import dev.seedbed.io.verify.VerifyFinding.Extra;
import dev.seedbed.io.verify.VerifyFinding.Fault;
import dev.seedbed.io.verify.VerifyFinding.Missing;
import dev.seedbed.io.verify.VerifyFinding.NotFinite;
import dev.seedbed.io.verify.VerifyFinding.OtherNumbers;
import dev.seedbed.io.verify.VerifyFinding.OtherShape;
import dev.seedbed.io.verify.VerifyFinding.OtherThanModel;
import dev.seedbed.io.verify.VerifyFinding.StillAStart;
import dev.seedbed.io.verify.VerifyFinding.Untouched;
import dev.seedbed.io.verify.VerifyResult.Verdict;
import dev.seedbed.io.weights.FloatType;
import dev.seedbed.io.weights.WeightFile;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import dev.seedbed.verify.Aspect;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FileComparisonTest {
  @TempDir private Path folder = Path.of("");
  private final TensorBook here = new TensorBook();
  private final TensorBook there = new TensorBook();

  private static float[] normal(String name, int count, double deviation) {
    float[] values = new float[count];
    new Law.Normal(0, deviation).draw(new Seed(4).stream(name), 0, values);
    return values;
  }

  private VerifyResult compare(Against against, String typeHere) throws IOException {
    here.put("kept", "2, 2", 1, 2, 3, 4);
    WeightFile file = WeightFile.read(here.write(folder.resolve("here.safetensors"), typeHere));
    WeightFile other = WeightFile.read(there.write(folder.resolve("there.safetensors"), "F32"));
    var wishes =
        new Plan.Wishes(
            List.of(),
            List.of(new Glob("*kept")),
            Optional.of(Catalogue.forTensors("lecun-normal")),
            Optional.empty(),
            List.of(),
            new Activation.Relu(),
            new Seed(0));
    Plan plan = Plan.of(file, wishes);
    VerifyResult result = new FileComparison(plan, other, against, 1e-6).run(2);
    assertThat(new FileComparison(plan, other, against, 1e-6).run(1)).isEqualTo(result);
    return result;
  }

  private static Map<String, Fault> faults(VerifyResult result) {
    return result.findings().stream()
        .collect(Collectors.toMap(VerifyFinding::tensor, VerifyFinding::fault));
  }

  private static Fault fault(Map<String, Fault> faults, String tensor) {
    return Objects.requireNonNull(faults.get(tensor), tensor);
  }

  @Test
  void like_otherDrawOfTheSameLaws_asMeant() throws IOException {
    here.put("a.weight", "100, 60", normal("x", 6000, 0.1)).put("a.bias", "100", new float[100]);
    there.put("a.weight", "80, 50", normal("y", 4000, 0.1)).put("a.bias", "80", new float[80]);
    for (String type : List.of("F32", "F16", "BF16")) {
      assertThat(compare(Against.LIKE, type).verdict()).isEqualTo(Verdict.AS_MEANT);
    }
    here.put("a.weight", "100, 60", normal("x", 6000, 0.13));
    assertThat(faults(compare(Against.LIKE, "F32")).get("a.weight"))
        .isInstanceOf(OtherThanModel.class);
  }

  @Test
  void equal_everyDifference_named() throws IOException {
    float[] a = normal("a", 600, 0.1);
    here.put("a.weight", "20, 30", a)
        .put("b.weight", "20, 30", a.clone())
        .put("c.weight", "30, 20", a)
        .put("new.weight", "2, 2", 1, 2, 3, 4);
    here.values("b.weight")[17] += 0.5f;
    there
        .put("a.weight", "20, 30", a)
        .put("b.weight", "20, 30", a)
        .put("c.weight", "20, 30", a)
        .put("gone.weight", "2, 2", 1, 2, 3, 4);
    Map<String, Fault> faults = faults(compare(Against.EQUAL, "F32"));
    float difference = a[17] + 0.5f;
    assertThat(faults)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "b.weight",
                new OtherNumbers(
                    1, OptionalDouble.of((double) difference - a[17]), Optional.empty(), false),
                "c.weight",
                new OtherShape("F32[30, 20]", "F32[20, 30]"),
                "new.weight",
                new Extra(),
                "gone.weight",
                new Missing()));
  }

  @Test
  void equal_anotherSeed_oneLaw() throws IOException {
    there.put("a.weight", "100, 60", normal("a", 6000, 0.1));
    here.put("a.weight", "100, 60", normal("b", 6000, 0.1));
    assertThat(((OtherNumbers) fault(faults(compare(Against.EQUAL, "F32")), "a.weight")).redrawn())
        .isTrue();
    here.put("a.weight", "100, 60", normal("b", 6000, 0.2));
    assertThat(((OtherNumbers) fault(faults(compare(Against.EQUAL, "F32")), "a.weight")).redrawn())
        .isFalse();
  }

  @Test
  void equal_rounded_aWarning() throws IOException {
    here.put("a.weight", "20, 30", normal("a", 600, 0.1));
    there.put("a.weight", "20, 30", normal("a", 600, 0.1));
    assertThat(compare(Against.EQUAL, "F32").verdict()).isEqualTo(Verdict.AS_MEANT);
    for (String type : List.of("F16", "BF16")) {
      VerifyResult result = compare(Against.EQUAL, type);
      assertThat(result.verdict()).isEqualTo(Verdict.WARNINGS);
      assertThat(((OtherNumbers) fault(faults(result), "a.weight")).rounding())
          .contains(FloatType.valueOf(type));
    }
  }

  /// As a conversion does that cuts the lower bits off.
  @Test
  void equal_cutOff_rounding() throws IOException {
    float[] values = normal("a", 600, 0.1);
    there.put("a.weight", "20, 30", values);
    float[] cut = values.clone();
    for (int i = 0; i < cut.length; i++) {
      cut[i] = Float.intBitsToFloat(Float.floatToRawIntBits(cut[i]) & 0xFFFF0000);
    }
    here.put("a.weight", "20, 30", cut);
    assertThat(((OtherNumbers) fault(faults(compare(Against.EQUAL, "F32")), "a.weight")).rounding())
        .contains(FloatType.BF16);
    // One unit of float16 is no rounding of it.
    float[] halves = values.clone();
    float[] next = values.clone();
    for (int i = 0; i < halves.length; i++) {
      short half = Float.floatToFloat16(values[i]);
      halves[i] = Float.float16ToFloat(half);
      next[i] = Float.float16ToFloat((short) (half + 1));
    }
    there.put("a.weight", "20, 30", halves);
    here.put("a.weight", "20, 30", next);
    assertThat(((OtherNumbers) fault(faults(compare(Against.EQUAL, "F32")), "a.weight")).rounding())
        .isEmpty();
  }

  /// Nearly the same numbers are no other draw.
  @Test
  void equal_nearlyEqual_notRedrawn() throws IOException {
    float[] values = normal("a", 6000, 0.1);
    float[] noise = normal("noise", 6000, 0.001);
    there.put("a.weight", "100, 60", values);
    float[] near = values.clone();
    for (int i = 0; i < near.length; i++) {
      near[i] += noise[i];
    }
    here.put("a.weight", "100, 60", near);
    var fault = (OtherNumbers) fault(faults(compare(Against.EQUAL, "F32")), "a.weight");
    assertThat(fault.redrawn()).isFalse();
    assertThat(fault.farthest().orElseThrow()).isBetween(0.003, 0.006);
  }

  @Test
  void notFinite_hereAFindingAndThereNotTested() throws IOException {
    float[] values = normal("a", 6000, 0.1);
    float[] wrong = values.clone();
    wrong[17] = Float.NaN;
    wrong[18] = Float.NEGATIVE_INFINITY;
    here.put("a.weight", "100, 60", wrong);
    there.put("a.weight", "100, 60", values);
    for (Against against : List.of(Against.LIKE, Against.FROM)) {
      VerifyResult result = compare(against, "F32");
      assertThat(result.verdict()).isEqualTo(Verdict.ERRORS);
      assertThat(faults(result)).containsEntry("a.weight", new NotFinite(1, 1));
    }
    here.put("a.weight", "100, 60", values);
    there.put("a.weight", "100, 60", wrong);
    VerifyResult result = compare(Against.LIKE, "F32");
    assertThat(result.verdict()).isEqualTo(Verdict.NOT_RUN);
    assertThat(result.tensors().getFirst().note()).contains("not finite");
  }

  @Test
  void like_outliers_counted() throws IOException {
    here.put("a.weight", "100, 60", normal("x", 6000, 0.1));
    there.put("a.weight", "100, 60", normal("y", 6000, 0.1));
    here.values("a.weight")[7] = 3;
    here.values("a.weight")[70] = -3;
    var fault = (OtherThanModel) fault(faults(compare(Against.LIKE, "F32")), "a.weight");
    assertThat(fault.evidence().aspect()).isEqualTo(Aspect.TAILS);
    assertThat(fault.outliers()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void anything_noNameInCommon_saidWithThePrefix(Against against) {
    here.put("model.a.weight", "2, 2", 1, 2, 3, 4);
    there.put("a.weight", "2, 2", 1, 2, 3, 4);
    assertThatThrownBy(() -> compare(against, "F32"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(
            "no name of a tensor in common: only the first has 'model.' in front");
  }

  @Test
  void from_untouchedAndStillAStart_named() throws IOException {
    float[] start = normal("a", 6000, 0.1);
    float[] trained = start.clone();
    for (int i = 0; i < trained.length; i++) {
      trained[i] += i % 7 == 0 ? 0.3f : 0.01f;
    }
    here.put("same.weight", "100, 60", start)
        .put("trained.weight", "100, 60", trained)
        .put("drawn.weight", "100, 60", normal("other", 6000, Math.sqrt(2.0 / 60)));
    there
        .put("same.weight", "100, 60", start)
        .put("trained.weight", "100, 60", start)
        .put("drawn.weight", "100, 60", start);
    VerifyResult result = compare(Against.FROM, "F32");
    assertThat(result.verdict()).isEqualTo(Verdict.WARNINGS);
    Map<String, Fault> faults = faults(result);
    assertThat(faults).containsOnlyKeys("same.weight", "drawn.weight");
    assertThat(faults.get("same.weight")).isEqualTo(new Untouched(Optional.empty()));
    assertThat(((StillAStart) fault(faults, "drawn.weight")).scheme()).isEqualTo("he-normal");
    // Converted to 16 bits, and not trained.
    assertThat(faults(compare(Against.FROM, "BF16")).get("same.weight"))
        .isEqualTo(new Untouched(Optional.of(FloatType.BF16)));
  }
}
