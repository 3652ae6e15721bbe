package dev.seedbed.spark;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The hashes of what executors made of parts. The same part may be done twice, by speculation or
/// after an executor was lost: it must come to the same.
final class Digests {
  private final Map<Key, Message.Done> first = new HashMap<>();

  private record Key(long work, int part, int budget) {}

  /// Adds one.
  ///
  /// @return what is wrong, if another executor has made something else of it
  synchronized Optional<String> add(Message.Done done) {
    Message.Done before = first.putIfAbsent(new Key(done.work(), done.part(), done.budget()), done);
    return before == null || before.sha256().equals(done.sha256())
        ? Optional.empty()
        : Optional.of(
            "%s has come out differently on %s (%s) and on %s (%s): one of these machines computes wrongly"
                .formatted(
                    done.name(), before.place(), before.sha256(), done.place(), done.sha256()));
  }
}
