package dev.longhand.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.dataset.Datasets;
import dev.longhand.engine.Engine;
import dev.longhand.engine.EngineOptions;
import dev.longhand.engine.EngineUnavailableException;
import dev.longhand.engine.Engines;
import dev.longhand.engine.Network;
import dev.longhand.engine.TrainingEngine;
import dev.longhand.recognition.Recognizers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The process in which one engine is measured. It does what each line of standard input orders,
 * answers each with a line on standard output, and ends with its input.
 */
public final class Worker {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Assignment assignment;
  private final ModelBundle model;
  private final Samples samples;
  private final Engine engine;
  private final Network network;

  private Worker(Assignment assignment) {
    this.assignment = assignment;
    Lane lane = assignment.lane();
    this.model = Recognizers.model(assignment.model());
    this.samples =
        assignment.data() == null
            ? Samples.random(model.network(), assignment.samples())
            : Samples.of(
                model,
                Datasets.open(assignment.data(), Path.of(assignment.dataDirectory())),
                assignment.samples());
    this.engine =
        Engines.open(
            Engines.named(lane.engine()), EngineOptions.defaults().withThreads(lane.threads()));
    this.network = engine.load(model.network(), model.weights());
  }

  /** Is started by {@link Bench} only. */
  public static void main(String[] args) throws IOException {
    PrintStream replies = System.out;
    // Standard output is for replies alone.
    System.setOut(System.err);
    var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var assignment = JSON.readValue(orders.readLine(), Assignment.class);
    Worker[] worker = new Worker[1];
    reply(
        replies,
        () -> {
          worker[0] = new Worker(assignment);
          return Reply.ready(worker[0].engine instanceof TrainingEngine);
        });
    for (String line = orders.readLine(); line != null; line = orders.readLine()) {
      Order order = JSON.readValue(line, Order.class);
      reply(replies, () -> worker[0].carryOut(order));
    }
    if (worker[0] != null) {
      worker[0].network.close();
      worker[0].engine.close();
    }
  }

  private static void reply(PrintStream to, Supplier<Reply> work) throws IOException {
    Reply reply;
    try {
      reply = work.get();
    } catch (LonghandException e) {
      reply =
          Reply.problem(String.valueOf(e.getMessage()), e instanceof EngineUnavailableException);
    } catch (RuntimeException | LinkageError e) {
      e.printStackTrace();
      reply = Reply.problem(e + " (its trace is above)", false);
    }
    to.println(JSON.writeValueAsString(reply));
    to.flush();
  }

  private Reply carryOut(Order order) {
    int batch = assignment.batch();
    return switch (order.kind()) {
      case INFERENCE ->
          Reply.measured(
              NetworkRun.measure(
                  network, samples.batch(0, batch), assignment.lane().callers(), order.seconds()));
      case TRAINING ->
          Reply.measured(
              TrainingSteps.measure(
                  (TrainingEngine) engine,
                  model.network(),
                  model.weights(),
                  samples,
                  batch,
                  order.seconds()));
      case LOSS_CURVE ->
          Reply.lossCurve(
              TrainingSteps.losses(
                  (TrainingEngine) engine,
                  model.network(),
                  samples,
                  batch,
                  order.steps(),
                  Objects.requireNonNull(order.descent())));
    };
  }
}
