package dev.longhand.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@DisplayName("ND4J's operators")
class OperatorsTest {

  @Test
  @DisplayName("sum any number of rows")
  void sumRows() {
    var random = new Random(1);
    try (var scratch = new Scratch()) {
      var operators = new Operators(scratch);
      for (int rows = 1; rows <= 50; rows++) {
        float[][] values = new float[rows][3];
        double[] sums = new double[3];
        for (float[] row : values) {
          for (int column = 0; column < 3; column++) {
            row[column] = random.nextFloat();
            sums[column] += row[column];
          }
        }
        INDArray sum = operators.sumOfRows(Nd4j.createFromArray(values), -2);
        for (int column = 0; column < 3; column++) {
          assertThat(sum.getDouble(column))
              .as("%d rows", rows)
              .isCloseTo(-2 * sums[column], within(1e-5 * rows));
        }
      }
    }
  }

  @Test
  @DisplayName("lose little of a long sum to rounding")
  void sumExactly() {
    int rows = 100_000;
    var random = new Random(2);
    float[] values = new float[rows];
    double exact = 0;
    for (int i = 0; i < rows; i++) {
      values[i] = 1 + random.nextFloat();
      exact += values[i];
    }
    try (var scratch = new Scratch()) {
      INDArray column = Nd4j.createFromArray(values).reshape(rows, 1);
      double sum = new Operators(scratch).sumOfRows(column, 1).getDouble(0);
      assertThat(sum).isCloseTo(exact, within(1e-6 * exact));
    }
  }
}
