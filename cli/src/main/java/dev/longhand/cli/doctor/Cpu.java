package dev.longhand.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The processor.
 *
 * @param model as it calls itself, or {@code unknown}
 * @param features of its instruction set that decide how fast a network runs, as the system names
 *     them; empty when they are not known
 */
public record Cpu(String model, List<String> features) {

  private static final Pattern THAT_MATTER =
      Pattern.compile(
          "sse4_[12]|sse4\\.[12]|avx.*|fma|f16c|amx_.*|neon|asimd.*|sve.*|i8mm|bf16|fp16");

  public Cpu {
    features = List.copyOf(features);
  }

  static Cpu ofThisMachine() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (system.contains("linux")) {
      try {
        return ofProcCpuinfo(Files.readString(Path.of("/proc/cpuinfo")));
      } catch (IOException e) {
        return new Cpu("unknown", List.of());
      }
    }
    if (system.contains("mac")) {
      return ofSysctl(
          Command.output("sysctl", "-n", "machdep.cpu.brand_string"),
          Command.output("sysctl", "machdep.cpu.features", "machdep.cpu.leaf7_features")
              + Command.output("sysctl", "hw.optional.arm"));
    }
    String named = System.getenv("PROCESSOR_IDENTIFIER");
    return new Cpu(named == null ? "unknown" : named, List.of());
  }

  /** Of Linux, on x86 and on ARM. */
  static Cpu ofProcCpuinfo(String text) {
    return new Cpu(
        first(text, "(?im)^(?:model name|hardware|cpu model)\\s*:\\s*(.+)$"),
        thatMatter(first(text, "(?im)^(?:flags|features)\\s*:\\s*(.+)$")));
  }

  /**
   * Of macOS.
   *
   * @param features lines {@code machdep.cpu.features: FPU AVX1.0 …}, or {@code
   *     hw.optional.arm.FEAT_BF16: 1}
   */
  static Cpu ofSysctl(String model, String features) {
    String words =
        features
            .replaceAll("(?m)^hw\\.optional\\.arm\\.(?:FEAT_)?(\\w+): 1$", " $1 ")
            .replaceAll("(?m)^\\S+: ", " ")
            .replace("AVX1.0", "AVX");
    return new Cpu(model.isBlank() ? "unknown" : model.strip(), thatMatter(words));
  }

  private static List<String> thatMatter(String features) {
    return Arrays.stream(features.toLowerCase(Locale.ROOT).split("\\s+"))
        .filter(each -> THAT_MATTER.matcher(each).matches())
        .distinct()
        .sorted()
        .toList();
  }

  private static String first(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    return matcher.find() ? matcher.group(1).strip() : "unknown";
  }
}
