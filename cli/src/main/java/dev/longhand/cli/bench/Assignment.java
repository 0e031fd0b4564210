package dev.longhand.cli.bench;

import org.jspecify.annotations.Nullable;

/**
 * What a worker measures; the first line it is sent, as JSON.
 *
 * @param model its name or file
 * @param data a dataset's name or path; null for random images
 * @param dataDirectory where datasets that have names lie
 * @param samples how many images are made ready at the most
 * @param batch images in each run or step
 */
record Assignment(
    Lane lane, String model, @Nullable String data, String dataDirectory, int samples, int batch) {}
