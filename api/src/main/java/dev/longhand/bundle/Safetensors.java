package dev.longhand.bundle;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.longhand.LonghandException;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Named tensors as bytes: the part of the safetensors format that a model file uses.
 *
 * <p>Eight bytes give the length of the header, little-endian; the header is JSON, padded with
 * spaces to a multiple of eight; then comes the data, little-endian and row-major, tensor by tensor
 * in the header's order, without gaps.
 *
 * @see <a href="https://huggingface.co/docs/safetensors/index">The format</a>
 */
final class Safetensors {
  private static final String FILE = Member.WEIGHTS.fileName();
  private static final int HEADER_LIMIT = 1 << 20;

  /** The types of numbers that a model file may hold, as safetensors calls them. */
  enum NumberType {
    F32(4),
    F16(2);

    private final int bytes;

    NumberType(int bytes) {
      this.bytes = bytes;
    }
  }

  /**
   * One tensor in the header.
   *
   * @param dataOffsets its first byte and the one after its last, from the start of the data
   */
  record Entry(NumberType dtype, int[] shape, @JsonProperty("data_offsets") long[] dataOffsets) {}

  private Safetensors() {}

  /**
   * @throws LonghandException when a value is not finite, or too large for the precision
   */
  static byte[] write(Weights weights, WeightPrecision precision) {
    Map<String, Entry> header = new LinkedHashMap<>();
    long size = 0;
    for (Map.Entry<String, Tensor> named : weights.byName().entrySet()) {
      Shape shape = named.getValue().shape();
      NumberType type = typeOf(shape, precision);
      long end = size + (long) shape.size() * type.bytes;
      header.put(named.getKey(), new Entry(type, shape.extents(), new long[] {size, end}));
      size = end;
    }
    byte[] json = BundleJson.write(header);
    int padding = Math.floorMod(-json.length, 8);
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(8L + json.length + padding + size))
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length + padding)
            .put(json);
    for (int i = 0; i < padding; i++) {
      bytes.put((byte) ' ');
    }
    weights.byName().forEach((name, tensor) -> put(bytes, name, tensor, precision));
    return bytes.array();
  }

  private static NumberType typeOf(Shape shape, WeightPrecision precision) {
    return precision == WeightPrecision.FLOAT16 && shape.rank() > 1
        ? NumberType.F16
        : NumberType.F32;
  }

  private static void put(ByteBuffer bytes, String name, Tensor tensor, WeightPrecision precision) {
    NumberType type = typeOf(tensor.shape(), precision);
    FloatBuffer values = tensor.buffer();
    for (int i = 0; values.hasRemaining(); i++) {
      float value = values.get();
      if (!Float.isFinite(value)) {
        throw new LonghandException(
            "value "
                + i
                + " of the weight '"
                + name
                + "' is "
                + value
                + "; training diverged, so try a lower learning rate");
      }
      if (type == NumberType.F32) {
        bytes.putFloat(value);
      } else {
        short half = Float16.fromFloat(value);
        if (!Float.isFinite(Float16.toFloat(half))) {
          throw new LonghandException(
              "value "
                  + i
                  + " of the weight '"
                  + name
                  + "' is "
                  + value
                  + ", too large for half precision; write the model as float32");
        }
        bytes.putShort(half);
      }
    }
  }

  /**
   * @throws UnreadableBundleException when header and data do not fit exactly
   */
  static Weights read(byte[] content) {
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    long headerLength = content.length < 8 ? -1 : bytes.getLong();
    if (headerLength < 2 || headerLength > Math.min(HEADER_LIMIT, content.length - 8)) {
      throw new UnreadableBundleException(
          FILE
              + ": the header must have 2 to "
              + Math.min(HEADER_LIMIT, Math.max(content.length - 8, 2))
              + " bytes, but has "
              + headerLength);
    }
    byte[] json = new byte[(int) headerLength];
    bytes.get(json);
    ByteBuffer data = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    Map<String, Tensor> byName = new LinkedHashMap<>();
    BundleJson.readByName(FILE, json, Entry.class)
        .forEach((name, entry) -> byName.put(name, tensor(name, entry, data)));
    if (data.hasRemaining()) {
      throw new UnreadableBundleException(
          FILE + ": " + data.remaining() + " bytes of data belong to no tensor");
    }
    return new Weights(byName);
  }

  /** Takes the next tensor from the data, which stands where the one before ended. */
  private static Tensor tensor(String name, Entry entry, ByteBuffer data) {
    Shape shape;
    try {
      shape = new Shape(entry.shape());
    } catch (IllegalArgumentException e) {
      throw new UnreadableBundleException(FILE + ": tensor '" + name + "': " + e.getMessage(), e);
    }
    long[] offsets = entry.dataOffsets();
    long begin = data.position();
    long end = begin + (long) shape.size() * entry.dtype().bytes;
    if (offsets.length != 2 || offsets[0] != begin || offsets[1] != end || end > data.limit()) {
      throw new UnreadableBundleException(
          FILE
              + ": tensor '"
              + name
              + "', "
              + shape
              + " of "
              + entry.dtype()
              + ", must have the bytes "
              + begin
              + " to "
              + end
              + " of "
              + data.limit()
              + ", but has "
              + Arrays.toString(offsets));
    }
    float[] values = new float[shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          entry.dtype() == NumberType.F32 ? data.getFloat() : Float16.toFloat(data.getShort());
      if (!Float.isFinite(values[i])) {
        throw new UnreadableBundleException(
            FILE + ": value " + i + " of tensor '" + name + "' is " + values[i]);
      }
    }
    return Tensor.of(shape, FloatBuffer.wrap(values));
  }
}
