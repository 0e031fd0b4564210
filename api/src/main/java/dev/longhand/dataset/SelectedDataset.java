package dev.longhand.dataset;

import java.util.List;

/** Some samples of another dataset, in an order of their own. */
record SelectedDataset(String name, Dataset whole, int[] indices) implements Dataset {

  SelectedDataset {
    indices = indices.clone();
    for (int index : indices) {
      if (index < 0 || index >= whole.size()) {
        throw new IllegalArgumentException(
            "sample " + index + " was selected, but " + whole.name() + " has " + whole.size());
      }
    }
  }

  @Override
  public int size() {
    return indices.length;
  }

  @Override
  public String id(int index) {
    return whole.id(indices[index]);
  }

  @Override
  public String group(int index) {
    return whole.group(indices[index]);
  }

  @Override
  public List<String> labels(int index) {
    return whole.labels(indices[index]);
  }

  @Override
  public Sample sample(int index) {
    return whole.sample(indices[index]);
  }
}
