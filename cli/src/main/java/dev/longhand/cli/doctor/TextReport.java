package dev.longhand.cli.doctor;

import dev.longhand.cli.doctor.NativeLibraries.Cache;
import dev.longhand.cli.doctor.NativeLibraries.NativeJar;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * For people, as it is found out, in the order of the methods. In ASCII whatever there is, as it is
 * what a stranger is sent.
 */
public final class TextReport {
  private final PrintWriter out;

  public TextReport(PrintWriter out) {
    this.out = out;
  }

  public void machine(String release, Machine machine) {
    Cpu cpu = machine.cpu();
    print("longhand " + release + "\nmachine\n");
    line("platform", machine.platform());
    line("cpu", cpu.model());
    line("features", cpu.features().isEmpty() ? "unknown" : String.join(" ", cpu.features()));
    line("threads", machine.processors() + " processors for Java");
    line(
        "memory",
        "%s, %s free; Java may use %s"
            .formatted(
                bytes(machine.memoryBytes()),
                bytes(machine.freeBytes()),
                bytes(machine.heapBytes())));
    line("jdk", machine.jdk());
    line("libc", machine.libc());
  }

  public void configuration(List<Report.Setting> settings) {
    print("configuration\n");
    settings.forEach(each -> line(each.name(), each.value() + " (" + each.source() + ")"));
  }

  public void libraries(List<NativeJar> jars, List<Cache> caches) {
    print("native libraries\n");
    for (NativeJar jar : jars) {
      String platforms =
          jar.platforms().isEmpty() ? "" : " for " + String.join(", ", jar.platforms());
      String misfit = jar.forThisPlatform() ? "" : "; none for this platform";
      line("jar", jar.file() + ": " + jar.libraries() + platforms + misfit);
    }
    for (Cache cache : caches) {
      String size = cache.bytes() == 0 ? "" : ", " + bytes(cache.bytes());
      String misfit = cache.writable() ? "" : "; not writable";
      line("cache", cache.folder() + ": " + cache.purpose() + size + misfit);
    }
    print("engines\n");
  }

  /** An engine is about to be tried; if its native library crashes, this is the last word. */
  public void begin(String engine) {
    print(String.format(Locale.ROOT, "  %-15s ", engine));
  }

  public void engine(SelfTest.Result result, boolean inUse) {
    String what = result.trains() ? "reads, trains" : "reads";
    print(result.problem() == null ? "ok      " + what : "failed  " + result.problem());
    if (result.difference() != null) {
      print(
          String.format(
              Locale.ROOT,
              "; read %s, largest difference from the reference %.1e",
              result.reading(),
              result.difference()));
    }
    print(inUse ? "; in use\n" : "\n");
    result.loaded().forEach(library -> print("    loaded        " + library + "\n"));
  }

  public void end(Set<String> inUse, boolean works) {
    print(
        works
            ? "The engines in use work.\n"
            : "Not all engines in use work: "
                + String.join(", ", inUse)
                + " should. Do what is said above, or name one that works with --engine.\n");
  }

  private void line(String name, String value) {
    print(String.format(Locale.ROOT, "  %-10s %s%n", name, value));
  }

  private void print(String text) {
    text.chars().forEach(c -> out.print(c < 128 ? (char) c : String.format("\\u%04x", c)));
    out.flush();
  }

  private static String bytes(long bytes) {
    return bytes == 0 ? "unknown" : String.format(Locale.ROOT, "%,d MB", bytes / 1_000_000);
  }
}
