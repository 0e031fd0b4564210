/** Reads one word or line from one image of any width, with a network trained by CTC. */
@NullMarked
package dev.longhand.sequence;

import org.jspecify.annotations.NullMarked;
