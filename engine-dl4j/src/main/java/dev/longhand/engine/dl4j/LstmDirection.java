package dev.longhand.engine.dl4j;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import dev.longhand.network.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;

/**
 * An LSTM in one direction over one batch, whose images are the columns of all matrices; so what
 * belongs to one step and one gate is one block of memory.
 *
 * <p>A step starts from one of {@code T+1} slots, {@code (F+H+1)×N}: its input, the output of the
 * step before, and a row of ones. One product with {@code [weight_ih weight_hh bias]} gives all
 * gates; in reverse, one with its transpose gives the gradients by input and by output.
 */
final class LstmDirection {
  private static final int INPUT = 0;
  private static final int FORGET = 1;
  private static final int CANDIDATE = 2;
  private static final int OUTPUT = 3;

  private final Layer.BiLstm layer;
  private final String direction;
  private final Operators operators;
  private final int steps;
  private final int features;
  private final int hidden;
  private final int images;

  /** {@code 4H×(F+H+1)}. */
  private final INDArray weight;

  /** {@code (T+1)×(F+H+1)×N}. */
  private final INDArray slots;

  /** {@code (T+1)×H×N}, slot by slot. */
  private final INDArray cells;

  /** {@code T×H×N}: the cells after a step, after their tanh. */
  private final INDArray squashed;

  /** {@code T×4×H×N}, after their sigmoid or tanh. */
  private final INDArray gates;

  /**
   * Runs it.
   *
   * @param direction {@code forward} or {@code backward}
   * @param columns {@code T×F×N}
   */
  LstmDirection(
      Layer.BiLstm layer,
      String direction,
      INDArray columns,
      NativeWeights weights,
      Operators operators) {
    this.layer = layer;
    this.direction = direction;
    this.operators = operators;
    this.steps = Math.toIntExact(columns.size(0));
    this.features = Math.toIntExact(columns.size(1));
    this.images = Math.toIntExact(columns.size(2));
    this.hidden = layer.hidden();
    this.weight = operators.array(4L * hidden, features + hidden + 1L);
    this.slots = operators.array(steps + 1L, features + hidden + 1L, images);
    this.cells = operators.array(steps + 1L, hidden, images);
    this.squashed = operators.array(steps, hidden, images);
    this.gates = operators.array(steps, 4, hidden, images);

    weight.get(all(), inputRows()).assign(weights.of(layer, direction + ".weight_ih"));
    weight.get(all(), outputRows()).assign(weights.of(layer, direction + ".weight_hh"));
    INDArray bias = weights.of(layer, direction + ".bias");
    weight.get(all(), onesRow()).assign(bias.reshape('c', bias.length(), 1));
    int first = slotBefore(time(0));
    slots.get(interval(slotBefore(0), slotBefore(0) + steps), inputRows(), all()).assign(columns);
    slots.get(all(), onesRow(), all()).assign(1);
    slots.slice(first).get(outputRows(), all()).assign(0);
    cells.slice(first).assign(0);
    run();
  }

  private void run() {
    INDArray admitted = operators.array(hidden, images);
    for (int step = 0; step < steps; step++) {
      int t = time(step);
      INDArray gatesNow = gates.slice(t);
      Operators.matmul(
          weight, false, slots.slice(slotBefore(t)), false, 1, 0, gatesAsMatrix(gatesNow));
      INDArray input = gatesNow.slice(INPUT);
      INDArray forget = gatesNow.slice(FORGET);
      INDArray candidate = gatesNow.slice(CANDIDATE);
      INDArray output = gatesNow.slice(OUTPUT);
      Operators.sigmoid(input);
      Operators.sigmoid(forget);
      Operators.tanh(candidate, candidate);
      Operators.sigmoid(output);
      INDArray cell = cells.slice(slotAfter(t));
      forget.mul(cells.slice(slotBefore(t)), cell);
      cell.addi(input.mul(candidate, admitted));
      Operators.tanh(cell, squashed.slice(t));
      output.mul(squashed.slice(t), slots.slice(slotAfter(t)).get(outputRows(), all()));
    }
    operators.free(admitted);
  }

  /** What it has given, {@code T×H×N}, as a view. */
  INDArray outputs() {
    return slots.get(interval(slotAfter(0), slotAfter(0) + steps), outputRows(), all());
  }

  /**
   * Frees all that it holds.
   *
   * @param dOutputs {@code T×H×N}; is overwritten
   * @return the gradient by the columns, {@code T×F×N}
   */
  INDArray back(INDArray dOutputs, Tape tape) {
    INDArray dColumns = operators.array(steps, features, images);
    INDArray dWeight = operators.filled(0, weight.shape());
    INDArray dSlot = operators.array(features + hidden + 1L, images);
    INDArray dCell = operators.filled(0, hidden, images);
    INDArray dGates = operators.array(4, hidden, images);
    INDArray dInput = dGates.slice(INPUT);
    INDArray dForget = dGates.slice(FORGET);
    INDArray dCandidate = dGates.slice(CANDIDATE);
    INDArray dOutput = dGates.slice(OUTPUT);
    INDArray slope = operators.array(hidden, images);
    for (int step = steps - 1; step >= 0; step--) {
      int t = time(step);
      INDArray gatesNow = gates.slice(t);
      INDArray input = gatesNow.slice(INPUT);
      INDArray forget = gatesNow.slice(FORGET);
      INDArray candidate = gatesNow.slice(CANDIDATE);
      INDArray output = gatesNow.slice(OUTPUT);
      INDArray squashedNow = squashed.slice(t);
      INDArray dNow = dOutputs.slice(t);
      if (step < steps - 1) {
        dNow.addi(dSlot.get(outputRows(), all()));
      }
      // output = σ · tanh(cell)
      dNow.mul(squashedNow, dOutput);
      dNow.muli(output).muli(tanhSlope(squashedNow, slope));
      dOutput.muli(sigmoidSlope(output, slope));
      // cell = forget · cell before + input · candidate
      dCell.addi(dNow);
      dCell.mul(candidate, dInput);
      dInput.muli(sigmoidSlope(input, slope));
      dCell.mul(input, dCandidate);
      dCandidate.muli(tanhSlope(candidate, slope));
      dCell.mul(cells.slice(slotBefore(t)), dForget);
      dForget.muli(sigmoidSlope(forget, slope));
      dCell.muli(forget);

      INDArray dGatesMatrix = gatesAsMatrix(dGates);
      Operators.matmul(weight, true, dGatesMatrix, false, 1, 0, dSlot);
      Operators.matmul(dGatesMatrix, false, slots.slice(slotBefore(t)), true, 1, 1, dWeight);
      dColumns.slice(t).assign(dSlot.get(inputRows(), all()));
    }
    for (INDArray done : new INDArray[] {dSlot, dCell, dGates, slope}) {
      operators.free(done);
    }
    free();
    tape.gradient(layer, direction + ".weight_ih", operators.copy(dWeight.get(all(), inputRows())));
    tape.gradient(
        layer, direction + ".weight_hh", operators.copy(dWeight.get(all(), outputRows())));
    INDArray dBias = operators.array(4L * hidden);
    dBias.reshape('c', 4L * hidden, 1).assign(dWeight.get(all(), onesRow()));
    tape.gradient(layer, direction + ".bias", dBias);
    operators.free(dWeight);
    return dColumns;
  }

  void free() {
    for (INDArray held : new INDArray[] {weight, slots, cells, squashed, gates}) {
      operators.free(held);
    }
  }

  /** {@code y (1 − y)}, of {@code y = σ(x)} by x; overwrites {@code slope}. */
  private static INDArray sigmoidSlope(INDArray y, INDArray slope) {
    return y.rsub(1, slope).muli(y);
  }

  /** {@code 1 − y²}, of {@code y = tanh(x)} by x; overwrites {@code slope}. */
  private static INDArray tanhSlope(INDArray y, INDArray slope) {
    return y.mul(y, slope).rsubi(1);
  }

  private INDArray gatesAsMatrix(INDArray gatesOfStep) {
    return gatesOfStep.reshape('c', 4L * hidden, images);
  }

  // Times, slots and their rows.

  private boolean isBackward() {
    return direction.equals("backward");
  }

  private int time(int step) {
    return isBackward() ? steps - 1 - step : step;
  }

  private int slotBefore(int time) {
    return isBackward() ? time + 1 : time;
  }

  private int slotAfter(int time) {
    return isBackward() ? time : time + 1;
  }

  private INDArrayIndex inputRows() {
    return interval(0, features);
  }

  private INDArrayIndex outputRows() {
    return interval(features, features + hidden);
  }

  private INDArrayIndex onesRow() {
    return interval(features + hidden, features + hidden + 1);
  }
}
