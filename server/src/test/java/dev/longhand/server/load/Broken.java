package dev.longhand.server.load;

import dev.longhand.server.load.Load.Ask;
import io.vertx.core.buffer.Buffer;
import java.util.Random;

/** Requests that nobody can answer. */
final class Broken {

  private Broken() {}

  /**
   * @param path with a parameter
   */
  static Ask ask(String path, byte[] image, Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> new Ask(path, "image/png", Buffer.buffer(image).slice(0, image.length / 2), "");
      case 1 -> new Ask(path, "application/json", Buffer.buffer("{\"strokes\":[[1]]}"), "");
      case 2 -> new Ask(path + "&x=1", "image/png", Buffer.buffer(image), "");
      default -> {
        byte[] noise = new byte[2_000];
        random.nextBytes(noise);
        yield new Ask(path, "image/jpeg", Buffer.buffer(noise), "");
      }
    };
  }
}
