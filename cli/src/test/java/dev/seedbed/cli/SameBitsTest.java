package dev.seedbed.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The promise: the same weights, bit for bit, from JVMs of their own with other vector widths,
/// other compilers, without the vector module, and with other numbers of threads.
class SameBitsTest {
  private static final List<String> VECTOR = List.of("--add-modules", "jdk.incubator.vector");

  @TempDir private Path folder = Path.of("");

  private static final List<String> CLASSES =
      List.of("penguins.csv", "--target", "species", "--hidden", "37,20", "--activation", "gelu");

  private static final List<String> QUANTITY =
      List.of("auto-mpg.csv", "--target", "mpg", "--hidden", "19", "--activation", "softplus");

  @Test
  void train_anyMachineLikeSetting_sameHashAndLosses() throws IOException, InterruptedException {
    for (List<String> study : List.of(CLASSES, QUANTITY)) {
      String expected = result(study, "1", VECTOR);
      assertThat(expected).matches("[0-9a-f]{64}.*");
      var results = new HashMap<String, String>();
      results.put("again", result(study, "1", VECTOR));
      results.put("2 threads", result(study, "2", VECTOR));
      results.put("3 threads", result(study, "3", VECTOR));
      results.put("no vector module", result(study, "2", List.of()));
      results.put("first compiler only", result(study, "2", with("-XX:TieredStopAtLevel=1")));
      results.put("vectors of 16 bytes", result(study, "2", with("-XX:MaxVectorSize=16")));
      if (System.getProperty("os.arch").equals("amd64")) {
        results.put("AVX2", result(study, "2", with("-XX:UseAVX=2")));
        results.put("AVX", result(study, "2", with("-XX:UseAVX=1")));
        results.put("SSE", result(study, "2", with("-XX:UseAVX=0")));
      }
      assertThat(results).allSatisfy((setting, result) -> assertThat(result).isEqualTo(expected));
    }
  }

  private static List<String> with(String flag) {
    var flags = new ArrayList<>(VECTOR);
    flags.add(flag);
    return flags;
  }

  /// The hash of the best weights, and how each trial ended.
  private String result(List<String> study, String threads, List<String> flags)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Seedbed.class.getName()));
    command.addAll(List.of("train", "examples/" + study.getFirst()));
    command.addAll(study.subList(1, study.size()));
    command.addAll(List.of("--seeds", "4", "--epochs", "3"));
    command.addAll(List.of("--threads", threads, "--json", "--out"));
    command.add(folder.resolve("run-" + System.nanoTime()).toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as("%s", flags).isZero();
    JsonNode json = JsonMapper.shared().readTree(out);
    return json.get("weights_sha256").stringValue() + json.get("trials");
  }
}
