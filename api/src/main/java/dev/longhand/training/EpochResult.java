package dev.longhand.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one epoch came to.
 *
 * @param epoch from 1
 * @param trainLoss the mean over the samples, while the weights were changing
 * @param trainAccuracy the same, a share in 0…1
 * @param validation what the task measured of the averaged weights, by name
 * @param score of these metrics; larger is better, and finite
 * @param learningRate of the epoch's last step
 * @param seconds the epoch took, validation included
 */
public record EpochResult(
    int epoch,
    double trainLoss,
    double trainAccuracy,
    Map<String, Double> validation,
    double score,
    double learningRate,
    double seconds) {

  public EpochResult {
    validation = Collections.unmodifiableMap(new LinkedHashMap<>(validation));
  }
}
