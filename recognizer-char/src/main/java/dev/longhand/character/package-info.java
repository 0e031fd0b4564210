/** Reads one character from one image. */
@NullMarked
package dev.longhand.character;

import org.jspecify.annotations.NullMarked;
