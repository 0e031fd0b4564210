package dev.longhand.plugin;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which file registers which class as a service: what {@link java.util.ServiceLoader} knows and
 * does not tell. Only read when something is broken.
 */
final class Registrations {
  private final Class<?> service;
  private final Set<String> met = new HashSet<>();
  private @Nullable Map<String, String> fileByClass;

  Registrations(Class<?> service) {
    this.service = service;
  }

  /** A class that was named already. */
  void met(String className) {
    met.add(className);
  }

  /**
   * The class that a failure of the service loader is about: the one that it names, or else the
   * first registered that was not met; the file, where there is no class to name.
   */
  String culpritOf(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    for (String className : fileByClass().keySet()) {
      if (!met.contains(className)
          && (message + " ").matches("(?s).*\\b\\Q" + className + "\\E[^\\w.$].*")) {
        met(className);
        return className;
      }
    }
    if (failure instanceof LinkageError) {
      for (String className : fileByClass().keySet()) {
        if (met.add(className)) {
          return className;
        }
      }
    }
    return "META-INF/services/" + service.getName();
  }

  /** The class and the file that registers it, as far as that is known. */
  String place(String className) {
    String file = fileByClass().get(className);
    return file == null ? className : className + " in " + file;
  }

  private Map<String, String> fileByClass() {
    if (fileByClass == null) {
      fileByClass = read();
    }
    return fileByClass;
  }

  /** In the order in which the service loader goes through them. */
  private Map<String, String> read() {
    Map<String, String> found = new LinkedHashMap<>();
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    if (loader == null) {
      return found;
    }
    try {
      String list = "META-INF/services/" + service.getName();
      for (URL url : Collections.list(loader.getResources(list))) {
        read(
            url,
            url.toString().replaceFirst("^jar:", "").replaceFirst("!?/" + list + "$", ""),
            found);
      }
    } catch (IOException e) {
      // Then the classes are named without their files.
    }
    return found;
  }

  private static void read(URL url, String file, Map<String, String> found) throws IOException {
    URLConnection connection = url.openConnection();
    // A jar that stays open could not be replaced on Windows.
    connection.setUseCaches(false);
    try (var lines =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      lines
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> line.matches("[\\w$]+(\\.[\\w$]+)*"))
          .forEach(name -> found.putIfAbsent(name, file.replaceFirst("^file:", "")));
    }
  }
}
