package dev.seedbed.cli.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// While it is open, Ctrl-C interrupts the thread that opened it and gives it time to close what it
/// has begun, before the JVM ends with exit code 130.
final class Interruption implements AutoCloseable {
  private static final long SECONDS_TO_CLOSE = 10;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook;

  Interruption() {
    Thread worker = Thread.currentThread();
    hook =
        new Thread(() -> {
          worker.interrupt();
          await();
        });
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void await() {
    try {
      if (!closed.await(SECONDS_TO_CLOSE, TimeUnit.SECONDS)) {
        System.err.println("seedbed: gave up waiting for the work to stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook is running, and goes on now that the latch is open.
      return;
    }
  }
}
