package dev.longhand.sequence;

/**
 * A text that a decoder found.
 *
 * @param text of the alphabet's symbols
 * @param score natural logarithm, larger is better: of the text's probability under the network's
 *     output, summed over all of its paths that the decoder followed, and of whatever else the
 *     decoder weighs in, as a language model; comparable within one decoding only
 */
record Hypothesis(String text, double score) {}
