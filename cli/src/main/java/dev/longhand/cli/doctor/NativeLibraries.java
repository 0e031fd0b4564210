package dev.longhand.cli.doctor;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** Finds native libraries: in the jars of the class path, unpacked in caches, and loaded. */
public final class NativeLibraries {

  private static final Pattern LIBRARY =
      Pattern.compile("(?i).*\\.(?:so|so\\.[\\d.]+|dll|dylib|jnilib)");

  private static final Pattern PLATFORM =
      Pattern.compile("(?i)(?:^|/)((?:linux|windows|win|macosx|macos|osx|darwin)-[^/]+)/");

  private NativeLibraries() {}

  /**
   * A jar with native libraries.
   *
   * @param platforms as the jar's folders name them; empty when they do not tell
   * @param forThisPlatform whether one of them is this, or that is not told
   */
  public record NativeJar(
      String file, int libraries, List<String> platforms, boolean forThisPlatform) {}

  /**
   * Where native libraries are unpacked to.
   *
   * @param purpose whose they are
   * @param bytes that lie there, 0 when it does not exist yet
   * @param writable or can be made
   */
  public record Cache(String purpose, String folder, long bytes, boolean writable) {}

  /** In the order of the class path; what is no jar is passed over. */
  public static List<NativeJar> onTheClassPath(String classPath) {
    List<NativeJar> found = new ArrayList<>();
    for (String entry : classPath.split(Pattern.quote(File.pathSeparator), -1)) {
      if (entry.endsWith(".jar")) {
        read(entry).ifPresent(found::add);
      }
    }
    return found;
  }

  private static Optional<NativeJar> read(String entry) {
    try (var jar = new ZipFile(entry)) {
      List<String> names =
          jar.stream()
              .map(member -> member.getName())
              .filter(name -> LIBRARY.matcher(name).matches())
              .toList();
      Set<String> platforms = new TreeSet<>();
      for (String name : names) {
        Matcher matcher = PLATFORM.matcher(name);
        if (matcher.find()) {
          platforms.add(matcher.group(1));
        }
      }
      boolean fits =
          platforms.isEmpty() || platforms.stream().anyMatch(NativeLibraries::isThisPlatform);
      return names.isEmpty()
          ? Optional.empty()
          : Optional.of(new NativeJar(entry, names.size(), List.copyOf(platforms), fits));
    } catch (IOException e) {
      return Optional.empty(); // What cannot be read is nothing that Java could load from.
    }
  }

  /** Whether a name such as {@code linux-x86_64-avx2} or {@code osx-aarch64} means this machine. */
  static boolean isThisPlatform(String platform) {
    return fits(platform, System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static boolean fits(String platform, String system, String architecture) {
    String name = platform.toLowerCase(Locale.ROOT);
    String os = system.toLowerCase(Locale.ROOT);
    List<String> systems =
        os.contains("mac")
            ? List.of("osx", "macosx", "macos", "darwin")
            : os.contains("win") ? List.of("win", "windows") : List.of(os);
    List<String> architectures =
        switch (architecture) {
          case "amd64", "x86_64" -> List.of("x86_64", "x86-64", "x64", "amd64");
          case "aarch64", "arm64" -> List.of("aarch64", "arm64");
          default -> List.of(architecture);
        };
    return systems.stream()
        .flatMap(each -> architectures.stream().map(arch -> each + "-" + arch))
        .anyMatch(each -> name.equals(each) || name.startsWith(each + "-"));
  }

  /**
   * Where the engines of Longhand unpack theirs.
   *
   * @param home the user's
   */
  public static List<Cache> caches(Path home, Map<String, String> environment) {
    String djl =
        environment.getOrDefault("ENGINE_CACHE_DIR", environment.getOrDefault("DJL_CACHE_DIR", ""));
    String javacpp = System.getProperty("org.bytedeco.javacpp.cachedir", "");
    String onnx = System.getProperty("onnxruntime.native.path", "");
    return List.of(
        cache("DJL (PyTorch)", djl.isBlank() ? home.resolve(".djl.ai") : Path.of(djl)),
        cache(
            "JavaCPP (ND4J)",
            javacpp.isBlank() ? home.resolve(".javacpp").resolve("cache") : Path.of(javacpp)),
        onnx.isBlank()
            ? temporary()
            : cache("ONNX Runtime, unpacked by the launcher", Path.of(onnx)));
  }

  /** Where ONNX Runtime unpacks its own for as long as it runs, unless told of another place. */
  private static Cache temporary() {
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    return new Cache(
        "temporary files (ONNX Runtime)", folder.toString(), 0, Files.isWritable(folder));
  }

  private static Cache cache(String purpose, Path folder) {
    Path existing = folder.toAbsolutePath();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return new Cache(purpose, folder.toString(), size(folder), Files.isWritable(existing));
  }

  private static long size(Path folder) {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  /**
   * The libraries in this process besides those of the system and of Java, as Linux lists them;
   * empty on other systems.
   */
  static Set<String> loaded() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines
          .map(line -> line.replaceFirst("^(?:\\S+\\s+){5}", ""))
          .filter(path -> LIBRARY.matcher(path).matches())
          .filter(path -> !path.matches("/(?:usr/)?lib(?:32|64)?/.*"))
          .filter(path -> !path.startsWith(System.getProperty("java.home")))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException | UncheckedIOException e) {
      return new TreeSet<>();
    }
  }
}
