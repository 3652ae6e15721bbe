package dev.seedbed.bench.peers;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Draws with every peer and prints, as a table in Markdown, what was drawn and whether the name
/// keeps its promise. The exit code is 1 if a peer draws otherwise than this package says.
public final class PeerDraws {
  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final Path SCRIPT = Path.of("bench/src/main/python/peer_draws.py");

  private PeerDraws() {}

  /// What one peer's draw says.
  ///
  /// @param asSaid whether the values follow the law that the peer was seen to draw
  /// @param right whether they follow the law that was promised
  public record Finding(Peer peer, Statistics sample, boolean asSaid, boolean right) {
    static Finding of(Peer peer) {
      double[] values = peer.values();
      return new Finding(
          peer, Statistics.of(values), peer.drawn().fits(values), peer.promised().fits(values));
    }
  }

  /// The peers whose names start with one of the prefixes, or all if there are none: those in Java,
  /// and those in Python where there is a Python.
  public static List<Peer> peers(String... prefixes) throws IOException, InterruptedException {
    List<Peer> peers =
        new ArrayList<>(
            Stream.of(DjlPeers.all(), Dl4jPeers.all(), EncogPeers.all(), NeurophPeers.all())
                .flatMap(List::stream)
                .toList());
    peers.addAll(OtherPeers.all());
    // The script takes a minute: not for prefixes that Java alone answers.
    boolean wanted =
        prefixes.length == 0 || peers.stream().noneMatch(peer -> starts(peer, prefixes));
    if (wanted && PythonPeers.canRun(PYTHON)) {
      peers.addAll(PythonPeers.all(PYTHON, SCRIPT));
    }
    return peers.stream().filter(peer -> prefixes.length == 0 || starts(peer, prefixes)).toList();
  }

  private static boolean starts(Peer peer, String... prefixes) {
    return Arrays.stream(prefixes).anyMatch(peer.name()::startsWith);
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(
        "| library | name | layer | promised | drawn | verdict | n | min | max | mean | sd | zeros"
            + " | negative | kurtosis | max abs / sd | remark |");
    out.println("|---|---|---|---|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|");
    boolean asSaid = true;
    for (Peer peer : peers(args)) {
      Finding finding = Finding.of(peer);
      out.println(row(finding));
      asSaid &= finding.asSaid();
    }
    System.exit(asSaid ? 0 : 1);
  }

  private static String row(Finding finding) {
    Peer peer = finding.peer();
    Statistics sample = finding.sample();
    String drawn = finding.asSaid() ? peer.drawn().formula() : "NOT " + peer.drawn().formula();
    return String.format(
        Locale.ROOT,
        "| %s | `%s` | %s | %s | %s | %s | %d | %.6g | %.6g | %.3g | %.6g | %.4f | %.4f | %s | %s | %s |",
        peer.library(),
        peer.name(),
        peer.layer(),
        peer.promised().formula(),
        drawn,
        finding.right() ? "right" : "**wrong**",
        sample.n(),
        sample.min(),
        sample.max(),
        sample.mean(),
        sample.sd(),
        sample.zeros(),
        sample.negatives(),
        sample.sd() == 0 ? "–" : String.format(Locale.ROOT, "%.3f", sample.kurtosis()),
        sample.sd() == 0 ? "–" : String.format(Locale.ROOT, "%.3f", sample.reach()),
        peer.note());
  }
}
