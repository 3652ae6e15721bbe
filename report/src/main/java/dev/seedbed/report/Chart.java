package dev.seedbed.report;

import dev.seedbed.io.document.RecordWriter;
import dev.seedbed.io.file.VisibleText;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/// A chart, with a sentence that says what to see in it and its data as a table.
///
/// @param id in the page
/// @param notes what belongs beside it; may be empty
record Chart(
    String id, String title, String sentence, ChartData data, DataTable table, Html notes) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(
              new SimpleModule()
                  .addSerializer(Record.class, new RecordWriter(UnaryOperator.identity()))
                  .addSerializer(String.class, new Text())
                  .addSerializer(Double.class, new FiniteNumber())
                  .addSerializer(Double.TYPE, new FiniteNumber()))
          .build();

  Chart(String id, String title, String sentence, ChartData data, DataTable table) {
    this(id, title, sentence, data, table, Html.NONE);
  }

  /// @param level of its heading: 2 or 3
  Html html(int level) {
    return Html.fragment(
        "chart",
        Map.of(
            "id",
            id,
            "level",
            level,
            "title",
            title,
            "sentence",
            sentence,
            "notes",
            notes,
            "kind",
            data.getClass().getSimpleName(),
            "data",
            Html.island(JSON.writeValueAsString(data)),
            "table",
            table.html(title)));
  }

  /// Text from data, without characters that steer.
  private static final class Text extends StdSerializer<String> {
    Text() {
      super(String.class);
    }

    @Override
    public void serialize(String text, JsonGenerator json, SerializationContext context) {
      json.writeString(VisibleText.of(text));
    }
  }

  /// A number, or null if it is not finite: JSON has no other.
  private static final class FiniteNumber extends StdSerializer<Double> {
    FiniteNumber() {
      super(Double.class);
    }

    @Override
    public void serialize(Double number, JsonGenerator json, SerializationContext context) {
      if (Double.isFinite(number)) {
        json.writeNumber(number);
      } else {
        json.writeNull();
      }
    }
  }
}
