package dev.longhand.character;

import dev.longhand.LonghandException;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Sample;
import dev.longhand.image.GrayImage;
import dev.longhand.image.NoInkException;
import dev.longhand.image.Preprocessing;
import dev.longhand.image.Preprocessing.Normalize;
import dev.longhand.image.PreprocessingPipeline;
import dev.longhand.ink.InkRenderer;
import dev.longhand.ink.Pen;
import dev.longhand.tensor.Shape;
import dev.longhand.tensor.Tensor;
import dev.longhand.text.Alphabet;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * Characters as the network sees them: prepared once by the very pipeline that reads, kept as
 * bytes, and varied on the fly.
 *
 * <p>Pen strokes are drawn several times with pens of different widths, so that one writer's letter
 * is seen as a ballpoint, a pencil and a marker leave it.
 */
final class Tiles {

  /** The widest and the narrowest nib, in pixels, for characters of 64 px. */
  private static final double NARROW = 3;

  private static final double WIDE = 12;
  private static final double DRAWN_SIDE = 64;

  private static final int PIXELS = CharacterNetwork.SIDE * CharacterNetwork.SIDE;

  private final Normalize normalize;
  private final int channels;
  private final List<Tile> tiles;
  private final int unreadable;

  /**
   * @param ink full ink is 255; one array for each pen, which goes on with the direction maps, if
   *     the network takes any and the pen's path is known
   * @param drawn from pen strokes
   * @param candidates the classes that it may be
   * @param shares how likely each candidate is, summing to 1; empty when nothing is known
   * @param target how likely each of all classes is to learn from, summing to 1; empty without a
   *     teacher
   * @param logFrequencies natural logarithm of each class's share of the data that it belongs to
   */
  record Tile(
      byte[][] ink,
      boolean drawn,
      int[] candidates,
      float[] shares,
      float[] target,
      float[] logFrequencies) {

    Tile withShares(float[] newShares) {
      return new Tile(ink, drawn, candidates, newShares, target, logFrequencies);
    }

    Tile withTarget(float[] newTarget) {
      return new Tile(ink, drawn, candidates, shares, newTarget, logFrequencies);
    }

    Tile withLogFrequencies(float[] newLogFrequencies) {
      return new Tile(ink, drawn, candidates, shares, target, newLogFrequencies);
    }
  }

  private Tiles(Normalize normalize, int channels, List<Tile> tiles, int unreadable) {
    this.normalize = normalize;
    this.channels = channels;
    this.tiles = tiles;
    this.unreadable = unreadable;
  }

  /**
   * Prepares a dataset on all cores.
   *
   * @param pens how often strokes are drawn
   * @throws LonghandException when a label is not in the alphabet, or nothing is left
   */
  static Tiles prepare(
      Dataset dataset, Alphabet alphabet, Preprocessing preprocessing, int pens, long seed) {
    var pipeline = new PreprocessingPipeline(preprocessing);
    var steps = preprocessing.steps();
    var normalize = (Normalize) steps.get(steps.size() - 1);
    var unreadable = new AtomicInteger();
    var index = alphabet.index();
    Tile[] prepared = new Tile[dataset.size()];
    IntStream.range(0, prepared.length)
        .parallel()
        .forEach(
            i -> {
              Sample sample = dataset.sample(i);
              int[] candidates =
                  sample.labels().stream()
                      .mapToInt(
                          label -> {
                            Integer k = index.get(label);
                            if (k == null) {
                              throw new LonghandException(
                                  "sample '"
                                      + sample.id()
                                      + "' of "
                                      + dataset.name()
                                      + " is labelled '"
                                      + label
                                      + "', which is none of the model's symbols "
                                      + String.join("", alphabet.symbols()));
                            }
                            return k;
                          })
                      .distinct()
                      .toArray();
              var random = new SplittableRandom(seed ^ (i * 0x9E3779B97F4A7C15L));
              try {
                prepared[i] =
                    new Tile(
                        prepare(sample, pipeline, normalize, pens, random),
                        sample.content() instanceof Sample.Strokes,
                        candidates,
                        new float[0],
                        new float[0],
                        new float[0]);
              } catch (NoInkException e) {
                unreadable.incrementAndGet();
              }
            });
    List<Tile> tiles = new ArrayList<>();
    for (Tile tile : prepared) {
      if (tile != null) {
        tiles.add(tile);
      }
    }
    if (tiles.isEmpty()) {
      throw new LonghandException(dataset.name() + " has no sample with ink on it");
    }
    return new Tiles(normalize, preprocessing.channels(), tiles, unreadable.get());
  }

  private static byte[][] prepare(
      Sample sample,
      PreprocessingPipeline pipeline,
      Normalize normalize,
      int pens,
      SplittableRandom random) {
    if (!(sample.content() instanceof Sample.Strokes strokes) || pens == 1) {
      return new byte[][] {toBytes(pipeline.prepare(sample.image()).input(), normalize)};
    }
    byte[][] drawn = new byte[pens][];
    for (int pen = 0; pen < pens; pen++) {
      double width = NARROW * Math.pow(WIDE / NARROW, (pen + random.nextDouble()) / pens);
      GrayImage image = InkRenderer.render(strokes.ink(), new Pen(DRAWN_SIDE, width, 4));
      drawn[pen] = toBytes(pipeline.prepare(image).input(), normalize);
    }
    return drawn;
  }

  private static byte[] toBytes(Tensor input, Normalize normalize) {
    byte[] bytes = new byte[input.shape().size()];
    boolean mapped = false;
    for (int i = 0; i < bytes.length; i++) {
      double mean = i < PIXELS ? normalize.mean() : 0;
      double ink = input.at(i) * normalize.deviation() + mean;
      bytes[i] = (byte) Math.round(255 * Math.max(0, Math.min(1, ink)));
      mapped |= i >= PIXELS && bytes[i] != 0;
    }
    return mapped ? bytes : Arrays.copyOf(bytes, PIXELS);
  }

  int size() {
    return tiles.size();
  }

  /** How many samples had no ink and were left out. */
  int unreadable() {
    return unreadable;
  }

  Tile get(int index) {
    return tiles.get(index);
  }

  /** The ink of a tile in 0…1, as a pen left it, and then its direction maps if it has any. */
  static float[] ink(Tile tile, int pen) {
    byte[] bytes = tile.ink()[pen];
    float[] ink = new float[bytes.length];
    for (int i = 0; i < ink.length; i++) {
      ink[i] = (bytes[i] & 0xff) / 255f;
    }
    return ink;
  }

  /** Zeros that take as many tiles as a network's input. */
  float[] batch(int count) {
    return new float[count * channels * PIXELS];
  }

  /**
   * Writes normalised ink and direction maps into a batch.
   *
   * @param place of the tile in the batch, from 0
   */
  void normalize(float[] ink, float[] batch, int place) {
    float mean = (float) normalize.mean();
    float deviation = (float) normalize.deviation();
    int offset = place * channels * PIXELS;
    for (int i = 0; i < ink.length; i++) {
      batch[offset + i] = (ink[i] - (i < PIXELS ? mean : 0)) / deviation;
    }
  }

  /** A full batch as a network takes it, {@code N×C×28×28}. */
  Tensor tensor(float[] batch) {
    int side = CharacterNetwork.SIDE;
    return Tensor.of(new Shape(batch.length / (channels * PIXELS), channels, side, side), batch);
  }

  /** The digest of all ink, where it is from and what it may be, in their order, lower-case hex. */
  String sha256() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (Tile tile : tiles) {
        for (byte[] ink : tile.ink()) {
          sha256.update(ink);
        }
        for (int candidate : tile.candidates()) {
          sha256.update((byte) candidate);
          sha256.update((byte) (candidate >> 8));
        }
        sha256.update((byte) (tile.drawn() ? 1 : 0));
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Whether some tile may be of each class. */
  boolean cover(Alphabet alphabet) {
    return tiles.stream().flatMapToInt(tile -> IntStream.of(tile.candidates())).distinct().count()
        == alphabet.size();
  }

  /** These tiles with what is known of their candidates, in the same order. */
  Tiles withShares(float[][] shares) {
    return map((tile, i) -> tile.withShares(shares[i]));
  }

  /** These tiles with what to learn from each, in the same order. */
  Tiles withTargets(float[][] targets) {
    return map((tile, i) -> tile.withTarget(targets[i]));
  }

  /** These tiles as part of data that shows the classes as often. */
  Tiles withLogFrequencies(float[] logFrequencies) {
    return map((tile, i) -> tile.withLogFrequencies(logFrequencies));
  }

  private Tiles map(BiFunction<Tile, Integer, Tile> change) {
    List<Tile> changed = new ArrayList<>(tiles.size());
    for (int i = 0; i < tiles.size(); i++) {
      changed.add(change.apply(tiles.get(i), i));
    }
    return new Tiles(normalize, channels, changed, unreadable);
  }

  /** These tiles and then others. */
  Tiles and(Tiles others) {
    List<Tile> all = new ArrayList<>(tiles);
    all.addAll(others.tiles);
    return new Tiles(normalize, channels, all, unreadable + others.unreadable);
  }
}
