package dev.longhand.image;

import java.util.ArrayList;
import java.util.List;

/** The connected pieces of ink on a plane, neighbours being the eight around a pixel. */
final class Pieces {

  /** What counts as ink when pieces are told apart. */
  private static final float INK = 0.25f;

  /**
   * Where the writing stays clear of the picture's edge, what touches the edge belongs to a
   * neighbour unless it is at least this share of the writing.
   */
  private static final double SHARE_AT_EDGE = 0.3;

  /** The pixels between two places of those found, in the order in which they were found. */
  private record Piece(int from, int to, double mass, boolean touchesEdge) {}

  private Pieces() {}

  /** Keeps the strongest piece, those of at least a share of its ink, and what surrounds them. */
  static Plane removeSpecks(Plane ink, double minimumShare) {
    int[] found = new int[ink.values().length];
    List<Piece> pieces = find(ink, found);
    if (pieces.isEmpty()) {
      return ink;
    }
    Piece strongest = pieces.get(0);
    for (Piece piece : pieces) {
      if (piece.mass() > strongest.mass()) {
        strongest = piece;
      }
    }
    Plane kept = Plane.blank(ink.width(), ink.height());
    for (Piece piece : pieces) {
      boolean strange = piece.touchesEdge() && !strongest.touchesEdge();
      double share = strange ? Math.max(SHARE_AT_EDGE, minimumShare) : minimumShare;
      if (piece.mass() >= share * strongest.mass()) {
        for (int i = piece.from(); i < piece.to(); i++) {
          kept.values()[found[i]] = 1;
        }
      }
    }
    // Soft edges are paler than ink; they stay with their piece.
    Plane surroundings =
        Filters.dilate(kept, Math.max(2, Math.max(ink.width(), ink.height()) / 50));
    Plane cleared = Plane.blank(ink.width(), ink.height());
    for (int i = 0; i < cleared.values().length; i++) {
      cleared.values()[i] = ink.values()[i] * surroundings.values()[i];
    }
    return cleared;
  }

  /**
   * @param found takes the pixels of all pieces, one piece after the other
   */
  private static List<Piece> find(Plane ink, int[] found) {
    boolean[] seen = new boolean[found.length];
    List<Piece> pieces = new ArrayList<>();
    int from = 0;
    for (int start = 0; start < seen.length; start++) {
      if (!seen[start] && ink.values()[start] > INK) {
        Piece piece = flood(ink, start, seen, found, from);
        pieces.add(piece);
        from = piece.to();
      }
    }
    return pieces;
  }

  private static Piece flood(Plane ink, int start, boolean[] seen, int[] found, int from) {
    int to = from;
    found[to++] = start;
    seen[start] = true;
    double mass = 0;
    boolean touchesEdge = false;
    for (int i = from; i < to; i++) {
      int pixel = found[i];
      int x = pixel % ink.width();
      int y = pixel / ink.width();
      mass += ink.values()[pixel];
      touchesEdge |= x == 0 || y == 0 || x == ink.width() - 1 || y == ink.height() - 1;
      int right = Math.min(ink.width() - 1, x + 1);
      int bottom = Math.min(ink.height() - 1, y + 1);
      for (int ny = Math.max(0, y - 1); ny <= bottom; ny++) {
        for (int nx = Math.max(0, x - 1); nx <= right; nx++) {
          int neighbour = ny * ink.width() + nx;
          if (!seen[neighbour] && ink.values()[neighbour] > INK) {
            seen[neighbour] = true;
            found[to++] = neighbour;
          }
        }
      }
    }
    return new Piece(from, to, mass, touchesEdge);
  }
}
