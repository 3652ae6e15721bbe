package dev.seedbed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seedbed.cli.CommandRunner.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The starts that went wrong, of `docs/verify.md`: each command finds what stands there.
class FamousStartsTest {
  private static final Path PAGE = Path.of("docs/verify.md");

  /// A command and what it prints.
  private static final Pattern CASE =
      Pattern.compile("```sh\n\\./seedbed (verify examples/.*)\n```\n\n```text\n([^`]*)```");

  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  private static Stream<Arguments> cases() throws IOException {
    List<Arguments> cases =
        CASE.matcher(Files.readString(PAGE))
            .results()
            .map(found -> Arguments.of(found.group(1), found.group(2)))
            .toList();
    assertThat(cases).hasSizeGreaterThanOrEqualTo(20);
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void command_findsWhatThePageSays(String command, String output) {
    var words = new ArrayList<String>();
    WORD.matcher(command).results().map(FamousStartsTest::word).forEach(words::add);
    Run run = CommandRunner.run(words.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).isEqualTo(output);
    assertThat(run.exitCode()).isEqualTo(output.contains("error  ") ? 11 : 10);
  }

  /// As a shell takes it.
  private static String word(MatchResult found) {
    String quoted = found.group(1);
    return quoted == null ? found.group(2) : quoted;
  }
}
