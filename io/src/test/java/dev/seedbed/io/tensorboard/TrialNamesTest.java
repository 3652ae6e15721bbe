package dev.seedbed.io.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.init.Scheme;
import dev.seedbed.network.Loss;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import dev.seedbed.study.FinalRows;
import dev.seedbed.study.Keep;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.Vary;
import dev.seedbed.train.TrainingSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TrialNamesTest {

  private static List<String> names(Vary vary, List<Seed> seeds, String... schemes) {
    var spec =
        new StudySpec(
            new NetworkSpec(List.of(2, 3), StudySpec.DEFAULT_ACTIVATION, Loss.SQUARED_ERROR),
            TrainingSpec.DEFAULT,
            Stream.of(schemes)
                .map(name ->
                    new Scheme(
                        name,
                        StudySpec.DEFAULT_SCHEME.weights(),
                        StudySpec.DEFAULT_SCHEME.biases(),
                        List.of()))
                .toList(),
            seeds,
            vary,
            Optional.empty(),
            0,
            FinalRows.TRAINING,
            new Keep.Best());
    var names = new TrialNames(spec);
    return spec.trials().stream().map(names::of).toList();
  }

  @Test
  void of_schemesOfTheCatalogue_readable() {
    assertThat(
            names(
                Vary.INIT,
                List.of(new Seed(7)),
                "glorot-uniform",
                "orthogonal(gain=1.4)+label-bias",
                "torch:xavier_uniform_",
                "constant(value=-1, cut=2)"))
        .containsExactly(
            "glorot-uniform-seed7",
            "orthogonal(gain=1.4)+label-bias-seed7",
            "torch_xavier_uniform_-seed7",
            "constant(value=-1,_cut=2)-seed7");
  }

  @Test
  void of_orderVaries_named() {
    List<Seed> seeds = List.of(new Seed(3), new Seed(-4));
    assertThat(names(Vary.BOTH, seeds, "zeros"))
        .containsExactly(
            "zeros-seed3-order3",
            "zeros-seed3-order-4",
            "zeros-seed-4-order3",
            "zeros-seed-4-order-4");
    assertThat(names(Vary.ORDER, seeds, "zeros"))
        .allMatch(name -> name.matches("zeros-seed\\d+-order(3|-4)"));
  }

  @Test
  void of_hostileSchemes_oneFolderEach() {
    String[] schemes = {
      "../../out",
      "..\\..\\out",
      "/out",
      "",
      ".",
      "..",
      "a:b",
      "a/b",
      "A/B",
      "a_b~2",
      "a\u0000b",
      "a\nb",
      "a\u202eb",
      "ü",
      "x".repeat(300),
      "x".repeat(301),
      "he-seed1",
      "he"
    };
    List<String> names = names(Vary.INIT, StudySpec.seeds(12), schemes);
    assertThat(names.stream().map(name -> name.toLowerCase(Locale.ROOT)))
        .doesNotHaveDuplicates()
        .hasSize(12 * schemes.length);
    for (String name : names) {
      Path file = Path.of("folder").resolve(name);
      assertThat(file.normalize().getParent()).isEqualTo(Path.of("folder"));
      assertThat(name).matches("[A-Za-z0-9.,+=()_~-]{1,140}");
    }
  }
}
