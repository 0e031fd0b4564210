package dev.longhand.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A jar as somebody else would bring it, made of sources while a test runs. */
public final class PluginJar {
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Set<String> leftOut = new HashSet<>();
  private final Map<String, String> members = new LinkedHashMap<>();
  private int classVersion;

  /** A class by its full name. */
  public PluginJar source(String className, String source) {
    sources.put(className, source);
    return this;
  }

  /** A class that the others are compiled against and that is not in the jar. */
  public PluginJar leftOut(String className, String source) {
    leftOut.add(className);
    return source(className, source);
  }

  public PluginJar registers(Class<?> service, String... lines) {
    members.put("META-INF/services/" + service.getName(), String.join("\n", lines) + "\n");
    return this;
  }

  /** As if a compiler of that class file version had made it; Java 17 is 61. */
  public PluginJar classVersion(int version) {
    classVersion = version;
    return this;
  }

  /** Writes the jar, unless it is there already, and gives its path. */
  public Path write(Path jar) {
    if (Files.exists(jar)) {
      return jar;
    }
    try {
      Path classes = Files.createTempDirectory(jar.toAbsolutePath().getParent(), "classes");
      compile(classes);
      try (OutputStream file = Files.newOutputStream(jar);
          var out = new JarOutputStream(file);
          Stream<Path> files = Files.walk(classes)) {
        for (Path each : files.filter(Files::isRegularFile).sorted().toList()) {
          String name = classes.relativize(each).toString().replace('\\', '/');
          if (!leftOut.contains(name.replaceFirst("(\\$.*)?\\.class$", "").replace('/', '.'))) {
            byte[] bytes = Files.readAllBytes(each);
            if (classVersion > 0) {
              bytes[7] = (byte) classVersion;
            }
            out.putNextEntry(new JarEntry(name));
            out.write(bytes);
          }
        }
        for (Map.Entry<String, String> member : members.entrySet()) {
          out.putNextEntry(new JarEntry(member.getKey()));
          out.write(member.getValue().getBytes(StandardCharsets.UTF_8));
        }
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void compile(Path classes) {
    if (sources.isEmpty()) {
      return;
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<JavaFileObject> units = new ArrayList<>();
    sources.forEach((name, source) -> units.add(new Source(name, source)));
    var messages = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
    if (!compiler.getTask(messages, null, null, options, null, units).call()) {
      throw new AssertionError(messages.toString());
    }
  }

  /** Runs something while the jars are on the class path of this thread. */
  public static <T> T onTheClassPath(List<Path> jars, Callable<T> work) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (var loader =
        new URLClassLoader(jars.stream().map(PluginJar::url).toArray(URL[]::new), before)) {
      thread.setContextClassLoader(loader);
      return work.call();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String source;

    Source(String className, String source) {
      super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
      this.source = source;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return source;
    }
  }
}
