package dev.seedbed.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.bench.check.StartCase.Part;
import dev.seedbed.random.Seed;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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

  @Test
  void heldOut_ofEachGroup_isAFifth_andOfTheGrid() {
    Set<String> published =
        Cases.published().stream().map(StartCase::name).collect(Collectors.toSet());
    Map<Integer, List<StartCase>> groups =
        Cases.all().stream().collect(Collectors.groupingBy(StartCase::group));
    groups.forEach((group, cases) -> {
      List<StartCase> heldOut = cases.stream().filter(one -> one.part() == Part.HELD_OUT).toList();
      long picked = cases.stream().filter(one -> published.contains(one.name())).count();
      assertThat(heldOut).as("group " + group).hasSize((int) (picked / 2));
      assertThat(heldOut).extracting(StartCase::name).doesNotContainAnyElementsOf(published);
    });
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
