package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.cli.Shell.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("longhand train word")
class TrainWordCommandTest {
  @TempDir Path folder;

  /** Of two writers; every fourth sample is the same. */
  private Path bars(String name, int count) throws IOException {
    int[] bars = new int[count];
    Arrays.setAll(bars, i -> i % 4 + 1);
    String[] truths = Arrays.stream(bars).mapToObj("l"::repeat).toArray(String[]::new);
    return Bars.dataset(folder.resolve(name), bars, truths);
  }

  @Test
  @DisplayName("writes a model, metrics, and a report of its validation data with learning curves")
  void report() throws IOException {
    Path validation = bars("validation", 8);
    Files.write(validation.resolve("0.png"), Samples.blank(60, 40));
    Files.writeString(validation.resolve("1.png"), "no picture");

    Outcome outcome =
        new Shell(folder)
            .run(
                "train",
                "word",
                "--data",
                bars("bars", 16),
                "--validation",
                validation,
                "--out",
                "bars.longhand",
                "--epochs",
                1,
                "--batch-size",
                8,
                "--hidden",
                4,
                "--threads",
                1);

    assertThat(outcome.code()).as(outcome.err()).isZero();
    Path run = folder.resolve("bars.training");
    assertThat(outcome.err())
        .contains(
            "2 of 8 validation samples of validation could not be read and are left out; the first"
                + " is 0.png: no ink",
            "the report is " + run.resolve("index.html"));
    assertThat(run)
        .isDirectoryContaining("glob:**/errors.png")
        .isDirectoryContaining("glob:**/loss.png")
        .isDirectoryContaining("glob:**/worst.png")
        .isDirectoryNotContaining("glob:**/checkpoint");
    assertThat(Files.readString(run.resolve("index.html")))
        .contains("bars on validation", "By writer");
    JsonNode json = new ObjectMapper().readTree(run.resolve("report.json").toFile());
    assertThat(json.get("n").asInt()).isEqualTo(8);
    assertThat(json.get("epochs")).hasSize(1);
    assertThat(json.at("/failures/0/sample").asText()).isEqualTo("0.png");
  }

  @Test
  @DisplayName("leaves out the labels that the model it starts from doubts, and lists them")
  void doubtful() throws IOException {
    Path data = bars("bars", 16);
    new Shell(folder)
        .run(
            "train",
            "word",
            "--data",
            data,
            "--validation",
            bars("validation", 8),
            "--out",
            "first.longhand",
            "--epochs",
            1,
            "--batch-size",
            8,
            "--hidden",
            4,
            "--threads",
            1);

    Outcome outcome =
        new Shell(folder)
            .run(
                "train",
                "word",
                "--data",
                data,
                "--validation",
                folder.resolve("validation"),
                "--init",
                folder.resolve("first.longhand"),
                "--doubtful",
                0.25,
                "--out",
                "second.longhand",
                "--epochs",
                1,
                "--batch-size",
                4,
                "--threads",
                1);

    Path list = folder.resolve("second.training").resolve("doubtful.tsv");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err())
        .contains("4 samples of doubtful labels were left out", list.toString());
    assertThat(Files.readAllLines(list)).hasSize(4);
  }

  /** A small training of one epoch. */
  private Outcome train(Object data, String out, Object... more) {
    List<Object> all = new ArrayList<>(List.of("train", "word", "--data", data, "--out", out));
    all.addAll(List.of("--epochs", 1, "--batch-size", 4, "--threads", 1));
    all.addAll(Arrays.asList(more));
    return new Shell(folder).run(all.toArray());
  }

  @Test
  @DisplayName("keeps the language model of --init, or says that a new alphabet leaves it behind")
  void languageModel() throws IOException {
    Path data = bars("bars", 16);
    train(data, "first.longhand", "--hidden", 4);
    Path first = folder.resolve("first.longhand");
    Files.writeString(folder.resolve("text.txt"), "l ll lll\n");
    new Shell(folder).run("train", "language-model", "--data", "text.txt", "--into", first);

    Outcome same = train(data, "same.longhand", "--init", first);

    assertThat(same.code()).as(same.err()).isZero();
    assertThat(same.err()).doesNotContain("language model");
    assertThat(ModelBundle.read(folder.resolve("same.longhand")).languageModel())
        .isEqualTo(ModelBundle.read(first).languageModel())
        .isPresent();

    Path spaced =
        Bars.dataset(folder.resolve("spaced"), new int[] {2, 2, 2, 2}, "l l", "ll", "ö", "ll");
    Outcome other = train(spaced, "other.longhand", "--init", first);

    assertThat(other.code()).as(other.err()).isZero();
    assertThat(other.errLines())
        .contains("longhand: these symbols are new to the alphabet of first: ' ' 'ö'")
        .anyMatch(
            line ->
                line.startsWith("longhand: the language model and the decoders' settings of first")
                    && line.contains("'train language-model --into'")
                    && line.contains("'train decoder'"));
    assertThat(ModelBundle.read(folder.resolve("other.longhand")).languageModel()).isEmpty();
  }

  @Test
  @DisplayName("makes symbols part of the alphabet that only held-out samples have")
  void heldOutSymbols() throws IOException {
    // Each label is of one sample alone, so some are held out and never learnt.
    Path data =
        Bars.dataset(
            folder.resolve("bars"), new int[] {1, 2, 3, 1, 2, 3}, "а", "б", "в", "г", "д", "е");

    Outcome outcome = train(data, "bars.longhand", "--hidden", 4, "--batch-size", 2);

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(ModelBundle.read(folder.resolve("bars.longhand")).alphabet().symbols())
        .contains("а", "б", "в", "г", "д", "е");
    assertThat(train(bars("latin", 8), "latin.longhand", "--validation", data).err())
        .contains("6 of 6 samples of bars have symbols outside the alphabet");
  }

  @Test
  @DisplayName("with --skip-unknown says how many samples were left out, and for which symbols")
  void skipUnknown() throws IOException {
    Path data = Bars.dataset(folder.resolve("bars"), new int[] {1, 1, 1, 1}, "l", "é", "l", "é l");

    Outcome outcome =
        train(data, "bars.longhand", "--validation", data, "--skip-unknown", "--batch-size", 1);

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.errLines())
        .contains(
            "longhand: 2 of 4 samples of bars have symbols outside the alphabet: 'é' in 2, ' ' in"
                + " 1; they are left out");
  }

  @Test
  @DisplayName("refuses options that make no sense together")
  void nonsense() throws IOException {
    Path data = bars("bars", 4);
    Path words = Files.writeString(folder.resolve("words.txt"), "l\n");

    assertRefused("--doubtful needs --init", "--data", data, "--doubtful", 0.1);
    assertRefused("until must be in 0…3", "--data", data, "--epochs", 3, "--until", 4);
    assertRefused("in 0…1", "--data", data, "--doubtful", 1, "--init", "english-words");
    assertRefused("--words belongs with", "--data", data, "--words", words);
    assertRefused("--words belongs with", "--data", data, "--characters", data);
    assertRefused("--composed belongs with --characters", "--data", data, "--composed", 5);
    assertRefused("--typeset belongs with --fonts", "--data", data, "--typeset", 5);
  }

  private void assertRefused(String why, Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("train", "word", "--out", "bars.longhand"));
    all.addAll(Arrays.asList(arguments));
    Outcome outcome = new Shell(folder).run(all.toArray());
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
    assertThat(outcome.err()).contains(why);
  }
}
