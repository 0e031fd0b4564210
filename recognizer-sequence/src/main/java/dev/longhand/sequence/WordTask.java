package dev.longhand.sequence;

import dev.longhand.LonghandException;
import dev.longhand.engine.Network;
import dev.longhand.evaluation.ErrorRate;
import dev.longhand.image.GrayImage;
import dev.longhand.network.NetworkSpec;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import dev.longhand.text.Alphabet;
import dev.longhand.training.TrainingTask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Learning words: batches of words of about the same width, each drawn anew in every epoch, and how
 * well the validation words are read.
 */
final class WordTask implements TrainingTask {

  /** Among so many batches words are sorted by width: enough that little of a batch is padding. */
  private static final int SORTED_BATCHES = 40;

  /** No word of UNIPEN needs more than 1.7, however it is varied. */
  private static final int MOST_STRETCH = 2;

  private static final String CER = " CER";

  private final NetworkSpec network;
  private final Alphabet alphabet;
  private final List<WordSource> sources;
  private final List<PreparedWords> validations;
  private final Variation variation;
  private final int batchSize;
  private final long seed;
  private final BestPath greedy;
  private final Map<String, Integer> symbols;
  private final Map<String, String> unreadable = new ConcurrentHashMap<>();
  private int plannedEpoch = -1;
  private List<List<Word>> plan = List.of();

  WordTask(
      NetworkSpec network,
      Alphabet alphabet,
      List<WordSource> sources,
      List<PreparedWords> validations,
      Variation variation,
      int batchSize,
      long seed) {
    this.network = network;
    this.alphabet = alphabet;
    this.sources = List.copyOf(sources);
    this.validations = List.copyOf(validations);
    this.variation = variation;
    this.batchSize = Math.min(batchSize, size());
    this.seed = seed;
    this.greedy = new BestPath(alphabet);
    this.symbols = alphabet.index();
  }

  private int size() {
    return sources.stream().mapToInt(WordSource::size).sum();
  }

  /** Why samples were left out, by their ids. */
  Map<String, String> unreadable() {
    return Map.copyOf(unreadable);
  }

  @Override
  public NetworkSpec network() {
    return network;
  }

  @Override
  public Map<String, String> identity() {
    Map<String, String> identity = new LinkedHashMap<>();
    for (int i = 0; i < sources.size(); i++) {
      identity.put("words " + (i + 1), sources.get(i).identity());
    }
    for (PreparedWords validation : validations) {
      identity.put("validation " + validation.name(), validation.identity());
    }
    identity.put("alphabet", String.join(" ", alphabet.symbols()));
    identity.put("augmentation", variation.ink().toString());
    identity.put("strokes", variation.strokes().toString());
    identity.put("batchSize", Integer.toString(batchSize));
    identity.put("seed", Long.toString(seed));
    return identity;
  }

  /** The last, smaller batch of an epoch is left out; the next epoch shuffles anew. */
  @Override
  public int batchesPerEpoch() {
    return size() / batchSize;
  }

  @Override
  public Batch batch(int epoch, int index) {
    List<Word> words = plan(epoch).get(index);
    List<GrayImage> images = new ArrayList<>();
    List<int[]> labels = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    List<SplittableRandom> randoms = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      Word word = words.get(i);
      var random =
          new SplittableRandom(mix(seed, epoch) ^ (index * 0x9E3779B97F4A7C15L + i)).split();
      int[] label = label(word);
      try {
        images.add(wideEnough(word.draw(random), label));
        labels.add(label);
        ids.add(word.id());
        randoms.add(random);
      } catch (LonghandException e) {
        unreadable.put(word.id(), String.valueOf(e.getMessage()));
      }
    }
    if (images.isEmpty()) {
      throw new LonghandException(
          "none of the "
              + words.size()
              + " samples of a batch can be read; the first is '"
              + words.get(0).id()
              + "': "
              + unreadable.get(words.get(0).id()));
    }
    return batch(images, labels, ids, randoms);
  }

  private Batch batch(
      List<GrayImage> images,
      List<int[]> labels,
      List<String> ids,
      List<SplittableRandom> randoms) {
    int widest = images.stream().mapToInt(GrayImage::width).max().orElseThrow();
    int width = WordNetwork.columns(widest) * WordNetwork.COLUMN;
    int height = WordNetwork.HEIGHT;
    float[] input = new float[images.size() * height * width];
    Arrays.fill(input, -LineImage.MEAN / LineImage.DEVIATION);
    int[] columns = new int[images.size()];
    for (int i = 0; i < columns.length; i++) {
      GrayImage image = images.get(i);
      float[] ink =
          variation.ink().apply(LineImage.ink(image), image.width(), height, randoms.get(i));
      for (int y = 0; y < height; y++) {
        int row = (i * height + y) * width;
        for (int x = 0; x < image.width(); x++) {
          input[row + x] = (ink[y * image.width() + x] - LineImage.MEAN) / LineImage.DEVIATION;
        }
      }
      columns[i] = WordNetwork.columns(image.width());
    }
    var loss = new CtcLoss(labels.toArray(int[][]::new), columns, ids.toArray(String[]::new));
    List<String> texts = labels.stream().map(this::text).toList();
    return new Batch(
        Tensor.of(new Shape(columns.length, 1, height, width), input),
        loss,
        columns.length,
        output -> exact(greedy.read(output, columns), texts));
  }

  private static double exact(List<String> read, List<String> truth) {
    int right = 0;
    for (int i = 0; i < read.size(); i++) {
      right += read.get(i).equals(truth.get(i)) ? 1 : 0;
    }
    return (double) right / read.size();
  }

  /**
   * Where the columns are too few for the label, the image is stretched.
   *
   * @throws LonghandException when the label cannot be that of the image: it is far too long
   */
  static GrayImage wideEnough(GrayImage image, int[] label) {
    int needed = CtcLoss.columnsNeeded(label);
    if (WordNetwork.columns(image.width()) >= needed) {
      return image;
    }
    int width = needed * WordNetwork.COLUMN;
    if (width > MOST_STRETCH * image.width()) {
      throw new LonghandException(
          "its label has "
              + label.length
              + " symbols and would need an image of at least "
              + width / MOST_STRETCH
              + "×"
              + WordNetwork.HEIGHT
              + " px, but this one is no more than "
              + image.width()
              + "×"
              + WordNetwork.HEIGHT
              + " px at that height. Is the label right?");
    }
    return LineImage.toWidth(image, width);
  }

  private int[] label(Word word) {
    return word.text().codePoints().map(c -> symbol(Character.toString(c), word)).toArray();
  }

  private int symbol(String symbol, Word word) {
    Integer known = symbols.get(symbol);
    if (known == null) {
      throw new IllegalStateException(
          "'" + symbol + "' of " + word.id() + " is not in the alphabet");
    }
    return known;
  }

  private String text(int[] label) {
    var text = new StringBuilder();
    for (int symbol : label) {
      text.append(alphabet.symbol(symbol));
    }
    return text.toString();
  }

  /** Shuffled words, sorted by width a few batches at a time, and the batches shuffled again. */
  private synchronized List<List<Word>> plan(int epoch) {
    if (epoch != plannedEpoch) {
      var random = new SplittableRandom(mix(seed, epoch));
      List<Word> words = new ArrayList<>();
      for (WordSource source : sources) {
        for (int i = 0; i < source.size(); i++) {
          words.add(source.word(i, random.split()));
        }
      }
      shuffle(words, random);
      List<List<Word>> batches = new ArrayList<>();
      int chunk = SORTED_BATCHES * batchSize;
      for (int from = 0; from < words.size(); from += chunk) {
        List<Word> some =
            new ArrayList<>(words.subList(from, Math.min(words.size(), from + chunk)));
        some.sort(Comparator.comparingDouble(Word::aspect));
        for (int first = 0; first + batchSize <= some.size(); first += batchSize) {
          batches.add(List.copyOf(some.subList(first, first + batchSize)));
        }
      }
      shuffle(batches, random);
      plan = batches;
      plannedEpoch = epoch;
    }
    return plan;
  }

  private static <T> void shuffle(List<T> list, SplittableRandom random) {
    for (int i = list.size() - 1; i > 0; i--) {
      Collections.swap(list, i, random.nextInt(i + 1));
    }
  }

  private static long mix(long seed, int epoch) {
    return new SplittableRandom(seed + 0x632BE59BD9B4E019L * (epoch + 1)).nextLong();
  }

  @Override
  public Map<String, Double> validate(Network trained) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (PreparedWords validation : validations) {
      var errors = ErrorRate.NONE;
      int exact = 0;
      List<String> read = validation.read(trained, greedy);
      for (int i = 0; i < read.size(); i++) {
        String truth = validation.text(i);
        errors = errors.plus(ErrorRate.ofCharacters(truth, read.get(i)));
        exact += truth.equals(read.get(i)) ? 1 : 0;
      }
      metrics.put(validation.name() + CER, errors.value());
      metrics.put(validation.name() + " exact words", (double) exact / read.size());
    }
    return metrics;
  }

  /** 1 less the mean CER of the validation sets. */
  @Override
  public double score(Map<String, Double> metrics) {
    return 1
        - metrics.entrySet().stream()
            .filter(metric -> metric.getKey().endsWith(CER))
            .mapToDouble(Map.Entry::getValue)
            .average()
            .orElse(Double.NaN);
  }
}
