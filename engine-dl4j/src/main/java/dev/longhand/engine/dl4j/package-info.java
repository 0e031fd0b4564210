/**
 * The engine of Deeplearning4j: its array library ND4J, which trains and infers on the CPU.
 *
 * <p>Networks are run operator by operator, and differentiated by a tape of our own ({@link
 * dev.longhand.engine.dl4j.Tape}); Deeplearning4j's layers and its graphs, SameDiff, are not used,
 * as they are many times slower. {@code docs/decisions} has the figures.
 *
 * <p>Start with {@link dev.longhand.engine.dl4j.ForwardPass}. Images are kept with their channels
 * last, which is what oneDNN, underneath ND4J, is fastest with; weights lie in native memory as the
 * neutral layout has them.
 */
@NullMarked
package dev.longhand.engine.dl4j;

import org.jspecify.annotations.NullMarked;
