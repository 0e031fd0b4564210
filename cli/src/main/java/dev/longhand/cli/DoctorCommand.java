package dev.longhand.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.character.CharacterRecognizer;
import dev.longhand.cli.doctor.Machine;
import dev.longhand.cli.doctor.NativeLibraries;
import dev.longhand.cli.doctor.NativeLibraries.Cache;
import dev.longhand.cli.doctor.NativeLibraries.NativeJar;
import dev.longhand.cli.doctor.Report;
import dev.longhand.cli.doctor.Report.Setting;
import dev.longhand.cli.doctor.SelfTest;
import dev.longhand.cli.doctor.TextReport;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.Engines;
import dev.longhand.plugin.BrokenPlugin;
import dev.longhand.recognition.Recognizers;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code longhand doctor}: what Longhand finds on this machine, and whether its engines work. */
@Command(
    name = "doctor",
    description = {
      "Prints the machine, the configuration in force, native libraries, and for each engine whether",
      "it computes what the reference computes. Exits with 0 when the engines that are used work."
    })
final class DoctorCommand implements Callable<Integer> {

  /** How a report is printed. */
  enum Format {
    TEXT,
    JSON
  }

  @Spec @Nullable CommandSpec spec;

  @Option(
      names = {"-e", "--engine"},
      paramLabel = "NAME",
      description = "The engine that must work. Default: those used where none is named.")
  @Nullable String engine;

  @Mixin ThreadsOption threads = new ThreadsOption();

  @Mixin DeviceOption device = new DeviceOption();

  @Option(
      names = {"-f", "--format"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  Format format = Format.TEXT;

  private final Surroundings surroundings;

  private @Nullable SelfTest selfTest;

  DoctorCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    var text = new TextReport(format == Format.TEXT ? out : new PrintWriter(Writer.nullWriter()));
    Machine machine = Machine.here();
    text.machine(Longhand.release(), machine);
    List<Setting> settings = settings();
    text.configuration(settings);
    List<NativeJar> jars = NativeLibraries.onTheClassPath(System.getProperty("java.class.path"));
    List<Cache> caches = NativeLibraries.caches(surroundings.home(), surroundings.environment());
    text.libraries(jars, caches);
    Set<String> inUse = inUse();
    List<SelfTest.Result> results = new ArrayList<>();
    for (String name : engines()) {
      text.begin(name);
      SelfTest.Result result = check(name);
      text.engine(result, inUse.contains(name));
      results.add(result);
    }
    boolean works =
        results.stream().allMatch(each -> each.problem() == null || !inUse.contains(each.name()));
    text.end(inUse, works);
    if (format == Format.JSON) {
      out.println(
          json(
              new Report(
                  Longhand.release(), machine, settings, jars, caches, inUse, results, works)));
    }
    return works ? Longhand.DONE : Longhand.FAILED;
  }

  private static String json(Report report) {
    try {
      return JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build()
          .writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What has to work: the engine that is configured, or else those that are used without. */
  private Set<String> inUse() {
    return new TreeSet<>(
        engine == null
            ? Set.of(Configuration.READING_ENGINE, Configuration.TRAINING_ENGINE)
            : Set.of(engine));
  }

  /** All that are there, broken or not, and those that should be. */
  private Set<String> engines() {
    Set<String> names = new TreeSet<>(Engines.names());
    Engines.broken().stream().map(BrokenPlugin::name).forEach(names::add);
    names.addAll(inUse());
    return names;
  }

  private SelfTest.Result check(String name) {
    try {
      if (selfTest == null) {
        ModelBundle model =
            Recognizers.model(Recognizers.ofKind(CharacterRecognizer.KIND).bundledModels().get(0));
        selfTest = new SelfTest(model, new EngineOptions(threads.count(), device.device));
      }
      return selfTest.of(name);
    } catch (LonghandException e) {
      return SelfTest.Result.failed(name, e.getMessage());
    }
  }

  private List<Setting> settings() {
    String engines =
        Configuration.READING_ENGINE + " to read, " + Configuration.TRAINING_ENGINE + " to train";
    String data = new DataDirectory().in(surroundings).toString();
    Configuration configuration = surroundings.configuration();
    List<Setting> settings = new ArrayList<>();
    settings.add(setting(configuration, "--engine", engine, engines));
    settings.add(setting(configuration, "--model", null, usualModel()));
    settings.add(setting(configuration, "--threads", threads.count(), "" + threads.count()));
    settings.add(setting(configuration, "--device", device.device, "" + device.device));
    settings.add(setting(configuration, "--data-dir", null, data));
    for (String unknown : configuration.unknown()) {
      settings.add(
          new Setting(unknown, "means nothing", "longhand.properties; correct or remove it"));
    }
    return settings;
  }

  private static String usualModel() {
    try {
      return Recognizers.ofKind(CharacterRecognizer.KIND).bundledModels().get(0);
    } catch (LonghandException e) {
      return "none: " + e.getMessage();
    }
  }

  /**
   * @param given what picocli made of the option, when this command has it
   * @param usual what is in force when it is set nowhere
   */
  private Setting setting(
      Configuration configuration, String option, @Nullable Object given, String usual) {
    String name = option.substring("--".length());
    var parsed = Objects.requireNonNull(spec).commandLine().getParseResult();
    if (given != null && parsed.hasMatchedOption(option)) {
      return new Setting(name, String.valueOf(given), option);
    }
    return configuration
        .setting(option)
        .map(set -> new Setting(name, set.value(), set.source()))
        .orElseGet(() -> new Setting(name, usual, "default"));
  }
}
