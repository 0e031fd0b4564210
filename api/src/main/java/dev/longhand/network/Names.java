package dev.longhand.network;

import java.util.regex.Pattern;

/**
 * What a layer may be called: safe as a member of an ONNX graph, a safetensors header and a path.
 */
final class Names {
  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9_/-]{1,100}");

  private Names() {}

  static void check(String name) {
    if (!LEGAL.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a layer's name is 1 to 100 letters, digits, '_', '-' or '/', but was '" + name + "'");
    }
  }
}
