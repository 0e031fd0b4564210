package dev.longhand.cli;

import dev.longhand.LonghandException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What options are when they are not given: {@code LONGHAND_ENGINE} of the environment, or else
 * {@code longhand.engine} of {@code longhand.properties} in the current directory, or else the
 * option's own default.
 */
final class Configuration implements IDefaultValueProvider {

  /** What reads when nothing else is configured. */
  static final String READING_ENGINE = "djl-onnxruntime";

  /** What trains when nothing else is configured. */
  static final String TRAINING_ENGINE = "djl-pytorch";

  private static final String FILE = "longhand.properties";
  private static final String PREFIX = "longhand.";

  /** The name in the configuration of each option that can be configured. */
  private static final Map<String, String> NAMES =
      Map.of(
          "--engine", "engine",
          "--model", "model",
          "--data-dir", "data",
          "--threads", "threads",
          "--device", "device");

  private final Path path;
  private final Properties file;
  private final Map<String, String> environment;

  private Configuration(Path path, Properties file, Map<String, String> environment) {
    this.path = path;
    this.file = file;
    this.environment = environment;
  }

  /**
   * @param source where it is set, as a person would look for it
   */
  record Setting(String value, String source) {}

  /**
   * @throws LonghandException when there is a {@code longhand.properties} that cannot be read
   */
  static Configuration of(Path directory, Map<String, String> environment) {
    var properties = new Properties();
    Path file = directory.resolve(FILE);
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        properties.load(reader);
      } catch (CharacterCodingException | IllegalArgumentException e) {
        throw new LonghandException(
            file + " is not a properties file in UTF-8: " + e.getMessage() + "; correct it", e);
      } catch (IOException e) {
        throw new LonghandException(file + " cannot be read: " + e, e);
      }
    }
    return new Configuration(file, properties, environment);
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    return setting(option.longestName()).map(Setting::value).orElse(null);
  }

  /**
   * What is configured for an option; nothing when its own default holds.
   *
   * @param option as {@code "--engine"}
   */
  Optional<Setting> setting(String option) {
    String name = NAMES.get(option);
    if (name == null) {
      return Optional.empty();
    }
    String variable = "LONGHAND_" + name.toUpperCase(Locale.ROOT);
    String key = PREFIX + name;
    // A variable that is set to nothing is how shells unset one for a single command.
    return Stream.of(
            new Setting(environment.getOrDefault(variable, "").strip(), variable),
            new Setting(file.getProperty(key, "").strip(), key + " in " + path))
        .filter(setting -> !setting.value().isEmpty())
        .findFirst();
  }

  /** Names in the file that mean nothing, and may be mistyped. */
  List<String> unknown() {
    return file.stringPropertyNames().stream()
        .filter(key -> key.startsWith(PREFIX))
        .filter(key -> !NAMES.containsValue(key.substring(PREFIX.length())))
        .sorted()
        .toList();
  }
}
