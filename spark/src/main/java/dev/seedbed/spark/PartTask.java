package dev.seedbed.spark;

import dev.seedbed.study.DividedWork;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;

/// Does parts of a [DividedWork] on an executor.
final class PartTask<R extends Serializable> extends FarTask<Integer, PartTask.Result<R>> {
  private static final long serialVersionUID = 1;

  private final Broadcast<DividedWork<R>> work;

  /// What came of a part.
  record Result<R extends Serializable>(int part, R value) implements Serializable {}

  PartTask(Broadcast<DividedWork<R>> work) {
    super(work.id(), 0);
    this.work = work;
  }

  @Override
  int number(Integer part) {
    return part;
  }

  @Override
  String name(Integer part) {
    return work.value().name(part);
  }

  @Override
  Result<R> run(Integer part) throws IOException {
    return new Result<>(part, work.value().run(part));
  }

  @Override
  byte[] bytes(Result<R> result) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(result.value());
    }
    return bytes.toByteArray();
  }
}
