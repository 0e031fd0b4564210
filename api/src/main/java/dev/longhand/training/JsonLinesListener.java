package dev.longhand.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.longhand.LonghandException;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Writes the metrics of a training as JSON lines while it runs: one object for each epoch, {@code
 * "event":"epoch"}, and one for every so many batches, {@code "event":"batch"}.
 *
 * <p>A new training begins a new file. A resumed one goes on in the old file, without the lines of
 * the epoch that was lost. A number that is not finite is {@code null}.
 */
public final class JsonLinesListener implements TrainingListener {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path file;
  private final int everyBatches;

  /**
   * @param everyBatches how many batches there are from one line to the next, at least 1
   */
  public JsonLinesListener(Path file, int everyBatches) {
    if (everyBatches < 1) {
      throw new IllegalArgumentException(
          "everyBatches must be at least 1, but was " + everyBatches);
    }
    this.file = file;
    this.everyBatches = everyBatches;
  }

  @Override
  public void started(Started event) {
    Path sibling = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (OutputStream out = new FileOutputStream(sibling.toFile())) {
        if (event.isResumed() && Files.exists(file)) {
          for (String line : lines(file)) {
            if (isOfEpochUntil(event.epochsDone(), line)) {
              out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
          }
        }
      }
      Files.move(sibling, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** Not through a channel, which an interruption would close. */
  private static List<String> lines(Path file) throws IOException {
    try (var in = new FileInputStream(file.toFile())) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  /** Whether the line is whole, and of an epoch that is not trained again. */
  private static boolean isOfEpochUntil(int lastEpoch, String line) {
    try {
      JsonNode node = JSON.readTree(line);
      return node.path("epoch").isInt() && node.path("epoch").intValue() <= lastEpoch;
    } catch (JsonProcessingException e) {
      // The process was killed while it wrote this line.
      return false;
    }
  }

  @Override
  public void batchDone(BatchDone event) {
    if (event.batch() % everyBatches != 0) {
      return;
    }
    ObjectNode line = JSON.createObjectNode();
    line.put("event", "batch");
    line.put("epoch", event.epoch());
    line.put("epochs", event.epochs());
    line.put("batch", event.batch());
    line.put("batches", event.batches());
    put(line, "loss", event.loss());
    put(line, "meanLoss", event.meanLoss());
    put(line, "meanAccuracy", event.meanAccuracy());
    put(line, "learningRate", event.learningRate());
    put(line, "gradientNorm", event.gradientNorm());
    put(line, "samplesPerSecond", event.samplesPerSecond());
    append(line);
  }

  @Override
  public void epochDone(EpochDone event) {
    EpochResult result = event.result();
    ObjectNode line = JSON.createObjectNode();
    line.put("event", "epoch");
    line.put("epoch", result.epoch());
    line.put("epochs", event.epochs());
    put(line, "trainLoss", result.trainLoss());
    put(line, "trainAccuracy", result.trainAccuracy());
    ObjectNode validation = line.putObject("validation");
    result.validation().forEach((name, value) -> put(validation, name, value));
    put(line, "score", result.score());
    put(line, "learningRate", result.learningRate());
    put(line, "seconds", result.seconds());
    line.put("best", event.isBest());
    append(line);
  }

  private static void put(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.putNull(name);
    }
  }

  /** Opens the file for each line, so whoever ends the training need not close it. */
  private void append(ObjectNode line) {
    try (OutputStream out = new FileOutputStream(file.toFile(), true)) {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private LonghandException cannotWrite(IOException e) {
    return new LonghandException(
        "cannot write the metrics to "
            + file
            + ": "
            + e.getMessage()
            + "; make room, or name another file",
        e);
  }
}
