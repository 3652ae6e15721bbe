package dev.seedbed.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seedbed.Examples;
import dev.seedbed.data.Column;
import dev.seedbed.data.DataSpec;
import dev.seedbed.data.Dataset;
import dev.seedbed.data.Table;
import dev.seedbed.kernel.Team;
import dev.seedbed.network.Network;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.network.Tensor;
import dev.seedbed.random.Seed;
import dev.seedbed.train.TrainingSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShufflingTest {
  /// y = 3a + c, where c is a text of two values, and b says nothing.
  private static Dataset data(int rows) {
    Column.Numbers a = Examples.numbers("a", rows);
    Column.Numbers b = Examples.numbers("b", rows);
    float[] y = new float[rows];
    String[] texts = new String[rows];
    for (int i = 0; i < rows; i++) {
      texts[i] = i % 2 == 0 ? "up" : "down";
      y[i] = 3 * a.values()[i] + (i % 2 == 0 ? 1 : -1);
    }
    var table =
        new Table("sum", List.of(b, a, new Column.Texts("c", texts), new Column.Numbers("y", y)));
    return Dataset.of(table, DataSpec.of("y"));
  }

  /// A linear network that sees one column alone.
  @Test
  void importance_exactNetwork_increaseIsThatOfTheFormula() {
    Dataset data = data(400);
    var spec =
        new NetworkSpec(
            List.of(data.encoder().width(), 1),
            StudySpec.DEFAULT_ACTIVATION,
            StudySpec.of(data).network().loss());
    Network network = Network.zeros(spec);
    // Inputs: b, a, then the categories of c. A row's loss of 0 weights is its target's square.
    Shuffling zero = Shuffling.of(data, spec.parameters(), new Seed(1));
    List<double[]> none = List.of(zero.increases(network, Team.ALONE));
    assertThat(zero.importance(none)).extracting(i -> i.lossIncrease().mean()).containsOnly(0.0);
    float[] weights = new float[data.encoder().width()];
    weights[1] = 2;
    List<Tensor> zeros = network.tensors();
    network =
        Network.of(
            spec,
            List.of(new Tensor(zeros.get(0).name(), zeros.get(0).shape(), weights), zeros.get(1)));
    Shuffling shuffling = Shuffling.of(data, spec.parameters(), new Seed(1));
    List<InputImportance> found =
        shuffling.importance(List.of(shuffling.increases(network, Team.ALONE)));
    assertThat(found).extracting(InputImportance::column).startsWith("a");
    assertThat(found.get(1).lossIncrease().mean()).isEqualTo(0);
    // (2x' − y)² − (2x − y)² on average: with x' of the same values, −4·mean(x'y − xy).
    double expected = 0;
    int[] order = new Seed(1).stream("shuffle/1").permutation(data.validation().rows());
    for (int i = 0; i < order.length; i++) {
      double y = data.validation().targets().get(i, 0);
      double x = data.validation().inputs().get(i, 1);
      double shuffled = data.validation().inputs().get(order[i], 1);
      expected += -4 * y * (shuffled - x) / order.length;
    }
    assertThat(found.getFirst().lossIncrease().mean()).isCloseTo(expected, within(1e-5));
    assertThat(expected).isGreaterThan(1);
  }

  @Test
  void run_importance_ofTheSurvivors() throws InterruptedException {
    Dataset data = data(300);
    StudySpec spec =
        StudySpec.of(data)
            .withHidden(8)
            .withSeeds(4)
            .withTraining(TrainingSpec.DEFAULT.withEpochs(30));
    StudyResult result = Study.run(spec, data);
    assertThat(result.importance())
        .extracting(InputImportance::column)
        .containsExactly("a", "c", "b");
    assertThat(result.importance().getFirst().lossIncrease().count())
        .isEqualTo(result.rowLosses().trials().size());
    assertThat(result.importance().getLast().lossIncrease().greatest()).isLessThan(0.1);
    assertThat(result.importance().get(1).lossIncrease().least()).isGreaterThan(0.1);
  }
}
