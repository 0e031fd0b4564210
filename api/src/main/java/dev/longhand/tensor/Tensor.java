package dev.longhand.tensor;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** Immutable float32 values in row-major order: the last axis varies fastest. */
public final class Tensor {
  private final Shape shape;
  private final float[] values;

  private Tensor(Shape shape, float[] values) {
    if (values.length != shape.size()) {
      throw new IllegalArgumentException(
          "shape " + shape + " needs " + shape.size() + " values, but there are " + values.length);
    }
    this.shape = shape;
    this.values = values;
  }

  /** A tensor of a copy of {@code values}. */
  public static Tensor of(Shape shape, float... values) {
    return new Tensor(shape, values.clone());
  }

  /** A tensor of the remaining elements of a buffer, which is left as it was. */
  public static Tensor of(Shape shape, FloatBuffer values) {
    float[] copy = new float[values.remaining()];
    values.duplicate().get(copy);
    return new Tensor(shape, copy);
  }

  public static Tensor zeros(Shape shape) {
    return new Tensor(shape, new float[shape.size()]);
  }

  /**
   * Puts tensors of one shape beside each other along a new outermost axis.
   *
   * @throws IllegalArgumentException when there are none, or their shapes differ
   */
  public static Tensor stack(List<Tensor> tensors) {
    if (tensors.isEmpty()) {
      throw new IllegalArgumentException("cannot stack no tensors");
    }
    Shape each = tensors.get(0).shape;
    int size = each.size();
    float[] all = new float[Math.multiplyExact(size, tensors.size())];
    for (int i = 0; i < tensors.size(); i++) {
      Tensor tensor = tensors.get(i);
      if (!tensor.shape.equals(each)) {
        throw new IllegalArgumentException(
            "tensor " + i + " is " + tensor.shape + ", but the first is " + each);
      }
      System.arraycopy(tensor.values, 0, all, i * size, size);
    }
    int[] extents = new int[each.rank() + 1];
    extents[0] = tensors.size();
    System.arraycopy(each.extents(), 0, extents, 1, each.rank());
    return new Tensor(new Shape(extents), all);
  }

  public Shape shape() {
    return shape;
  }

  /** The element at a flat, row-major index. */
  public float at(int index) {
    return values[index];
  }

  /** A copy of the values, row-major. */
  public float[] toArray() {
    return values.clone();
  }

  /** A read-only view of the values, without a copy. */
  public FloatBuffer buffer() {
    return FloatBuffer.wrap(values).asReadOnlyBuffer();
  }

  /** One entry along the outermost axis, of this tensor's shape without that axis. */
  public Tensor get(int index) {
    int[] extents = shape.extents();
    Shape inner = new Shape(Arrays.copyOfRange(extents, 1, extents.length));
    int size = inner.size();
    return new Tensor(inner, Arrays.copyOfRange(values, index * size, (index + 1) * size));
  }

  /** The same values in another shape of the same size. */
  public Tensor reshape(Shape other) {
    return new Tensor(other, values);
  }

  /** Equal in shape and, bit by bit, in every value. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && shape.equals(that.shape)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Tensor[" + shape + "]";
  }
}
