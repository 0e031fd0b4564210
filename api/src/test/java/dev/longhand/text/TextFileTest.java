package dev.longhand.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.longhand.LonghandException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("words.txt");
  }

  private void assertRefused(Path refused, String message) {
    assertThatExceptionOfType(LonghandException.class)
        .isThrownBy(() -> TextFile.read(refused, "a lexicon, one word a line"))
        .withMessage(refused + ": " + message);
  }

  @Test
  void aTextIsReadAsItStands() throws IOException {
    Files.writeString(file, "Blüte\r\n e\u0301té \n");

    assertThat(TextFile.read(file, "a text")).isEqualTo("Blüte\r\n e\u0301té \n");
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheText() throws IOException {
    Files.writeString(file, "\ufeffone\n\ufefftwo");

    assertThat(TextFile.read(file, "a text")).isEqualTo("one\n\ufefftwo");
  }

  @Test
  void anEmptyFileIsAnEmptyText() throws IOException {
    Files.createFile(file);

    assertThat(TextFile.read(file, "a text")).isEmpty();
  }

  @Test
  void whatCannotBeReadIsToldWithWhatIsNeeded() throws IOException {
    assertRefused(file, "there is no such file; name a lexicon, one word a line");
    assertRefused(folder, "is a folder; name a lexicon, one word a line");
    Files.write(file, "Blüte".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(file, "is not text in UTF-8; convert it first");
  }

  @Test
  void aFileThatIsTooLargeIsNotRead() throws IOException {
    try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength((1L << 28) + 1);
    }

    assertRefused(file, "has 268435457 bytes, but at most 268435456 are read");
  }
}
