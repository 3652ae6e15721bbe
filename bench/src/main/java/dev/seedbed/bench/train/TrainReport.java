package dev.seedbed.bench.train;

import static dev.seedbed.bench.train.PeerLibrary.DJL;
import static dev.seedbed.bench.train.PeerLibrary.SEEDBED;
import static dev.seedbed.bench.train.PeerLibrary.SMILE;

import java.util.Formatter;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The tables of [TrainBench], in Markdown.
final class TrainReport {
  private final StringBuilder text = new StringBuilder();
  private final Formatter out = new Formatter(text);
  private final List<CaseResult> results;
  private final double peak;

  private TrainReport(List<CaseResult> results) {
    this.results = results;
    this.peak = results.stream().mapToDouble(result -> result.peak().quantile(1)).max().orElse(0);
  }

  static String of(List<CaseResult> results, List<Bandwidth.Row> memory) {
    var report = new TrainReport(results);
    report.oneThread();
    report.twoThreads();
    report.ways();
    report.products();
    report.memory(memory);
    report.learning();
    return report.text.toString();
  }

  private void oneThread() {
    out.format(
        "One thread, µs a step, medians. FMA peak: %.1f GFLOP/s, the best of all rounds (their%n",
        peak);
    out.format(
        "medians: %s). OpenBLAS: %s.%n",
        each(result -> "%.1f".formatted(result.peak().median())), Sgemm.version());
    out.format("%s%n", busy(1));
    out.format("%n");
    out.format(
        "| network, minibatch | rounds | Seedbed | DJL | DJL / Seedbed | Smile | Smile / Seedbed |"
            + " GFLOP/s | of FMA peak | sgemm only | sgemm / Seedbed |%n");
    out.format("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|%n");
    for (CaseResult result : results) {
      double ours = result.oneThread(SEEDBED).nanos().median();
      double djl = result.oneThread(DJL).nanos().median();
      double smile = result.oneThread(SMILE).nanos().median();
      double sgemm = result.sgemm().median();
      out.format(
          "| %s, %d | %d | %s | %s | %.1f× | %s | %.1f× | %.1f | %.0f %% | %s | %.0f %% |%n",
          result.task().name(),
          result.task().minibatch(),
          result.oneThread(SEEDBED).nanos().count(),
          micros(ours),
          micros(djl),
          djl / ours,
          micros(smile),
          smile / ours,
          result.gflops(),
          100 * result.gflops() / peak,
          micros(sgemm),
          100 * sgemm / ours);
    }
    out.format("%n");
  }

  private String busy(int threads) {
    return """
    Each thread had a processor for %s of the time. Well below 100 %% the machine was
    not idle, and the figures are not to be trusted.\
    """
        .formatted(each(result -> "%.0f %%".formatted(100 * result.busy(threads))));
  }

  private String each(Function<CaseResult, String> figure) {
    return results.stream().map(figure).collect(Collectors.joining(", "));
  }

  private void twoThreads() {
    out.format("Two threads, µs for a step of each of two trials.%n");
    out.format("%s%n", busy(2));
    out.format("%n");
    out.format(
        "| network, minibatch | Seedbed | of one trial on one | DJL | the way | DJL / Seedbed |"
            + " Smile | of one trial on one | Smile / Seedbed |%n");
    out.format("|---|---:|---:|---:|---|---:|---:|---:|---:|%n");
    for (CaseResult result : results) {
      double ours = result.twoThreads(SEEDBED).secondsOfTwo() * 1e9;
      double djl = result.twoThreads(DJL).secondsOfTwo() * 1e9;
      double smile = result.twoThreads(SMILE).secondsOfTwo() * 1e9;
      out.format(
          "| %s, %d | %s | %.2f× | %s | %s | %.1f× | %s | %.2f× | %.1f× |%n",
          result.task().name(),
          result.task().minibatch(),
          micros(ours),
          ours / result.oneThread(SEEDBED).nanos().median(),
          micros(djl),
          result.twoThreads(DJL).title(),
          djl / ours,
          micros(smile),
          smile / result.oneThread(SMILE).nanos().median(),
          smile / ours);
    }
    out.format("%n");
  }

  private void ways() {
    out.format(
        "Every way, µs a step of all its trials at once: median (first to third quartile).%n");
    out.format("%n");
    out.format("| |%s%n", columns(result -> result.task().name()));
    out.format("|---|%s%n", columns(_ -> "---:"));
    for (int i = 0; i < results.getFirst().ways().size(); i++) {
      int way = i;
      out.format(
          "| %s |%s%n",
          results.getFirst().ways().get(i).title(),
          columns(result -> spread(result.ways().get(way).nanos())));
    }
    out.format("| OpenBLAS, the products only |%s%n", columns(result -> spread(result.sgemm())));
    out.format("%n");
  }

  private String columns(Function<CaseResult, String> cell) {
    return results.stream().map(cell).collect(Collectors.joining(" | ", " ", " |"));
  }

  private static String spread(Samples nanos) {
    return "%s (%s–%s)"
        .formatted(
            micros(nanos.median()), micros(nanos.quantile(0.25)), micros(nanos.quantile(0.75)));
  }

  private void products() {
    out.format("OpenBLAS's sgemm on one thread, each product alone and again and again:%n");
    out.format("%n");
    out.format("| network | product | shape | µs | GFLOP/s |%n");
    out.format("|---|---|---|---:|---:|%n");
    for (CaseResult result : results) {
      List<Product> products = result.task().products();
      for (int i = 0; i < products.size(); i++) {
        Product product = products.get(i);
        double nanos = result.products().get(i).median();
        out.format(
            "| %s | %s, layer %d | %s | %s | %.1f |%n",
            result.task().name(),
            product.kind().title(),
            product.layer() + 1,
            product.shape(),
            micros(nanos),
            product.flops() / nanos);
      }
    }
    out.format("%n");
  }

  private void memory(List<Bandwidth.Row> memory) {
    out.format("Memory, one thread:%n");
    out.format("%n");
    out.format("| | bytes moved | µs | GB/s |%n");
    out.format("|---|---:|---:|---:|%n");
    for (Bandwidth.Row row : memory) {
      out.format(
          "| %s | %,d | %s | %.1f |%n",
          row.name(), row.bytes(), micros(row.seconds() * 1e9), row.gigabytesPerSecond());
    }
    out.format("%n");
    Case large = Case.ALL.getLast();
    for (CaseResult result : results) {
      if (result.task().equals(large)) {
        Bandwidth.Row least = memory.getLast();
        double ours = result.oneThread(SEEDBED).nanos().median() * 1e-9;
        out.format(
            "A step of %s must move %,d bytes: it reads the weights forward, and reads and writes%n",
            large.name(), least.bytes());
        out.format(
            "weights and velocities backward. Seedbed's step takes %s µs, so it moves %.1f GB/s,%n",
            micros(ours * 1e9), least.bytes() / ours / 1e9);
        out.format(
            "%.0f %% of what the same memory takes without computing (%s µs).%n",
            100 * least.seconds() / ours, micros(least.seconds() * 1e9));
        out.format("%n");
      }
    }
  }

  private void learning() {
    out.format("Loss of all rows at the start and after the same steps:%n");
    out.format("%n");
    out.format("| |%s%n", columns(result -> result.task().name()));
    out.format("|---|%s%n", columns(_ -> "---:"));
    out.format("| start |%s%n", columns(result -> "%.4f".formatted(result.learning().before())));
    for (int i = 0; i < results.getFirst().methods().size(); i++) {
      int method = i;
      out.format(
          "| %s |%s%n",
          results.getFirst().methods().get(i).title(),
          columns(result -> "%.4f".formatted(result.learning().after().get(method))));
    }
  }

  private static String micros(double nanos) {
    double micros = nanos / 1000;
    return (micros < 10 ? "%.2f" : micros < 100 ? "%.1f" : "%,.0f").formatted(micros);
  }
}
