package dev.longhand.engine.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Tensors into and out of native memory, with one copy each way. */
final class TensorTransfer {

  private TensorTransfer() {}

  /**
   * A new array of a tensor's values; freed with its manager, without waiting for the collector.
   */
  static NDArray toNative(Tensor tensor, NDManager manager) {
    NDArray array = manager.create(nativeShape(tensor.shape()));
    write(tensor, array);
    return array;
  }

  /** Overwrites an array of the tensor's shape, whose memory is row-major. */
  static void write(Tensor tensor, NDArray array) {
    array.toByteBuffer(true).asFloatBuffer().put(tensor.buffer());
  }

  static Tensor toJava(NDArray array) {
    return Tensor.of(shape(array), array.toByteBuffer(true).asFloatBuffer());
  }

  static ai.djl.ndarray.types.Shape nativeShape(Shape shape) {
    return new ai.djl.ndarray.types.Shape(IntStream.of(shape.extents()).asLongStream().toArray());
  }

  static Shape shape(NDArray array) {
    long[] extents = array.getShape().getShape();
    return new Shape(LongStream.of(extents).mapToInt(Math::toIntExact).toArray());
  }
}
