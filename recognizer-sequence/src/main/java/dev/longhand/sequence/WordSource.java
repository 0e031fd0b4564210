package dev.longhand.sequence;

import java.util.SplittableRandom;

/** Words to learn from. Safe to use from many threads at once. */
interface WordSource {

  /** How many words it gives for each epoch. */
  int size();

  /**
   * One of them.
   *
   * @param index from 0 to {@link #size}, exclusive
   * @param random for sources that make their words up; it differs from epoch to epoch
   */
  Word word(int index, SplittableRandom random);

  /** What makes the words what they are, for telling one training from another. */
  String identity();
}
