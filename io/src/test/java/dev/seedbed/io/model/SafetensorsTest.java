package dev.seedbed.io.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seedbed.network.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
  private static final List<Tensor> TENSORS =
      List.of(
          new Tensor("layer1/weight", new int[] {1, 2}, new float[] {1, -0.5f}),
          new Tensor("layer1/bias", new int[] {1}, new float[] {Float.NaN}));

  /// A file with that header and `data` bytes of zeros.
  private static byte[] file(String header, int data) {
    byte[] json = header.getBytes(UTF_8);
    return ByteBuffer.allocate(8 + json.length + data)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  @Test
  void encode_bytes_asTheFormatSays() {
    byte[] bytes = Safetensors.encode(TENSORS, Map.of("k", "v"));
    var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int headerLength = Math.toIntExact(buffer.getLong());
    assertThat((8 + headerLength) % 8).isZero();
    String header = new String(bytes, 8, headerLength, UTF_8);
    assertThat(header.stripTrailing())
        .isEqualTo(
            "{\"__metadata__\":{\"k\":\"v\"},"
                + "\"layer1/weight\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
                + "\"layer1/bias\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]}}");
    assertThat(Arrays.copyOfRange(bytes, 8 + headerLength, bytes.length))
        .containsExactly(0, 0, 0x80, 0x3F, 0, 0, 0, 0xBF, 0, 0, 0xC0, 0x7F);
  }

  @Test
  void decode_whatEncodeWrote_same() throws IOException {
    Safetensors read = Safetensors.decode(Safetensors.encode(TENSORS, Map.of("k", "ü\"")));
    assertThat(read.metadata()).containsExactly(Map.entry("k", "ü\""));
    for (int t = 0; t < TENSORS.size(); t++) {
      assertThat(read.tensors().get(t).name()).isEqualTo(TENSORS.get(t).name());
      assertThat(read.tensors().get(t).shape()).containsExactly(TENSORS.get(t).shape());
      assertThat(read.tensors().get(t).values()).containsExactly(TENSORS.get(t).values());
    }
  }

  @Test
  void sha256_isThatOfTheBytesBehindTheHeader() throws NoSuchAlgorithmException {
    byte[] bytes = Safetensors.encode(TENSORS, Map.of());
    byte[] data = Arrays.copyOfRange(bytes, bytes.length - 12, bytes.length);
    byte[] expected = MessageDigest.getInstance("SHA-256").digest(data);
    assertThat(Safetensors.sha256(TENSORS)).isEqualTo(HexFormat.of().formatHex(expected));
  }

  /// What the format allows though we never write it.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'a':{'dtype':'F32','shape':[],'data_offsets':[0,4]}}   ",
        "{'a':{'dtype':'F32','shape':[0,3],'data_offsets':[0,0]},"
            + "'b':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}",
        "{'a':{'data_offsets':[0,4],'shape':[1,1,1,1],'dtype':'F32'}}"
      })
  void decode_legalOddities_read(String header) throws IOException {
    assertThat(Safetensors.decode(file(header.replace('\'', '"'), 4)).tensors()).isNotEmpty();
  }

  /// A header (with ' for ") before 8 bytes of data, and a part of the message.
  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "[] # must begin with '{'",
        "` {}` # must begin with '{'",
        "{'a' # must be JSON",
        "{} {} # must be JSON",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{}} # must be JSON",
        "{'__metadata__':3} # must be an object of strings",
        "{'__metadata__':{'a':1}} # must hold strings only: 'a'",
        "{'a':3} # must have dtype F32",
        "{'a':{'dtype':'F16','shape':[4],'data_offsets':[0,8]}} # must have dtype F32: \"F16\"",
        "{'a':{'dtype':'f32','shape':[2],'data_offsets':[0,8]}} # must have dtype F32",
        "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} # whole numbers from 0 on as shape",
        "{'a':{'dtype':'F32','shape':[2e0],'data_offsets':[0,8]}} # whole numbers from 0 on as shape",
        "{'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]}} # as shape",
        "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,8]}} # 2^31",
        "{'a':{'dtype':'F32','shape':[65536,65536],'data_offsets':[0,8]}} # 2^31",
        "{'a':{'dtype':'F32','shape':2,'data_offsets':[0,8]}} # as shape",
        "{'a':{'dtype':'F32','shape':[2]}} # as data_offsets",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0]}} # must have data_offsets",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} # must have data_offsets",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':['0','8']}} # as data_offsets",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,8]}} # must have data_offsets",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} # must begin where the one before",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} # must fill the rest of the file, 8 bytes, or it is cut off: 4",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}} # must fill the rest of the file, 8 bytes, or it is cut off: 12",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
            + "'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} # must begin where",
        "{} # must fill the rest of the file"
      })
  void decode_brokenHeader_refused(String header, String message) {
    assertThatThrownBy(() -> Safetensors.decode(file(header.replace('\'', '"'), 8)))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 17, 100_000_001, Long.MAX_VALUE, Long.MIN_VALUE, -1})
  void decode_wrongHeaderLength_refused(long length) {
    byte[] bytes = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
    assertThatThrownBy(() -> Safetensors.decode(bytes))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("header's length");
  }

  @Test
  void decode_headerAboveTheLimit_refusedThoughItFits() throws IOException {
    byte[] bytes = Safetensors.encode(TENSORS, Map.of());
    int length = bytes.length - 8 - 12;
    assertThat(Safetensors.decode(bytes, length).tensors()).hasSize(2);
    assertThatThrownBy(() -> Safetensors.decode(bytes, length - 1))
        .hasMessageContaining("at most " + (length - 1));
  }

  @Test
  void decode_tooShortOrNotUtf8OrTooDeep_refused() {
    assertThatThrownBy(() -> Safetensors.decode(new byte[7])).hasMessageContaining("8 bytes: 7");
    byte[] latin = file("{\"a\":1}", 0);
    latin[10] = (byte) 0xE4;
    assertThatThrownBy(() -> Safetensors.decode(latin)).hasMessageContaining("must be UTF-8");
    assertThatThrownBy(() -> Safetensors.decode(file("{\"a\":".repeat(100_000), 0)))
        .isInstanceOf(MalformedModelException.class);
  }
}
