package dev.seedbed.cli.doctor;

import dev.seedbed.io.Version;
import java.nio.file.Path;
import java.util.List;

/// What `doctor` finds, and `doctor --json` prints.
///
/// @param verdict fine, slow if something could be faster, or wrong if a self-test fails
/// @param version of Seedbed
/// @param machine what it offers
/// @param tests what it computes
public record Examination(
    String verdict, String version, List<Item> machine, List<SelfTest> tests) {
  public Examination {
    machine = List.copyOf(machine);
    tests = List.copyOf(tests);
  }

  /// Looks at this machine.
  ///
  /// @param folder to write to
  public static Examination of(Path folder) throws InterruptedException {
    return of(Machine.items(folder), SelfTest.all());
  }

  static Examination of(List<Item> machine, List<SelfTest> tests) {
    boolean wrong = !tests.stream().allMatch(SelfTest::passed);
    boolean slow = machine.stream().anyMatch(item -> item.state().equals("slow"));
    String verdict = wrong ? "wrong" : slow ? "slow" : "fine";
    return new Examination(verdict, Version.CURRENT, machine, tests);
  }
}
