package dev.seedbed.io.weights;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/// A zip made by hand, of members that are not compressed, as some writers make them and Java's
/// does not.
final class ZipBytes {
  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
  private int members;

  /// How a member is written.
  enum Style {
    PLAIN,
    /// Its CRC and its length stand behind it, with a mark.
    DESCRIPTOR,
    /// Likewise without a mark.
    BARE_DESCRIPTOR,
    /// Its lengths and its place are of 64 bits.
    SIXTY_FOUR
  }

  ZipBytes add(String name, byte[] content, Style style) {
    return add(name, content, style, 0, 0);
  }

  ZipBytes add(String name, byte[] content, Style style, int flags, int method) {
    var sum = new CRC32();
    sum.update(content);
    int crc = (int) sum.getValue();
    boolean behind = style == Style.DESCRIPTOR || style == Style.BARE_DESCRIPTOR;
    boolean large = style == Style.SIXTY_FOUR;
    int begin = file.size();
    int bits = flags | (behind ? 8 : 0);
    byte[] path = name.getBytes(UTF_8);
    int length = large ? -1 : content.length;
    put(
        file,
        30,
        to ->
            to.putInt(0x04034b50)
                .putShort((short) 20)
                .putShort((short) bits)
                .putShort((short) method)
                .putInt(0)
                .putInt(behind ? 0 : crc)
                .putInt(behind ? 0 : length)
                .putInt(behind ? 0 : length)
                .putShort((short) path.length)
                .putShort((short) (large ? 20 : 0)));
    file.writeBytes(path);
    if (large) {
      put(
          file,
          20,
          to ->
              to.putShort((short) 1)
                  .putShort((short) 16)
                  .putLong(content.length)
                  .putLong(content.length));
    }
    file.writeBytes(content);
    if (behind) {
      if (style == Style.DESCRIPTOR) {
        put(file, 4, to -> to.putInt(0x08074b50));
      }
      put(file, 12, to -> to.putInt(crc).putInt(content.length).putInt(content.length));
    }
    put(
        directory,
        46,
        to ->
            to.putInt(0x02014b50)
                .putShort((short) 20)
                .putShort((short) 20)
                .putShort((short) bits)
                .putShort((short) method)
                .putInt(0)
                .putInt(crc)
                .putInt(length)
                .putInt(length)
                .putShort((short) path.length)
                .putShort((short) (large ? 28 : 0))
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0)
                .putInt(0)
                .putInt(large ? -1 : begin));
    directory.writeBytes(path);
    if (large) {
      put(
          directory,
          28,
          to ->
              to.putShort((short) 1)
                  .putShort((short) 24)
                  .putLong(content.length)
                  .putLong(content.length)
                  .putLong(begin));
    }
    members++;
    return this;
  }

  private static void put(ByteArrayOutputStream out, int count, Consumer<ByteBuffer> content) {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    content.accept(buffer);
    out.writeBytes(buffer.array());
  }

  /// The whole file, with a comment.
  byte[] bytes(String comment) {
    int begin = file.size();
    int length = directory.size();
    var all = new ByteArrayOutputStream();
    all.writeBytes(file.toByteArray());
    all.writeBytes(directory.toByteArray());
    put(
        all,
        22,
        to ->
            to.putInt(0x06054b50)
                .putInt(0)
                .putShort((short) members)
                .putShort((short) members)
                .putInt(length)
                .putInt(begin)
                .putShort((short) comment.length()));
    all.writeBytes(comment.getBytes(UTF_8));
    return all.toByteArray();
  }
}
