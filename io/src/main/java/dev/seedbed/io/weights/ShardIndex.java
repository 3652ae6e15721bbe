package dev.seedbed.io.weights;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.io.MalformedModelException;
import dev.seedbed.io.file.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The index of a checkpoint in several files, as Hugging Face writes it
/// (`model.safetensors.index.json`, or `pytorch_model.bin.index.json`): which of them holds which
/// tensor. The files stand beside it, safetensors or PyTorch's.
///
/// @param document as it was read
/// @param shards the file names, sorted
/// @param shardOf by the tensors' names
record ShardIndex(ObjectNode document, List<String> shards, Map<String, String> shardOf) {
  /// How its name ends, behind the ending of its shards and without a variant.
  static final String ENDING = "index.json";

  /// Its own name: what its shards are called, how they end, and a variant, such as "fp16".
  private static final Pattern NAME =
      Pattern.compile("(.+)\\.(safetensors|bin)\\.index(\\.[^.]+)?\\.json");

  private static final Pattern SHARD = Pattern.compile("[^/\\\\\\p{Cntrl}]+\\.(safetensors|bin)");
  private static final String MAP = "weight_map";
  private static final long LARGEST = 100_000_000;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNameLength((int) LARGEST).build())
                  .build())
          // What a copy takes over stays as it is, to the last digit.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /// The ending that the name of an index has, without a variant; empty for any other file.
  static Optional<String> ending(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    return name.matches() ? Optional.of(name.group(2) + "." + ENDING) : Optional.empty();
  }

  static ShardIndex read(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new MalformedModelException("an index has at most %d bytes".formatted(LARGEST));
    }
    JsonNode document;
    try {
      document = JSON.readTree(Files.readString(file));
    } catch (JacksonException e) {
      throw new MalformedModelException("the index is not valid JSON: " + Quoted.of(e));
    } catch (NumberFormatException e) {
      // The parser's, of an exponent beyond 32 bits.
      throw new MalformedModelException("the index is not valid JSON: too large a number");
    }
    if (!(document instanceof ObjectNode object
        && object.get(MAP) instanceof ObjectNode map
        && !map.isEmpty())) {
      throw new MalformedModelException(
          "an index must hold '%s', which names the file of each tensor".formatted(MAP));
    }
    var shardOf = new LinkedHashMap<String, String>();
    for (Map.Entry<String, JsonNode> entry : map.properties()) {
      shardOf.put(entry.getKey(), shard(entry.getKey(), entry.getValue()));
    }
    return new ShardIndex(object, List.copyOf(new TreeSet<>(shardOf.values())), shardOf);
  }

  private static String shard(String tensor, JsonNode shard) throws MalformedModelException {
    if (!shard.isString() || !SHARD.matcher(shard.stringValue()).matches()) {
      throw new MalformedModelException(
          "'%s' must be in a .safetensors or .bin file beside the index: %s"
              .formatted(Quoted.of(tensor), Quoted.of(shard.toString())));
    }
    return shard.stringValue();
  }

  /// What the shards of a copy are called. Where the copy has the name of the original, so have
  /// they; else they are numbered behind its name.
  ///
  /// @return by the names of the originals, in their order
  Map<String, String> renamed(Path original, Path copy) {
    boolean same = original.getFileName().equals(copy.getFileName());
    UnaryOperator<String> name = shard -> same ? shard : numbered(copy, shards.indexOf(shard) + 1);
    var names = new LinkedHashMap<String, String>();
    shards.forEach(shard -> names.put(shard, name.apply(shard)));
    return names;
  }

  private String numbered(Path copy, int number) {
    Matcher parts = NAME.matcher(copy.getFileName().toString());
    if (!parts.matches()) {
      throw new IllegalArgumentException(copy.toString());
    }
    String variant = parts.group(3) == null ? "" : parts.group(3);
    return "%s%s-%05d-of-%05d.%s"
        .formatted(parts.group(1), variant, number, shards.size(), parts.group(2));
  }

  /// Writes an index of a copy.
  ///
  /// @param names of the shards, by those of this index
  void write(Path file, Map<String, String> names) throws IOException {
    ObjectNode copy = document.deepCopy();
    ObjectNode map = copy.putObject(MAP);
    shardOf.forEach((tensor, shard) -> map.put(tensor, names.get(shard)));
    String text = copy.toPrettyString();
    AtomicFiles.write(
        file,
        out -> {
          out.write(text.getBytes(UTF_8));
          out.write('\n');
        });
  }
}
