package dev.seedbed.io.tensorboard;

import dev.seedbed.init.Scheme;
import dev.seedbed.study.StudySpec;
import dev.seedbed.study.Trial;
import dev.seedbed.study.Vary;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Names for the trials of a study that are good as names of files, whatever the schemes are
/// called: no two are the same, also where files do not tell capital letters from small ones.
final class TrialNames {
  private static final int MOST_LETTERS = 100;

  private final Map<String, String> schemes;
  private final Vary vary;

  TrialNames(StudySpec spec) {
    schemes = schemes(spec.schemes());
    vary = spec.vary();
  }

  /// The scheme and the seeds that vary, such as "he-normal-seed3".
  String of(Trial trial) {
    String start =
        Objects.requireNonNull(schemes.get(trial.scheme().name())) + "-seed" + trial.seed().value();
    return switch (vary) {
      case INIT -> start;
      case ORDER, BOTH -> start + "-order" + trial.order().value();
    };
  }

  private static Map<String, String> schemes(List<Scheme> schemes) {
    var names = new HashMap<String, String>();
    var taken = new HashSet<String>();
    for (Scheme scheme : schemes) {
      String name = safe(scheme.name());
      names.put(scheme.name(), free(name, taken));
    }
    return names;
  }

  private static String free(String name, Set<String> taken) {
    String free = name;
    for (int number = 2; !taken.add(free.toLowerCase(Locale.ROOT)); number++) {
      free = name + "~" + number;
    }
    return free;
  }

  private static String safe(String name) {
    String safe = name.replaceAll("[^A-Za-z0-9.,+=()-]", "_");
    return safe.substring(0, Math.min(safe.length(), MOST_LETTERS));
  }
}
