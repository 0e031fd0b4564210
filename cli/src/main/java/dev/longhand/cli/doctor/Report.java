package dev.longhand.cli.doctor;

import dev.longhand.cli.doctor.NativeLibraries.Cache;
import dev.longhand.cli.doctor.NativeLibraries.NativeJar;
import java.util.List;
import java.util.Set;

/**
 * All that was found; its components are the keys of the JSON that programs get.
 *
 * @param release of Longhand
 * @param caches where native libraries are unpacked to
 * @param inUse the engines that Longhand would use with this configuration
 * @param engines all that are there or in use, and how each is
 * @param works whether all that are in use do
 */
public record Report(
    String release,
    Machine machine,
    List<Setting> configuration,
    List<NativeJar> nativeJars,
    List<Cache> caches,
    Set<String> inUse,
    List<SelfTest.Result> engines,
    boolean works) {

  /**
   * A line of the configuration in force.
   *
   * @param source where it was set
   */
  public record Setting(String name, String value, String source) {}
}
