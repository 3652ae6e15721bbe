package dev.seedbed.dist;

import dev.seedbed.cli.Seedbed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/// Writes what shells and `man` need of the program's options: a script that completes them, and a
/// page for the program and each of its commands.
final class Manual {
  private Manual() {}

  /// The argument is the folder to write to.
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    CommandLine program = Seedbed.commandLine();
    Path pages = Files.createDirectories(folder.resolve("pages"));
    page(pages.resolve("seedbed.adoc"), program);
    for (CommandLine command : program.getSubcommands().values()) {
      page(pages.resolve("seedbed-" + command.getCommandName() + ".adoc"), command);
    }
    Files.writeString(folder.resolve("completion"), AutoComplete.bash("seedbed", program));
  }

  private static void page(Path file, CommandLine command) throws IOException {
    try (var to = new PrintWriter(Files.newBufferedWriter(file))) {
      ManPageGenerator.writeSingleManPage(to, command.getCommandSpec());
    }
  }
}
