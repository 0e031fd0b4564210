package dev.longhand.plugin;

import java.util.ServiceConfigurationError;
import org.jspecify.annotations.Nullable;

/**
 * Something on the class path that cannot be used.
 *
 * @param name its own, or that of its class when it has none to tell
 * @param reason one line: what is wrong, where, and what to do
 * @param cause what was thrown, if anything was
 */
public record BrokenPlugin(String name, String reason, @Nullable Throwable cause) {

  /** What a person needs to know of what a plug-in threw, and what to do; one line. */
  public static String explain(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String what =
        thrown instanceof ServiceConfigurationError
            // Without the service's name, which it begins with.
            ? String.valueOf(thrown.getMessage()).replaceFirst("^[\\w.]+: ", "")
            : String.valueOf(root);
    String why = thrown instanceof ServiceConfigurationError && root != thrown ? ", " + root : "";
    return (what + why).replaceAll("\\s+", " ") + "; " + remedy(root);
  }

  private static String remedy(Throwable root) {
    if (root instanceof UnsupportedClassVersionError) {
      return "run it with a newer JDK than " + Runtime.version().feature();
    }
    if (root instanceof UnsatisfiedLinkError) {
      return "get its native library for this platform ("
          + System.getProperty("os.name")
          + ", "
          + System.getProperty("os.arch")
          + "), or take it off the class path";
    }
    boolean ownFault = root instanceof ExceptionInInitializerError;
    if ((root instanceof LinkageError && !ownFault) || root instanceof ClassNotFoundException) {
      return "get the one made for this release of Longhand, with all jars that it needs, or take it"
          + " off the class path";
    }
    return "get a working one, or take it off the class path";
  }
}
