package dev.longhand.bundle;

import dev.longhand.LonghandException;
import dev.longhand.engine.NetworkExporter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;

/**
 * A model in the format of other programs.
 *
 * <p>Such a file has the network, and as notes all else that is needed to read with it: {@code
 * name}, {@code kind}, {@code alphabet}, {@code preprocessing}, {@code decoder} and {@code card},
 * each as {@code docs/bundle-format.md} has it, and {@code output}, what the network's output
 * means.
 */
public final class ModelExport {
  private final NetworkExporter exporter;

  private ModelExport(NetworkExporter exporter) {
    this.exporter = exporter;
  }

  /**
   * @param format as {@code "onnx"}
   * @throws LonghandException when nothing on the class path writes it, naming what can be written
   */
  public static ModelExport to(String format) {
    Map<String, NetworkExporter> found = byFormat();
    NetworkExporter exporter = found.get(format);
    if (exporter == null) {
      throw new LonghandException(
          "no model can be written as '"
              + format
              + "'; the class path has "
              + (found.isEmpty() ? "no format at all" : String.join(", ", found.keySet()))
              + ". Choose one of these, or add the module that writes it as a runtime dependency");
    }
    return new ModelExport(exporter);
  }

  /**
   * Writes the model, whole or not at all. The same model gives the same bytes.
   *
   * @param outputMeaning how a reading comes from the network's output, for people
   * @throws LonghandException when the file cannot be written
   */
  public void write(ModelBundle model, String outputMeaning, Path file) {
    Map<String, String> notes = new TreeMap<>();
    notes.put("name", model.name());
    notes.put("kind", model.kind());
    notes.put("alphabet", String.join("\n", model.alphabet().symbols()) + "\n");
    notes.put("preprocessing", text(BundleJson.write(model.preprocessing())));
    notes.put("decoder", text(BundleJson.write(model.decoder())));
    notes.put("output", outputMeaning);
    notes.put("card", model.card());
    BundleFile.writeWhole(file, exporter.export(model.network(), model.weights(), notes));
  }

  private static Map<String, NetworkExporter> byFormat() {
    Map<String, NetworkExporter> found = new TreeMap<>();
    try {
      for (NetworkExporter exporter : ServiceLoader.load(NetworkExporter.class)) {
        NetworkExporter twin = found.putIfAbsent(exporter.format(), exporter);
        if (twin != null) {
          throw new LonghandException(
              "two modules write the format '"
                  + exporter.format()
                  + "': "
                  + List.of(twin.getClass().getName(), exporter.getClass().getName())
                  + "; take one of them off the class path");
        }
      }
    } catch (ServiceConfigurationError e) {
      throw new LonghandException(
          "what writes a format of models cannot be loaded: "
              + e.getMessage()
              + "; take its module off the class path",
          e);
    }
    return found;
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
