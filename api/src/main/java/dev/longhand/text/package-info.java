/** The symbols that a model reads. */
@NullMarked
package dev.longhand.text;

import org.jspecify.annotations.NullMarked;
