/**
 * Training any network on any training engine: epochs, validation, the best model, and resuming.
 *
 * <p>Start with {@link dev.longhand.training.TrainingLoop}. What is learnt is a recognizer's {@link
 * dev.longhand.training.TrainingTask}.
 */
@NullMarked
package dev.longhand.training;

import org.jspecify.annotations.NullMarked;
