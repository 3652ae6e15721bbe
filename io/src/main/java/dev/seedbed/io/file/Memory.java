package dev.seedbed.io.file;

import dev.seedbed.io.NotEnoughMemoryException;
import java.util.Locale;

/// The memory that the JVM may take: asked about before it is taken.
public final class Memory {
  /// The most bytes that a file can have which is written or read as a whole: those of an array.
  public static final long LARGEST_FILE = Integer.MAX_VALUE - 8L;

  private static final int MEGABYTE = 1 << 20;
  private static final long GIGABYTE = 1L << 30;

  private Memory() {}

  /// Refuses work that surely does not fit.
  ///
  /// @param what needs the memory, such as "a network of 5 parameters"
  /// @param bytes that it takes at the least
  /// @param less how to need less, such as "use a smaller --hidden"
  /// @throws NotEnoughMemoryException if the JVM may not take as much
  public static void require(String what, long bytes, String less) {
    long most = Runtime.getRuntime().maxMemory();
    if (bytes > most) {
      throw new NotEnoughMemoryException(
          "%s needs at least %s of memory, and the JVM may take %s: %s, or give it more with JDK_JAVA_OPTIONS=-Xmx%dg"
              .formatted(what, size(bytes), size(most), less, bytes / GIGABYTE * 3 / 2 + 1));
    }
  }

  /// Refuses a file that is too large to be written as a whole.
  ///
  /// @param what is written, such as "a network of 5 parameters"
  /// @throws NotEnoughMemoryException if it is
  public static void requireFile(String what, long bytes) {
    if (bytes > LARGEST_FILE) {
      throw new NotEnoughMemoryException(
          "%s takes %s in a file, and Seedbed writes files of less than 2 GB only: use narrower or fewer layers"
              .formatted(what, size(bytes)));
    }
  }

  /// The error to report when memory has run out in the middle of work.
  public static NotEnoughMemoryException exhausted() {
    long most = Runtime.getRuntime().maxMemory();
    return new NotEnoughMemoryException(
        "not enough memory: the JVM may take %s; use less data, smaller layers, fewer seeds or fewer threads, or give it more with JDK_JAVA_OPTIONS=-Xmx%dg"
            .formatted(size(most), most / GIGABYTE * 2 + 2));
  }

  private static String size(long bytes) {
    return bytes < GIGABYTE
        ? Math.ceilDiv(bytes, MEGABYTE) + " MB"
        : String.format(Locale.ROOT, "%.1f GB", (double) bytes / GIGABYTE);
  }
}
