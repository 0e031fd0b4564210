package dev.longhand.dataset;

import java.util.Arrays;
import java.util.List;

/** Datasets one after the other; the name of each stands before its ids, which are then unique. */
final class JoinedDataset implements Dataset {
  private final String name;
  private final List<Dataset> parts;
  private final int[] ends;

  JoinedDataset(String name, List<Dataset> parts) {
    this.name = name;
    this.parts = List.copyOf(parts);
    this.ends = new int[parts.size()];
    int end = 0;
    for (int i = 0; i < ends.length; i++) {
      end = Math.addExact(end, parts.get(i).size());
      ends[i] = end;
    }
  }

  private int part(int index) {
    // An empty part ends where the one before does: take the first that ends after the index.
    int found = Arrays.binarySearch(ends, index + 1);
    int part = found < 0 ? -found - 1 : found;
    while (part > 0 && ends[part - 1] > index) {
      part--;
    }
    return part;
  }

  private int within(int part, int index) {
    return part == 0 ? index : index - ends[part - 1];
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int size() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  @Override
  public String id(int index) {
    int part = part(index);
    return parts.get(part).name() + "/" + parts.get(part).id(within(part, index));
  }

  @Override
  public String group(int index) {
    int part = part(index);
    return parts.get(part).group(within(part, index));
  }

  @Override
  public List<String> labels(int index) {
    int part = part(index);
    return parts.get(part).labels(within(part, index));
  }

  @Override
  public Sample sample(int index) {
    int part = part(index);
    Sample sample = parts.get(part).sample(within(part, index));
    return new Sample(id(index), sample.group(), sample.labels(), sample.content());
  }
}
