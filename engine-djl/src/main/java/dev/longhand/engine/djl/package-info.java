/**
 * Engines through <a href="https://djl.ai">DJL</a>, found by name through {@link
 * dev.longhand.engine.Engines}.
 */
@NullMarked
package dev.longhand.engine.djl;

import org.jspecify.annotations.NullMarked;
