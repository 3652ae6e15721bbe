package dev.seedbed.io.check;

import dev.seedbed.check.Survey;
import dev.seedbed.check.TensorCheck;
import dev.seedbed.check.result.Diagnosis;
import dev.seedbed.check.result.InitializerMatch;
import dev.seedbed.check.result.Remedy;
import dev.seedbed.data.InputException;
import dev.seedbed.init.TensorScheme;
import dev.seedbed.io.network.SavedNetwork;
import dev.seedbed.io.start.Plan;
import dev.seedbed.io.start.Planned;
import dev.seedbed.io.start.RemedyPlan;
import dev.seedbed.io.weights.ElementSource;
import dev.seedbed.random.Seed;
import dev.seedbed.study.Cluster;
import dev.seedbed.tensor.Activation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// The starts that other seeds would give the network of a model file: how probable is a faulty
/// one?
///
/// Each is a copy of the file in a folder of its own, which is there only while it is checked.
///
/// @param check of the file
/// @param seeds at least one
/// @param scheme that draws weights and biases; empty for the laws that the file's weights look
///   drawn by, one by one, where all other tensors stay
/// @param activation of the units, for schemes that depend on it
public record SavedSurvey(
    SavedCheck check, List<Seed> seeds, Optional<TensorScheme> scheme, Activation activation) {
  public SavedSurvey {
    seeds = List.copyOf(seeds);
  }

  /// Checks the file, and the starts of all seeds.
  ///
  /// @param cluster that works on the starts; its machines must all see the same file, and the same
  ///   rows if any are given, by the same paths. On this machine each of its threads runs networks
  ///   with the threads of the check. The result does not depend on it
  /// @throws InputException if the network cannot be run, a tensor cannot be drawn, or no tensor
  ///   looks drawn by a law that is known
  public CheckResult run(Cluster cluster) throws IOException, InterruptedException {
    CheckResult own = check.run();
    if (own.diagnosed().isEmpty()) {
      throw new InputException("seeds need a network that can be run: " + own.meaning());
    }
    // Opened first: that no law is known is no fault of a machine.
    var work = new FileSurvey(this, open());
    var counts = new AtomicReference<>(Survey.Counts.NONE);
    cluster.run(work, (_, some) -> counts.accumulateAndGet(some, Survey.Counts::plus));
    return own.with(Survey.of(counts.get()));
  }

  /// A survey that knows by what laws to draw.
  ///
  /// @param matches what tensors look drawn by; empty if there is a scheme
  record Opened(SavedSurvey survey, Map<String, InitializerMatch> matches) {
    /// Counts some seeds, one after the other.
    Survey.Counts count(List<Seed> some) throws IOException {
      Path folder =
          Files.createTempDirectory("seedbed-survey-" + ProcessHandle.current().pid() + "-");
      // An executor may be ended in the midst of it.
      folder.toFile().deleteOnExit();
      try {
        return Survey.count(some, seed -> survey.diagnosis(folder, survey.drawn(matches, seed)));
      } finally {
        Files.deleteIfExists(folder);
      }
    }
  }

  Opened open() throws IOException {
    return new Opened(this, scheme.isPresent() ? Map.of() : matches());
  }

  /// What the tensors of the file look drawn by.
  private Map<String, InitializerMatch> matches() throws IOException {
    var matches = new LinkedHashMap<String, InitializerMatch>();
    for (CheckResult.Tensor tensor : check.tensorByTensor(Map.of()).tensors()) {
      tensor
          .check()
          .flatMap(TensorCheck::likeliest)
          .filter(match -> match.law().variance() > 0 && RemedyPlan.scheme(match).isPresent())
          .ifPresent(match -> matches.put(tensor.units().tensor().name(), match));
    }
    if (matches.isEmpty()) {
      throw new InputException(
          "no tensor of %s looks drawn by a law that is known: name a scheme"
              .formatted(check.saved().file().path()));
    }
    return matches;
  }

  private Map<String, ElementSource> drawn(Map<String, InitializerMatch> matches, Seed seed) {
    if (scheme.isEmpty()) {
      var again = new ArrayList<Remedy.OfTensor>();
      matches.forEach((tensor, match) ->
          RemedyPlan.scheme(match).ifPresent(found -> again.add(new Remedy.Draw(tensor, found))));
      return RemedyPlan.of(check.saved().file(), again, Map.of(), seed).sources();
    }
    var wishes =
        new Plan.Wishes(
            List.of(), List.of(), scheme, Optional.empty(), List.of(), activation, seed);
    var sources = new HashMap<String, ElementSource>();
    for (Planned planned : Plan.of(check.saved().file(), wishes).tensors()) {
      if (planned instanceof Planned.Drawn some) {
        sources.put(some.tensor().name(), some.source());
      }
    }
    return sources;
  }

  private Diagnosis diagnosis(Path folder, Map<String, ElementSource> drawn) {
    Path copy = folder.resolve(check.saved().file().path().getFileName());
    try {
      try {
        check.saved().file().outputs(copy).forEach(file -> file.toFile().deleteOnExit());
        check.saved().file().rewrite(copy, drawn, 1);
        return check.of(SavedNetwork.read(copy)).brief();
      } finally {
        for (Path written : check.saved().file().outputs(copy)) {
          Files.deleteIfExists(written);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
