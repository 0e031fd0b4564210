package dev.longhand.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class PercentileTest {

  @Property
  @Label("it is what sorting gives, with many equal values too, and the values are left alone")
  void sorted(
      @ForAll @IntRange(min = 1, max = 300) int count,
      @ForAll @IntRange(min = 1, max = 50) int distinct,
      @ForAll @DoubleRange(min = 0, max = 1) double share,
      @ForAll long seed) {
    var random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(distinct) / 7f;
    }
    float[] before = values.clone();

    float percentile = Percentile.of(values, share);

    float[] sorted = values.clone();
    Arrays.sort(sorted);
    assertThat(percentile).isEqualTo(sorted[(int) (share * (count - 1))]);
    assertThat(values).isEqualTo(before);
  }
}
