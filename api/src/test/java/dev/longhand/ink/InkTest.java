package dev.longhand.ink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhand.ink.Ink.Stroke;
import java.util.List;
import org.junit.jupiter.api.Test;

class InkTest {

  @Test
  void aStrokeIsPointsOfXAndY() {
    Stroke stroke = new Stroke(1, 2, 3, 4);

    assertThat(stroke.points()).isEqualTo(2);
    assertThat(stroke.x(1)).isEqualTo(3);
    assertThat(stroke.y(1)).isEqualTo(4);
  }

  @Test
  void aStrokeCannotBeChangedFromOutside() {
    float[] coordinates = {1, 2};
    Stroke stroke = new Stroke(coordinates);
    coordinates[0] = 9;
    stroke.coordinates()[1] = 9;

    assertThat(stroke).isEqualTo(new Stroke(1, 2)).hasSameHashCodeAs(new Stroke(1, 2));
    assertThat(stroke).isNotEqualTo(new Stroke(9, 2)).hasToString("Stroke[1 points]");
  }

  @Test
  void nonsenseIsRefusedWithTheValue() {
    assertThatThrownBy(() -> new Stroke(1, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("but there are 3");
    assertThatThrownBy(() -> new Stroke())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("but there are 0");
    assertThatThrownBy(() -> new Stroke(1, Float.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("coordinates are finite, but one is NaN");
    assertThatThrownBy(() -> new Ink(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ink has at least one stroke");
  }
}
