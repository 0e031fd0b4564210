/** How good readings are: pure functions of truths and readings. */
@NullMarked
package dev.longhand.evaluation;

import org.jspecify.annotations.NullMarked;
