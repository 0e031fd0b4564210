package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.bundle.ModelBundle;
import dev.longhand.cli.Shell.Outcome;
import dev.longhand.dataset.Augmentation;
import dev.longhand.text.Alphabet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("longhand train character")
class TrainCommandTest {
  @TempDir Path folder;
  private Path data;

  @BeforeEach
  void data() throws IOException {
    data = Samples.dataset(folder.resolve("strokes"), 40, "л", "ж");
  }

  private Outcome train(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("train", "character", "--data", data));
    all.addAll(Arrays.asList(arguments));
    return new Shell(folder).run(all.toArray());
  }

  @Test
  @DisplayName("writes a model of the labels found, metrics, and a report; the model then reads")
  void fromNothing() throws IOException {
    Outcome outcome =
        train("--out", "strokes.longhand", "--epochs", 2, "--batch-size", 8, "--seed", 5);

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).startsWith("strokes.longhand: strokes: character, 2 symbols");
    assertThat(outcome.errLines())
        .contains(
            "longhand: the labels are not all in the alphabet of EMNIST, so these are the new one:"
                + " ж л")
        .anyMatch(line -> line.startsWith("epoch 1/2: loss "))
        .anyMatch(line -> line.startsWith("epoch 2/2: loss "));
    Path run = folder.resolve("strokes.training");
    assertThat(Files.readAllLines(run.resolve("metrics.jsonl")))
        .anyMatch(line -> line.contains("\"event\":\"epoch\""));
    assertThat(run)
        .isDirectoryContaining("glob:**/index.html")
        .isDirectoryContaining("glob:**/accuracy.png")
        .isDirectoryContaining("glob:**/loss.png")
        .isDirectoryNotContaining("glob:**/checkpoint");
    ModelBundle model = ModelBundle.read(folder.resolve("strokes.longhand"));
    assertThat(model.alphabet().symbols()).containsExactly("ж", "л");
    assertThat(model.provenance().seed()).isEqualTo(5);

    Outcome read =
        new Shell(folder)
            .run(
                "read",
                "-m",
                folder.resolve("strokes.longhand"),
                "-e",
                "reference",
                data.resolve("0.png"));
    assertThat(read.out()).isIn("ж\n", "л\n");
  }

  @Test
  @DisplayName("makes labels part of the alphabet that only held-out samples have")
  void heldOutLabels() throws IOException {
    // A writer of one label each: some label is held out and never learnt.
    String[] labels = {"а", "б", "в", "г"};
    var table = new StringBuilder("file\tgroup\ttext\n");
    for (int i = 0; i < 16; i++) {
      table.append(i + ".png\twriter" + i % 4 + "\t" + labels[i % 4] + "\n");
    }
    Files.writeString(data.resolve("labels.tsv"), table);

    Outcome outcome = train("--out", "strokes.longhand", "--epochs", 1, "--batch-size", 4);

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(ModelBundle.read(folder.resolve("strokes.longhand")).alphabet().symbols())
        .containsExactly(labels);
  }

  @Test
  @DisplayName("makes a model better on a user's own samples, which may have a new alphabet")
  void fineTuning() throws IOException {
    Path letters = Samples.dataset(folder.resolve("letters"), 16, "A", "b");
    Path more = Samples.dataset(folder.resolve("more"), 8, "c", "D");
    var shell = new Shell(folder);
    shell.run(
        "train",
        "character",
        "--data",
        letters,
        "--out",
        "first.longhand",
        "--epochs",
        1,
        "--batch-size",
        8);

    Outcome same =
        shell.run(
            "train",
            "character",
            "--init",
            folder.resolve("first.longhand"),
            "--data",
            letters + "," + more,
            "--validation",
            more,
            "--out",
            "same.longhand",
            "--name",
            "mine",
            "--epochs",
            2,
            "--batch-size",
            4,
            "--limit",
            15,
            "--report",
            "run",
            "--checkpoint",
            "saved",
            "--patience",
            1,
            "--learning-rate",
            0.01,
            "--threads",
            1,
            "--augmentation",
            "usual",
            "--image-augmentation",
            "gentle",
            "--untouched",
            0.4,
            "--image-untouched",
            0.5,
            "--teachers",
            folder.resolve("first.longhand"),
            "--teachers-share",
            0.5,
            "--dropout",
            0.1,
            "--smoothing",
            0,
            "--weight-decay",
            0,
            "--averaging-decay",
            0.9,
            "--resolve",
            "emnist");
    Outcome other =
        train(
            "--init",
            folder.resolve("first.longhand"),
            "--out",
            "other.longhand",
            "--epochs",
            1,
            "--pen-directions");

    assertThat(same.code()).as(same.err()).isZero();
    assertThat(same.err()).doesNotContain("alphabet");
    ModelBundle model = ModelBundle.read(folder.resolve("same.longhand"));
    assertThat(model.name()).isEqualTo("mine");
    assertThat(model.alphabet()).isEqualTo(Alphabet.LATIN_62);
    assertThat(model.provenance().settings())
        .containsEntry("strokeAugmentation", Augmentation.CHARACTER.leaving(0.4).toString())
        .containsEntry("imageAugmentation", Augmentation.GENTLE.leaving(0.5).toString())
        .hasEntrySatisfying(
            "labels", labels -> assertThat(labels).contains("share 0.5 of teachers first"));
    assertThat(folder.resolve("run/index.html")).exists();
    assertThat(other.code()).as(other.err()).isZero();
    assertThat(other.err()).contains("not all in the alphabet of first").contains("ж л");
    ModelBundle seeing = ModelBundle.read(folder.resolve("other.longhand"));
    assertThat(seeing.alphabet().symbols()).containsExactly("ж", "л");
    assertThat(seeing.network().input().channels()).isEqualTo(5);
    assertThat(model.network().input().channels()).isEqualTo(1);
  }

  @Test
  @DisplayName("trains a model of another network further")
  void anotherNetwork() {
    TinyModel.write(folder);

    Outcome outcome =
        train("--init", folder.resolve("tiny.longhand"), "--out", "b.longhand", "--epochs", 1);

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(ModelBundle.read(folder.resolve("b.longhand")).network().layers()).hasSize(2);
  }

  @Test
  @DisplayName("refuses teachers that are neither one nor one for each of the data")
  void teachers() {
    TinyModel.write(folder);

    Path tiny = folder.resolve("tiny.longhand");
    Outcome outcome = train("--teachers", tiny + "," + tiny, "--out", "b.longhand");
    Outcome share = train("--teachers", tiny, "--teachers-share", 2, "--out", "b.longhand");
    Outcome alone = train("--teachers-share", 0.5, "--out", "b.longhand");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("one teacher or one for each training dataset");
    assertThat(share.code()).isEqualTo(2);
    assertThat(share.err()).contains("must be in 0…1, but was 2.0");
    assertThat(alone.code()).isEqualTo(2);
    assertThat(alone.err()).contains("--teachers-share needs --teachers");
  }

  @Test
  @DisplayName("puts notes on the model's card")
  void notes() throws IOException {
    Files.writeString(folder.resolve("notes.md"), "## Of strokes\n");

    train("--out", "a.longhand", "--epochs", 1, "--limit", 20, "--notes", "notes.md");

    assertThat(ModelBundle.read(folder.resolve("a.longhand")).card()).contains("## Of strokes");
    assertThat(train("--out", "b.longhand", "--notes", "none.md").err()).contains("none.md");
  }

  @Test
  @DisplayName("needs an engine that can train")
  void engine() {
    Outcome outcome = train("--out", "a.longhand", "--engine", "reference");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("reads, but cannot train", "djl-pytorch");
  }

  @Test
  @DisplayName("says before it trains that the model could not be written")
  void noPlace() throws IOException {
    Files.writeString(folder.resolve("file"), "");

    Outcome outcome = train("--out", "file/a.longhand");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("cannot be made");
  }

  @Test
  @DisplayName("says that one sample is too few to hold one out")
  void oneSample() throws IOException {
    Path single = Samples.dataset(folder.resolve("single"), 1, "A", "B");

    Outcome outcome =
        new Shell(folder).run("train", "character", "--data", single, "--out", "a.longhand");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.errLines()).singleElement().asString().contains("--validation");
  }
}
