package dev.longhand.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longhand.LonghandException;
import dev.longhand.engine.EngineUnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A {@link Worker} in a process of its own, so that its memory is that of one engine, and no
 * engine's threads, compiled code or crash disturb another.
 */
final class WorkerProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SECONDS_TO_END = 10;

  private final String engine;
  private final Process process;
  private final Writer orders;
  private final BufferedReader replies;
  private boolean trains;

  private WorkerProcess(String engine, Process process) {
    this.engine = engine;
    this.process = process;
    this.orders = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    this.replies =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Waits until the engine is open and the network loaded.
   *
   * @throws EngineUnavailableException when the engine cannot run here
   */
  static WorkerProcess start(Assignment assignment) {
    String engine = assignment.lane().engine();
    WorkerProcess worker;
    try {
      worker =
          new WorkerProcess(
              engine,
              new ProcessBuilder(command()).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    } catch (IOException e) {
      throw new LonghandException("no process can be started to measure " + engine + ": " + e, e);
    }
    try {
      worker.trains = worker.send(assignment).trains();
      return worker;
    } catch (RuntimeException e) {
      worker.close();
      throw e;
    }
  }

  /** This very JVM with its options, as JMH starts its forks. */
  private static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    // JMH would let one process at a time measure; here they take turns.
    command.add("-Djmh.ignoreLock=true");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Worker.class.getName());
    return command;
  }

  boolean trains() {
    return trains;
  }

  /**
   * Waits until it is done.
   *
   * @throws LonghandException when the engine failed, or took its process with it
   */
  Reply carryOut(Order order) {
    return send(order);
  }

  private Reply send(Object line) {
    Reply reply;
    try {
      orders.write(JSON.writeValueAsString(line) + "\n");
      orders.flush();
      reply = JSON.readValue(nextReply(), Reply.class);
    } catch (IOException e) {
      throw new LonghandException(
          "the process that measures " + engine + " cannot be talked to: " + e, e);
    }
    if (reply.problem() != null) {
      throw reply.unavailable()
          ? new EngineUnavailableException(reply.problem())
          : new LonghandException("measuring " + engine + " failed: " + reply.problem());
    }
    return reply;
  }

  /** Whatever else a native library prints there goes where it belongs. */
  private String nextReply() throws IOException {
    while (true) {
      String line = replies.readLine();
      if (line == null) {
        throw new LonghandException(
            "the process that measures "
                + engine
                + " ended with code "
                + awaitEnd()
                + "; what it said of that is above, if anything");
      }
      if (line.startsWith("{")) {
        return line;
      }
      System.err.println(line);
    }
  }

  @Override
  public void close() {
    try {
      orders.close();
    } catch (IOException e) {
      // It has ended already.
    }
    var unused = awaitEnd();
  }

  private int awaitEnd() {
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        return process.destroyForcibly().waitFor();
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new LonghandException("interrupted", e);
    }
  }
}
