package dev.seedbed.io.tensorboard;

import dev.seedbed.io.file.ProtoMessage;
import dev.seedbed.network.Network;
import dev.seedbed.network.Tensor;
import dev.seedbed.train.Epoch;
import dev.seedbed.train.Score;
import java.time.Instant;

/// An event file in the making: records of Event messages (TensorFlow's event.proto,
/// summary.proto), the first of which says the version of the format.
final class EventFile {
  private static final String VERSION = "brain.Event:2";

  private final Records records = new Records();

  EventFile(Instant time) {
    records.add(event(time).text(3, VERSION).toBytes());
  }

  /// Adds the losses of an epoch and its accuracy or RMSE.
  void add(Instant time, Epoch epoch) {
    Score validation = epoch.validation();
    String metric =
        switch (validation) {
          case Score.Classification _ -> "accuracy/validation";
          case Score.Regression _ -> "rmse/validation";
        };
    var summary =
        new ProtoMessage()
            .message(1, scalar("loss/training", epoch.trainingLoss()))
            .message(1, scalar("loss/validation", validation.loss()))
            .message(1, scalar(metric, validation.metric()));
    add(time, epoch.number(), summary);
  }

  /// Adds the histogram of each tensor of a network that has a finite element.
  void add(Instant time, int epoch, Network network) {
    var summary = new ProtoMessage();
    for (Tensor tensor : network.tensors()) {
      TensorHistogram.of(tensor.values())
          .ifPresent(histogram ->
              summary.message(
                  1, new ProtoMessage().text(1, tensor.name()).message(5, histogram.toMessage())));
    }
    add(time, epoch, summary);
  }

  private void add(Instant time, int step, ProtoMessage summary) {
    records.add(event(time).integer(2, step).message(5, summary).toBytes());
  }

  /// Summary.Value of a number, of which TensorBoard shows no more than a float.
  private static ProtoMessage scalar(String tag, double value) {
    return new ProtoMessage().text(1, tag).float32(2, (float) value);
  }

  private static ProtoMessage event(Instant time) {
    return new ProtoMessage().float64(1, time.getEpochSecond() + time.getNano() / 1e9);
  }

  byte[] toBytes() {
    return records.toBytes();
  }
}
