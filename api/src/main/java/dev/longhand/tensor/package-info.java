/**
 * Float32 arrays with a shape: the only data that crosses the seam between recognizers and engines.
 */
@NullMarked
package dev.longhand.tensor;

import org.jspecify.annotations.NullMarked;
