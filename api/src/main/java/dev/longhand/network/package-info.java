/**
 * Networks as data: <em>what</em> is computed, never who computes it.
 *
 * <p>Start with {@link dev.longhand.network.Layer}, the closed list of layers with their exact
 * meaning, and {@link dev.longhand.network.NetworkSpec}. Weights are named tensors in one neutral
 * layout, initialised in Java from a seed, so that every engine starts from the same numbers.
 */
@NullMarked
package dev.longhand.network;

import org.jspecify.annotations.NullMarked;
