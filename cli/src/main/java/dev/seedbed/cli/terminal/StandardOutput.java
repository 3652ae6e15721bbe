package dev.seedbed.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Standard output that remembers whether writing to it failed: a `PrintWriter` alone would hide
/// it.
public final class StandardOutput extends FilterOutputStream {
  private @Nullable IOException failure;

  public StandardOutput() {
    super(new FileOutputStream(FileDescriptor.out));
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /// Why output was lost; null if it was not, or if its reader had enough of it, as `head` has.
  public @Nullable String failure() {
    if (failure == null || "Broken pipe".equals(failure.getMessage())) {
      return null;
    }
    return String.valueOf(failure.getMessage());
  }
}
