package dev.seedbed.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.cli.CommandRunner;
import dev.seedbed.cli.CommandRunner.Run;
import dev.seedbed.init.Catalogue;
import dev.seedbed.init.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemesCommandTest {

  @Test
  void list_namesEveryScheme() {
    Run run = CommandRunner.run("schemes");
    assertThat(run.exitCode()).isZero();
    for (Entry entry : Catalogue.all()) {
      assertThat(run.out()).contains(entry.name()).contains(entry.formula());
    }
  }

  @Test
  void filter_keepsThoseThatFit() {
    assertThat(CommandRunner.run("schemes", "--filter", "relu").out())
        .contains("he-normal")
        .doesNotContain("lecun");
  }

  @ParameterizedTest
  @CsvSource({
    "glorot-uniform, b        0.08238525545716346",
    "torch:xavier_uniform_, b        0.08238525545716346",
    "glorot-normal, sd       0.04756514941544941",
    "keras:glorot_normal, before cutting at ±0.1081486171277"
  })
  void show_withFans_printsTheNumbers(String name, String expected) {
    Run run = CommandRunner.run("schemes", name, "--fan-in", "784", "--fan-out", "100");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains(expected).contains("source   ");
  }

  @Test
  void show_gainOfAnActivation_isByThatActivation() {
    assertThat(
            CommandRunner.run(
                    "schemes",
                    "gain-normal",
                    "--activation",
                    "gelu",
                    "--fan-in",
                    "784",
                    "--fan-out",
                    "100")
                .out())
        .contains("sd       0.054768944");
  }

  @Test
  void show_scheme_saysWhoCallsItWhatAndWhoDeparts() {
    assertThat(CommandRunner.run("schemes", "glorot-uniform").out())
        .contains("also     xavier-uniform, torch:xavier_uniform_, keras:glorot_uniform")
        .contains(
            "departs  djl:XavierInitializer: as glorot-uniform; in DJL 0.36: the magnitude is 6");
    assertThat(CommandRunner.run("schemes", "dl4j").out())
        .contains("with     faithful=no")
        .contains("name     dl4j:LECUN_UNIFORM");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "schemes glorot-unifrom ~ no scheme 'glorot-unifrom': did you mean 'glorot-uniform'?",
        "schemes he-normal --fan-in 3 ~ must be given together",
        "schemes he-normal --fan-in 0 --fan-out 3 ~ fans must be above 0 and finite: fan-in 0.0",
        "schemes he-normal --fan-in x --fan-out 3 ~ 'x' is not a number",
        "schemes critical(bias-variance=0.05) --activation relu --fan-in 3 --fan-out 3 ~ no critical point",
        "schemes --filter zzz ~ no scheme has 'zzz' in it",
        "train examples/iris.csv --target species --init he ~ no scheme 'he': there are",
        "train examples/iris.csv --target species --init identity ~ identity needs as many units as inputs: 128 x 4",
        "train examples/iris.csv --target species --init torch:xavier_uniform ~ did you mean 'torch:xavier_uniform_'?"
      })
  void wrongUse_oneLineAndExitCode2(String arguments, String message) {
    Run run = CommandRunner.run(arguments.strip().split(" ", -1));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors()).hasSize(1).first().asString().contains(message);
    assertThat(run.out()).isEmpty();
  }
}
