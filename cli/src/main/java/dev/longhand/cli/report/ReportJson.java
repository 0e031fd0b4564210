package dev.longhand.cli.report;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longhand.evaluation.Calibration;
import dev.longhand.evaluation.EvaluationReport;
import java.io.IOException;
import java.util.Optional;

/** What every {@code report.json} has. */
final class ReportJson {
  private static final JsonMapper MAPPER = new JsonMapper();

  private ReportJson() {}

  /** An object that says what was evaluated: model, engine, dataset, settings, n. */
  static ObjectNode of(EvaluationReport report) {
    ObjectNode json = MAPPER.createObjectNode();
    var conditions = report.conditions();
    json.put("model", conditions.model());
    json.put("engine", conditions.engine());
    json.put("dataset", conditions.dataset());
    conditions.settings().forEach(json::put);
    json.put("n", report.n());
    return json;
  }

  static void calibration(ObjectNode json, Calibration calibration) {
    ArrayNode bins = json.putArray("calibration");
    for (Calibration.Bin bin : calibration.bins()) {
      ObjectNode node = bins.addObject();
      node.put("above", bin.above());
      node.put("upTo", bin.upTo());
      node.put("count", bin.count());
      put(node, "meanConfidence", bin.meanConfidence());
      put(node, "accuracy", bin.accuracy());
    }
  }

  /** JSON has no NaN. */
  static void put(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }

  /** With what could not be read, and with the epochs if it is a training's report. */
  static byte[] finish(ObjectNode json, EvaluationReport report, Optional<Metrics> trained) {
    ArrayNode failures = json.putArray("failures");
    for (var failure : report.failures()) {
      failures.addObject().put("sample", failure.sampleId()).put("reason", failure.reason());
    }
    trained.ifPresent(metrics -> json.set("epochs", MAPPER.valueToTree(metrics.epochs())));
    try {
      return MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(json);
    } catch (IOException e) {
      throw new IllegalStateException("a tree of JSON can be written", e);
    }
  }
}
