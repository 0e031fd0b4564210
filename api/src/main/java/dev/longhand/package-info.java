/**
 * Handwriting recognition without an engine: what a network, an image, a model bundle, a recognizer
 * and an error rate are.
 *
 * <p>To run something you also need an engine module on the class path. Nothing here depends on a
 * deep-learning library.
 */
@NullMarked
package dev.longhand;

import org.jspecify.annotations.NullMarked;
