package dev.longhand.bundle;

/**
 * IEEE 754 binary16, which JDK 17 does not convert: 1 sign bit, 5 bits of exponent with bias 15, 10
 * bits of fraction.
 */
final class Float16 {

  private Float16() {}

  /** The nearest half, ties to even; too large a number becomes an infinity. */
  static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    int magnitude = bits & 0x7fff_ffff;
    int half;
    if (magnitude > 0x7f80_0000) {
      half = 0x7e00; // a quiet NaN
    } else if (magnitude >= 0x4780_0000) {
      half = 0x7c00; // 2^16 and more, infinity included
    } else if (magnitude < 0x3880_0000) {
      // Below 2^-14 halves are multiples of 2^-24, which is one ulp of 0.5f: adding it rounds.
      float shifted = Float.intBitsToFloat(magnitude) + 0.5f;
      half = Float.floatToRawIntBits(shifted) - Float.floatToRawIntBits(0.5f);
    } else {
      int halfwayAndOdd = 0xfff + ((magnitude >>> 13) & 1);
      int rebiased = magnitude - ((127 - 15) << 23);
      half = (rebiased + halfwayAndOdd) >>> 13; // a carry moves on to the exponent, rightly
    }
    return (short) (sign | half);
  }

  /** The same number; every half is a float. */
  static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >>> 10) & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0) {
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int widened = exponent == 0x1f ? 0xff : exponent + 127 - 15;
    return Float.intBitsToFloat(sign | (widened << 23) | (fraction << 13));
  }
}
