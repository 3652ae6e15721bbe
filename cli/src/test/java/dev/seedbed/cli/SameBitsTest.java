package dev.seedbed.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  @Test
  void train_anyMachineLikeSetting_sameHash() throws IOException, InterruptedException {
    var hashes = new HashMap<String, String>();
    hashes.put("1 thread", hash("1", VECTOR));
    hashes.put("1 thread, again", hash("1", VECTOR));
    hashes.put("2 threads", hash("2", VECTOR));
    hashes.put("3 threads", hash("3", VECTOR));
    hashes.put("no vector module", hash("2", List.of()));
    hashes.put("first compiler only", hash("2", with("-XX:TieredStopAtLevel=1")));
    hashes.put("vectors of 16 bytes", hash("2", with("-XX:MaxVectorSize=16")));
    if (System.getProperty("os.arch").equals("amd64")) {
      hashes.put("AVX2", hash("2", with("-XX:UseAVX=2")));
      hashes.put("AVX", hash("2", with("-XX:UseAVX=1")));
      hashes.put("SSE", hash("2", with("-XX:UseAVX=0")));
    }
    assertThat(Map.copyOf(hashes).values()).containsOnly(hashes.get("1 thread"));
    assertThat(hashes.get("1 thread")).matches("[0-9a-f]{64}");
  }

  private static List<String> with(String flag) {
    var flags = new ArrayList<>(VECTOR);
    flags.add(flag);
    return flags;
  }

  private String hash(String threads, List<String> flags) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Seedbed.class.getName()));
    command.addAll(
        List.of("train", "examples/penguins.csv", "--target", "species", "--seeds", "4"));
    command.addAll(List.of("--hidden", "37,20", "--activation", "gelu", "--epochs", "4"));
    command.addAll(List.of("--threads", threads, "--json", "--out"));
    command.add(folder.resolve("run-" + System.nanoTime()).toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as("%s", flags).isZero();
    JsonNode json = JsonMapper.shared().readTree(out);
    return json.get("weights_sha256").stringValue();
  }
}
