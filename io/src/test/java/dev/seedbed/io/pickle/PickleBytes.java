package dev.seedbed.io.pickle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Pickles made by hand, opcode by opcode.
public final class PickleBytes {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /// A pickle of protocol 2.
  public PickleBytes() {
    raw(0x80, 2);
  }

  /// Any opcodes and arguments.
  public PickleBytes raw(int... values) {
    for (int value : values) {
      bytes.write(value);
    }
    return this;
  }

  /// Opcodes without arguments.
  public PickleBytes ops(String opcodes) {
    opcodes.chars().forEach(bytes::write);
    return this;
  }

  public PickleBytes text(String text) {
    byte[] content = text.getBytes(UTF_8);
    raw('X').int32(content.length);
    bytes.writeBytes(content);
    return this;
  }

  public PickleBytes whole(long value) {
    raw(0x8a, 8);
    bytes.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    return this;
  }

  public PickleBytes int32(int value) {
    bytes.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    return this;
  }

  public PickleBytes global(String module, String name) {
    raw('c');
    bytes.writeBytes((module + "\n" + name + "\n").getBytes(UTF_8));
    return this;
  }

  /// A tuple of numbers.
  public PickleBytes tuple(long... numbers) {
    raw('(');
    for (long number : numbers) {
      whole(number);
    }
    return raw('t');
  }

  /// The end.
  public byte[] stop() {
    raw('.');
    return bytes.toByteArray();
  }

  /// What there is, without an end.
  public byte[] toByteArray() {
    return bytes.toByteArray();
  }
}
