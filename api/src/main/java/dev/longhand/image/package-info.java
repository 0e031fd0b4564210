/**
 * Grey images: decoding them safely, and preparing them for a network.
 *
 * <p>Start with {@link dev.longhand.image.ImageReader}, the one decoder, and {@link
 * dev.longhand.image.Preprocessing}, the steps to a network's input as data.
 */
@NullMarked
package dev.longhand.image;

import org.jspecify.annotations.NullMarked;
