package dev.seedbed.io.chain;

/// Why a network is no chain of dense layers, in one plain sentence.
final class Obstacle extends Exception {
  private static final long serialVersionUID = 1;

  private final String sentence;

  Obstacle(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  String sentence() {
    return sentence;
  }
}
