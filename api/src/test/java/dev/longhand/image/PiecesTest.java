package dev.longhand.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PiecesTest {

  @Test
  void aBlankPlaneStaysBlank() {
    Plane blank = Plane.blank(4, 3);

    assertThat(Pieces.removeSpecks(blank, 0.02).values()).containsOnly(0f);
  }

  @Test
  void aSpeckFarFromTheWritingGoes() {
    Plane ink =
        Scenes.plane(
            "..................", //
            "..######........#.",
            "..######..........",
            "..######..........",
            "..................");

    assertThat(Pieces.removeSpecks(ink, 0.1).values())
        .isEqualTo(
            Scenes.plane(
                    "..................", //
                    "..######..........",
                    "..######..........",
                    "..######..........",
                    "..................")
                .values());
  }

  @Test
  void aPieceOfItsShareStays() {
    Plane dotted =
        Scenes.plane(
            "..........", //
            "....##....",
            "..........",
            "..........",
            "....##....",
            "....##....",
            "....##....",
            "....##....",
            "..........");

    assertThat(Pieces.removeSpecks(dotted, 0.25).values()).isEqualTo(dotted.values());
    assertThat(Pieces.removeSpecks(dotted, 0.26).at(4, 1)).isZero();
  }

  @Test
  void cornersConnect() {
    Plane diagonal =
        Scenes.plane(
            "........", //
            ".#......",
            "..#.....",
            "...#....",
            "....#...",
            ".....#..",
            "........");

    assertThat(Pieces.removeSpecks(diagonal, 0.9).values()).isEqualTo(diagonal.values());
  }

  @Test
  void softEdgesStayWithTheirPieceAndStrayGreyGoes() {
    Plane ink = Plane.blank(12, 5);
    ink.values()[2 * 12 + 2] = 1;
    ink.values()[2 * 12 + 3] = 0.2f;
    ink.values()[2 * 12 + 6] = 0.3f;
    ink.values()[2 * 12 + 10] = 0.2f;

    Plane cleared = Pieces.removeSpecks(ink, 0.5);

    assertThat(cleared.at(2, 2)).isEqualTo(1);
    assertThat(cleared.at(3, 2)).as("the soft edge").isEqualTo(0.2f);
    assertThat(cleared.at(6, 2)).as("a pale piece").isZero();
    assertThat(cleared.at(10, 2)).as("grey that is no piece").isZero();
  }

  @Test
  void aNeighboursStrokeAtTheEdgeGoesThoughItHasItsShare() {
    Plane ink =
        Scenes.plane(
            "...........#", //
            "..#####....#",
            "..#####....#",
            "..#####....#",
            "............");

    Plane cleared = Pieces.removeSpecks(ink, 0.1);

    assertThat(cleared.at(11, 1)).isZero();
    assertThat(cleared.at(3, 2)).isEqualTo(1);
  }

  @Test
  void whereTheWritingItselfTouchesTheEdgeSoMayItsOtherStrokes() {
    Plane ink =
        Scenes.plane(
            "..#####....#", //
            "..#####....#",
            "..#####....#",
            "............");

    assertThat(Pieces.removeSpecks(ink, 0.1).values()).isEqualTo(ink.values());
  }

  @Test
  void manyPiecesAreNoMatter() {
    Plane checks = Plane.blank(301, 301);
    for (int y = 0; y < 301; y += 2) {
      for (int x = 0; x < 301; x += 2) {
        checks.values()[y * 301 + x] = 1;
      }
    }

    assertThat(Pieces.removeSpecks(checks, 0.5).values()).isEqualTo(checks.values());
  }
}
