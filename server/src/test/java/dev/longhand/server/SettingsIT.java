package dev.longhand.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.server.RunningServer.FailedStart;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Wrong settings stop the server at its start, and all of them are told at once. */
class SettingsIT {

  @Test
  void tellsAllThatIsWrongAtOnce() {
    FailedStart start =
        RunningServer.startInVain(
            "longhand.engine=nothing",
            "longhand.models=english-words,no-such-model",
            "longhand.lexicon=no/such/file.txt",
            "longhand.batch.max-size=0",
            "longhand.deadline=-1s",
            "longhand.api-keys=short",
            "longhand.stream.origins=https://forms.example,forms.example",
            "longhand.device=abacus",
            "longhand.limits.body=many",
            "longhand.queue.max-lenght=17");
    assertThat(start.exitCode()).isEqualTo(1);
    assertFaults(
        start,
        "longhand.engine: no engine is named 'nothing'",
        "longhand.models: ",
        "longhand.lexicon: there is no file no/such/file.txt",
        "longhand.batch.max-size must be at least 1",
        "longhand.deadline must be",
        "longhand.api-keys: a key needs at least 16 characters, but one has 5",
        "longhand.stream.origins: 'forms.example' is not an origin as browsers name it",
        "longhand.device: 'abacus' is not a value that it can have; there are cpu, gpu",
        "longhand.limits.body: 'many' is not a value that it can have",
        "longhand.queue.max-lenght: there is no such setting");
    assertThat(start.output()).contains("no-such-model");
  }

  @Test
  void tellsFaultsThatOnlyTheirMeaningShows() {
    FailedStart start =
        RunningServer.startInVain(
            "longhand.engines=nothing",
            "longhand.models=latin-62,latin-62",
            "longhand.workers=0",
            "longhand.limits.upload=0s",
            "longhand.corrections.directory=/dev/null/corrections");
    assertThat(start.exitCode()).isEqualTo(1);
    assertFaults(
        start,
        "longhand.engines: no engine is named 'nothing'",
        "longhand.models: two models are called 'latin-62'",
        "longhand.workers must be at least 1",
        "longhand.limits.upload must be",
        "longhand.corrections.directory: /dev/null/corrections cannot be made");
  }

  /** These, each at the beginning of a line, and nothing else. */
  private static void assertFaults(FailedStart start, String... faults) {
    List<String> lines =
        start.output().lines().filter(line -> line.startsWith("longhand.")).toList();
    for (String fault : faults) {
      assertThat(lines).as(start.output()).anyMatch(line -> line.startsWith(fault));
    }
    assertThat(lines).hasSameSizeAs(faults);
    assertThat(start.output()).doesNotContain("\tat ").doesNotContain("Exception");
  }
}
