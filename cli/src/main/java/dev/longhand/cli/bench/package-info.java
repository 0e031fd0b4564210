/**
 * Measures engines. {@link dev.longhand.cli.bench.Bench} gives each engine a process of its own and
 * lets them run in turn; JMH measures inside each process. Why so is told in {@code
 * docs/decisions/0005-engines-take-turns.md}.
 */
@NullMarked
package dev.longhand.cli.bench;

import org.jspecify.annotations.NullMarked;
