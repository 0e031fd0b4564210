/**
 * Reports of trainings and evaluations: pictures, one page that needs nothing beside it, and the
 * same as {@code report.json}.
 *
 * <p>{@link dev.longhand.cli.report.CharacterReportFolder} and {@link
 * dev.longhand.cli.report.TextReportFolder} are the ways in.
 */
@NullMarked
package dev.longhand.cli.report;

import org.jspecify.annotations.NullMarked;
