package dev.longhand.bundle;

import dev.longhand.LonghandException;
import dev.longhand.engine.NetworkExporter;
import dev.longhand.plugin.BrokenPlugin;
import dev.longhand.plugin.Plugins;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
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
    var plugins =
        Plugins.find(
            "writer of models",
            NetworkExporter.class,
            ServiceLoader.load(NetworkExporter.class),
            NetworkExporter::format);
    NetworkExporter exporter = plugins.working().get(format);
    if (exporter == null) {
      throw new LonghandException(
          plugins
              .broken(format)
              .map(BrokenPlugin::reason)
              .orElseGet(
                  () ->
                      "no model can be written as '"
                          + format
                          + "'; the class path has "
                          + plugins.listed(plugins.working().keySet())
                          + ". Choose one of these, or add the module that writes it as a runtime"
                          + " dependency"));
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

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
