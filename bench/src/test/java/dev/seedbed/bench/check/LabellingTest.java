package dev.seedbed.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.random.Seed;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabellingTest {
  private final Map<String, Task> tasks = Tasks.load();

  @Test
  void cases_namesDiffer_andEachCanBeDrawn() {
    assertThat(Cases.all()).extracting(StartCase::name).doesNotHaveDuplicates();
    assertThat(Cases.all())
        .allSatisfy(
            one -> assertThat(one.draw(tasks, new Seed(0)).spec()).isEqualTo(one.spec(tasks)));
  }

  // The hash is fair: of n cases a third is held out, with standard deviation √(2n)/3; 4 of them.
  @Test
  void heldOut_ofAllCases_isAThird() {
    int n = Cases.all().size();
    double heldOut = Cases.all().stream().filter(StartCase::heldOut).count();
    assertThat(Math.abs(heldOut - n / 3.0)).isLessThan(4 * Math.sqrt(2.0 * n) / 3);
  }

  @Test
  void label_ofStepsToTheTarget_isByTheProtocol() {
    assertThat(Label.of(100, 100)).isEqualTo(Label.HEALTHY);
    assertThat(Label.of(317, 100)).isEqualTo(Label.SLOW);
    assertThat(Label.of(1001, 100)).isEqualTo(Label.FAULTY);
    assertThat(Label.of(Double.POSITIVE_INFINITY, 100)).isEqualTo(Label.FAULTY);
  }

  @Test
  void line_parsed_isTheSame() {
    var row =
        new LabelRow(
            "5 net, layer2 x(y=1,z=2)", 3, 2.5, 0.25, 0.5, 7, Double.POSITIVE_INFINITY, Label.SLOW);

    assertThat(LabelRow.parse(row.line())).isEqualTo(row);
  }

  @Test
  void labels_ofZeros_areFaulty_andOfTheReference_healthy() {
    var labelling = new Labelling(tasks);
    assertThat(labelling.label(named("6 penguins 16 tanh adam zeros")))
        .extracting(LabelRow::label)
        .containsExactly(Label.FAULTY, Label.FAULTY, Label.FAULTY, Label.FAULTY, Label.FAULTY);
    assertThat(labelling.label(named("1 penguins 16 relu adam he-normal")))
        .extracting(LabelRow::label)
        .containsOnly(Label.HEALTHY);
  }

  private static StartCase named(String name) {
    return Cases.all().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }
}
