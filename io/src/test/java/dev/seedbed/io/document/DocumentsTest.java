package dev.seedbed.io.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.seedbed.data.InputException;
import dev.seedbed.study.Vary;
import dev.seedbed.tensor.Activation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class DocumentsTest {
  private record Inner(int x, List<Long> many) {}

  private record Every(
      int wholeNumber,
      long longNumber,
      double number,
      boolean flag,
      String name,
      Vary vary,
      Activation activation,
      Inner inner,
      List<Inner> list,
      OptionalInt someInt,
      OptionalLong someLong,
      OptionalDouble someNumber,
      Optional<String> someName,
      @JsonInclude(Include.ALWAYS) OptionalDouble numberOrNull) {}

  private static final Inner INNER = new Inner(1, List.of(Long.MIN_VALUE, 2L));

  private static final Every FULL =
      new Every(
          -3,
          1L << 60,
          0.1 + 0.2,
          true,
          "a\u0000b",
          Vary.BOTH,
          new Activation.Elu(0.3f),
          INNER,
          List.of(INNER, INNER),
          OptionalInt.of(4),
          OptionalLong.of(5),
          OptionalDouble.of(6),
          Optional.of("x"),
          OptionalDouble.of(7));

  private static final Every SPARSE =
      new Every(
          0,
          0,
          0,
          false,
          "",
          Vary.INIT,
          new Activation.Relu(),
          INNER,
          List.of(),
          OptionalInt.empty(),
          OptionalLong.empty(),
          OptionalDouble.empty(),
          Optional.empty(),
          OptionalDouble.empty());

  private static Every read(String json) {
    return Documents.read("some.json", json, Every.class);
  }

  @Test
  void read_whatWasWritten_isTheSame() {
    assertThat(read(Documents.text(FULL))).isEqualTo(FULL);
    assertThat(read(Documents.text(SPARSE))).isEqualTo(SPARSE);
  }

  @Test
  void tree_emptyComponents_leftOutOrNull() {
    ObjectNode tree = Documents.tree(SPARSE);
    assertThat(tree.propertyNames())
        .containsExactly(
            "whole_number",
            "long_number",
            "number",
            "flag",
            "name",
            "vary",
            "activation",
            "inner",
            "list",
            "number_or_null");
    assertThat(tree.get("number_or_null").isNull()).isTrue();
    assertThat(tree.get("vary").stringValue()).isEqualTo("init");
  }

  /// A property that no component has may be there.
  @Test
  void read_unknownProperty_passedOver() {
    ObjectNode json = Documents.tree(FULL).put("new_in_a_later_version", 1);
    assertThat(read(json.toString())).isEqualTo(FULL);
  }

  /// Every component, lost or of another type, is named by its place.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /whole_number  | -              | 'whole_number' is missing
          /whole_number  | null           | 'whole_number' is empty
          /whole_number  | 2.5            | 'whole_number': expected a whole number below 2^31, found 2.5
          /whole_number  | "5"            | 'whole_number': expected a whole number below 2^31, found "5"
          /whole_number  | ""             | 'whole_number': expected a whole number below 2^31, found ""
          /whole_number  | true           | 'whole_number': expected a whole number below 2^31, found true
          /whole_number  | 99999999999    | 'whole_number': expected a whole number below 2^31, found 99999999999
          /long_number   | 1e99           | 'long_number': expected a whole number below 2^63, found 1.0E99
          /long_number   | 99999999999999999999 | 'long_number': expected a whole number below 2^63, found 99999999999999999999
          /long_number   | []             | 'long_number': expected a whole number below 2^63, found an array
          /number        | "NaN"          | 'number': expected a finite number, found "NaN"
          /number        | {}             | 'number': expected a finite number, found an object
          /number        | null           | 'number' is empty
          /flag          | 1              | 'flag': expected true or false, found 1
          /flag          | "true"         | 'flag': expected true or false, found "true"
          /name          | 5              | 'name': expected a string, found 5
          /name          | false          | 'name': expected a string, found false
          /name          | null           | 'name' is empty
          /name          | ["a"]          | 'name': expected a string, found an array
          /vary          | "BOTH"         | 'vary': expected one of init, order, both, found "BOTH"
          /vary          | 1              | 'vary': expected one of init, order, both, found 1
          /vary          | ""             | 'vary': expected one of init, order, both, found ""
          /activation    | {"name":"elu"} | 'activation.alpha' is missing
          /activation    | "elu"          | 'activation': expected an object, found "elu"
          /inner         | -              | 'inner' is missing
          /inner         | 5              | 'inner': expected an object, found 5
          /inner         | ""             | 'inner': expected an object, found ""
          /inner         | []             | 'inner': expected an object, found an array
          /inner/x       | -              | 'inner.x' is missing
          /inner/many    | 5              | 'inner.many': expected an array, found 5
          /inner/many    | {}             | 'inner.many': expected an array, found an object
          /inner/many/1  | "z"            | 'inner.many[1]': expected a whole number below 2^63, found "z"
          /inner/many/1  | null           | 'inner.many[1]' is empty
          /list          | ""             | 'list': expected an array, found ""
          /list/1/x      | "z"            | 'list[1].x': expected a whole number below 2^31, found "z"
          /list/1        | null           | 'list[1]' is empty
          /some_int      | "4"            | 'some_int': expected a whole number below 2^31, found "4"
          /some_int      | 4.5            | 'some_int': expected a whole number below 2^31, found 4.5
          /some_long     | "4"            | 'some_long': expected a whole number below 2^63, found "4"
          /some_number   | "Infinity"     | 'some_number': expected a finite number, found "Infinity"
          /some_name     | 4              | 'some_name': expected a string, found 4
          /number_or_null | -             | 'number_or_null' is missing
          /number_or_null | "x"           | 'number_or_null': expected a finite number, found "x"
          """)
  void read_otherValue_refusedByItsPlace(String place, String value, String message) {
    ObjectNode json = Documents.tree(FULL);
    int last = place.lastIndexOf('/');
    var parent = json.at(place.substring(0, last));
    String name = place.substring(last + 1);
    if (value.equals("-")) {
      ((ObjectNode) parent).remove(name);
    } else if (parent.isArray()) {
      parent.asArray().set(Integer.parseInt(name), JsonMapper.shared().readTree(value));
    } else {
      ((ObjectNode) parent).set(name, JsonMapper.shared().readTree(value));
    }
    assertThatThrownBy(() -> read(json.toString()))
        .isInstanceOf(InputException.class)
        .hasMessage("some.json is damaged: " + message);
  }

  @Test
  void read_numberTooLarge_refused() {
    String json =
        Documents.tree(FULL).toString().replace("\"some_number\":6.0", "\"some_number\":1e999");
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("some.json is damaged: 'some_number': expected a finite number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "null", "[]", "5", "\"x\"", "{} {}", "{\"a\":1,}"})
  void read_noObject_refusedInOneLine(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(InputException.class)
        .hasMessageMatching("some.json is damaged: (malformed JSON|it must hold a JSON object).*");
  }

  @Test
  void read_refusedByItsReader_saysWhy() {
    assertThatThrownBy(() ->
            Documents.read(
                "some.json",
                Documents.text(FULL),
                Every.class,
                every -> {
                  throw new IllegalArgumentException("too many: " + every.wholeNumber());
                }))
        .isInstanceOf(InputException.class)
        .hasMessage("some.json is damaged: too many: -3");
  }
}
