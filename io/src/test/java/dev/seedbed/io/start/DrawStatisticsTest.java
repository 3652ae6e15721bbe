package dev.seedbed.io.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Elementwise;
import dev.seedbed.init.Kernel;
import dev.seedbed.init.Law;
import dev.seedbed.init.Place;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DrawStatisticsTest {
  private static final int COUNT = 78_400;

  private static float[] draw(Law law, long seed) {
    float[] values = new float[COUNT];
    law.draw(new Seed(seed).stream("layer1/weight"), 0, values);
    return values;
  }

  private static DrawStatistics of(Law law, float[] values) {
    var statistics = new DrawStatistics(Optional.of(law));
    statistics.add(values, 0, 1000);
    statistics.add(values, 1000, values.length - 1000);
    return statistics;
  }

  @Test
  void fit_soundDraws_ordinary() {
    for (String scheme : new String[] {"glorot-uniform", "he-normal", "he-truncated"}) {
      Law law = law(scheme);
      DrawStatistics statistics = of(law, draw(law, 1));
      assertThat(statistics.fit().orElseThrow()).isGreaterThan(1e-6);
      assertThat(statistics.count()).isEqualTo(COUNT);
      assertThat(statistics.deviation())
          .isCloseTo(Math.sqrt(law.variance()), within(0.02 * Math.sqrt(law.variance())));
    }
  }

  private static Law law(String scheme) {
    var place = Place.inside(Kernel.dense(784, 100), new Activation.Identity());
    return ((Elementwise) Catalogue.scheme(scheme).weights()).law(place);
  }

  @Test
  void fit_otherLaws_found() {
    Law he = law("he-normal");
    assertThat(of(he, draw(law("he-uniform"), 1)).fit().orElseThrow()).isLessThan(1e-6);
    Law wider = new Law.Normal(0, 1.03 * Math.sqrt(he.variance()));
    assertThat(of(he, draw(wider, 1)).fit().orElseThrow()).isLessThan(1e-6);
  }

  @Test
  void values_known() {
    var statistics = new DrawStatistics(Optional.empty());
    statistics.add(new float[] {9, -1, 3, 1, 9}, 1, 3);
    assertThat(statistics.min()).isEqualTo(-1);
    assertThat(statistics.max()).isEqualTo(3);
    assertThat(statistics.mean()).isEqualTo(1);
    assertThat(statistics.deviation()).isCloseTo(Math.sqrt(8.0 / 3), within(1e-12));
    assertThat(statistics.fit()).isEmpty();
  }
}
