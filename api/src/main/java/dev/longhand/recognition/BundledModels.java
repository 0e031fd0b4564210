package dev.longhand.recognition;

import dev.longhand.bundle.ModelBundle;
import dev.longhand.bundle.UnreadableBundleException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Models that lie beside a recognizer's provider, as {@code NAME.longhand} in its package. */
public final class BundledModels {

  private BundledModels() {}

  /**
   * @param provider whose package holds the models
   * @param names of all of them
   * @throws UnreadableBundleException when there is none of that name, or it cannot be read
   */
  public static ModelBundle read(
      Class<? extends RecognizerProvider> provider, List<String> names, String name) {
    if (!names.contains(name)) {
      throw new UnreadableBundleException(
          "no model is called '" + name + "'; there are " + String.join(", ", names));
    }
    String resource = name + ".longhand";
    try (InputStream bytes = provider.getResourceAsStream(resource)) {
      if (bytes == null) {
        throw new IllegalStateException("the jar lacks its resource " + resource);
      }
      return ModelBundle.read(bytes, resource);
    } catch (IOException e) {
      throw new UnreadableBundleException("the bundled model " + name + " cannot be read: " + e, e);
    }
  }
}
