package dev.longhand.server;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Starts the server. When its settings do not let it start, they are all that is talked about. */
@QuarkusMain
public final class Main {

  private Main() {}

  public static void main(String... arguments) {
    Quarkus.run(null, Main::end, arguments);
  }

  private static void end(int exitCode, @Nullable Throwable failure) {
    if (failure != null) {
      List<String> faults = SettingsFaults.in(failure);
      if (faults.isEmpty()) {
        Logger.getLogger(Main.class).error("the server cannot start", failure);
      } else {
        faults.forEach(System.err::println);
      }
    }
    System.exit(exitCode);
  }
}
