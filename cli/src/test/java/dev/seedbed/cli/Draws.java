package dev.seedbed.cli;

import dev.seedbed.init.Law;
import dev.seedbed.jvm.WarmUp;
import dev.seedbed.random.RandomStream;
import dev.seedbed.random.Seed;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// A program that draws by each law, first while plain Java draws and then when vectors do where
/// there are any, and prints the hash of each law's numbers. Its argument is the number of threads.
final class Draws {
  private static final List<Law> LAWS =
      List.of(
          Law.Uniform.within(0.07),
          new Law.Uniform(0.5, 0.25),
          new Law.Normal(0, 0.3),
          new Law.TruncatedNormal(0, 1, 2),
          new Law.LogarithmOfUniform(1, 16));

  /// More than are drawn before vectors are taken.
  private static final int MANY = 1 << 27;

  /// Enough for C2 to compile how vectors draw.
  private static final int COMPILED = 1 << 24;

  private Draws() {}

  public static void main(String[] args) throws NoSuchAlgorithmException {
    int threads = Integer.parseInt(args[0]);
    List<String> first = hashes(threads);
    // As if as many had been drawn as vectors wait for; without the vector module nothing changes
    // then.
    WarmUp.count(MANY);
    float[] some = new float[1 << 20];
    for (int drawn = 0; drawn < COMPILED; drawn += some.length) {
      LAWS.getFirst().draw(stream("warm-up"), drawn, some, threads);
    }
    List<String> then = hashes(threads);
    if (!first.equals(then)) {
      throw new IllegalStateException(first + " became " + then);
    }
    then.forEach(IO::println);
  }

  /// Pieces long enough for C2 to compile what draws them, from places within and across blocks.
  private static List<String> hashes(int threads) throws NoSuchAlgorithmException {
    var hash = MessageDigest.getInstance("SHA-256");
    float[] piece = new float[(1 << 16) + 3];
    var bytes = ByteBuffer.allocate(4 * piece.length);
    return LAWS.stream()
        .map(law -> {
          for (int i = 0; i < 4; i++) {
            law.draw(
                stream(law.symbols()),
                (1L << 34) - 2L * piece.length + (long) i * piece.length,
                piece,
                threads);
            bytes.clear().asFloatBuffer().put(piece);
            hash.update(bytes.array());
          }
          return HexFormat.of().formatHex(hash.digest());
        })
        .toList();
  }

  private static RandomStream stream(String path) {
    return new Seed(2026).stream(path);
  }
}
