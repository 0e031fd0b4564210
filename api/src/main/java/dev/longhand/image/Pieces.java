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

  private record Piece(List<Integer> pixels, double mass, boolean touchesEdge) {}

  private Pieces() {}

  /** Keeps the strongest piece, those of at least a share of its ink, and what surrounds them. */
  static Plane removeSpecks(Plane ink, double minimumShare) {
    List<Piece> pieces = find(ink);
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
        for (int pixel : piece.pixels()) {
          kept.values()[pixel] = 1;
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

  private static List<Piece> find(Plane ink) {
    boolean[] seen = new boolean[ink.values().length];
    List<Piece> pieces = new ArrayList<>();
    for (int start = 0; start < seen.length; start++) {
      if (!seen[start] && ink.values()[start] > INK) {
        pieces.add(flood(ink, start, seen));
      }
    }
    return pieces;
  }

  private static Piece flood(Plane ink, int start, boolean[] seen) {
    List<Integer> pixels = new ArrayList<>();
    pixels.add(start);
    seen[start] = true;
    double mass = 0;
    boolean touchesEdge = false;
    for (int i = 0; i < pixels.size(); i++) {
      int pixel = pixels.get(i);
      int x = pixel % ink.width();
      int y = pixel / ink.width();
      mass += ink.values()[pixel];
      touchesEdge |= x == 0 || y == 0 || x == ink.width() - 1 || y == ink.height() - 1;
      for (int ny = Math.max(0, y - 1); ny <= Math.min(ink.height() - 1, y + 1); ny++) {
        for (int nx = Math.max(0, x - 1); nx <= Math.min(ink.width() - 1, x + 1); nx++) {
          int neighbour = ny * ink.width() + nx;
          if (!seen[neighbour] && ink.values()[neighbour] > INK) {
            seen[neighbour] = true;
            pixels.add(neighbour);
          }
        }
      }
    }
    return new Piece(pixels, mass, touchesEdge);
  }
}
