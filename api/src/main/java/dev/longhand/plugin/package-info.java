/**
 * Finds engines and recognizers on the class path, and says what is wrong with those that are
 * broken.
 *
 * <p>{@link java.util.ServiceLoader} fails for all when one is broken; {@link
 * dev.longhand.plugin.Plugins} does not. Ask {@code Engines} and {@code Recognizers} rather than
 * this.
 */
@NullMarked
package dev.longhand.plugin;

import org.jspecify.annotations.NullMarked;
