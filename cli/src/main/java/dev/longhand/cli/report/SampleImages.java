package dev.longhand.cli.report;

import dev.longhand.dataset.Dataset;
import dev.longhand.image.GrayImage;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Finds the images of a dataset by the ids of their samples. */
final class SampleImages {
  private final Dataset dataset;
  private final Map<String, Integer> indices = new HashMap<>();

  SampleImages(Dataset dataset) {
    this.dataset = dataset;
    for (int i = 0; i < dataset.size(); i++) {
      indices.put(dataset.id(i), i);
    }
  }

  GrayImage of(String sampleId) {
    return dataset.sample(Objects.requireNonNull(indices.get(sampleId))).image();
  }
}
