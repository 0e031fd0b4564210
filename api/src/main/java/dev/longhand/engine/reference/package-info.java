/**
 * The executable meaning of every layer: a literal engine in plain Java, in double precision, for
 * inference.
 *
 * <p>It needs no native library, so it runs wherever Java does; it is slower than the others by an
 * order of magnitude. {@code EngineContract} measures every engine by it.
 */
@NullMarked
package dev.longhand.engine.reference;

import org.jspecify.annotations.NullMarked;
