package dev.longhand.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Reads handwriting. */
@Command(
    name = "longhand",
    description = "Reads handwriting.",
    mixinStandardHelpOptions = true,
    versionProvider = Longhand.Version.class)
public final class Longhand implements Runnable {

  public static void main(String[] args) {
    System.exit(new CommandLine(new Longhand()).execute(args));
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  /** The release, as the jar's manifest has it. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String release = Longhand.class.getPackage().getImplementationVersion();
      return new String[] {"longhand " + (release == null ? "(unpackaged)" : release)};
    }
  }
}
