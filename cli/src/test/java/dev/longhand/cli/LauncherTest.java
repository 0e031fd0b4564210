package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script itself, with a Java that says what it was started with. */
@DisplayName("The launcher cli/longhand")
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  @TempDir Path home;
  private Path launcher;

  @BeforeEach
  void install() throws IOException {
    Path target = Files.createDirectories(home.resolve("cli/target/installed.1.1"));
    Files.createFile(home.resolve("pom.xml"));
    Files.createFile(target.resolve("longhand-cli.jar"));
    Files.writeString(home.resolve("cli/target/installed"), "installed.1.1\n");
    launcher = home.resolve("cli/longhand");
    Files.copy(Path.of("longhand"), launcher);
    executable(launcher);
    Path java = Files.createDirectories(home.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nfor each in \"$@\"; do echo \"[$each]\"; done\n");
    executable(java);
  }

  private static void executable(Path file) {
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private List<String> run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
    builder.environment().remove("LONGHAND_JAVA_OPTS");
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out.lines().toList();
  }

  @Test
  @DisplayName("hands arguments on as they are, blanks and quotes included")
  void arguments() throws Exception {
    assertThat(run("read", "a b.png", "it's", "*", ""))
        .containsSubsequence(
            "[dev.longhand.cli.Longhand]", "[read]", "[a b.png]", "[it's]", "[*]", "[]");
  }

  @Test
  @DisplayName("says where it stands, and that no person watches a pipe")
  void surroundings() throws Exception {
    assertThat(run("read", "a.png"))
        .contains("[-Dlonghand.installation=" + home.toRealPath() + "]")
        .contains("[-Dlonghand.terminal=false]");
  }

  @Test
  @DisplayName("starts quickly to read a little, and thoroughly to train or read much")
  void compilers() throws Exception {
    String quick = "[-XX:TieredStopAtLevel=1]";
    String serial = "[-XX:+UseSerialGC]";

    assertThat(run("read", "a.png")).contains(quick, serial);
    assertThat(run("evaluate", "--data", "x")).contains(serial).doesNotContain(quick);
    assertThat(run("train", "character")).doesNotContain(serial, quick);
  }

  @Test
  @DisplayName("says where ONNX Runtime's libraries are, once they are unpacked")
  void nativeLibraries() throws Exception {
    assertThat(run("read", "a.png")).noneMatch(argument -> argument.contains("onnxruntime"));

    Path unpacked = Files.createDirectory(home.resolve("cli/target/installed.1.1/native"));
    assertThat(run("read", "a.png"))
        .containsSubsequence(
            "[-Donnxruntime.native.path=" + unpacked.toRealPath() + "]",
            "[dev.longhand.cli.Longhand]");
  }

  @Test
  @DisplayName("can be called through links")
  void links() throws Exception {
    Path direct = launcher;
    launcher = Files.createSymbolicLink(home.resolve("lh"), direct);

    assertThat(run("--version")).contains("[--version]");
  }

  @Test
  @DisplayName("starts the server with what the command line makes of the options, in its own JVM")
  void serve() throws Exception {
    Path java = home.resolve("jdk/bin/java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        case "$*" in
          *dev.longhand.cli.Longhand*) printf 'launch:\\n-Da=1 2\\n-Db=*\\n' ;;
          *) for each in "$@"; do echo "[$each]"; done ;;
        esac
        """);
    Path server = Files.createDirectory(home.resolve("cli/target/installed.1.1/server"));
    Files.createFile(server.resolve("quarkus-run.jar"));

    assertThat(run("serve", "--port", "9"))
        .containsSubsequence(
            "[-Da=1 2]", "[-Db=*]", "[" + server.toRealPath().resolve("quarkus-run.jar") + "]")
        .doesNotContain("[serve]", "[launch:]")
        .noneMatch(argument -> argument.contains("TieredStopAtLevel"));
  }

  @Test
  @DisplayName("starts no server when the command line answers with its help")
  void serveHelp() throws Exception {
    Path server = Files.createDirectory(home.resolve("cli/target/installed.1.1/server"));
    Files.createFile(server.resolve("quarkus-run.jar"));

    assertThat(run("serve", "--help")).contains("[serve]", "[--help]");
  }
}
