package dev.seedbed.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.charset.Charset;

/// Standard error as the launcher hands it on. See docs/decisions/003.
public final class StandardError {
  private static final int MOVED = 3;

  private StandardError() {}

  /// Whether the launcher found it to be a terminal that can more than print.
  public static boolean isTerminal() {
    return Boolean.getBoolean("seedbed.terminal");
  }

  /// Where it really is.
  public static int descriptor() {
    return Boolean.getBoolean("seedbed.stderr3") ? MOVED : 2;
  }

  /// If the launcher says that it moved standard error to descriptor 3, lets [System#err] write
  /// there.
  public static void restore() {
    if (descriptor() != MOVED) {
      return;
    }
    try {
      Constructor<FileDescriptor> descriptor =
          FileDescriptor.class.getDeclaredConstructor(int.class);
      descriptor.setAccessible(true);
      var out = new FileOutputStream(descriptor.newInstance(MOVED));
      System.setErr(new PrintStream(out, true, Charset.defaultCharset()));
    } catch (ReflectiveOperationException | RuntimeException e) {
      System.err.println("seedbed: messages come by way of descriptor 2");
    }
  }
}
