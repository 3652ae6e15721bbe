package dev.seedbed.io.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.check.result.Finding;
import dev.seedbed.check.result.Rule;
import dev.seedbed.check.result.Threshold;
import dev.seedbed.check.result.Threshold.Source;
import dev.seedbed.check.result.Verdict;
import dev.seedbed.init.Catalogue;
import dev.seedbed.network.Loss;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import dev.seedbed.study.Cluster;
import dev.seedbed.tensor.Activation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckResultTest {
  /// That training will be slow is said of starts, and not of what looks trained.
  @ParameterizedTest
  @CsvSource({
    "LOOKS_TRAINED, some weights look trained",
    "SAME_SIGN, training will likely be slower",
    "LOOKS_TRAINED SAME_SIGN, training will likely be slower"
  })
  void meaning_ofWarnings(String rules, String expected) throws Exception {
    var sound =
        (CheckResult.OfRun)
            new DrawnCheck(
                    new NetworkSpec(List.of(8, 16, 3), new Activation.Tanh(), Loss.CROSS_ENTROPY),
                    Catalogue.scheme("glorot-uniform"),
                    List.of(new Seed(0)),
                    Optional.empty(),
                    asked -> asked)
                .run(Cluster.local(1));
    assertThat(sound.verdict()).isEqualTo(Verdict.HEALTHY);
    List<Finding> findings =
        Stream.of(rules.split(" ")).map(Rule::valueOf).map(CheckResultTest::found).toList();

    var warned =
        new CheckResult.OfRun(
            sound.start(),
            true,
            sound.chain(),
            sound.diagnosis().and(findings),
            sound.drawnBy(),
            Optional.empty());

    assertThat(warned.verdict()).isEqualTo(Verdict.WARNINGS);
    assertThat(warned.meaning()).startsWith(expected);
  }

  private static Finding found(Rule rule) {
    return Finding.of(rule, "layer1").because(0, Threshold.below(1, Source.EXACT), "planted");
  }
}
