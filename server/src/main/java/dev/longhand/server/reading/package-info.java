/**
 * Requests become jobs, jobs become batches, batches are read by a bounded pool of workers. Nothing
 * here knows of HTTP.
 */
@NullMarked
package dev.longhand.server.reading;

import org.jspecify.annotations.NullMarked;
