package dev.longhand.sequence;

import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Datasets;
import dev.longhand.dataset.Sample;
import dev.longhand.image.GrayImage;
import dev.longhand.image.PreprocessingPipeline;
import dev.longhand.ink.Ink;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The words of a dataset: strokes are drawn anew in every epoch, images are decoded and prepared
 * when their batch is made, so memory does not grow with the dataset.
 */
final class DatasetWords implements WordSource {

  /** How wide a letter is on average, in multiples of the height of its word. */
  private static final double LETTER = 0.55;

  private final Dataset dataset;
  private final PreprocessingPipeline pipeline;
  private final StrokeVariation variation;
  private final float[] aspects;

  DatasetWords(Dataset dataset, PreprocessingPipeline pipeline, StrokeVariation variation) {
    this.variation = variation;
    this.dataset = dataset;
    this.pipeline = pipeline;
    this.aspects = new float[dataset.size()];
    // Strokes are at hand; the width of an image would be known only once it is decoded.
    boolean strokes = dataset.size() > 0 && dataset.sample(0).content() instanceof Sample.Strokes;
    IntStream.range(0, aspects.length)
        .parallel()
        .forEach(
            i ->
                aspects[i] =
                    strokes && dataset.sample(i).content() instanceof Sample.Strokes written
                        ? (float) StrokeVariation.aspect(written.ink())
                        : (float) LETTER * dataset.labels(i).get(0).length());
  }

  @Override
  public int size() {
    return aspects.length;
  }

  @Override
  public String identity() {
    return dataset.name() + " " + Datasets.digest(dataset);
  }

  @Override
  public Word word(int index, SplittableRandom random) {
    return new OfDataset(index);
  }

  private final class OfDataset implements Word {
    private final int index;

    private OfDataset(int index) {
      this.index = index;
    }

    @Override
    public String id() {
      return dataset.id(index);
    }

    @Override
    public String text() {
      return dataset.labels(index).get(0);
    }

    @Override
    public double aspect() {
      return aspects[index];
    }

    @Override
    public GrayImage draw(SplittableRandom random) {
      Sample sample = dataset.sample(index);
      if (sample.content() instanceof Sample.Strokes strokes) {
        Ink ink = strokes.ink();
        return variation.draw(ink, WordNetwork.HEIGHT, random);
      }
      return LineImage.vary(
          LineImage.of(pipeline.prepare(sample.image())),
          variation.slant(),
          variation.stretch(),
          random);
    }
  }
}
