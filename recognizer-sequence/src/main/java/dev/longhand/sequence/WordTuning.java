package dev.longhand.sequence;

import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.dataset.Dataset;
import dev.longhand.engine.Engine;
import dev.longhand.engine.Network;
import dev.longhand.evaluation.ErrorRate;
import dev.longhand.image.PreprocessingPipeline;
import dev.longhand.text.Alphabet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Chooses how a trained model's output becomes text, on validation words: the weight of its
 * language model, the cost of texts outside a lexicon, the decoder that reads by default, and the
 * calibration of each decoder's confidence.
 */
public final class WordTuning {

  /** The most prefixes that a decoder may follow at once. */
  public static final int WIDEST_BEAM = 1000;

  private static final double[] LANGUAGE_WEIGHTS = {0.2, 0.35, 0.5, 0.65, 0.8, 1};
  private static final double[] LENGTH_BONUSES = {0.5, 1, 1.5, 2, 2.5};
  private static final double[] ESCAPE_COSTS = {0, 1, 2, 3, 4, 6, 8};

  /** The largest steps from the best of those to a better one. */
  private static final double LANGUAGE_STEP = 0.1;

  private static final double BONUS_STEP = 0.5;

  /** Words on which each of many settings is tried. */
  private static final int TRIED = 1500;

  private final ModelBundle bundle;
  private final Alphabet alphabet;
  private final Map<String, Integer> symbols;
  private final Optional<CharacterLanguageModel> language;
  private final List<Output> outputs;
  private final Consumer<String> progress;

  /** A validation word as the network sees it. */
  private record Output(double[][] logProbabilities, float[][] rounded, String text) {}

  private WordTuning(ModelBundle bundle, List<Output> outputs, Consumer<String> progress) {
    this.bundle = bundle;
    this.alphabet = bundle.alphabet();
    this.symbols = alphabet.index();
    this.language =
        bundle
            .languageModel()
            .map(bytes -> CharacterLanguageModel.read(bytes, "model " + bundle.name()));
    this.outputs = outputs;
    this.progress = progress;
  }

  /**
   * @param bundle a model of words, with or without a language model
   * @param beamWidth prefixes that beam and lexicon follow at once, in 1…1000; without it as many
   *     as before
   * @param lexicon what the decoder of that name is tuned with; without one it stays as it is
   * @param progress is told in a line what was found, from time to time, and what was left out
   * @return the same model with other settings of its decoders
   * @throws LonghandException when no validation word can be read, or none of them or of the
   *     lexicon's words is of the model's alphabet
   */
  public static ModelBundle tune(
      ModelBundle bundle,
      Engine engine,
      Dataset validation,
      OptionalInt beamWidth,
      Optional<Lexicon> lexicon,
      Consumer<String> progress) {
    WordDecoding before = WordDecoding.of(bundle.decoder(), bundle.name());
    before = beamWidth.isPresent() ? before.withBeamWidth(beamWidth.getAsInt()) : before;
    lexicon.ifPresent(entries -> entries.requireSomeOf(bundle.alphabet()));
    // A label that the model cannot spell is never read, however its decoders are set.
    Dataset spelt = KnownLabels.of(validation, bundle.alphabet()).only(progress);
    PreparedWords words =
        PreparedWords.of(spelt, new PreprocessingPipeline(bundle.preprocessing()), progress);
    List<Output> outputs;
    try (Network network = engine.load(bundle.network(), bundle.weights())) {
      outputs = outputs(network, words);
    }
    var tuning = new WordTuning(bundle, outputs, progress);
    WordDecoding tuned = tuning.chooseDecoder(before);
    tuned = lexicon.isPresent() ? tuning.chooseEscapeCost(tuned, lexicon.get()) : tuned;
    tuned = tuning.calibrated(tuned, lexicon);
    return tuning.with(tuned, validation.name());
  }

  private static List<Output> outputs(Network network, PreparedWords words) {
    Output[] outputs = new Output[words.size()];
    words.run(
        network,
        (indices, output) -> {
          int[] columns = words.columns(indices);
          for (int i = 0; i < indices.length; i++) {
            double[][] rows = WordDecoding.logProbabilities(output, i, columns[i]);
            outputs[indices[i]] =
                new Output(rows, LogSoftmax.rounded(rows), words.text(indices[i]));
          }
        });
    return List.of(outputs);
  }

  private CtcDecoder decoder(WordDecoding decoding, Decoder kind, Optional<Lexicon> lexicon) {
    return decoding.decoder(kind, alphabet, language, lexicon, true);
  }

  /** What a decoder makes of some words, spread evenly. */
  private Score score(CtcDecoder decoder, int most) {
    int count = Math.min(most, outputs.size());
    return IntStream.range(0, count)
        .parallel()
        .mapToObj(
            i -> {
              Output output = outputs.get((int) ((long) i * outputs.size() / count));
              String read = decoder.decode(output.rounded(), 1).get(0).text();
              return new Score(
                  ErrorRate.ofCharacters(output.text(), read),
                  read.equals(output.text()) ? 1 : 0,
                  1);
            })
        .reduce(new Score(ErrorRate.NONE, 0, 0), Score::plus);
  }

  private record Score(ErrorRate characters, int exact, int words) {
    Score plus(Score other) {
      return new Score(characters.plus(other.characters), exact + other.exact, words + other.words);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "CER %.2f %%, exact words %.2f %%",
          100 * characters.value(),
          100.0 * exact / words);
    }
  }

  private WordDecoding chooseDecoder(WordDecoding before) {
    Score greedy = score(decoder(before, Decoder.GREEDY, Optional.empty()), outputs.size());
    progress.accept("greedy: " + greedy);
    WordDecoding best = before.withLanguage(0, 0);
    if (language.isPresent()) {
      double least = Double.POSITIVE_INFINITY;
      for (double weight : LANGUAGE_WEIGHTS) {
        for (double bonus : LENGTH_BONUSES) {
          WordDecoding tried = before.withLanguage(weight, bonus);
          Score score = beam(tried, TRIED);
          if (score.characters().value() < least) {
            least = score.characters().value();
            best = tried;
            progress.accept("beam, language " + weight + ", bonus " + bonus + ": " + score);
          }
        }
      }
      best = refined(best);
    }
    Score beam = beam(best, outputs.size());
    progress.accept("beam: " + beam);
    boolean better = beam.characters().value() < greedy.characters().value();
    return best.withDecoder(better ? Decoder.BEAM : Decoder.GREEDY);
  }

  /** Goes on from there in smaller steps, beyond the grid too, judged by all words. */
  private WordDecoding refined(WordDecoding from) {
    WordDecoding best = from;
    double least = beam(best, outputs.size()).characters().value();
    for (double step = 1; step >= 0.5; step /= 2) {
      WordDecoding start;
      do {
        start = best;
        for (WordDecoding tried : neighbours(start, step * LANGUAGE_STEP, step * BONUS_STEP)) {
          Score score = beam(tried, outputs.size());
          if (score.characters().value() < least) {
            least = score.characters().value();
            best = tried;
            progress.accept(
                String.format(
                    Locale.ROOT,
                    "beam, language %.2f, bonus %.2f, all words: %s",
                    best.languageWeight(),
                    best.lengthBonus(),
                    score));
          }
        }
      } while (!best.equals(start));
    }
    return best;
  }

  /** The eight around it. */
  private static List<WordDecoding> neighbours(WordDecoding of, double weight, double bonus) {
    List<WordDecoding> neighbours = new ArrayList<>();
    for (int right = -1; right <= 1; right++) {
      for (int up = -1; up <= 1; up++) {
        double moved = of.languageWeight() + right * weight;
        if ((right != 0 || up != 0) && moved >= 0) {
          neighbours.add(of.withLanguage(moved, of.lengthBonus() + up * bonus));
        }
      }
    }
    return neighbours;
  }

  private Score beam(WordDecoding decoding, int most) {
    return score(decoder(decoding, Decoder.BEAM, Optional.empty()), most);
  }

  private WordDecoding chooseEscapeCost(WordDecoding before, Lexicon lexicon) {
    WordDecoding best = before;
    int most = -1;
    for (double cost : ESCAPE_COSTS) {
      WordDecoding tried = before.withEscapeCost(cost);
      Score score = score(decoder(tried, Decoder.LEXICON, Optional.of(lexicon)), TRIED);
      if (score.exact() > most) {
        most = score.exact();
        best = tried;
        progress.accept("lexicon, escape cost " + cost + ": " + score);
      }
    }
    return best;
  }

  private WordDecoding calibrated(WordDecoding before, Optional<Lexicon> lexicon) {
    WordDecoding tuned = before;
    for (Decoder kind : Decoder.values()) {
      if (kind == Decoder.LEXICON && lexicon.isEmpty()) {
        continue;
      }
      tuned = tuned.withConfidence(kind, confidence(kind, decoder(before, kind, lexicon)));
    }
    return tuned;
  }

  private ConfidenceFit confidence(Decoder kind, CtcDecoder decoder) {
    double[] probabilities = new double[outputs.size()];
    boolean[] right = new boolean[outputs.size()];
    IntStream.range(0, right.length)
        .parallel()
        .forEach(
            i -> {
              Output output = outputs.get(i);
              List<Hypothesis> read = decoder.decode(output.rounded(), Reading.MOST_CANDIDATES);
              probabilities[i] =
                  Reading.probabilities(kind, read, output.logProbabilities(), symbols)[0];
              right[i] = read.get(0).text().equals(output.text());
            });
    return ConfidenceFit.of(probabilities, right);
  }

  private ModelBundle with(WordDecoding decoding, String validation) {
    return bundle.withDecoder(
        decoding.toJson(), bundle.provenance().withSetting("decoder tuned on", validation));
  }
}
