package dev.seedbed.io.document;

import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;

/// Numbers in JSON, which has none that are not finite.
final class NumberJson {
  private NumberJson() {}

  /// Jackson's own readers take "NaN" and 1e999 as well.
  private static double read(JsonParser in, DeserializationContext context) {
    double value = in.currentToken().isNumeric() ? in.getDoubleValue() : Double.NaN;
    return Double.isFinite(value)
        ? value
        : context.reportInputMismatch(Double.class, "not a finite number");
  }

  /// Writes null for a number that is not finite.
  static final class Writer extends ValueSerializer<Double> {
    @Override
    public void serialize(Double value, JsonGenerator out, SerializationContext context) {
      if (Double.isFinite(value)) {
        out.writeNumber(value.doubleValue());
      } else {
        out.writeNull();
      }
    }
  }

  static final class Reader extends ValueDeserializer<Double> {
    @Override
    public Double deserialize(JsonParser in, DeserializationContext context) {
      return read(in, context);
    }
  }

  static final class OptionalReader extends ValueDeserializer<OptionalDouble> {
    @Override
    public OptionalDouble deserialize(JsonParser in, DeserializationContext context) {
      return OptionalDouble.of(read(in, context));
    }

    @Override
    public OptionalDouble getNullValue(DeserializationContext context) {
      return OptionalDouble.empty();
    }
  }

  /// Reads a number that is left out if there is none, and null if it is not finite.
  static final class NotFiniteReader extends ValueDeserializer<Optional<Double>> {
    @Override
    public Optional<Double> deserialize(JsonParser in, DeserializationContext context) {
      return Optional.of(read(in, context));
    }

    @Override
    public Optional<Double> getNullValue(DeserializationContext context) {
      return Optional.of(Double.NaN);
    }

    @Override
    public Optional<Double> getAbsentValue(DeserializationContext context) {
      return Optional.empty();
    }
  }
}
