/**
 * Handwriting that nobody wrote: texts typeset in handwriting fonts or composed of a writer's
 * single letters, and laid on paper as a camera would see it. A recognizer is trained on it beside
 * what people wrote.
 */
@NullMarked
package dev.longhand.synthesis;

import org.jspecify.annotations.NullMarked;
