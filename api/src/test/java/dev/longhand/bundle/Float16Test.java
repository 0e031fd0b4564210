package dev.longhand.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Float16Test {

  @Test
  @DisplayName("each of the 65,536 halves is the float that IEEE 754 says, and comes back")
  void everyHalf() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      short half = (short) bits;
      double expected = definition(bits);
      assertThat((double) Float16.toFloat(half))
          .as("half %04x", bits)
          .isEqualTo(Double.valueOf(expected));
      if (!Double.isNaN(expected)) {
        assertThat(Float16.fromFloat((float) expected)).as("half %04x", bits).isEqualTo(half);
      }
    }
  }

  @Test
  @DisplayName("a float between two halves goes to the nearer, and from the middle to the even one")
  void rounding() {
    for (int bits = 0; bits < 0x7c00; bits++) {
      float lower = (float) definition(bits);
      // The largest half rounds up as if 2^16 were a half; that is infinity.
      float upper = bits == 0x7bff ? 0x1p16f : (float) definition(bits + 1);
      float middle = (float) (((double) lower + upper) / 2);
      int even = bits % 2 == 0 ? bits : bits + 1;
      assertThat(Float16.fromFloat(middle)).as("middle above %04x", bits).isEqualTo((short) even);
      assertThat(Float16.fromFloat(Math.nextDown(middle))).isEqualTo((short) bits);
      assertThat(Float16.fromFloat(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
      assertThat(Float16.fromFloat(-Math.nextUp(middle))).isEqualTo((short) (0x8000 | bits + 1));
    }
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "0, 0000",
    "-0.0, 8000",
    "1, 3c00",
    "-2, c000",
    "65504, 7bff",
    "65519.996, 7bff",
    "65520, 7c00",
    "3.4e38, 7c00",
    "-Infinity, fc00",
    "NaN, 7e00",
    "5.9604645e-8, 0001",
    "2.9802322e-8, 0000",
    "1e-45, 0000"
  })
  void knownHalves(float value, String hex) {
    assertThat(Float16.fromFloat(value) & 0xffff).isEqualTo(Integer.parseInt(hex, 16));
  }

  /** The number that the standard's formula gives. */
  private static double definition(int bits) {
    int sign = bits < 0x8000 ? 1 : -1;
    int exponent = (bits >> 10) & 31;
    int fraction = bits & 1023;
    if (exponent == 31) {
      return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
    }
    return exponent == 0
        ? sign * Math.scalb(fraction / 1024.0, -14)
        : sign * Math.scalb(1 + fraction / 1024.0, exponent - 15);
  }
}
