package dev.seedbed.io.weights;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.seedbed.io.MalformedModelException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules of the reference implementation.
class SafetensorsHeaderTest {
  private static final String SOUND = "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}";

  private static SafetensorsHeader read(byte[] file) throws IOException {
    return SafetensorsHeader.read(new ByteArrayInputStream(file), file.length);
  }

  private static SafetensorsHeader read(String header, int data) throws IOException {
    return read(SafetensorsBytes.file(header, new byte[data]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        SOUND + "  \n\t ",
        "{'a':{'dtype':'F32','shape':[],'data_offsets':[0,4]},"
            + "'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}",
        "{'a':{'dtype':'F32','shape':[0,3],'data_offsets':[0,0]},"
            + "'b':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
        "{'b':{'dtype':'U8','shape':[5],'data_offsets':[3,8]},"
            + "'a':{'dtype':'BOOL','shape':[3],'data_offsets':[0,3]}}",
        "{'a':{'data_offsets':[0,8],'shape':[1,2,1,1],'dtype':'F32'}}",
        "{'__metadata__':null,'a':{'dtype':'C64','shape':[1],'data_offsets':[0,8]}}",
        "{'__metadata__':{},'a':{'dtype':'F4','shape':[16],'data_offsets':[0,8]}}",
        "{'a':{'dtype':'F6_E2M3','shape':[4],'data_offsets':[0,3]},"
            + "'b':{'dtype':'F8_E4M3','shape':[5],'data_offsets':[3,8]}}",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'more':[{'x':1}]}}",
        "{'':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
        "{'../x\\u0000\\u202e':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
      })
  void read_legalOddities_read(String header) throws IOException {
    assertThat(read(header, 8).entries()).isNotEmpty();
  }

  @Test
  void read_severalTensors_inTheOrderOfTheirNumbers() throws IOException {
    SafetensorsHeader header =
        read(
            "{'b':{'dtype':'I64','shape':[1],'data_offsets':[4,12]},'__metadata__':{'format':'pt'},"
                + "'a':{'dtype':'F16','shape':[1,2],'data_offsets':[0,4]}}",
            12);
    assertThat(header.metadata()).isEqualTo(Map.of("format", "pt"));
    assertThat(header.entries())
        .extracting(SafetensorsHeader.Entry::name, SafetensorsHeader.Entry::dtype)
        .containsExactly(tuple("a", "F16"), tuple("b", "I64"));
    assertThat(header.entries().getFirst().shape()).containsExactly(1, 2);
    assertThat(header.entries().getLast().begin()).isEqualTo(4);
  }

  /// A header before 8 bytes of data, and a part of the message.
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "[] # does not begin with '{'",
        "3 3 # does not begin with '{'",
        "` {}` # does not begin with '{'",
        "`\ufeff{}` # does not begin with '{'",
        "{'a' # is not valid JSON",
        "{'a': # is not valid JSON",
        "{{} # is not valid JSON",
        "{'a':{'dtype':NaN}} # is not valid JSON",
        "{} {} # is not valid JSON",
        SOUND + "x # is not valid JSON",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{}} # is not valid JSON",
        "{'a':{'dtype':'F32','dtype':'F32','shape':[2],'data_offsets':[0,8]}} # is not valid JSON",
        "{'__metadata__':{},'__metadata__':{}} # is not valid JSON",
        "{'__metadata__':3} # is not an object of strings",
        "{'__metadata__':{'a':1}} # must hold strings only: 'a'",
        "{'__metadata__':{'a':null}} # must hold strings only: 'a'",
        "{'a':3} # tensor 'a' must be an object: 3",
        "{'a':null} # tensor 'a' must be an object: null",
        "{'a':{'shape':[2],'data_offsets':[0,8]}} # must have dtype, shape and data_offsets",
        "{'a':{'dtype':'F32','data_offsets':[0,8]}} # must have dtype, shape and data_offsets",
        "{'a':{'dtype':'F32','shape':[2]}} # must have dtype, shape and data_offsets",
        "{'a':{'dtype':'f32','shape':[2],'data_offsets':[0,8]}} # known dtype: f32",
        "{'a':{'dtype':'F128','shape':[2],'data_offsets':[0,8]}} # known dtype: F128",
        "{'a':{'dtype':'','shape':[2],'data_offsets':[0,8]}} # known dtype",
        "{'a':{'dtype':null,'shape':[2],'data_offsets':[0,8]}} # known dtype",
        "{'a':{'dtype':['F32'],'shape':[2],'data_offsets':[0,8]}} # known dtype: [",
        "{'a':{'dtype':3,'shape':[2],'data_offsets':[0,8]}} # known dtype: 3",
        "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} # as shape: -2",
        "{'a':{'dtype':'F32','shape':[2e0],'data_offsets':[0,8]}} # as shape: 2e0",
        "{'a':{'dtype':'F32','shape':[1e2],'data_offsets':[0,8]}} # as shape: 1e2",
        "{'a':{'dtype':'F32','shape':['2'],'data_offsets':[0,8]}} # as shape: 2",
        "{'a':{'dtype':'F32','shape':[[2]],'data_offsets':[0,8]}} # as shape",
        "{'a':{'dtype':'F32','shape':2,'data_offsets':[0,8]}} # as shape: 2",
        "{'a':{'dtype':'F32','shape':[9223372036854775808],'data_offsets':[0,8]}} # as shape",
        "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,8]}} # than 2^63 bits",
        "{'a':{'dtype':'F32','shape':[4294967296,4294967296,0],'data_offsets':[0,0]}} # 2^63 bits",
        "{'a':{'dtype':'F32','shape':[1152921504606846976],'data_offsets':[0,8]}} # than 2^63 bits",
        "{'a':{'dtype':'F4','shape':[15],'data_offsets':[0,8]}} # must fill whole bytes: 60 bits",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[]}} # must have data_offsets [begin",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0]}} # must have data_offsets [begin",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8,8]}} # must have data_offsets [begin",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} # must have data_offsets [begin",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]}} # as data_offsets: -8",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0.0,8]}} # as data_offsets: 0.0",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':['0','8']}} # as data_offsets: 0",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,8]}} # data_offsets [begin, begin + 4]",
        "{'a':{'dtype':'F16','shape':[2],'data_offsets':[0,8]}} # data_offsets [begin, begin + 4]",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} # begin where the one before it",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} # the file, 8 bytes, or it is cut off: 4",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}} # the file, 8 bytes, or it is cut off: 12",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} # begin where the one before it",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},"
            + "'b':{'dtype':'U8','shape':[3],'data_offsets':[5,8]}} # ends, at 4: 5",
        "{} # must fill the rest of the file"
      })
  void read_brokenHeader_refusedInOneLine(String header, String message) {
    assertThatThrownBy(() -> read(header, 8))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 17, 100_000_001, Long.MAX_VALUE, Long.MIN_VALUE, -1})
  void read_wrongHeaderLength_refused(long length) {
    byte[] bytes = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("header's length must be within the file and at most 100000000: ")
        .hasMessageContaining(Long.toUnsignedString(length));
  }

  @Test
  void read_headerAboveTheLimit_refusedThoughItFits() throws IOException {
    byte[] bytes = SafetensorsBytes.file(SOUND, new byte[8]);
    int length = bytes.length - 16;
    var in = new ByteArrayInputStream(bytes);
    assertThat(SafetensorsHeader.read(in, bytes.length, length).entries()).hasSize(1);
    assertThatThrownBy(
            () -> SafetensorsHeader.read(new ByteArrayInputStream(bytes), bytes.length, length - 1))
        .hasMessageContaining("at most " + (length - 1));
  }

  @Test
  void read_tooShortOrNotUtf8OrTooDeep_refused() {
    assertThatThrownBy(() -> read(new byte[7])).hasMessageContaining("8 bytes: 7");
    byte[] latin = SafetensorsBytes.file("{'a':1}");
    latin[10] = (byte) 0xE4;
    assertThatThrownBy(() -> read(latin)).hasMessageContaining("is not UTF-8");
    byte[] wide = SafetensorsBytes.file(new String(SOUND.getBytes(UTF_8), UTF_8).replace("", "\0"));
    assertThatThrownBy(() -> read(wide)).isInstanceOf(MalformedModelException.class);
    assertThatThrownBy(() -> read("{'a':".repeat(100_000), 0))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("is not valid JSON");
    assertThatThrownBy(() -> read("{'a':{'x':" + "[".repeat(100_000), 0))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("is not valid JSON");
  }

  @Test
  void read_longOrOddNames_shownInOneShortLine() {
    String name = "x".repeat(1_000_000);
    assertThatThrownBy(() -> read("{'" + name + "':3}", 0))
        .hasMessageContaining("xxx… (1000000)")
        .message()
        .hasSizeLessThan(200);
    assertThatThrownBy(() -> read("{'" + name + "':{},'" + name + "':{}}", 0))
        .message()
        .hasSizeLessThan(200);
    assertThatThrownBy(() -> read("{'a\\n\\u001b[2J\\u2028':3}", 0))
        .hasMessageContaining("'a??[2J?'");
    String axes = IntStream.range(0, 65).mapToObj(i -> "1").collect(Collectors.joining(","));
    assertThatThrownBy(
            () -> read("{'a':{'dtype':'U8','shape':[" + axes + "],'data_offsets':[0,1]}}", 1))
        .hasMessageContaining("at most 64");
  }
}
