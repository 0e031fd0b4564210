/**
 * What {@code longhand doctor} finds out: about the machine, the native libraries, and whether each
 * engine computes what it should.
 *
 * <p>Start with {@link dev.longhand.cli.doctor.SelfTest}. What cannot be found out is {@code
 * unknown}; nothing here fails because of it.
 */
@NullMarked
package dev.longhand.cli.doctor;

import org.jspecify.annotations.NullMarked;
