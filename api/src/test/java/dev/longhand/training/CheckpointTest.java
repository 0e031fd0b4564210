package dev.longhand.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhand.LonghandException;
import dev.longhand.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("some.checkpoint");
  }

  private static Checkpoint some() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("b.weight", Shape.of(2, 3));
    shapes.put("a.bias", Shape.of(2));
    Map<String, float[]> vectors = new LinkedHashMap<>();
    vectors.put("weights", new float[] {1, 2, 3, 4, 5, 6, 7, 8});
    vectors.put("averaged", new float[] {-0f, Float.MIN_VALUE, 3, 4, 5, 6, 7, 8});
    vectors.put("best", new float[] {9, 8, 7, 6, 5, 4, 3, Float.MAX_VALUE});
    return new Checkpoint(
        Map.of("learningRate", "0.1"),
        List.of(
            new EpochResult(1, 0.5, 0.9, Map.of("accuracy", 0.75), 0.75, 1e-3, 12.5),
            new EpochResult(2, 0.1 + 0.2, Double.NaN, Map.of("rate", Double.NaN), 0.5, 1e-4, 11)),
        shapes,
        vectors);
  }

  private byte[] written() throws IOException {
    some().write(file(), Checkpoint.Disk.REAL);
    return Files.readAllBytes(file());
  }

  @Test
  void whatIsWrittenIsReadBitForBit() throws IOException {
    byte[] bytes = written();
    Checkpoint read = Checkpoint.read(file());

    assertThat(read.recipe()).isEqualTo(some().recipe());
    assertThat(read.history()).isEqualTo(some().history());
    assertThat(read.shapes()).containsExactlyEntriesOf(some().shapes());
    assertThat(read.vectorNames()).containsExactly("weights", "averaged", "best");
    for (String name : read.vectorNames()) {
      assertThat(read.vector(name)).isEqualTo(some().vector(name));
    }
    read.write(file(), Checkpoint.Disk.REAL);
    assertThat(Files.readAllBytes(file())).isEqualTo(bytes);
  }

  @Test
  void theBestWeightsCanBeTakenFromAnUnfinishedTraining() throws IOException {
    written();
    TrainingResult.Best best = Checkpoint.read(file()).best();

    assertThat(best.epoch().epoch()).isEqualTo(1);
    assertThat(best.weights().names()).containsExactly("b.weight", "a.bias");
    assertThat(best.weights().get("b.weight").toArray()).containsExactly(9, 8, 7, 6, 5, 4);
    assertThat(best.weights().get("a.bias").toArray()).containsExactly(3, Float.MAX_VALUE);
  }

  @Test
  void everyFlippedBitIsNoticed() throws IOException {
    byte[] good = written();
    for (int at = 0; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= (byte) (1 << (at % 8));
      Files.write(file(), bad);
      assertThatThrownBy(() -> Checkpoint.read(file()))
          .as("byte %d", at)
          .isInstanceOf(LonghandException.class)
          .hasMessageStartingWith(file() + " is not a checkpoint that can be resumed: ")
          .hasMessageEndingWith(". Remove it to train anew, or name another file");
    }
  }

  @Test
  void everyTruncationAndEveryExtraByteIsNoticed() throws IOException {
    byte[] good = written();
    for (int length = 0; length < good.length; length++) {
      Files.write(file(), Arrays.copyOf(good, length));
      assertThatThrownBy(() -> Checkpoint.read(file()))
          .as("length %d", length)
          .isInstanceOf(LonghandException.class);
    }
    Files.write(file(), Arrays.copyOf(good, good.length + 1));
    assertThatThrownBy(() -> Checkpoint.read(file()))
        .isInstanceOf(LonghandException.class)
        .hasMessageContaining("it is damaged or cut short (its digest is wrong)");
  }

  /** With a digest that is right, whatever the header. */
  private void writeWithHeader(int length, String header, int valueBytes) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeBytes("longhand-ckpt-1\n");
    out.writeInt(length);
    out.write(header.getBytes(StandardCharsets.UTF_8));
    out.write(new byte[valueBytes]);
    out.write(Checkpoint.sha256().digest(bytes.toByteArray()));
    Files.write(file(), bytes.toByteArray());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "no JSON",
        "{\"weights\":[],\"vectors\":[],\"recipe\":{},\"history\":[]}",
        "{\"weights\":[{\"name\":\"a\",\"shape\":[-1]}],\"vectors\":[],\"recipe\":{},\"history\":[]}",
        "{\"weights\":[{\"name\":\"a\",\"shape\":[2000000000]}],\"vectors\":[\"weights\"],\"recipe\":{},\"history\":[]}",
        "{\"weights\":[{\"name\":\"a\",\"shape\":[1]},{\"name\":\"a\",\"shape\":[1]}],\"vectors\":[],\"recipe\":{},\"history\":[]}",
        "{\"weights\":[{\"shape\":[1]}],\"vectors\":[],\"recipe\":{},\"history\":[]}",
        "{\"weights\":[],\"vectors\":[\"weights\",\"averaged\",\"best\"],\"recipe\":{},\"history\":[{}]}",
        "{\"weights\":[],\"vectors\":[\"weights\",\"averaged\",\"best\"],\"recipe\":{},\"history\":[{\"validation\":{\"x\":\"many\"}}]}"
      })
  void aHeaderOfNonsenseIsRefusedWithoutGreatAllocations(String header) throws IOException {
    writeWithHeader(header.length(), header, 0);
    assertThatThrownBy(() -> Checkpoint.read(file()))
        .isInstanceOf(LonghandException.class)
        .hasMessageContaining("is not a checkpoint that can be resumed: ");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 1000, Integer.MAX_VALUE})
  void aHeaderLengthOfNonsenseIsRefused(int length) throws IOException {
    writeWithHeader(length, "{}", 0);
    assertThatThrownBy(() -> Checkpoint.read(file())).isInstanceOf(LonghandException.class);
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> Checkpoint.read(file()))
        .isInstanceOf(LonghandException.class)
        .hasMessageContaining("cannot read the checkpoint " + file());
  }
}
