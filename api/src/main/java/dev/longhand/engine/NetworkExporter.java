package dev.longhand.engine;

import dev.longhand.network.NetworkSpec;
import dev.longhand.network.Weights;
import java.util.Map;

/**
 * Writes networks in a format that other programs run. A module registers it in {@code
 * META-INF/services/dev.longhand.engine.NetworkExporter}.
 */
public interface NetworkExporter {

  /** Lower-case letters and digits, as {@code "onnx"}; files of the format end in it. */
  String format();

  /**
   * The content of a file with the network, its weights and the notes. The same arguments give the
   * same bytes.
   *
   * @param notes by name, for people and programs that find the file; nothing here looks into them
   * @throws IllegalArgumentException when the weights do not fit the network
   */
  byte[] export(NetworkSpec network, Weights weights, Map<String, String> notes);
}
