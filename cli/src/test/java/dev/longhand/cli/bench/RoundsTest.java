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
            lane -> {
              turns.add(lane);
              return turns.size();
            });

    assertThat(turns).containsExactly(A, B, C, B, C, A, C, A, B, A, B, C);
    assertThat(measured.keySet()).containsExactly(A, B, C);
    assertThat(measured.get(B)).containsExactly(2, 4, 9, 11);
  }

  @Test
  @DisplayName("of nobody are none")
  void nobody() {
    assertThat(Rounds.inTurn(List.of(), 3, lane -> lane)).isEmpty();
  }
}
