package dev.longhand.dataset;

import java.util.List;

/**
 * Labelled handwriting in a fixed order. Reading it from many threads at once is safe.
 *
 * <p>Everything but {@link #sample} is known without decoding an image.
 */
public interface Dataset {

  /** For messages and reports, as {@code "emnist-byclass-test"}. */
  String name();

  int size();

  /**
   * As {@link Sample#id}.
   *
   * @param index from 0 to {@link #size}, exclusive
   */
  String id(int index);

  /**
   * As {@link Sample#group}.
   *
   * @param index from 0 to {@link #size}, exclusive
   */
  String group(int index);

  /**
   * As {@link Sample#labels}.
   *
   * @param index from 0 to {@link #size}, exclusive
   */
  List<String> labels(int index);

  /**
   * Reads one sample, decoding its image now.
   *
   * @param index from 0 to {@link #size}, exclusive
   * @throws dev.longhand.LonghandException when its image cannot be read, naming the sample
   */
  Sample sample(int index);
}
