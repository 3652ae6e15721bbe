package dev.seedbed.io.weights;

import ai.djl.engine.Engine;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/// The judge of our ONNX files.
public final class OnnxRuntime {

  private OnnxRuntime() {}

  /// The environment of this JVM. DJL's engine, which other tests use, insists on making it.
  public static OrtEnvironment environment() {
    Engine.getEngine("OnnxRuntime");
    return OrtEnvironment.getEnvironment();
  }

  /// The first output of a model whose input is x, one row.
  static float[] run(Path model, float... x) throws OrtException {
    OrtEnvironment environment = environment();
    try (var options = new OrtSession.SessionOptions()) {
      // It warns of tensors that no operator uses; our models have some.
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
      try (OrtSession session = environment.createSession(model.toString(), options);
          OnnxTensor input =
              OnnxTensor.createTensor(environment, FloatBuffer.wrap(x), new long[] {1, x.length});
          OrtSession.Result result = session.run(Map.of("x", input))) {
        return ((float[][]) result.get(0).getValue())[0];
      }
    }
  }
}
