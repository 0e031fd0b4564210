package dev.longhand.cli;

import dev.longhand.LonghandException;
import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Datasets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A dataset in two parts, to learn from and to choose by, each in the dataset's order.
 *
 * @param heldOut at least one sample
 * @param rest at least one sample
 */
record Holdout(Dataset heldOut, Dataset rest) {

  /**
   * Holds out whole groups, as a writer's hand in both parts would flatter the model. Where there
   * is but one group, or none is known, single samples are held out.
   *
   * @param share in 0…1 to hold out; a group more where they do not come out even
   * @throws LonghandException when there is only one sample
   */
  static Holdout of(Dataset whole, double share, long seed) {
    if (whole.size() < 2) {
      throw new LonghandException(
          "of the "
              + whole.size()
              + " samples of "
              + whole.name()
              + " none can be held out to choose the best epoch by; name other data as"
              + " --validation");
    }
    List<List<Integer>> groups = groups(whole);
    Collections.shuffle(groups, new Random(seed));
    boolean[] held = new boolean[whole.size()];
    int count = 0;
    // The last group stays, so that there is something to learn from.
    for (List<Integer> group : groups.subList(0, groups.size() - 1)) {
      if (count >= share * whole.size()) {
        break;
      }
      group.forEach(sample -> held[sample] = true);
      count += group.size();
    }
    return new Holdout(select(whole, held, true), select(whole, held, false));
  }

  private static List<List<Integer>> groups(Dataset whole) {
    Map<String, List<Integer>> byName = new TreeMap<>();
    List<List<Integer>> groups = new ArrayList<>();
    for (int i = 0; i < whole.size(); i++) {
      if (whole.group(i).isEmpty()) {
        groups.add(List.of(i));
      } else {
        byName.computeIfAbsent(whole.group(i), name -> new ArrayList<>()).add(i);
      }
    }
    groups.addAll(byName.values());
    return groups.size() > 1
        ? groups
        : new ArrayList<>(IntStream.range(0, whole.size()).mapToObj(List::of).toList());
  }

  private static Dataset select(Dataset whole, boolean[] held, boolean which) {
    return Datasets.select(
        whole, IntStream.range(0, held.length).filter(i -> held[i] == which).toArray());
  }
}
