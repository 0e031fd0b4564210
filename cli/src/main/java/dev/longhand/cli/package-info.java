/**
 * The command line. {@link dev.longhand.cli.Longhand} holds the main method; each verb is one
 * command.
 */
@NullMarked
package dev.longhand.cli;

import org.jspecify.annotations.NullMarked;
