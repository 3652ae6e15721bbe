package dev.seedbed.io.weights;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// GGUF files made by hand.
final class GgufBytes {
  static final int UINT32 = 4;
  static final int STRING = 8;
  static final int ARRAY = 9;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /// Begins a file.
  static GgufBytes file(int version, long tensors, long metadata) {
    return new GgufBytes().ascii("GGUF").u32(version).u64(tensors).u64(metadata);
  }

  GgufBytes ascii(String text) {
    bytes.writeBytes(text.getBytes(UTF_8));
    return this;
  }

  GgufBytes u32(int number) {
    bytes.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array());
    return this;
  }

  GgufBytes u64(long number) {
    bytes.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array());
    return this;
  }

  GgufBytes text(String text) {
    return u64(text.getBytes(UTF_8).length).ascii(text);
  }

  /// A tensor, with its lengths fastest first.
  GgufBytes tensor(String name, int type, long offset, long... lengths) {
    text(name).u32(lengths.length);
    for (long length : lengths) {
      u64(length);
    }
    return u32(type).u64(offset);
  }

  GgufBytes alignment(int alignment) {
    return text("general.alignment").u32(UINT32).u32(alignment);
  }

  /// Zeros up to the next multiple of `alignment`.
  GgufBytes pad(int alignment) {
    bytes.writeBytes(new byte[Math.floorMod(-bytes.size(), alignment)]);
    return this;
  }

  GgufBytes floats(float... numbers) {
    ByteBuffer buffer = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float number : numbers) {
      buffer.putFloat(number);
    }
    bytes.writeBytes(buffer.array());
    return this;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }
}
