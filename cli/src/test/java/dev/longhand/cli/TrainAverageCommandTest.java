package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.bundle.ModelBundle;
import dev.longhand.bundle.WeightPrecision;
import dev.longhand.cli.Shell.Outcome;
import dev.longhand.network.Weights;
import dev.longhand.tensor.Tensor;
import dev.longhand.text.Alphabet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("longhand train average")
class TrainAverageCommandTest {
  @TempDir Path folder;
  private Path one;
  private Path zero;

  @BeforeEach
  void models() {
    one = Bars.model(folder);
    zero = folder.resolve("zero.longhand");
    ModelBundle bars = ModelBundle.read(one);
    Map<String, Tensor> zeros = new LinkedHashMap<>();
    bars.weights().byName().forEach((name, of) -> zeros.put(name, Tensor.zeros(of.shape())));
    with(bars, new Weights(zeros), bars.alphabet()).write(zero, WeightPrecision.FLOAT32);
  }

  private static ModelBundle with(ModelBundle of, Weights weights, Alphabet alphabet) {
    return new ModelBundle(
        of.name(),
        of.kind(),
        of.network(),
        weights,
        alphabet,
        of.preprocessing(),
        of.decoder(),
        of.provenance(),
        of.card());
  }

  private Outcome average(Object... more) {
    List<Object> all = new ArrayList<>(List.of("train", "average", "--out", "mean.longhand"));
    all.addAll(Arrays.asList(more));
    return new Shell(folder).run(all.toArray());
  }

  @Test
  @DisplayName("writes the means of the weights, by their shares, and says of what")
  void means() throws IOException {
    Outcome outcome = average(one + "=3", zero + "=1");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    ModelBundle mean = ModelBundle.read(folder.resolve("mean.longhand"));
    float[] bias = ModelBundle.read(one).weights().get("head.bias").toArray();
    assertThat(mean.weights().get("head.bias").toArray())
        .containsExactly(0.75f * bias[0], 0.75f * bias[1]);
    assertThat(mean.provenance().settings())
        .containsEntry("average of weights", "0.750 bars.longhand + 0.250 zero.longhand");
    assertThat(mean.card()).contains("0.750 bars.longhand + 0.250 zero.longhand");
  }

  @Test
  @DisplayName("refuses models that do not fit together, and shares that are none")
  void refusals() {
    ModelBundle bars = ModelBundle.read(one);
    Path other = folder.resolve("other.longhand");
    with(bars, bars.weights(), Alphabet.ofCodePoints("x")).write(other, WeightPrecision.FLOAT32);

    Outcome outcome = average(one + "=1", other + "=1");
    assertThat(outcome.code()).isEqualTo(Longhand.FAILED);
    assertThat(outcome.err()).contains("bars.longhand", "other.longhand", "different alphabets");

    for (String nonsense : List.of("", "=", "=1", one + "=0", one + "=-1", one + "=x", "" + one)) {
      assertThat(average(one + "=1", nonsense).err())
          .as(nonsense)
          .contains("MODEL=SHARE", "but was " + nonsense);
    }
    assertThat(average(one + "=1").code()).isEqualTo(2);
  }
}
