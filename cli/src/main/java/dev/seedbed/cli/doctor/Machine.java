package dev.seedbed.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import dev.seedbed.cli.terminal.OutputStyle;
import dev.seedbed.jvm.VectorModule;
import dev.seedbed.kernel.Kernels;
import dev.seedbed.kernel.Panels;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// What the machine and its JVM offer.
final class Machine {
  private static final double MEGABYTE = 1 << 20;
  private static final double GIGABYTE = 1 << 30;
  private static final int WIDE = 256;

  /// Networks and tables of any size want more memory than that.
  private static final double LEAST_MEMORY = 0.5;

  /// Plain Java reaches it, so that less means that nothing is compiled.
  private static final double LEAST_ARITHMETIC = 1;

  /// In megabytes a second.
  private static final double LEAST_DISK = 20;

  private static final int FILE = 32 << 20;

  /// In nanoseconds. The best of several windows is what other programs let through.
  private static final long WINDOW = 30_000_000;

  private static final int WINDOWS = 20;

  private Machine() {}

  /// All that is looked at.
  ///
  /// @param folder to write to, such as that of runs
  static List<Item> items(Path folder) {
    return List.of(java(), vectors(), threads(), memory(), arithmetic(), disk(folder), terminal());
  }

  private static Item java() {
    return Item.fine(
        "java",
        "%s (%s), %s %s"
            .formatted(
                Runtime.version(),
                System.getProperty("java.vendor"),
                System.getProperty("os.name"),
                System.getProperty("os.arch")));
  }

  private static Item vectors() {
    int bits = VectorModule.bits();
    if (bits == 0) {
      return Item.slow(
          "vectors",
          "no vector module",
          "start by the launcher, or java --add-modules jdk.incubator.vector: training is several times faster");
    }
    return bits < WIDE
        ? Item.slow(
            "vectors",
            "%d bits".formatted(bits),
            "the processor, or an option such as -XX:UseAVX, allows no more; the results are the same")
        : Item.fine("vectors", "%d bits".formatted(bits));
  }

  private static Item threads() {
    int threads = Runtime.getRuntime().availableProcessors();
    return threads == 1
        ? Item.slow(
            "threads",
            "1 processor",
            "a container may be given more; the results do not depend on it")
        : Item.fine("threads", "%d processors".formatted(threads));
  }

  private static Item memory() {
    double heap = Runtime.getRuntime().maxMemory() / GIGABYTE;
    double all = Double.NaN;
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      all = system.getTotalMemorySize() / GIGABYTE;
    }
    String found = "the JVM may take %.1f GB of %.1f".formatted(heap, all);
    return heap < LEAST_MEMORY
        ? Item.slow("memory", found, "give it more with JDK_JAVA_OPTIONS=-Xmx4g")
        : Item.fine("memory", found);
  }

  /// Products of matrices on one thread, as training makes them.
  private static Item arithmetic() {
    Kernels kernels = Kernels.warm();
    int rows = 32;
    int size = 256;
    var x = new Panels(rows, size);
    var w = new Panels(size, size);
    var z = new Panels(rows, size);
    float[] bias = new float[size];
    double speed = 0;
    for (int window = 0; window < WINDOWS; window++) {
      long products = 0;
      long begin = System.nanoTime();
      do {
        for (int p = 0; p < z.panels(); p++) {
          kernels.affine(x, rows, w, bias, z, p);
        }
        products++;
      } while (System.nanoTime() - begin < WINDOW);
      double operations = 2.0 * rows * size * size * products;
      speed = Math.max(speed, operations / (System.nanoTime() - begin));
    }
    String found = "%.1f billion operations a second on one thread".formatted(speed);
    return speed < LEAST_ARITHMETIC
        ? Item.slow("speed", found, "leave out options such as -Xint, and see 'vectors'")
        : Item.fine("speed", found);
  }

  private static Item disk(Path folder) {
    Path file;
    try {
      file = Files.createTempFile(folder, ".seedbed-doctor", "");
    } catch (IOException e) {
      return Item.slow(
          "disk", "this folder cannot be written", "go to one that can, or name one with --out");
    }
    try {
      double write = FILE / MEGABYTE / seconds(() -> write(file));
      double read = FILE / MEGABYTE / seconds(() -> Files.readAllBytes(file));
      String found = "writes %.0f MB a second, reads %.0f (just written)".formatted(write, read);
      return write < LEAST_DISK
          ? Item.slow("disk", found, "name a folder on a faster disk with --out")
          : Item.fine("disk", found);
    } catch (IOException e) {
      return Item.slow(
          "disk",
          "%d MB cannot be written".formatted(FILE >> 20),
          "free some space: " + e.getMessage());
    } finally {
      delete(file);
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private static double seconds(Step step) throws IOException {
    long begin = System.nanoTime();
    step.run();
    return (System.nanoTime() - begin) / 1e9;
  }

  private static void write(Path file) throws IOException {
    try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.allocate(FILE);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It is small and named after the program.
      file.toFile().deleteOnExit();
    }
  }

  private static Item terminal() {
    Charset charset = Charset.defaultCharset();
    OutputStyle style = OutputStyle.ofStandardOutput();
    String found =
        "%s, %d columns, %s"
            .formatted(
                OutputStyle.standardOutputIsTerminal() ? "a terminal" : "no terminal",
                style.columns(),
                style.colours() ? "colours" : "no colours");
    return charset.equals(StandardCharsets.UTF_8)
        ? Item.fine("output", found + ", UTF-8")
        : Item.slow(
            "output",
            found + ", " + charset,
            "set LC_ALL=C.UTF-8, or names that are not ASCII are garbled");
  }
}
