package dev.seedbed.descent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A step allocates nothing once it is compiled: before that, vectors are objects.
class AllocationTest {

  @ParameterizedTest
  @ValueSource(strings = {"vector", "plain"})
  void steps_onceCompiled_allocateNothing(String kernels) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                Allocations.class.getName(),
                kernels)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(out.lines()).containsExactly("0", "0", "0");
  }

  /// The measurement sees what is allocated.
  @Test
  void bytes_ofAnArray_areSeen() {
    float[][] kept = new float[1][];
    assertThat(Allocations.bytesOf(() -> kept[0] = new float[1000])).isGreaterThan(4000);
    assertThat(kept[0]).hasSize(1000);
  }
}
