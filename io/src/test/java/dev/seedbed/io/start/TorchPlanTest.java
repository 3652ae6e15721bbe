package dev.seedbed.io.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.data.InputException;
import dev.seedbed.init.Catalogue;
import dev.seedbed.io.start.Planned.Drawn;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.WeightFile;
import dev.seedbed.random.Seed;
import dev.seedbed.study.StudySpec;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// New starts of files that PyTorch and NumPy wrote: `torch_files.py` made them.
class TorchPlanTest {
  private static final Seed SEED = new Seed(3);

  @TempDir private Path folder = Path.of("");

  private static Path path(String name) {
    try {
      return Path.of(Objects.requireNonNull(WeightFile.class.getResource(name)).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private Map<String, float[]> drawn(String name) throws IOException {
    Path out = folder.resolve(name);
    Plan.of(path(name), "he-normal", SEED).write(out);
    WeightFile copy = WeightFile.read(out);
    var values = new HashMap<String, float[]>();
    for (StoredTensor tensor : copy.tensors()) {
      if (tensor.floatType().isPresent()) {
        values.put(tensor.name(), copy.values(tensor));
      }
    }
    return values;
  }

  /// A tensor gets the same numbers whatever the order of its elements in the file, and its twin
  /// gets them with it.
  @Test
  void write_views_asIfTheyStoodAlone() throws IOException {
    Plan plan = Plan.of(path("views.pt"), "he-normal", SEED);
    List<String> names =
        plan.tensors().stream()
            .filter(Drawn.class::isInstance)
            .map(planned -> planned.tensor().name())
            .toList();
    assertThat(names)
        .containsExactly("channels_last", "transposed", "stepped", "offset", "rest", "tied");
    Map<String, float[]> values = drawn("views.pt");
    for (Planned planned : plan.tensors()) {
      if (planned instanceof Drawn drawn) {
        float[] expected = new float[(int) drawn.tensor().elements()];
        drawn.source().fill(0, expected, expected.length);
        assertThat(values.get(drawn.tensor().name()))
            .as(drawn.tensor().name())
            .containsExactly(expected);
      }
    }
    assertThat(values.get("tied_again")).isEqualTo(values.get("tied"));
  }

  @Test
  void write_archivesOfNumPy_sameNumbersStoredAndDeflated() throws IOException {
    Map<String, float[]> stored = drawn("stored.npz");
    Map<String, float[]> deflated = drawn("deflated.npz");
    assertThat(stored).hasSize(8);
    stored.forEach((name, values) -> assertThat(deflated.get(name)).as(name).isEqualTo(values));
  }

  /// Weights of PyTorch are out × in.
  @Test
  void of_torchFile_fansByItsFormat() {
    Planned planned = Plan.of(path("checkpoint.pth"), "he-normal", SEED).tensors().getFirst();
    assertThat(planned).isInstanceOf(Drawn.class);
    assertThat(((Drawn) planned).fans().orElseThrow().in()).isEqualTo(3);
  }

  @Test
  void of_ruleForATwin_refused() {
    var wishes =
        new Plan.Wishes(
            List.of(new DrawRule(new Glob("tied_again"), Catalogue.forTensors("he-normal"))),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            StudySpec.DEFAULT_ACTIVATION,
            SEED);
    assertThatThrownBy(() -> Plan.of(WeightFile.read(path("views.pt")), wishes))
        .isInstanceOf(InputException.class)
        .hasMessage("tensor 'tied_again' is a constant (tied to 'tied'): it is not drawn");
  }
}
