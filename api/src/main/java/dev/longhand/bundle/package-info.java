/**
 * The model file: everything that a recognizer needs, in one bounded, checked, reproducible zip.
 *
 * <p>Start with {@link dev.longhand.bundle.ModelBundle}. The format is specified in {@code
 * docs/bundle-format.md}. {@link dev.longhand.bundle.ModelExport} writes models for programs other
 * than Longhand.
 */
@NullMarked
package dev.longhand.bundle;

import org.jspecify.annotations.NullMarked;
