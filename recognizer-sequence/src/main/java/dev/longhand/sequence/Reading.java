package dev.longhand.sequence;

import dev.longhand.LonghandException;
import dev.longhand.bundle.ModelBundle;
import dev.longhand.recognition.Recognition.Candidate;
import dev.longhand.text.Alphabet;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A decoder with its calibration: from a network's columns to candidates with probabilities. */
final class Reading {

  /** Candidates of one recognition at the most. */
  static final int MOST_CANDIDATES = 10;

  private final Decoder kind;
  private final CtcDecoder decoder;
  private final ConfidenceFit confidence;
  private final Map<String, Integer> symbols;
  private final Map<String, String> settings;
  private final int neverRead;

  private Reading(
      Decoder kind,
      CtcDecoder decoder,
      ConfidenceFit confidence,
      Alphabet alphabet,
      Map<String, String> settings,
      int neverRead) {
    this.kind = kind;
    this.decoder = decoder;
    this.confidence = confidence;
    this.symbols = alphabet.index();
    this.settings = Collections.unmodifiableMap(settings);
    this.neverRead = neverRead;
  }

  /**
   * @param asked the settings of {@link WordRecognizer}; what is not there is as the model has it
   * @throws LonghandException when a setting has no such value, or the lexicon cannot be read
   */
  static Reading of(ModelBundle bundle, WordDecoding decoding, Map<String, String> asked) {
    String file = asked.get(WordRecognizer.LEXICON);
    Decoder kind = kind(asked.get(WordRecognizer.DECODER), file, decoding);
    boolean escape = escape(asked.get(WordRecognizer.ESCAPE), kind);
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(WordRecognizer.DECODER, kind.toString());
    if (kind == Decoder.LEXICON) {
      settings.put(WordRecognizer.LEXICON, String.valueOf(file));
      settings.put(WordRecognizer.ESCAPE, Boolean.toString(escape));
    }
    Optional<Lexicon> lexicon =
        kind == Decoder.LEXICON ? Optional.of(lexicon(file)) : Optional.empty();
    return new Reading(
        kind,
        decoder(kind, bundle, decoding, lexicon, escape),
        decoding.confidence(kind),
        bundle.alphabet(),
        settings,
        lexicon.map(words -> words.outside(bundle.alphabet())).orElse(0));
  }

  private static Decoder kind(
      @Nullable String name, @Nullable String lexicon, WordDecoding decoding) {
    Decoder kind;
    try {
      kind =
          name != null ? Decoder.of(name) : lexicon != null ? Decoder.LEXICON : decoding.decoder();
    } catch (IllegalArgumentException e) {
      throw new LonghandException(String.valueOf(e.getMessage()), e);
    }
    if (kind == Decoder.LEXICON && lexicon == null) {
      throw new LonghandException(
          "the decoder lexicon needs a lexicon: a file of words, one on each line");
    }
    if (kind != Decoder.LEXICON && lexicon != null) {
      throw new LonghandException(
          "the decoder " + kind + " uses no lexicon; leave it out, or take the decoder lexicon");
    }
    return kind;
  }

  private static boolean escape(@Nullable String value, Decoder kind) {
    if (value == null) {
      return true;
    }
    if (kind != Decoder.LEXICON) {
      throw new LonghandException("only the decoder lexicon can be told to read nothing else");
    }
    if (!value.equals("true") && !value.equals("false")) {
      throw new LonghandException("escape must be true or false, but was '" + value + "'");
    }
    return value.equals("true");
  }

  private static Lexicon lexicon(@Nullable String file) {
    try {
      return Lexicon.read(Path.of(Objects.requireNonNull(file)));
    } catch (InvalidPathException e) {
      throw new LonghandException("no lexicon can be called '" + file + "'", e);
    }
  }

  private static CtcDecoder decoder(
      Decoder kind,
      ModelBundle bundle,
      WordDecoding decoding,
      Optional<Lexicon> lexicon,
      boolean escape) {
    Optional<CharacterLanguageModel> language =
        kind == Decoder.GREEDY
            ? Optional.empty()
            : bundle
                .languageModel()
                .map(bytes -> CharacterLanguageModel.read(bytes, "model " + bundle.name()));
    return decoding.decoder(kind, bundle.alphabet(), language, lexicon, escape);
  }

  Map<String, String> settings() {
    return settings;
  }

  /** Words of the lexicon that are not of the alphabet. */
  int neverRead() {
    return neverRead;
  }

  /**
   * The best reading's probability is calibrated, and the others share the rest.
   *
   * @param logProbabilities {@code T×(K+1)}, the blank last
   * @return best first
   * @throws LonghandException when they are no numbers
   */
  List<Candidate> candidates(double[][] logProbabilities) {
    for (double[] column : logProbabilities) {
      if (Double.isNaN(column[0])) {
        throw new LonghandException(
            "the model's network gives scores that are no numbers: its weights are no use");
      }
    }
    List<Hypothesis> hypotheses =
        decoder.decode(LogSoftmax.rounded(logProbabilities), MOST_CANDIDATES);
    double[] own = probabilities(kind, hypotheses, logProbabilities, symbols);
    double best = confidence.apply(own[0]);
    double rest = Math.max(1e-12, 1 - own[0]);
    List<Candidate> candidates = new ArrayList<>();
    double least = best;
    for (int i = 0; i < own.length; i++) {
      double probability = i == 0 ? best : Math.min(least, own[i] * (1 - best) / rest);
      candidates.add(new Candidate(hypotheses.get(i).text(), probability));
      least = probability;
    }
    return candidates;
  }

  /**
   * What the decoder itself holds each text's probability to be, before calibration: of the greedy
   * one what the network says of it, of the others its share of all that they found.
   */
  static double[] probabilities(
      Decoder kind,
      List<Hypothesis> hypotheses,
      double[][] logProbabilities,
      Map<String, Integer> symbols) {
    if (kind == Decoder.GREEDY) {
      int[] label = label(hypotheses.get(0).text(), symbols);
      return new double[] {Math.exp(-CtcLoss.negativeLogLikelihood(label, logProbabilities))};
    }
    double best = hypotheses.get(0).score();
    double[] shares = hypotheses.stream().mapToDouble(h -> Math.exp(h.score() - best)).toArray();
    double sum = 0;
    for (double share : shares) {
      sum += share;
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= sum;
    }
    return shares;
  }

  /** The classes of a text's symbols, all of which are known. */
  static int[] label(String text, Map<String, Integer> symbols) {
    return text.codePoints()
        .map(c -> Objects.requireNonNull(symbols.get(Character.toString(c))))
        .toArray();
  }
}
