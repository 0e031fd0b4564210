/**
 * <em>Who</em> computes a network: the engines' service provider interface.
 *
 * <p>Start with {@link dev.longhand.engine.Engines}. An engine knows networks and weights; it never
 * hears of characters, texts or model files. {@link dev.longhand.engine.NetworkExporter} writes
 * networks for programs other than Longhand.
 */
@NullMarked
package dev.longhand.engine;

import org.jspecify.annotations.NullMarked;
