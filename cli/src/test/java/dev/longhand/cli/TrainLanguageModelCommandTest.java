package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.bundle.ModelBundle;
import dev.longhand.cli.Shell.Outcome;
import dev.longhand.sequence.CharacterLanguageModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("longhand train language-model")
class TrainLanguageModelCommandTest {
  @TempDir Path folder;

  @BeforeEach
  void text() throws IOException {
    Files.writeString(folder.resolve("text.txt"), "so we beat on boats against the current да\n");
  }

  private Outcome train(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("train", "language-model", "--data", "text.txt"));
    all.addAll(Arrays.asList(arguments));
    return new Shell(folder).run(all.toArray());
  }

  @Test
  @DisplayName("puts what it learned into a model, whose weights stay as they are")
  void intoAModel() {
    Path file = TinyModel.write(folder);
    ModelBundle before = ModelBundle.read(file);
    Outcome outcome = train("--into", "tiny.longhand", "--order", 3);

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).startsWith("tiny.longhand: a language model of order 3 with ");
    assertThat(outcome.err())
        .contains("1 of 9 different words have symbols that are not in the alphabet");
    ModelBundle after = ModelBundle.read(file);
    assertThat(after.weights()).isEqualTo(before.weights());
    var model = CharacterLanguageModel.read(after.languageModel().orElseThrow(), "tiny");
    assertThat(model.alphabet()).isEqualTo(before.alphabet());
    assertThat(model.order()).isEqualTo(3);
  }

  @Test
  @DisplayName("counts the words of a list, and not the forms and numbers that go with them")
  void countsWords() throws IOException {
    TinyModel.write(folder);
    Files.writeString(folder.resolve("list.txt"), "boats\nда\ncurrent\nнет\n");

    Outcome outcome =
        new Shell(folder)
            .run("train", "language-model", "--data", "list.txt", "--into", "tiny.longhand");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err()).contains("2 of 4 different words");
    assertThat(outcome.out()).contains("of 2 different words");
  }

  @Test
  @DisplayName("writes what it learned as a file, for the alphabet of a model or of a file")
  void asAFile() throws IOException {
    Files.writeString(folder.resolve("alphabet.txt"), String.join("\n", "abcenostuw".split("")));
    Outcome outcome = train("--out", "text.lm", "--alphabet", "alphabet.txt");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    byte[] bytes = Files.readAllBytes(folder.resolve("text.lm"));
    assertThat(CharacterLanguageModel.read(ByteBuffer.wrap(bytes), "text.lm").alphabet().size())
        .isEqualTo(10);
    assertThat(train("--out", "latin.lm", "--alphabet", "latin-62").code()).isZero();
  }

  @Test
  @DisplayName("says in one line what is missing or wrong, and changes nothing")
  void mistakes() throws IOException {
    Path model = TinyModel.write(folder);
    byte[] before = Files.readAllBytes(model);
    assertFails(train(), 2, "nothing to write: give --out or --into");
    assertFails(train("--out", "a.lm"), 2, "--out needs --alphabet");
    assertFails(train("--into", model, "--order", 0), 2, "--order must be 1 to 20, but was 0");
    assertFails(
        new Shell(folder).run("train", "language-model", "--data", "none.txt", "--into", model),
        1,
        "none.txt: there is no such file");
    Files.writeString(folder.resolve("list.txt"), "да\nнет\n");
    assertFails(
        new Shell(folder).run("train", "language-model", "--data", "list.txt", "--into", model),
        1,
        "list.txt: none of the 2 different words has only symbols of the alphabet 0123");
    Files.writeString(folder.resolve("alphabet.txt"), "a\nb");
    assertFails(
        train("--into", model, "--alphabet", "alphabet.txt"),
        1,
        "the alphabet alphabet.txt is not that of the model");
    assertThat(Files.readAllBytes(model)).isEqualTo(before);
  }

  private static void assertFails(Outcome outcome, int code, String why) {
    assertThat(outcome.code()).isEqualTo(code);
    assertThat(outcome.errLines()).hasSize(1).first().asString().contains(why);
  }
}
