package dev.longhand.image;

/**
 * Where the pixels of an image are after it was scaled, cut and padded.
 *
 * @param scaleX how many pixels now were one pixel of the image's width
 * @param scaleY the same of its height
 * @param left where the image's left edge is now, in pixels
 * @param top where its top edge is now
 */
record Placement(double scaleX, double scaleY, double left, double top) {

  static final Placement UNCHANGED = new Placement(1, 1, 0, 0);

  double x(double ofImage) {
    return scaleX * ofImage + left;
  }

  double y(double ofImage) {
    return scaleY * ofImage + top;
  }

  Placement scaled(Plane before, Plane after) {
    double byX = (double) after.width() / before.width();
    double byY = (double) after.height() / before.height();
    return new Placement(byX * scaleX, byY * scaleY, byX * left, byY * top);
  }

  Placement moved(double byX, double byY) {
    return new Placement(scaleX, scaleY, left + byX, top + byY);
  }

  /** As many pixels were added on each side. */
  Placement padded(Plane before, Plane after) {
    return moved((after.width() - before.width()) / 2.0, (after.height() - before.height()) / 2.0);
  }
}
