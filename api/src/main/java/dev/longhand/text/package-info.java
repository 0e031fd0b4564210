/** The symbols that a model reads, and the text files that users write. */
@NullMarked
package dev.longhand.text;

import org.jspecify.annotations.NullMarked;
