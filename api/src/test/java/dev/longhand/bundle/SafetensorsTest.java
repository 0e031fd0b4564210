package dev.longhand.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhand.LonghandException;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {

  @Test
  @DisplayName("two weights are the bytes that the format says")
  void knownBytes() {
    Map<String, Tensor> byName = new LinkedHashMap<>();
    byName.put("w", Tensor.of(Shape.of(1, 2), 1, -2));
    byName.put("b", Tensor.of(Shape.of(1), 0.5f));
    String header =
        "{\"w\":{\"dtype\":\"F16\",\"shape\":[1,2],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}";
    assertThat(Safetensors.write(new Weights(byName), WeightPrecision.FLOAT16))
        .isEqualTo(bytes(header + " ".repeat(8 - header.length() % 8), 0x3c00, 0xc000, 0, 0x3f00));
  }

  @Property(tries = 100)
  void float32ComesBackBitByBit(@ForAll @Size(6) float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.isFinite(values[i]) ? values[i] : 0;
    }
    Weights weights = new Weights(Map.of("w", Tensor.of(Shape.of(2, 3), values)));
    assertThat(Safetensors.read(Safetensors.write(weights, WeightPrecision.FLOAT32)))
        .isEqualTo(weights);
  }

  @Property(tries = 100)
  void float16KeepsElevenBitsOfKernelsAndAllOfVectors(
      @ForAll @Size(4) List<@FloatRange(min = -8, max = 8) Float> numbers) {
    float[] values = new float[4];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.get(i);
    }
    Weights weights =
        new Weights(
            Map.of("w", Tensor.of(Shape.of(4, 1), values), "b", Tensor.of(Shape.of(4), values)));
    Weights read = Safetensors.read(Safetensors.write(weights, WeightPrecision.FLOAT16));
    assertThat(read.get("b")).isEqualTo(weights.get("b"));
    for (int i = 0; i < values.length; i++) {
      assertThat((double) read.get("w").at(i) - values[i])
          .isBetween(-bound(values[i]), bound(values[i]));
    }
  }

  @Test
  void weightsOfADivergedTrainingAreNotWritten() {
    Weights weights = new Weights(Map.of("conv.weight", Tensor.of(Shape.of(2), 1, Float.NaN)));
    assertThatThrownBy(() -> Safetensors.write(weights, WeightPrecision.FLOAT32))
        .isInstanceOf(LonghandException.class)
        .hasMessage(
            "value 1 of the weight 'conv.weight' is NaN; training diverged, so try a lower"
                + " learning rate");
  }

  @Test
  void weightsTooLargeForHalvesAreNotWritten() {
    Weights weights = new Weights(Map.of("w", Tensor.of(Shape.of(1, 1), 65_520)));
    assertThatThrownBy(() -> Safetensors.write(weights, WeightPrecision.FLOAT16))
        .isInstanceOf(LonghandException.class)
        .hasMessage(
            "value 0 of the weight 'w' is 65520.0, too large for half precision; write the model"
                + " as float32");
    assertThat(Safetensors.read(Safetensors.write(weights, WeightPrecision.FLOAT32)))
        .isEqualTo(weights);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 1, 9, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE})
  void aHeaderThatIsLongerThanTheFileIsRefused(long length) {
    byte[] bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array();
    assertThatThrownBy(() -> Safetensors.read(bytes))
        .isInstanceOf(UnreadableBundleException.class)
        .hasMessage("weights.safetensors: the header must have 2 to 8 bytes, but has " + length);
  }

  @Test
  void aFileOfAFewBytesIsRefused() {
    assertThatThrownBy(() -> Safetensors.read(new byte[7]))
        .isInstanceOf(UnreadableBundleException.class);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "a gap       | `[0,4]` | `[4,8]` | tensor 'a', 1 of F32, must have the bytes 0 to 4 of 8, but has [4, 8]",
        "an overlap  | `[4,8]` | `[0,4]` | tensor 'b', 1 of F32, must have the bytes 4 to 8 of 8, but has [0, 4]",
        "the end     | `[4,8]` | `[4,12]` | tensor 'b', 1 of F32, must have the bytes 4 to 8 of 8, but has [4, 12]",
        "a negative  | `[0,4]` | `[-4,0]` | tensor 'a'",
        "one offset  | `[0,4]` | `[0]` | tensor 'a'",
        "a type      | `F32\",\"shape\":[1],\"data_offsets\":[0` | `F16\",\"shape\":[1],\"data_offsets\":[0` | tensor 'a', 1 of F16, must have the bytes 0 to 2 of 8, but has [0, 4]",
        "too large   | `[1],\"data_offsets\":[0` | `[2000000000],\"data_offsets\":[0` | tensor 'a', 2000000000 of F32, must have the bytes 0 to 8000000000 of 8",
        "an overflow | `[1],\"data_offsets\":[0` | `[65536,65536],\"data_offsets\":[0` | tensor 'a': a tensor holds at most 2^31 - 1 elements",
        "an empty    | `[1],\"data_offsets\":[0` | `[0],\"data_offsets\":[0` | tensor 'a': extent must be positive, but was 0"
      })
  void offsetsThatDoNotFitAreRefused(String what, String text, String by, String message) {
    String header =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}";
    assertThat(Safetensors.read(bytes(header, 0, 0, 0, 0)).names()).containsExactly("a", "b");
    assertThatThrownBy(() -> Safetensors.read(bytes(header.replace(text, by), 0, 0, 0, 0)))
        .as(what)
        .isInstanceOf(UnreadableBundleException.class)
        .hasMessageStartingWith("weights.safetensors: " + message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "null",
        "{\"a\":null}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":null,\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[null],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"more\":1}}",
        "{\"a\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":0,\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        "{\"__metadata__\":{\"format\":\"pt\"}}",
        "{}"
      })
  void aHeaderOutsideTheSubsetIsRefused(String header) {
    assertThatThrownBy(() -> Safetensors.read(bytes(header, 0, 0, 0, 0)))
        .isInstanceOf(UnreadableBundleException.class)
        .hasMessageStartingWith("weights.safetensors");
  }

  @Test
  void dataThatIsNotFiniteIsRefused() {
    String header = "{\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}}";
    assertThatThrownBy(() -> Safetensors.read(bytes(header, 0, 0x7c00)))
        .isInstanceOf(UnreadableBundleException.class)
        .hasMessage("weights.safetensors: value 1 of tensor 'a' is Infinity");
  }

  /** Half a unit in the last of eleven bits, or of the smallest half. */
  private static double bound(float value) {
    return Math.max(Math.abs(value) * 0x1p-11, 0x1p-25);
  }

  private static byte[] bytes(String header, int... shorts) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + json.length + 2 * shorts.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json);
    for (int value : shorts) {
      bytes.putShort((short) value);
    }
    return bytes.array();
  }
}
