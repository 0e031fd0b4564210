package dev.longhand.engine.dl4j;

import dev.longhand.engine.EngineUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.bytedeco.javacpp.Loader;

/**
 * One of the builds of ND4J's native library. They differ in whether they hold oneDNN, which is
 * several times faster, and in what they demand of the CPU.
 *
 * @param extension as JavaCPP calls it, for example {@code -onednn-avx2}; empty for the plain one
 * @param demands the CPU's features, as Linux names them
 */
record NativeBinary(String extension, Set<String> demands) {

  private static final Set<String> AVX2 = Set.of("avx2", "fma");
  private static final Set<String> AVX512 =
      Set.of("avx512f", "avx512cd", "avx512dq", "avx512bw", "avx512vl");

  /**
   * Best first. oneDNN chooses the CPU's instructions itself, so that the build which demands
   * nothing is as fast with it.
   */
  private static final List<NativeBinary> ALL =
      List.of(
          new NativeBinary("-onednn", Set.of()),
          new NativeBinary("-onednn-avx512", AVX512),
          new NativeBinary("-onednn-avx2", AVX2),
          new NativeBinary("-avx512", AVX512),
          new NativeBinary("-avx2", AVX2),
          new NativeBinary("", Set.of()));

  /**
   * The best that is on the class path and runs on this CPU.
   *
   * @throws EngineUnavailableException when there is none
   */
  static NativeBinary find() {
    return choose(platform(), NativeBinary::isOnClassPath, cpuFeatures());
  }

  static NativeBinary choose(
      String platform, Predicate<String> isOnClassPath, Set<String> cpuFeatures) {
    List<NativeBinary> present =
        ALL.stream().filter(binary -> isOnClassPath.test(platform + binary.extension)).toList();
    if (present.isEmpty()) {
      throw new EngineUnavailableException(
          "engine '"
              + Dl4jProvider.NAME
              + "' finds no native library for "
              + platform
              + "; put org.nd4j:nd4j-native with a classifier for it on the class path, for example by"
              + " building with -Dnd4j.classifier="
              + platform);
    }
    return present.stream()
        .filter(binary -> cpuFeatures.isEmpty() || cpuFeatures.containsAll(binary.demands))
        .findFirst()
        .orElseThrow(
            () ->
                new EngineUnavailableException(
                    "engine '"
                        + Dl4jProvider.NAME
                        + "' has a native library that this CPU cannot run: "
                        + platform
                        + present.get(0).extension
                        + " needs "
                        + String.join(", ", present.get(0).demands.stream().sorted().toList())
                        + "; build with -Dnd4j.classifier="
                        + platform
                        + "-onednn"));
  }

  /** As JavaCPP names it, for example {@code linux-x86_64}. */
  static String platform() {
    // Not Loader itself, which reads the system properties when it loads.
    return Loader.Detector.getPlatform();
  }

  private static boolean isOnClassPath(String classifier) {
    String library = System.mapLibraryName("nd4jcpu");
    return NativeBinary.class
            .getClassLoader()
            .getResource("org/nd4j/linalg/cpu/nativecpu/bindings/" + classifier + "/" + library)
        != null;
  }

  /** Empty where the system does not tell. */
  private static Set<String> cpuFeatures() {
    Path cpu = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(cpu)) {
      return Set.of();
    }
    try (var lines = Files.lines(cpu)) {
      return lines
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("flags"))
          .findFirst()
          .map(line -> Set.of(line.substring(line.indexOf(':') + 1).strip().split("\\s+")))
          .orElse(Set.of());
    } catch (IOException e) {
      return Set.of();
    }
  }
}
