/** Pen strokes, and drawing them as images. */
@NullMarked
package dev.longhand.ink;

import org.jspecify.annotations.NullMarked;
