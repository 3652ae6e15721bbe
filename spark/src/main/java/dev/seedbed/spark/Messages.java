package dev.seedbed.spark;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;

/// Hands on what the driver's plugin receives: Spark makes the plugin, so it can know nobody.
final class Messages {
  private static final Set<Consumer<Message>> LISTENERS = new CopyOnWriteArraySet<>();

  private Messages() {}

  static void receive(Message message) {
    LISTENERS.forEach(listener -> listener.accept(message));
  }

  static Listening to(Consumer<Message> listener) {
    LISTENERS.add(listener);
    return () -> LISTENERS.remove(listener);
  }

  /// Until it is closed.
  interface Listening extends AutoCloseable {
    @Override
    void close();
  }
}
