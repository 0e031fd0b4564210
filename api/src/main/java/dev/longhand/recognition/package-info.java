/**
 * What users call: images in, readings out.
 *
 * <p>Start with {@link dev.longhand.recognition.Recognizers}.
 */
@NullMarked
package dev.longhand.recognition;

import org.jspecify.annotations.NullMarked;
