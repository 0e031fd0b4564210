package dev.longhand.plugin;

import dev.longhand.engine.EngineProvider;
import java.nio.file.Path;

/** Jars with engines that are broken, each in its own way. */
public final class BrokenEngineJars {

  private static final String PROVIDER =
      """
      package acme;

      import dev.longhand.engine.*;

      public class %s implements EngineProvider {
        %s
        @Override public String name() { %s }
        @Override public Engine open(EngineOptions options) { %s }
      }
      """;

  private BrokenEngineJars() {}

  /** A constructor that throws. */
  public static Path throwsInItsConstructor(Path folder) {
    return jar(
        folder,
        "Rusty",
        "public Rusty() { throw new IllegalStateException(\"it is\\n rusty\"); }",
        "return \"rusty\";",
        "return null;");
  }

  /** A class whose initialiser throws. */
  public static Path throwsWhenItsClassLoads(Path folder) {
    return jar(
        folder,
        "Stale",
        "static final int AGE = Integer.parseInt(\"old\");",
        "return \"stale\" + AGE;",
        "return null;");
  }

  /** A name that cannot be told. */
  public static Path throwsWhenAskedForItsName(Path folder) {
    return jar(
        folder, "Shy", "", "throw new UnsupportedOperationException(\"no name\");", "return null;");
  }

  /** A name that no one can type. */
  public static Path hasAnImpossibleName(Path folder) {
    return jar(folder, "Odd", "", "return \"Odd one\";", "return null;");
  }

  /** An engine that opens nothing but a runtime exception of its own. */
  public static Path throwsWhenOpened(Path folder) {
    return jar(
        folder,
        "Moody",
        "",
        "return \"moody\";",
        "throw new IllegalStateException(\"not\\n today\");");
  }

  /** An engine that opens nothing but an error of its own. */
  public static Path throwsAnErrorWhenOpened(Path folder) {
    return jar(folder, "Gruff", "", "return \"gruff\";", "throw new Error(\"go away\");");
  }

  /** A class that is registered and not there. */
  public static Path isNotInItsJar(Path folder) {
    return new PluginJar()
        .registers(EngineProvider.class, "acme.Absent")
        .write(folder.resolve("Absent.jar"));
  }

  /** A class that is no provider. */
  public static Path isNoProvider(Path folder) {
    return new PluginJar()
        .source("acme.Teapot", "package acme; public class Teapot {}")
        .registers(EngineProvider.class, "acme.Teapot")
        .write(folder.resolve("Teapot.jar"));
  }

  /** A list of services with a line that names no class. */
  public static Path hasAnUnreadableList(Path folder) {
    return new PluginJar()
        .registers(EngineProvider.class, "this is no class")
        .write(folder.resolve("Scribble.jar"));
  }

  /** Something it needs is in a jar that was forgotten. */
  public static Path lacksItsSuperclass(Path folder) {
    return new PluginJar()
        .leftOut(
            "acme.lib.Base",
            """
            package acme.lib;

            import dev.longhand.engine.*;

            public abstract class Base implements EngineProvider {}
            """)
        .source(
            "acme.Orphan",
            """
            package acme;

            import dev.longhand.engine.*;

            public class Orphan extends acme.lib.Base {
              @Override public String name() { return "orphan"; }
              @Override public Engine open(EngineOptions options) { return null; }
            }
            """)
        .registers(EngineProvider.class, "acme.Orphan")
        .write(folder.resolve("Orphan.jar"));
  }

  /** It was compiled for a Java of the future. */
  public static Path isOfANewerJava(Path folder) {
    return plugin("Futuristic", "", "return \"futuristic\";", "return null;")
        .classVersion(200)
        .write(folder.resolve("Futuristic.jar"));
  }

  /** It was compiled against an interface whose methods had other names. */
  public static Path isOfAnotherRelease(Path folder) {
    return new PluginJar()
        .leftOut(
            "dev.longhand.engine.EngineProvider",
            """
            package dev.longhand.engine;

            public interface EngineProvider {
              String id();

              Engine start(EngineOptions options);
            }
            """)
        .source(
            "acme.Ancient",
            """
            package acme;

            import dev.longhand.engine.*;

            public class Ancient implements EngineProvider {
              @Override public String id() { return "ancient"; }
              @Override public Engine start(EngineOptions options) { return null; }
            }
            """)
        .registers(EngineProvider.class, "acme.Ancient")
        .write(folder.resolve("Ancient.jar"));
  }

  /** It calls a method that the options of another release had. */
  public static Path callsWhatIsNoLongerThere(Path folder) {
    return new PluginJar()
        .leftOut(
            "dev.longhand.engine.EngineOptions",
            """
            package dev.longhand.engine;

            public class EngineOptions {
              public int cores() { return 1; }
            }
            """)
        .source(
            "acme.Elder",
            PROVIDER.formatted(
                "Elder", "", "return \"elder\";", "throw new Error(\"\" + options.cores());"))
        .registers(EngineProvider.class, "acme.Elder")
        .write(folder.resolve("Elder.jar"));
  }

  /** Its native library is not there. */
  public static Path lacksItsNativeLibrary(Path folder) {
    return jar(
        folder,
        "Bare",
        "",
        "return \"bare\";",
        "System.loadLibrary(\"longhand-nowhere\"); return null;");
  }

  /**
   * Its native library is for another platform.
   *
   * @param library the file that it loads
   */
  public static Path hasANativeLibraryOfAnotherPlatform(Path folder, Path library) {
    String literal = library.toAbsolutePath().toString().replace("\\", "\\\\");
    return jar(
        folder,
        "Foreign",
        "",
        "return \"foreign\";",
        "System.load(\"" + literal + "\"); return null;");
  }

  /** Its engine lacks the method that loads a network, as another release had none. */
  public static Path opensAnEngineOfAnotherRelease(Path folder) {
    return new PluginJar()
        .leftOut(
            "dev.longhand.engine.Engine",
            """
            package dev.longhand.engine;

            public interface Engine extends AutoCloseable {
              String name();

              @Override void close();
            }
            """)
        .source(
            "acme.Half",
            PROVIDER.formatted(
                "Half",
                "",
                "return \"half\";",
                "return new Engine() {"
                    + " public String name() { return \"half\"; } public void close() {} };"))
        .registers(EngineProvider.class, "acme.Half")
        .write(folder.resolve("Half.jar"));
  }

  /** A provider that can be named, called like any other. */
  public static Path named(Path folder, String className, String name) {
    return jar(
        folder, className, "", "return \"" + name + "\";", "throw new IllegalStateException();");
  }

  private static Path jar(Path folder, String className, String members, String name, String open) {
    return plugin(className, members, name, open).write(folder.resolve(className + ".jar"));
  }

  private static PluginJar plugin(String className, String members, String name, String open) {
    return new PluginJar()
        .source("acme." + className, PROVIDER.formatted(className, members, name, open))
        .registers(EngineProvider.class, "acme." + className);
  }
}
