package dev.seedbed.io.chain;

import java.util.List;

/// Why a network is no chain of dense layers: one plain sentence each.
final class Obstacle extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<String> sentences;

  Obstacle(List<String> sentences) {
    super(String.join("; ", sentences));
    this.sentences = List.copyOf(sentences);
  }

  Obstacle(String sentence) {
    this(List.of(sentence));
  }

  List<String> sentences() {
    return sentences;
  }
}
