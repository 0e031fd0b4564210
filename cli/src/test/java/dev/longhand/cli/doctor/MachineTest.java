package dev.longhand.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.cli.doctor.NativeLibraries.Cache;
import dev.longhand.cli.doctor.NativeLibraries.NativeJar;
import dev.longhand.plugin.PluginJar;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What is found out about a machine")
class MachineTest {
  @TempDir Path folder;

  @Test
  @DisplayName("is at least what Java knows")
  void here() {
    Machine machine = Machine.here();

    assertThat(machine.platform()).contains(System.getProperty("os.arch"));
    assertThat(machine.jdk()).startsWith(System.getProperty("java.version"));
    assertThat(machine.processors()).isPositive();
    assertThat(machine.heapBytes()).isPositive();
    assertThat(machine.memoryBytes()).isGreaterThanOrEqualTo(machine.freeBytes());
    assertThat(machine.libc()).isNotBlank();
    assertThat(machine.cpu().model()).isNotBlank();
  }

  @Test
  @DisplayName("are the processor's features that make networks fast, of Linux on x86")
  void x86() {
    Cpu cpu =
        Cpu.ofProcCpuinfo(
            """
            processor	: 0
            vendor_id	: GenuineIntel
            model name	: Intel(R) Xeon(R) CPU @ 2.20GHz
            flags		: fpu vme sse sse2 ssse3 fma cx16 sse4_1 sse4_2 avx f16c avx2 avx512f amx_tile

            processor	: 1
            model name	: another
            """);

    assertThat(cpu.model()).isEqualTo("Intel(R) Xeon(R) CPU @ 2.20GHz");
    assertThat(cpu.features())
        .containsExactly("amx_tile", "avx", "avx2", "avx512f", "f16c", "fma", "sse4_1", "sse4_2");
  }

  @Test
  @DisplayName("of Linux on ARM, which names no model")
  void arm() {
    Cpu cpu =
        Cpu.ofProcCpuinfo(
            "processor\t: 0\nFeatures\t: fp asimd aes asimddp sve i8mm\nCPU part: 1\n");

    assertThat(cpu.model()).isEqualTo("unknown");
    assertThat(cpu.features()).containsExactly("asimd", "asimddp", "i8mm", "sve");
  }

  @Test
  @DisplayName("of macOS, with either processor")
  void mac() {
    Cpu intel =
        Cpu.ofSysctl(
            "Intel(R) Core(TM) i7\n",
            "machdep.cpu.features: FPU SSE4.1 FMA AVX1.0\nmachdep.cpu.leaf7_features: AVX2 BMI2\n");
    Cpu apple =
        Cpu.ofSysctl(
            "Apple M2\n",
            "hw.optional.arm.FEAT_BF16: 1\nhw.optional.arm.FEAT_SME: 0\nhw.optional.arm.FEAT_I8MM: 1\n");

    assertThat(intel)
        .isEqualTo(new Cpu("Intel(R) Core(TM) i7", List.of("avx", "avx2", "fma", "sse4.1")));
    assertThat(apple).isEqualTo(new Cpu("Apple M2", List.of("bf16", "i8mm")));
  }

  @Test
  @DisplayName("is unknown where the system says nothing")
  void nothing() {
    assertThat(Cpu.ofProcCpuinfo("")).isEqualTo(new Cpu("unknown", List.of()));
    assertThat(Cpu.ofSysctl("", "")).isEqualTo(new Cpu("unknown", List.of()));
    assertThat(Libc.ofLdd("")).isEqualTo("unknown");
    assertThat(Command.output("longhand-has-no-such-program")).isEmpty();
  }

  @Test
  @DisplayName("is the C library, of either kind")
  void libc() {
    assertThat(Libc.ofLdd("ldd (Debian GLIBC 2.36-9+deb12u10) 2.36\nCopyright (C) 2022 Free\n"))
        .isEqualTo("glibc 2.36");
    assertThat(Libc.ofLdd("ldd (GNU libc) 2.28\n")).isEqualTo("glibc 2.28");
    assertThat(
            Libc.ofLdd(
                "musl libc (x86_64)\nVersion 1.2.4_git20230717\nDynamic Program Loader\nUsage: ldd"))
        .isEqualTo("musl 1.2.4_git20230717");
  }

  @ParameterizedTest
  @CsvSource({
    "linux-x86_64, Linux, amd64, true",
    "linux-x86_64-avx512, Linux, amd64, true",
    "linux-x64, Linux, amd64, true",
    "linux-x86, Linux, amd64, false",
    "linux-aarch64, Linux, amd64, false",
    "linux-aarch64, Linux, aarch64, true",
    "osx-aarch64, Mac OS X, aarch64, true",
    "darwin-x86-64, Mac OS X, x86_64, true",
    "macosx-x86_64, Linux, amd64, false",
    "win-x64, Windows 11, amd64, true",
    "linux-riscv64, Linux, riscv64, true"
  })
  @DisplayName("is whether a native library is for it")
  void platforms(String platform, String system, String architecture, boolean fits) {
    assertThat(NativeLibraries.fits(platform, system, architecture)).isEqualTo(fits);
  }

  @Test
  @DisplayName("are the native libraries in jars, and for which platforms")
  void jars() throws IOException {
    Path with = folder.resolve("with.jar");
    try (OutputStream file = Files.newOutputStream(with);
        var jar = new JarOutputStream(file)) {
      for (String name :
          List.of("a/plan9-vax/x.so", "native/linux-vax/libx.so.1", "win-vax/x.dll")) {
        jar.putNextEntry(new JarEntry(name));
      }
    }
    Path without =
        new PluginJar().registers(Runnable.class, "a.B").write(folder.resolve("without.jar"));
    Path broken = Files.writeString(folder.resolve("broken.jar"), "no zip");

    List<NativeJar> found =
        NativeLibraries.onTheClassPath(
            String.join(
                File.pathSeparator,
                folder.toString(),
                broken.toString(),
                with.toString(),
                without.toString(),
                "missing.jar"));

    assertThat(found)
        .singleElement()
        .satisfies(
            jar -> {
              assertThat(jar.file()).isEqualTo(with.toString());
              assertThat(jar.libraries()).isEqualTo(3);
              assertThat(jar.platforms()).containsExactlyInAnyOrder("linux-vax", "win-vax");
              assertThat(jar.forThisPlatform()).isFalse();
            });
  }

  @Test
  @DisplayName("are the folders to which native libraries are unpacked, as configured")
  void caches() throws IOException {
    Path djl = Files.createDirectories(folder.resolve("djl"));
    Files.write(djl.resolve("lib.so"), new byte[7]);

    List<Cache> caches =
        NativeLibraries.caches(folder.resolve("home"), Map.of("DJL_CACHE_DIR", djl.toString()));

    assertThat(caches.get(0)).isEqualTo(new Cache("DJL (PyTorch)", djl.toString(), 7, true));
    assertThat(Path.of(caches.get(1).folder())).isEqualTo(folder.resolve("home/.javacpp/cache"));
    assertThat(caches.get(1).bytes()).isZero();
    assertThat(caches.get(2).writable()).isTrue();
  }
}
