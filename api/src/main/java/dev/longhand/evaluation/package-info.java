/**
 * How good readings are: pure functions of truths and readings.
 *
 * <p>Start with {@link dev.longhand.evaluation.CharacterReport} for single characters, and with
 * {@link dev.longhand.evaluation.TextReport} for texts. Counts are kept and pooled; rates are
 * shares in 0…1, never percentages. Drawing is not done here.
 */
@NullMarked
package dev.longhand.evaluation;

import org.jspecify.annotations.NullMarked;
