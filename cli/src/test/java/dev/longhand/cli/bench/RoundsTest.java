package dev.longhand.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rounds")
class RoundsTest {
  private static final Lane A = new Lane("a", 1, 1);
  private static final Lane B = new Lane("b", 1, 1);
  private static final Lane C = new Lane("c", 1, 1);

  @Test
  @DisplayName("give each its turn in every round, and begin with another each time")
  void turns() {
    List<Lane> turns = new ArrayList<>();

    var measured =
        Rounds.inTurn(
            List.of(A, B, C),
            4,
            done -> false,
            lane -> {
              turns.add(lane);
              return turns.size();
            });

    assertThat(turns).containsExactly(A, B, C, B, C, A, C, A, B, A, B, C);
    assertThat(measured.keySet()).containsExactly(A, B, C);
    assertThat(measured.get(B)).containsExactly(2, 4, 9, 11);
  }

  @Test
  @DisplayName("end when they are enough, all having had as many turns")
  void enough() {
    var measured = Rounds.inTurn(List.of(A, B), 9, done -> done >= 2, Lane::engine);

    assertThat(measured.get(A)).hasSize(2);
    assertThat(measured.get(B)).hasSize(2);
  }

  @Test
  @DisplayName("of nobody are none")
  void nobody() {
    assertThat(Rounds.inTurn(List.of(), 3, done -> false, lane -> lane)).isEmpty();
  }
}
