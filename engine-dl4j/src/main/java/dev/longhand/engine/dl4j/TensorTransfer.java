package dev.longhand.engine.dl4j;

import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Tensors into and out of native memory, with one copy each way. Arrays are whole and row-major.
 */
final class TensorTransfer {

  private TensorTransfer() {}

  static INDArray toNative(Tensor tensor, Scratch scratch) {
    int[] extents = tensor.shape().extents();
    INDArray array = scratch.array(IntStream.of(extents).asLongStream().toArray());
    write(tensor, array);
    return array;
  }

  /** Overwrites an array of the tensor's size. */
  static void write(Tensor tensor, INDArray array) {
    array.data().asNioFloat().put(tensor.buffer());
  }

  static Tensor toJava(INDArray array) {
    return Tensor.of(shape(array), array.data().asNioFloat());
  }

  static Shape shape(INDArray array) {
    return new Shape(LongStream.of(array.shape()).mapToInt(Math::toIntExact).toArray());
  }
}
