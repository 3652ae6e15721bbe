package dev.seedbed.jvm;

import java.util.concurrent.atomic.AtomicLong;

/// When vectors begin to pay. Until C2 has compiled it, code on `jdk.incubator.vector` is a hundred
/// times slower than the same in plain Java, for about a second (JDK 25.0.3, 2026-11). Plain Java
/// draws a hundred million numbers in that time; a program that draws fewer never waits for C2. The
/// bits are the same either way.
public final class WarmUp {
  private static final long ENOUGH = 1L << 27;
  private static final AtomicLong DRAWN = new AtomicLong();

  private WarmUp() {}

  /// Counts numbers that are drawn.
  public static void count(int drawn) {
    DRAWN.addAndGet(drawn);
  }

  /// Whether this JVM has drawn enough numbers for vectors to pay.
  public static boolean isOver() {
    return DRAWN.get() >= ENOUGH;
  }
}
