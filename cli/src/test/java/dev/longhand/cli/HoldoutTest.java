package dev.longhand.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.longhand.dataset.Dataset;
import dev.longhand.dataset.Sample;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

@Label("What is held out")
class HoldoutTest {

  @Property(tries = 300)
  @Label("shares no writer with the rest; together they are the whole, and neither is empty")
  void splits(
      @ForAll @Size(min = 2, max = 60) List<@IntRange(max = 9) Integer> writers,
      @ForAll long seed) {
    Dataset whole = dataset(writers);

    Holdout parts = Holdout.of(whole, 0.1, seed);

    Set<String> ids = new HashSet<>(ids(parts.heldOut()));
    assertThat(ids).hasSizeGreaterThanOrEqualTo(Math.max(1, whole.size() / 10));
    assertThat(ids).doesNotContainAnyElementsOf(ids(parts.rest()));
    assertThat(parts.rest().size()).isPositive();
    assertThat(parts.heldOut().size() + parts.rest().size()).isEqualTo(whole.size());
    if (writers.stream().distinct().count() > 1) {
      Set<String> held = groups(parts.heldOut());
      held.remove("");
      assertThat(held).doesNotContainAnyElementsOf(groups(parts.rest()));
    }
  }

  @Property(tries = 20)
  @Label("is the same for the same seed")
  void seeded(@ForAll long seed) {
    Dataset whole = dataset(IntStream.range(0, 50).boxed().toList());

    assertThat(ids(Holdout.of(whole, 0.1, seed).heldOut()))
        .isEqualTo(ids(Holdout.of(whole, 0.1, seed).heldOut()))
        .hasSize(5);
  }

  private static List<String> ids(Dataset dataset) {
    return IntStream.range(0, dataset.size()).mapToObj(dataset::id).toList();
  }

  private static Set<String> groups(Dataset dataset) {
    Set<String> groups = new HashSet<>();
    for (int i = 0; i < dataset.size(); i++) {
      groups.add(dataset.group(i));
    }
    return groups;
  }

  /** Of unknown writers (0) and known ones. */
  private static Dataset dataset(List<Integer> writers) {
    return new Dataset() {
      @Override
      public String name() {
        return "written";
      }

      @Override
      public int size() {
        return writers.size();
      }

      @Override
      public String id(int index) {
        return "#" + index;
      }

      @Override
      public String group(int index) {
        return writers.get(index) == 0 ? "" : "writer " + writers.get(index);
      }

      @Override
      public List<String> labels(int index) {
        return List.of("a");
      }

      @Override
      public Sample sample(int index) {
        throw new UnsupportedOperationException("no image is needed to split");
      }
    };
  }
}
