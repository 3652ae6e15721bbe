package dev.seedbed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.tensorflow.hadoop.util.TFRecordReader;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.HistogramProto;
import org.tensorflow.proto.Summary;

/// What is in event files, as TensorFlow's own reader of records and its own messages have it.
///
/// @param scalars by tag and step
/// @param histograms by tag and step
record EventFiles(
    Map<String, SortedMap<Long, Float>> scalars,
    Map<String, SortedMap<Long, HistogramProto>> histograms) {

  /// The records of one file, all checksums compared.
  static List<Event> events(byte[] file) throws IOException {
    var reader = new TFRecordReader(new ByteArrayInputStream(file), true);
    var events = new ArrayList<Event>();
    for (byte[] data = reader.read(); data != null; data = reader.read()) {
      events.add(Event.parseFrom(data));
    }
    return events;
  }

  /// The files of one trial, in the order in which TensorBoard reads them: it knows them by a part
  /// of their names.
  static List<Path> files(Path trial) throws IOException {
    try (Stream<Path> files = Files.list(trial)) {
      return files.filter(file -> file.toString().contains("tfevents")).sorted().toList();
    }
  }

  /// Reads the folder of one trial. Each file begins with its version, steps and times never go
  /// back, and nothing is there twice.
  static EventFiles read(Path trial) throws IOException {
    var read = new EventFiles(new TreeMap<>(), new TreeMap<>());
    long step = 0;
    double time = 0;
    for (Path file : files(trial)) {
      List<Event> events = events(Files.readAllBytes(file));
      assertThat(events.getFirst().getFileVersion()).isEqualTo("brain.Event:2");
      for (Event event : events) {
        assertThat(event.getWallTime()).isGreaterThanOrEqualTo(time);
        time = event.getWallTime();
      }
      for (Event event : events.subList(1, events.size())) {
        assertThat(event.getStep()).isGreaterThanOrEqualTo(step);
        step = event.getStep();
        event.getSummary().getValueList().forEach(value -> read.add(event.getStep(), value));
      }
    }
    return read;
  }

  /// With that tag, by step.
  SortedMap<Long, Float> scalars(String tag) {
    return Objects.requireNonNull(scalars.get(tag), tag);
  }

  /// With that tag, by step.
  SortedMap<Long, HistogramProto> histograms(String tag) {
    return Objects.requireNonNull(histograms.get(tag), tag);
  }

  private void add(long step, Summary.Value value) {
    Object before =
        switch (value.getValueCase()) {
          case SIMPLE_VALUE -> at(scalars, value.getTag()).put(step, value.getSimpleValue());
          case HISTO -> at(histograms, value.getTag()).put(step, value.getHisto());
          default -> value;
        };
    assertThat(before).isNull();
  }

  private static <T> SortedMap<Long, T> at(Map<String, SortedMap<Long, T>> values, String tag) {
    return values.computeIfAbsent(tag, _ -> new TreeMap<>());
  }
}
