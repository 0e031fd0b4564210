package dev.longhand.server;

import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.engine.Engines;
import dev.longhand.recognition.Recognizers;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValue;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** All that is wrong with the settings, each in a line that names the setting. */
final class SettingsFaults {

  private static final int SHORTEST_KEY = 16;

  private static final Pattern ORIGIN = Pattern.compile("https?://[^/?#@]+");

  private static final Pattern UNKNOWN =
      Pattern.compile("SRCFG00050: (longhand\\.\\S+) in (.*) does not map to any root");
  private static final Pattern WRONG =
      Pattern.compile("The config property (longhand\\.\\S+) with the config value \"(.*?)\"");
  private static final Pattern MISSING = Pattern.compile("The config property (longhand\\.\\S+) ");
  private static final Pattern ALLOWED = Pattern.compile("allowed values: ([\\w,-]+)");

  private SettingsFaults() {}

  /** The settings that made a start fail; none when something else did. */
  static List<String> in(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SettingsException e) {
        return e.faults();
      } else if (cause instanceof ConfigValidationException e) {
        return all(e);
      } else if (cause instanceof QuarkusBindException e) {
        return List.of(
            "quarkus.http.port: something listens at "
                + e.getHost()
                + ":"
                + e.getPort()
                + " already; end it, or choose another port");
      }
    }
    return List.of();
  }

  /**
   * Those that cannot be understood, and also what is wrong with the others: whoever sets a server
   * up wants to hear it all at once.
   */
  private static List<String> all(ConfigValidationException first) {
    List<String> faults = new ArrayList<>();
    Set<String> names = new HashSet<>();
    ConfigValidationException wrong = first;
    while (wrong != null) {
      int known = names.size();
      for (int i = 0; i < wrong.getProblemCount(); i++) {
        faults.add(described(wrong.getProblem(i).getMessage(), names));
      }
      if (names.size() == known) {
        return faults;
      }
      try {
        faults.addAll(of(settingsWithout(names), new LinkedHashMap<>()));
        wrong = null;
      } catch (ConfigValidationException e) {
        wrong = e;
      }
    }
    return faults;
  }

  private static String described(String problem, Set<String> names) {
    Matcher unknown = UNKNOWN.matcher(problem);
    if (unknown.find()) {
      names.add(unknown.group(1));
      return unknown.group(1) + ": there is no such setting (it is in " + unknown.group(2) + ")";
    }
    Matcher wrong = WRONG.matcher(problem);
    if (wrong.find()) {
      names.add(wrong.group(1));
      Matcher allowed = ALLOWED.matcher(problem);
      return wrong.group(1)
          + ": '"
          + Texts.shortened(wrong.group(2))
          + "' is not a value that it can have"
          + (allowed.find() ? "; there are " + allowed.group(1).replace(",", ", ") : "");
    }
    Matcher missing = MISSING.matcher(problem);
    if (missing.find()) {
      names.add(missing.group(1));
      return missing.group(1) + ": a value is needed";
    }
    return Texts.firstLine(problem);
  }

  private static ServerSettings settingsWithout(Set<String> names) {
    return ConfigUtils.configBuilder()
        .withInterceptors(new Without(names, ConfigClass.configClass(ServerSettings.class)))
        .withMapping(ServerSettings.class)
        .build()
        .getConfigMapping(ServerSettings.class);
  }

  /** Has some settings as if nobody had set them. */
  private static final class Without implements ConfigSourceInterceptor {
    private static final long serialVersionUID = 1L;

    private final transient Set<String> names;
    private final transient Map<String, String> defaults;

    Without(Set<String> names, ConfigClass settings) {
      this.names = names;
      this.defaults = settings.getProperties();
    }

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
      if (!names.contains(name)) {
        return context.proceed(name);
      }
      String value = defaults.get(name);
      return value == null ? null : ConfigValue.builder().withName(name).withValue(value).build();
    }

    @Override
    public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
      Iterable<String> all = context::iterateNames;
      return StreamSupport.stream(all.spliterator(), false)
          .filter(name -> !names.contains(name))
          .iterator();
    }
  }

  /** All that is wrong with settings, and fills in the models when they can be read. */
  static List<String> of(ServerSettings settings, Map<String, ModelBundle> models) {
    List<String> faults = new ArrayList<>();
    addModels(settings, models, faults);
    for (String engine : engines(settings)) {
      try {
        var unused = Engines.named(engine);
      } catch (LonghandException e) {
        faults.add(
            (engine.equals(settings.engine()) ? "longhand.engine: " : "longhand.engines: ")
                + e.getMessage());
      }
    }
    settings
        .lexicon()
        .filter(file -> !Files.isReadable(file) || Files.isDirectory(file))
        .ifPresent(file -> faults.add("longhand.lexicon: there is no file " + file + " to read"));
    settings.apiKeys().orElse(List.of()).stream()
        .filter(key -> key.length() < SHORTEST_KEY)
        .findFirst()
        .ifPresent(
            key ->
                faults.add(
                    "longhand.api-keys: a key needs at least "
                        + SHORTEST_KEY
                        + " characters, but one has "
                        + key.length()));
    settings.stream().origins().orElse(Set.of()).stream()
        .filter(origin -> !ORIGIN.matcher(origin).matches())
        .map(
            origin ->
                "longhand.stream.origins: '"
                    + Texts.shortened(origin)
                    + "' is not an origin as browsers name it, https://forms.example")
        .forEach(faults::add);
    settings
        .corrections()
        .directory()
        .ifPresent(directory -> Corrections.faultOf(directory).ifPresent(faults::add));
    Stream.of(
            number("threads", settings.threads(), 1024),
            number("workers", settings.workers().orElse(1), 1024),
            time("deadline", settings.deadline(), Duration.ofMillis(1)),
            number("batch.max-size", settings.batch().maxSize(), 1024),
            time("batch.max-delay", settings.batch().maxDelay(), Duration.ZERO),
            number("queue.max-length", settings.queue().maxLength(), 100_000),
            number("limits.body", settings.limits().body().asLongValue(), 100_000_000),
            number("limits.in-flight", settings.limits().inFlight().asLongValue(), Long.MAX_VALUE),
            time("limits.upload", settings.limits().upload(), Duration.ofMillis(1)),
            number("limits.files", settings.limits().files(), 1000),
            number("limits.ink-points", settings.limits().inkPoints(), 100_000),
            time("stream.idle", settings.stream().idle(), Duration.ofMillis(1)),
            number("stream.max-connections", settings.stream().maxConnections(), 100_000),
            number("corrections.max-count", settings.corrections().maxCount(), Integer.MAX_VALUE),
            number(
                "rate-limit.requests-per-second",
                settings.rateLimit().requestsPerSecond().orElse(1),
                Integer.MAX_VALUE),
            number("rate-limit.burst", settings.rateLimit().burst(), Integer.MAX_VALUE))
        .flatMap(List::stream)
        .forEach(faults::add);
    return faults;
  }

  private static void addModels(
      ServerSettings settings, Map<String, ModelBundle> models, List<String> faults) {
    for (String name : settings.models()) {
      try {
        ModelBundle model = Recognizers.model(name);
        var unused = Recognizers.ofKind(model.kind());
        if (models.put(model.name(), model) != null) {
          faults.add("longhand.models: two models are called '" + model.name() + "'");
        }
      } catch (LonghandException e) {
        faults.add("longhand.models: " + e.getMessage());
      }
    }
  }

  private static List<String> number(String name, long value, long most) {
    return value >= 1 && value <= most
        ? List.of()
        : List.of(
            "longhand."
                + name
                + " must be at least 1"
                + (most >= Integer.MAX_VALUE ? "" : " and at most " + most)
                + ", but is "
                + value);
  }

  private static List<String> time(String name, Duration value, Duration least) {
    return value.compareTo(least) >= 0 && value.compareTo(Duration.ofDays(1)) <= 0
        ? List.of()
        : List.of(
            "longhand."
                + name
                + " must be "
                + (least.isZero() ? "0" : "1 ms")
                + " or more and at most a day, but is "
                + value);
  }

  /** The default engine and the others that may be asked for. */
  static List<String> engines(ServerSettings settings) {
    Set<String> engines = new LinkedHashSet<>(List.of(settings.engine()));
    engines.addAll(settings.engines().orElse(List.of()));
    return List.copyOf(engines);
  }
}
