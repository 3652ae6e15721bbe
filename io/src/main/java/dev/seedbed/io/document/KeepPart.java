package dev.seedbed.io.document;

import dev.seedbed.study.Keep;
import java.util.OptionalInt;

/// What a study is to keep.
///
/// @param way best, ensemble or soup
/// @param members the most networks of an ensemble or soup; empty for the best
public record KeepPart(String way, OptionalInt members) {
  public KeepPart {
    if (members.isPresent() == way.equals("best")) {
      throw new IllegalArgumentException(
          "'members' must be there if and only if 'way' is not best");
    }
    Keep.named(way, members.orElse(1));
  }

  static KeepPart of(Keep keep) {
    return new KeepPart(
        keep.name(),
        switch (keep) {
          case Keep.Best _ -> OptionalInt.empty();
          case Keep.Ensemble ensemble -> OptionalInt.of(ensemble.members());
          case Keep.Soup soup -> OptionalInt.of(soup.members());
        });
  }

  Keep specification() {
    return Keep.named(way, members.orElse(1));
  }
}
