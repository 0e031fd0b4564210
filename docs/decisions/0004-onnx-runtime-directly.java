import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/** What DJL's layer over ONNX Runtime costs: FILE.onnx raw|djl|djl,raw [RUNS]. */
class DjlOverOnnxRuntime {
  static final float[] IMAGE = new float[28 * 28];

  public static void main(String[] args) throws Exception {
    long start = System.nanoTime();
    Map<String, Callable<Float>> ways = new LinkedHashMap<>();
    // DJL first: it fails where an environment is there already.
    for (String way : args[1].split(",")) {
      ways.put(way, way.equals("djl") ? djl(Path.of(args[0])) : raw(Path.of(args[0])));
      ways.get(way).call();
    }
    System.out.printf("first result after %d ms%n", (System.nanoTime() - start) / 1_000_000);
    int runs = args.length > 2 ? Integer.parseInt(args[2]) : 0;
    Map<String, long[]> times = new LinkedHashMap<>();
    ways.keySet().forEach(way -> times.put(way, new long[runs]));
    for (int i = -runs / 2; i < runs; i++) { // the first third warms up
      for (String way : ways.keySet()) {
        long before = System.nanoTime();
        ways.get(way).call();
        if (i >= 0) {
          times.get(way)[i] = System.nanoTime() - before;
        }
      }
    }
    if (runs > 0) {
      times.forEach(
          (way, each) -> {
            Arrays.sort(each);
            System.out.printf("%s p50 %.1f us%n", way, each[runs / 2] / 1e3);
          });
    }
    System.exit(0);
  }

  static Callable<Float> raw(Path file) throws Exception {
    var environment = OrtEnvironment.getEnvironment();
    var session = environment.createSession(file.toString(), oneThread());
    return () -> {
      try (var input =
              OnnxTensor.createTensor(
                  environment, FloatBuffer.wrap(IMAGE), new long[] {1, 1, 28, 28});
          var output = session.run(Map.of("image", input))) {
        return ((OnnxTensor) output.get(0)).getFloatBuffer().get(0);
      }
    };
  }

  static Callable<Float> djl(Path file) throws Exception {
    Model model = Model.newInstance("characters", "OnnxRuntime");
    model.load(file, null, Map.of("sessionOptions", oneThread()));
    var parameters = new ParameterStore(model.getNDManager(), false);
    return () -> {
      try (var manager = model.getNDManager().newSubManager()) {
        var input = manager.create(FloatBuffer.wrap(IMAGE), new Shape(1, 1, 28, 28));
        return model.getBlock().forward(parameters, new NDList(input), false).get(0)
            .toFloatArray()[0];
      }
    };
  }

  static SessionOptions oneThread() throws Exception {
    var options = new SessionOptions();
    options.setIntraOpNumThreads(1);
    return options;
  }
}
