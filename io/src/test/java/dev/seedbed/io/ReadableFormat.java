package dev.seedbed.io;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seedbed.graph.BooleanArray;
import dev.seedbed.graph.FloatArray;
import dev.seedbed.graph.Graph;
import dev.seedbed.graph.LongArray;
import dev.seedbed.graph.NdArray;
import dev.seedbed.graph.Run;
import dev.seedbed.graph.TensorShape;
import dev.seedbed.io.FileMutator.Envelope;
import dev.seedbed.io.array.NpyFile;
import dev.seedbed.io.file.InputFiles;
import dev.seedbed.io.graph.GraphFiles;
import dev.seedbed.io.results.ResultFiles;
import dev.seedbed.io.results.ResultsSpec;
import dev.seedbed.io.table.CsvFormat;
import dev.seedbed.io.table.TableFiles;
import dev.seedbed.io.weights.ElementSource;
import dev.seedbed.io.weights.Role;
import dev.seedbed.io.weights.StoredTensor;
import dev.seedbed.io.weights.WeightFile;
import dev.seedbed.kernel.Team;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipFile;

/// The formats of files that Seedbed reads: sound files of each, and all that is read of one.
public enum ReadableFormat {
  CSV(".csv", Envelope.NONE, TableFiles::read) {
    @Override
    public List<byte[]> sound(Path home) throws IOException {
      return List.of(
          lines(home.resolve("examples/iris.csv"), 40),
          lines(home.resolve("examples/penguins.csv"), 40),
          lines(home.resolve("examples/auto-mpg.csv"), 40),
          lines(home.resolve("examples/sales.csv"), 40),
          "\uFEFF# of 2024\r\na;\"b \"\"c\"\"\";d\r\n1,5;x;01.02.2024\r\n-2,25;\"y\nz\";NA\r\n"
              .getBytes(UTF_8));
    }
  },
  CSV_GZIP(".csv.gz", Envelope.GZIP, TableFiles::read) {
    @Override
    public List<byte[]> sound(Path home) throws IOException {
      return List.of(FileMutator.packed(lines(home.resolve("examples/iris.csv"), 40)));
    }
  },
  RESULTS(".csv", Envelope.NONE, ReadableFormat::readResults) {
    @Override
    public List<byte[]> sound(Path home) throws IOException {
      return List.of(
          lines(home.resolve("examples/luck/runs.csv"), 60),
          "seed,accuracy\n1,0.5\n2,0.25\n3,0.75\n".getBytes(UTF_8));
    }
  },
  ARFF(".arff", Envelope.NONE, TableFiles::read) {
    @Override
    public List<byte[]> sound(Path home) {
      return List.of(
          """
          % a comment
          @relation 'flowers of a garden'
          @attribute 'petal length' numeric
          @attribute colour {red, 'light blue', "it's"}
          @attribute day date "yyyy-MM-dd"
          @attribute note string
          @data
          1.5, red, 2024-01-02, 'a note'
          ?, 'light blue', ?, "x, y"
          {0 2.5, 1 "it's", 3 z}
          """
              .getBytes(UTF_8));
    }
  },
  PARQUET(".parquet", Envelope.PARQUET, TableFiles::read) {
    @Override
    public List<byte[]> sound(Path home) throws IOException {
      return files(
          home.resolve(TABLES),
          "near.parquet",
          "int96.parquet",
          "types.parquet",
          "encodings.parquet",
          "gzip.parquet",
          "snappy.parquet",
          "zstd.parquet",
          "lz4.parquet",
          "lz4-hadoop.parquet",
          "pages-v2.parquet",
          "parts/part-00000.parquet");
    }
  },
  NPY(".npy", Envelope.NONE, ReadableFormat::readNpy) {
    @Override
    public List<byte[]> sound(Path home) throws IOException {
      return files(home.resolve(TABLES), "matrix.npy", "column.npy");
    }
  },
  NPZ_TABLE(".npz", Envelope.ZIP, TableFiles::read) {
    @Override
    public List<byte[]> sound(Path home) throws IOException {
      return files(
          home.resolve(TABLES), "plain.npz", "fortran.npz", "keras.npz", "texts.npz", "bytes.npz");
    }
  },
  IDX("-images-idx3-ubyte", Envelope.NONE, ReadableFormat::readImages) {
    @Override
    public List<byte[]> sound(Path home) {
      return List.of(
          hex("00000803 00000002 00000001 00000003 000102 FDFEFF"),
          hex("00000D02 00000002 00000002 3F800000 40000000 7FC00000 BF800000"));
    }
  },
  IDX_GZIP("-images-idx3-ubyte.gz", Envelope.GZIP, ReadableFormat::readImages) {
    @Override
    public List<byte[]> sound(Path home) throws IOException {
      return List.of(FileMutator.packed(hex("00000803 00000002 00000001 00000003 000102 FDFEFF")));
    }
  },
  SAFETENSORS(".safetensors", Envelope.SAFETENSORS, ReadableFormat::readWeights) {
    @Override
    public List<byte[]> sound(Path home) {
      return List.of(twoTensors());
    }
  },
  INDEX(".safetensors.index.json", Envelope.NONE, ReadableFormat::readIndex) {
    @Override
    public List<byte[]> sound(Path home) {
      return List.of(
          """
          {"metadata": {"total_size": 20},
           "weight_map": {"layer.weight": "one.safetensors", "layer.bias": "one.safetensors"}}
          """
              .getBytes(UTF_8));
    }
  },
  ONNX(".onnx", Envelope.PROTOBUF, ReadableFormat::readOnnx) {
    @Override
    public List<byte[]> sound(Path home) throws IOException {
      var sound = new ArrayList<byte[]>();
      try (var files = Files.list(home.resolve("io/src/test/resources/networks"))) {
        for (Path file : files.filter(it -> it.toString().endsWith(".onnx")).sorted().toList()) {
          if (Files.size(file) < LARGEST) {
            sound.add(Files.readAllBytes(file));
          }
        }
      }
      Path cases = home.resolve("io/src/test/resources/operators/cases.zip");
      try (var zip = new ZipFile(cases.toFile())) {
        for (var entry : zip.stream().filter(it -> it.getName().endsWith(".onnx")).toList()) {
          try (var in = zip.getInputStream(entry)) {
            sound.add(in.readAllBytes());
          }
        }
      }
      return sound;
    }
  },
  TORCH(".pt", Envelope.ZIP, ReadableFormat::readWeights) {
    @Override
    public List<byte[]> sound(Path home) throws IOException {
      return files(
          home.resolve(WEIGHTS),
          "views.pt",
          "checkpoint.pth",
          "two.ckpt",
          "types.pt",
          "shared.bin");
    }
  },
  NPZ_ARRAYS(".npz", Envelope.ZIP, file -> InputFiles.read(file, NpyFile::readArchive)) {
    @Override
    public List<byte[]> sound(Path home) throws IOException {
      return files(home.resolve("io/src/test/resources/networks"), "bag.npz", "bert.npz");
    }
  },
  NPZ(".npz", Envelope.ZIP, ReadableFormat::readWeights) {
    @Override
    public List<byte[]> sound(Path home) throws IOException {
      return files(home.resolve(WEIGHTS), "stored.npz", "deflated.npz");
    }
  },
  GGUF(".gguf", Envelope.NONE, ReadableFormat::readWeights) {
    @Override
    public List<byte[]> sound(Path home) throws IOException {
      return files(home.resolve(HDF5_AND_GGUF), "small.gguf");
    }
  },
  HDF5(".h5", Envelope.NONE, ReadableFormat::readWeights) {
    @Override
    public List<byte[]> sound(Path home) throws IOException {
      return files(
          home.resolve(HDF5_AND_GGUF), "links.h5", "types.weights.h5", "storages.h5", "latest.h5");
    }
  },
  KERAS(".keras", Envelope.ZIP, ReadableFormat::readWeights) {
    @Override
    public List<byte[]> sound(Path home) throws IOException {
      byte[] weights = files(home.resolve(HDF5_AND_GGUF), "types.weights.h5").getFirst();
      byte[] config = "{\"class_name\":\"Functional\",\"config\":{\"layers\":[]}}".getBytes(UTF_8);
      return List.of(
          FileMutator.archive(
              List.of("config.json", "model.weights.h5"), List.of(config, weights), false));
    }
  };

  private static final String TABLES = "io/src/test/resources/dev/seedbed/io/table";
  private static final String WEIGHTS = "io/src/test/resources/dev/seedbed/io/weights";
  private static final String HDF5_AND_GGUF = "io/src/test/resources/weights";
  private static final int LARGEST = 60_000;
  private static final int MOST_ELEMENTS = 1 << 20;

  private final String ending;
  private final Envelope envelope;

  @SuppressWarnings("ImmutableEnumChecker") // they are lambdas that hold nothing
  private final Reading reading;

  /// Reads a file in all ways in which Seedbed reads its format.
  @FunctionalInterface
  private interface Reading {
    void read(Path file) throws IOException;
  }

  ReadableFormat(String ending, Envelope envelope, Reading reading) {
    this.ending = ending;
    this.envelope = envelope;
    this.reading = reading;
  }

  /// Sound files of the format.
  ///
  /// @param home the root of the repository
  public abstract List<byte[]> sound(Path home) throws IOException;

  public Envelope envelope() {
    return envelope;
  }

  /// Writes a file where it can be read, with the files that belong to it.
  public Path write(Path folder, byte[] content) throws IOException {
    return Files.write(folder.resolve("mutant" + ending), content);
  }

  /// Reads all of a file.
  public void read(Path file) throws IOException {
    reading.read(file);
  }

  /// Writes a copy of a file with other numbers, if it is one of weights.
  public void rewrite(Path file) throws IOException {
    if (hasWeights()) {
      WeightFile source = WeightFile.read(file);
      Map<String, ElementSource> values = new HashMap<>();
      for (StoredTensor tensor : source.tensors()) {
        if (tensor.role() instanceof Role.Parameter && tensor.elements() <= MOST_ELEMENTS) {
          values.put(
              tensor.name(),
              (from, numbers, count) -> Arrays.fill(numbers, 0, count, (float) from));
        }
      }
      source.rewrite(file.resolveSibling("copy" + ending), values, 1);
    }
  }

  private boolean hasWeights() {
    return switch (this) {
      case SAFETENSORS, INDEX, ONNX, TORCH, NPZ, GGUF, HDF5, KERAS -> true;
      case CSV, CSV_GZIP, RESULTS, ARFF, PARQUET, NPY, NPZ_TABLE, NPZ_ARRAYS, IDX, IDX_GZIP ->
          false;
    };
  }

  private static byte[] lines(Path file, int most) throws IOException {
    try (var lines = Files.lines(file)) {
      return (String.join("\n", lines.limit(most).toList()) + "\n").getBytes(UTF_8);
    }
  }

  private static List<byte[]> files(Path folder, String... names) throws IOException {
    var files = new ArrayList<byte[]>();
    for (String name : names) {
      files.add(Files.readAllBytes(folder.resolve(name)));
    }
    return files;
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits.replace(" ", ""));
  }

  private static byte[] twoTensors() {
    byte[] header =
        """
        {"__metadata__":{"format":"pt"},\
        "layer.weight":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},\
        "layer.bias":{"dtype":"BF16","shape":[2],"data_offsets":[16,20]}}\
        """
            .getBytes(UTF_8);
    byte[] file = Arrays.copyOf(new byte[] {(byte) header.length}, Long.BYTES + header.length + 20);
    System.arraycopy(header, 0, file, Long.BYTES, header.length);
    return file;
  }

  private static void readResults(Path file) {
    ResultFiles.read(List.of(file), CsvFormat.FOUND, Set.of(), ResultsSpec.FOUND);
  }

  private static void readNpy(Path file) {
    InputFiles.read(file, NpyFile::read);
    TableFiles.read(file);
  }

  private static void readImages(Path file) throws IOException {
    Path labels =
        file.resolveSibling(
            file.getFileName().toString().replaceFirst("images-idx3", "labels-idx1"));
    if (!Files.exists(labels)) {
      Files.write(labels, hex("00000801 00000002 07 03"));
    }
    TableFiles.usualTarget(file);
    TableFiles.read(file);
  }

  private static void readIndex(Path file) throws IOException {
    Path shard = file.resolveSibling("one.safetensors");
    if (!Files.exists(shard)) {
      Files.write(shard, twoTensors());
    }
    readWeights(file);
  }

  private static void readWeights(Path file) throws IOException {
    WeightFile weights = WeightFile.read(file);
    for (StoredTensor tensor : weights.tensors()) {
      if (tensor.floatType().isPresent() && tensor.elements() <= MOST_ELEMENTS) {
        weights.values(tensor);
      }
    }
  }

  private static void readOnnx(Path file) throws IOException {
    readWeights(file);
    Graph graph = GraphFiles.read(file);
    var inputs = new LinkedHashMap<String, NdArray>();
    for (Graph.Input input : graph.inputs()) {
      long[] lengths = input.axes().stream().mapToLong(it -> Math.clamp(it, 1, 8)).toArray();
      TensorShape shape = TensorShape.of(Arrays.copyOf(lengths, Math.min(6, lengths.length)));
      inputs.put(
          input.name(),
          switch (input.type()) {
            case FLOAT -> FloatArray.of(shape);
            case LONG -> LongArray.of(shape);
            case BOOLEAN -> BooleanArray.of(shape);
          });
    }
    Run run = Run.forBackward(graph, inputs, Team.ALONE, Run.Observer.NONE);
    run.backward(
        run.outputs().stream()
            .map(it -> it instanceof FloatArray y ? Optional.of(y) : Optional.<FloatArray>empty())
            .toList());
  }
}
