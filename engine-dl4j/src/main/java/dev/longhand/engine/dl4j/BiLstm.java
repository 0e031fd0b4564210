package dev.longhand.engine.dl4j;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import dev.longhand.network.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A bidirectional LSTM, composed of products of matrices: ND4J's own operator fails for two
 * directions, and its gradient takes ten times as long.
 */
final class BiLstm {
  private final Layer.BiLstm layer;
  private final NativeWeights weights;
  private final Operators operators;

  BiLstm(Layer.BiLstm layer, NativeWeights weights, Operators operators) {
    this.layer = layer;
    this.weights = weights;
    this.operators = operators;
  }

  /**
   * @param x {@code N×T×F}
   * @return {@code N×T×2H}
   */
  INDArray run(INDArray x, Tape tape) {
    INDArray columns = operators.permuted(x, 1, 2, 0);
    var forward = new LstmDirection(layer, "forward", columns, weights, operators);
    var backward = new LstmDirection(layer, "backward", columns, weights, operators);
    operators.free(columns);
    INDArray y = operators.array(x.size(0), x.size(1), 2L * layer.hidden());
    half(y, 0).assign(forward.outputs().permute(2, 0, 1));
    half(y, 1).assign(backward.outputs().permute(2, 0, 1));
    tape.record(dy -> back(forward, backward, dy, tape));
    if (!tape.isRecording()) {
      forward.free();
      backward.free();
    }
    return y;
  }

  private INDArray back(LstmDirection forward, LstmDirection backward, INDArray dy, Tape tape) {
    INDArray dForward = operators.permuted(half(dy, 0), 1, 2, 0);
    INDArray dBackward = operators.permuted(half(dy, 1), 1, 2, 0);
    INDArray dColumns = forward.back(dForward, tape);
    INDArray more = backward.back(dBackward, tape);
    dColumns.addi(more);
    INDArray dx = operators.permuted(dColumns, 2, 0, 1);
    for (INDArray done : new INDArray[] {dForward, dBackward, dColumns, more}) {
      operators.free(done);
    }
    return dx;
  }

  /** The outputs of one direction, as a view. */
  private INDArray half(INDArray y, long direction) {
    long hidden = layer.hidden();
    return y.get(all(), all(), interval(direction * hidden, (direction + 1) * hidden));
  }
}
