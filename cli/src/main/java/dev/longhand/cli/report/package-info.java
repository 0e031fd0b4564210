/**
 * Reports of trainings and evaluations: pictures, one page that needs nothing beside it, and the
 * same as {@code report.json}.
 *
 * <p>{@link dev.longhand.cli.report.CharacterReportFolder} is the way in.
 */
@NullMarked
package dev.longhand.cli.report;

import org.jspecify.annotations.NullMarked;
