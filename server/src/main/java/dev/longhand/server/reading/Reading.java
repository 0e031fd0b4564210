package dev.longhand.server.reading;

import dev.longhand.recognition.Recognition;
import java.time.Duration;

/**
 * What a reader made of an image.
 *
 * @param width of the image that was decoded or drawn, in pixels
 * @param height of the same
 * @param preparing time to decode and prepare it
 * @param waiting time in the queue, for a worker and for others to share a batch with
 * @param running time of the batch that it was read in
 */
public record Reading(
    Recognition recognition,
    Reader reader,
    int width,
    int height,
    Duration preparing,
    Duration waiting,
    Duration running) {}
