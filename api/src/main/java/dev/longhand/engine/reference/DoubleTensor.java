package dev.longhand.engine.reference;

import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.nio.FloatBuffer;

/** A tensor in double precision, row-major. Nobody changes the values once it is handed on. */
record DoubleTensor(Shape shape, double[] values) {

  static DoubleTensor zeros(int... extents) {
    Shape shape = new Shape(extents);
    return new DoubleTensor(shape, new double[shape.size()]);
  }

  static DoubleTensor of(Tensor tensor) {
    double[] values = new double[tensor.shape().size()];
    FloatBuffer floats = tensor.buffer();
    for (int i = 0; i < values.length; i++) {
      values[i] = floats.get(i);
    }
    return new DoubleTensor(tensor.shape(), values);
  }

  Tensor toFloat() {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return Tensor.of(shape, FloatBuffer.wrap(floats));
  }

  int extent(int axis) {
    return shape.extent(axis);
  }

  /** The same values in another shape of the same size. */
  DoubleTensor reshape(int... extents) {
    return new DoubleTensor(new Shape(extents), values);
  }
}
