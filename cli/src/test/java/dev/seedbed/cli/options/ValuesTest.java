package dev.seedbed.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.cli.Seedbed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Values one below a limit of `docs/limits.md`, at it, and one above.
class ValuesTest {
  private static void refuses(ITypeConverter<?> converter, String value, String message) {
    assertThatThrownBy(() -> converter.convert(value))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage(message);
  }

  @Test
  void seeds_ofAMillion_moreRefused() {
    String list = "1" + ",1".repeat(999_998);
    String tooMany = "at most 1000000 seeds can race";
    var seeds = new Values.Seeds();
    assertThat(seeds.convert("999999").seeds()).hasSize(999_999);
    assertThat(seeds.convert("1000000").seeds()).hasSize(1_000_000);
    refuses(seeds, "1000001", tooMany);
    assertThat(seeds.convert("1..999999").seeds()).hasSize(999_999);
    assertThat(seeds.convert("1..1000000").seeds()).hasSize(1_000_000);
    refuses(seeds, "1..1000001", tooMany);
    refuses(seeds, "%d..%d".formatted(Long.MIN_VALUE, Long.MAX_VALUE), tooMany);
    assertThat(seeds.convert(list).seeds()).hasSize(999_999);
    assertThat(seeds.convert(list + ",1").seeds()).hasSize(1_000_000);
    refuses(seeds, list + ",1,1", tooMany);
  }

  @Test
  void threads_of1024_moreRefused() {
    var threads = new Values.Threads();
    assertThat(threads.convert("1023")).isEqualTo(1023);
    assertThat(threads.convert("1024")).isEqualTo(1024);
    refuses(threads, "1025", "at most 1024 threads are possible");
  }

  @Test
  void constants_ofEveryOption_asHelpShowsThem() {
    List<CommandLine.Model.ArgSpec> options =
        Seedbed.commandLine().getSubcommands().values().stream()
            .flatMap(command -> command.getCommandSpec().args().stream())
            .filter(argument -> argument.auxiliaryTypes()[0].isEnum() && !argument.hidden())
            .toList();
    assertThat(options).hasSizeGreaterThan(5);
    for (CommandLine.Model.ArgSpec option : options) {
      Class<?> type = option.auxiliaryTypes()[0];
      var shown = new ArrayList<String>();
      option.completionCandidates().forEach(shown::add);
      assertThat(shown).as(option.paramLabel()).allMatch(name -> name.matches("[a-z-]+"));
      for (String name : shown) {
        assertThat(Values.constant(type, name)).hasToString(name);
        assertThat(Values.constant(type, name.toUpperCase(Locale.ROOT))).hasToString(name);
      }
      refuses(
          value -> Values.constant(type, value),
          "luck",
          "'luck' must be one of " + String.join(", ", shown));
    }
  }
}
