package dev.longhand.cli.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What Longhand runs on.
 *
 * @param platform operating system, its version, and the architecture that Java was made for
 * @param jdk version, vendor, virtual machine and place
 * @param libc as {@code "glibc 2.36"}
 * @param processors that Java may use
 * @param heapBytes that Java may use at the most
 * @param memoryBytes of the machine or container; 0 when not known
 * @param freeBytes of these; 0 when not known
 */
public record Machine(
    String platform,
    Cpu cpu,
    String jdk,
    String libc,
    int processors,
    long heapBytes,
    long memoryBytes,
    long freeBytes) {

  public static Machine here() {
    long memory = 0;
    long free = 0;
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      memory = system.getTotalMemorySize();
      free = system.getFreeMemorySize();
    }
    return new Machine(
        property("os.name") + " " + property("os.version") + ", " + property("os.arch"),
        Cpu.ofThisMachine(),
        property("java.version")
            + ", "
            + property("java.vendor")
            + ", "
            + property("java.vm.name")
            + ", "
            + property("java.home"),
        Libc.ofThisMachine(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.getRuntime().maxMemory(),
        memory,
        free);
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }
}
