package dev.seedbed.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.storage.BlockManagerId;
import org.jspecify.annotations.Nullable;

/// The way from executors to the driver besides the results of tasks, which Spark gives only once
/// and only of tasks that succeed. Spark loads it by its name in `spark.plugins`.
public final class SeedbedPlugin implements SparkPlugin {
  @Override
  public DriverPlugin driverPlugin() {
    return new DriverEnd();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorEnd();
  }

  private static final class DriverEnd implements DriverPlugin {
    @Override
    public @Nullable Object receive(Object message) {
      Messages.receive((Message) message);
      return null;
    }
  }

  /// One in each executor.
  static final class ExecutorEnd implements ExecutorPlugin {
    private static @Nullable PluginContext context;

    @Override
    public void init(PluginContext ctx, Map<String, String> extraConf) {
      context = ctx;
      send(new Message.Hello(place(), Build.id(), Jvm.here()));
    }

    private static PluginContext context() {
      if (context == null) {
        throw new IllegalStateException(
            "spark.plugins must name " + SeedbedPlugin.class.getName() + " when Spark starts");
      }
      return context;
    }

    /// Not [PluginContext#hostname], which fails where no one can call the executor.
    static Place place() {
      BlockManagerId id = SparkEnv.get().blockManager().blockManagerId();
      return new Place(context().executorID(), id == null ? "this machine" : id.host());
    }

    static void send(Message message) {
      try {
        context().send(message);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
