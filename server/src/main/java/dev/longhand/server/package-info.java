/**
 * Handwriting over HTTP: requests become jobs, jobs become batches, batches are read by a bounded
 * pool of workers. The event loop never decodes an image and never runs a network.
 */
@NullMarked
package dev.longhand.server;

import org.jspecify.annotations.NullMarked;
