package dev.longhand.dataset;

/** Labelled handwriting in a fixed order. Reading it from many threads at once is safe. */
public interface Dataset {

  /** For messages and reports, as {@code "emnist-byclass-test"}. */
  String name();

  int size();

  /**
   * Reads one sample, decoding its image now.
   *
   * @param index from 0 to {@link #size}, exclusive
   * @throws dev.longhand.LonghandException when its image cannot be read, naming the sample
   */
  Sample sample(int index);
}
