package dev.longhand.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longhand.LonghandException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@link dev.longhand.training.JsonLinesListener} wrote of a training.
 *
 * @param steps losses within epochs
 * @param epochs whole ones
 */
record Metrics(List<Step> steps, List<Epoch> epochs) {

  Metrics {
    steps = List.copyOf(steps);
    epochs = List.copyOf(epochs);
  }

  /**
   * @param at in epochs: 1.5 is in the middle of the second
   * @param loss the mean of the epoch so far
   */
  record Step(double at, double loss) {}

  /**
   * @param epoch from 1
   * @param validation by name, as {@code "pool loss"} and {@code "pool accuracy"}
   */
  record Epoch(
      int epoch,
      double trainLoss,
      double trainAccuracy,
      Map<String, Double> validation,
      double seconds) {
    Epoch {
      validation = Map.copyOf(validation);
    }
  }

  /**
   * @throws LonghandException when the file cannot be read
   */
  static Metrics read(Path file) {
    var json = new JsonMapper();
    List<Step> steps = new ArrayList<>();
    List<Epoch> epochs = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        JsonNode node = json.readTree(line);
        if (node.path("event").asText().equals("batch")) {
          double part = node.path("batch").asDouble() / node.path("batches").asDouble();
          steps.add(new Step(node.path("epoch").asInt() - 1 + part, node.path("loss").asDouble()));
        } else if (node.path("event").asText().equals("epoch")) {
          epochs.add(epoch(node));
        }
      }
    } catch (JsonProcessingException e) {
      throw new LonghandException(file + " is not one JSON object a line: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new LonghandException("the metrics " + file + " cannot be read: " + e, e);
    }
    return new Metrics(steps, epochs);
  }

  private static Epoch epoch(JsonNode node) {
    Map<String, Double> validation = new LinkedHashMap<>();
    node.path("validation")
        .properties()
        .forEach(metric -> validation.put(metric.getKey(), metric.getValue().asDouble(Double.NaN)));
    return new Epoch(
        node.path("epoch").asInt(),
        node.path("trainLoss").asDouble(Double.NaN),
        node.path("trainAccuracy").asDouble(Double.NaN),
        validation,
        node.path("seconds").asDouble());
  }
}
