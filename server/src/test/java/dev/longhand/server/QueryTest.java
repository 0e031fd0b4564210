package dev.longhand.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class QueryTest {

  @Test
  void takesParametersApart() {
    assertThat(Query.parse("as=word&top=3&key=a%26b")).containsEntry("key", List.of("a&b"));
    assertThat(Query.parse("top=1&top=2")).containsEntry("top", List.of("1", "2"));
    assertThat(Query.parse("top")).containsEntry("top", List.of(""));
    assertThat(Query.parse(null)).isEmpty();
    assertThat(Query.parse("")).isEmpty();
  }

  @Test
  void refusesWhatIsNotEncoded() {
    for (String query : List.of("top=%zz", "top=%", "%1", "a=%e")) {
      assertThatThrownBy(() -> Query.parse(query))
          .as(query)
          .isInstanceOf(ProblemException.class)
          .hasMessageStartingWith("the query is not encoded");
    }
  }

  @Test
  void refusesMoreParametersThanAnyAddressHas() {
    assertThat(Query.parse("a=1&".repeat(50)).get("a")).hasSize(50);
    assertThatThrownBy(() -> Query.parse("a=1&".repeat(51))).isInstanceOf(ProblemException.class);
    assertThatThrownBy(() -> Query.parse("a=1&".repeat(100_000)))
        .isInstanceOf(ProblemException.class);
  }

  @Property
  @Label("takes any text apart, or refuses it with a problem")
  void takesAnyTextApart(@ForAll String query) {
    try {
      assertThat(Query.parse(query).values().stream().mapToInt(List::size).sum())
          .isLessThanOrEqualTo(50);
    } catch (ProblemException e) {
      assertThat(e.problem().status()).isEqualTo(400);
      assertThat(e.problem().detail()).doesNotMatch("(?s).*\\R.*");
    }
  }
}
