package dev.seedbed.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Counts the changes to files, and lets them fail from one of them on.
final class Faults {
  /// What changes files.
  enum Change {
    OPEN,
    WRITE,
    TRUNCATE,
    FORCE,
    MOVE,
    DELETE,
    MAKE_FOLDER,
    SET_TIME
  }

  /// How a change fails.
  enum Kind {
    /// One change alone.
    ONCE,
    /// It, and all that need room from then on. Half of what is written fits.
    DISK_FULL,
    /// It, and all from then on.
    READ_ONLY,
    /// It, if it is a rename, and all renames from then on.
    NO_RENAME,
    /// The process is dead: nothing is changed from then on.
    DEATH,
    /// Likewise, in the middle of a write.
    DEATH_IN_A_WRITE,
    /// Likewise, and what was not forced to the disk is lost, as [#cutPower] says.
    POWER_CUT;

    boolean kills() {
      return this == DEATH || this == DEATH_IN_A_WRITE || this == POWER_CUT;
    }

    /// Whether files that were begun can be removed.
    boolean leavesNothing() {
      return this == DISK_FULL || this == NO_RENAME;
    }

    /// What the system says.
    String reason() {
      return switch (this) {
        case ONCE -> "Input/output error";
        case DISK_FULL -> "No space left on device";
        case READ_ONLY -> "Read-only file system";
        case NO_RENAME -> "permission denied";
        case DEATH, DEATH_IN_A_WRITE, POWER_CUT -> "killed";
      };
    }
  }

  private static final Set<Change> NEEDING_ROOM =
      EnumSet.of(Change.OPEN, Change.WRITE, Change.MAKE_FOLDER, Change.FORCE);

  private final Kind kind;
  private final int from;
  private final List<String> changes = new ArrayList<>();
  private boolean begun;

  /// What of each file was forced to the disk, of those that hold more.
  private final Map<Path, Long> forced = new HashMap<>();

  /// @param from the number of the change, 0 for the first
  Faults(Kind kind, int from) {
    this.kind = kind;
    this.from = from;
  }

  /// Lets nothing fail.
  static Faults none() {
    return new Faults(Kind.ONCE, Integer.MAX_VALUE);
  }

  /// The changes so far, in words.
  synchronized List<String> changes() {
    return List.copyOf(changes);
  }

  /// Whether a write that fails has written half.
  boolean tears() {
    return kind == Kind.DISK_FULL || kind == Kind.DEATH_IN_A_WRITE;
  }

  /// Counts a change, which may fail.
  synchronized void change(Change change, Path file) throws IOException {
    int number = changes.size();
    changes.add(change + " " + file.getFileName());
    fail(change, file, number);
  }

  /// The journal is forced by a thread of its own, which may take several events at a time: not
  /// counted, or the changes would have other numbers in each run.
  synchronized void force(Path file) throws IOException {
    if (file.getFileName().toString().endsWith(".jsonl")) {
      fail(Change.FORCE, file, changes.size() - 1);
    } else {
      change(Change.FORCE, file);
    }
    forced.remove(file);
  }

  private void fail(Change change, Path file, int number) throws IOException {
    boolean fails =
        switch (kind) {
          case ONCE -> number == from && !begun;
          case DISK_FULL -> number >= from && NEEDING_ROOM.contains(change);
          case NO_RENAME -> number >= from && change == Change.MOVE;
          case READ_ONLY, DEATH, DEATH_IN_A_WRITE, POWER_CUT -> number >= from;
        };
    if (!fails) {
      return;
    }
    begun = true;
    if (kind == Kind.NO_RENAME) {
      throw new AccessDeniedException(file.toString());
    }
    throw new FileSystemException(file.toString(), null, kind.reason());
  }

  /// Some bytes are about to be written.
  synchronized void writes(Path file) throws IOException {
    forced.putIfAbsent(file, Files.size(file));
  }

  synchronized void moved(Path from, Path to) {
    Long length = forced.remove(from);
    forced.remove(to);
    if (length != null) {
      forced.put(to, length);
    }
  }

  synchronized void deleted(Path file) {
    forced.remove(file);
  }

  /// Takes from each file what was not forced: half of it is lost, or all of it zeros. Renames stay
  /// and come in their order, as in file systems with a journal.
  synchronized void cutPower() throws IOException {
    for (Map.Entry<Path, Long> file : forced.entrySet()) {
      try (var disk = new RandomAccessFile(file.getKey().toFile(), "rw")) {
        long length = disk.length();
        long kept = file.getValue();
        if (from % 2 == 0) {
          disk.setLength(kept + (length - kept) / 2);
        } else {
          disk.setLength(kept);
          disk.setLength(length);
        }
      }
    }
  }
}
