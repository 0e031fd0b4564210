package dev.longhand.cli;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/** Runs commands in a folder as a user does, but in this process. */
final class Shell {
  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private InputStream in = InputStream.nullInputStream();

  Shell(Path folder) {
    this.folder = folder;
  }

  Shell set(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Shell in(byte[] standardInput) {
    in = new ByteArrayInputStream(standardInput);
    return this;
  }

  /** Runs {@code longhand} with these arguments. */
  Outcome run(Object... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    String[] texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = String.valueOf(arguments[i]);
    }
    var surroundings = new Surroundings(folder, folder, Optional.empty(), environment, in, false);
    CommandLine longhand = Longhand.commandLine(surroundings, texts);
    longhand.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    return new Outcome(longhand.execute(texts), out.toString(), err.toString());
  }

  /** What a command printed, and its exit code. */
  record Outcome(int code, String out, String err) {
    List<String> outLines() {
      return out.lines().toList();
    }

    List<String> errLines() {
      return err.lines().toList();
    }
  }
}
