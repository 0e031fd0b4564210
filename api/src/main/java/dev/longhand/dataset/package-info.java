/** Labelled handwriting, read from the formats that it comes in. */
@NullMarked
package dev.longhand.dataset;

import org.jspecify.annotations.NullMarked;
