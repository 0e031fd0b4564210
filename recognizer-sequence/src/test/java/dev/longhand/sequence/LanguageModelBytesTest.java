package dev.longhand.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.longhand.LonghandException;
import dev.longhand.text.Alphabet;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LanguageModelBytesTest {
  private static final Alphabet ABCD = Alphabet.ofCodePoints("abcd");
  private static final byte[] SOME = Models.of(ABCD, 4, "abc", "bad", "dad", "cab", "").toBytes();

  @Property(tries = 100)
  @Label("what is written reads as it was, and is written as the same bytes")
  void roundTrip(
      @ForAll @Size(max = 10) List<@CharRange(from = 'a', to = 'd') String> words,
      @ForAll @IntRange(min = 1, max = 6) int order) {
    var model = Models.of(ABCD, order, words.toArray(String[]::new));
    byte[] bytes = model.toBytes();
    CharacterLanguageModel read = CharacterLanguageModel.read(ByteBuffer.wrap(bytes), "m");
    assertThat(read).isEqualTo(model);
    assertThat(read.toBytes()).isEqualTo(bytes);
    assertThat(Models.logProbability(read, "abba")).isEqualTo(Models.logProbability(model, "abba"));
  }

  @Test
  void anyShorterFileIsRefused() {
    for (int length = 0; length < SOME.length; length++) {
      byte[] shorter = Arrays.copyOf(SOME, length);
      assertThatThrownBy(() -> CharacterLanguageModel.read(ByteBuffer.wrap(shorter), "m.bin"))
          .isInstanceOf(LonghandException.class)
          .hasMessageMatching(
              "m.bin: is no readable language model: it (does not start as one|is damaged or"
                  + " truncated: its checksum is wrong; copy it again)");
    }
  }

  @Test
  void aChangedBitIsRefused() {
    for (int bit = 0; bit < 8 * SOME.length; bit++) {
      byte[] changed = SOME.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> CharacterLanguageModel.read(ByteBuffer.wrap(changed), "m.bin"))
          .isInstanceOf(LonghandException.class);
    }
  }

  @Property(tries = 2000)
  @Label("forged bytes with the right checksum are a model whose probabilities sum to 1, or none")
  void forged(
      @ForAll @IntRange(min = 4, max = 60) int at,
      @ForAll byte value,
      @ForAll @IntRange(min = -3, max = 3) int longerBy) {
    byte[] forged = Arrays.copyOf(SOME, SOME.length + longerBy);
    forged[at % (forged.length - 4)] = value;
    var crc = new CRC32();
    crc.update(forged, 0, forged.length - 4);
    ByteBuffer.wrap(forged).putInt(forged.length - 4, (int) crc.getValue());
    CharacterLanguageModel read;
    try {
      read = CharacterLanguageModel.read(ByteBuffer.wrap(forged), "m.bin");
    } catch (LonghandException e) {
      assertThat(e.getMessage()).startsWith("m.bin: is no readable language model: ");
      return;
    }
    CharacterLanguageModelTest.assertSumsToOne(read, read.start());
    CharacterLanguageModelTest.assertSumsToOne(read, read.extend(read.start(), 0));
  }

  @Test
  void aLaterVersionIsCalledThat() {
    byte[] later = SOME.clone();
    later[4] = 2;
    assertThatThrownBy(() -> CharacterLanguageModel.read(ByteBuffer.wrap(later), "m.bin"))
        .hasMessage(
            "m.bin: is no readable language model: its version is 2, but this release reads 1");
  }
}
