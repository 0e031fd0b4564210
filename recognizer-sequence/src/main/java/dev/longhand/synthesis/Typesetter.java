package dev.longhand.synthesis;

import dev.longhand.LonghandException;
import dev.longhand.image.GrayImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Sets texts in handwriting fonts, each time in another hand: font, slant, width, weight, spacing,
 * unsteady letters and baseline, ink. For scripts that run from left to right and whose letters do
 * not change with their neighbours. Safe to use from many threads at once.
 */
public final class Typesetter {

  /** White on each side of the ink, in pixels: the border of the usual {@code FitHeight}. */
  public static final int BORDER = 2;

  /** A stroke is never thinner than this, in ems: it would vanish. */
  private static final double THINNEST = 0.025;

  /** Nor is it made thicker than this, in ems: it would fill the letters' eyes. */
  private static final double THICKEST = 0.1;

  private final List<HandFont> fonts;

  private Typesetter(List<HandFont> fonts) {
    this.fonts = fonts;
  }

  /**
   * With all fonts of a folder, {@code *.ttf} and {@code *.otf}.
   *
   * @throws LonghandException when there is none, or one cannot be read
   */
  public static Typesetter of(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new LonghandException(
          folder
              + (Files.exists(folder) ? " is a file" : ": there is no such folder")
              + "; name a folder of fonts, files *.ttf or *.otf");
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.filter(Typesetter::isFont).sorted().toList();
    } catch (IOException e) {
      throw new LonghandException(folder + ": the folder of fonts cannot be read: " + e, e);
    }
    if (files.isEmpty()) {
      throw new LonghandException(
          folder + " has no font: put handwriting fonts there, as files *.ttf or *.otf");
    }
    return new Typesetter(files.stream().map(HandFont::open).toList());
  }

  private static boolean isFont(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return (name.endsWith(".ttf") || name.endsWith(".otf")) && Files.isRegularFile(file);
  }

  /** The fonts' files, sorted. */
  public List<String> fonts() {
    return fonts.stream().map(HandFont::name).toList();
  }

  /**
   * Whether some font has all glyphs of the text, and not all of them are spaces. Fonts whose
   * lower-case letters are small capitals count for texts without such letters only.
   */
  public boolean canSet(String text) {
    return !text.isBlank() && fonts.stream().anyMatch(font -> font.suits(text));
  }

  /**
   * Draws a text as dark ink on white, cropped and scaled as the preprocessing step {@code
   * FitHeight} does with a photograph: the ink is {@code height − 2·}{@link #BORDER} px high.
   *
   * @param text in Unicode's NFC, not blank
   * @param height of the whole image, in 16…1024 px
   * @param random decides everything: the font and all that varies
   * @throws LonghandException when no font has all glyphs of the text, saying which are missing
   */
  public GrayImage draw(String text, int height, SplittableRandom random) {
    if (height < 16 || height > 1024) {
      throw new IllegalArgumentException("the height must be in 16…1024 px, but was " + height);
    }
    List<HandFont> able = fonts.stream().filter(font -> font.suits(text)).toList();
    if (text.isBlank() || able.isEmpty()) {
      throw cannotSet(text);
    }
    HandFont font = able.get(random.nextInt(able.size()));
    Contours word = compose(text, font, Hand.random(random, font.joined()), random);
    float[] ink = fill(word, height);
    int width = ink.length / (height - 2 * BORDER);
    return InkTexture.random(random).apply(ink, width, BORDER);
  }

  private LonghandException cannotSet(String text) {
    if (text.isBlank()) {
      return new LonghandException("the text '" + text + "' is blank: there is nothing to draw");
    }
    List<String> lacking =
        text.codePoints()
            .distinct()
            .mapToObj(Character::toString)
            .filter(symbol -> fonts.stream().noneMatch(font -> font.suits(symbol)))
            .toList();
    return new LonghandException(
        "no font can set the text '"
            + text
            + "': "
            + (lacking.isEmpty()
                ? "none has all of its characters"
                : "none has " + String.join(" ", lacking)));
  }

  /** The letters side by side, in ems. */
  private static Contours compose(String text, HandFont font, Hand hand, SplittableRandom random) {
    int[] symbols = text.codePoints().toArray();
    Contours word = new Contours();
    // How far the outline moves on either side of a stroke.
    double usual = font.strokeWidth();
    double width = Math.max(THINNEST, Math.min(hand.pen() * usual, Math.max(usual, THICKEST)));
    double weight = (width - usual) / 2;
    double cos = Math.cos(hand.turn());
    double sin = Math.sin(hand.turn());
    double pen = 0;
    for (int i = 0; i < symbols.length; i++) {
      HandFont.Glyph glyph = font.glyph(symbols[i]).orElseThrow();
      double uneven = hand.unevenness();
      double size =
          Math.exp(0.05 * uneven * Hand.normal(random, 2))
              * (1 + hand.growth() * i / symbols.length);
      double lean = 0.04 * uneven * Hand.normal(random, 2);
      double squeeze = Math.exp(0.05 * uneven * Hand.normal(random, 2));
      double tilt = 0.03 * uneven * Hand.normal(random, 2) - hand.climb(pen);
      double lift = 0.02 * uneven * Hand.normal(random, 2) + hand.rise(pen);
      double bow = 0.06 * uneven * Hand.normal(random, 2);
      double sag = 0.06 * uneven * Hand.normal(random, 2);
      Outline outline = glyph.outline();
      double centre = glyph.advance() / 2;
      for (int contour = 0, at = 0; contour < outline.ends().length; contour++) {
        for (; at < outline.ends()[contour]; at++) {
          double x = outline.x()[at] + weight * outline.outwardX()[at];
          double y = outline.y()[at] + weight * outline.outwardY()[at];
          double bent = size * squeeze * (x + bow * y * (y + 0.5)) - lean * y;
          double sunk = size * (y + sag * (x - centre) * (x - centre)) + tilt * (x - centre) - lift;
          double across = (pen + bent) * hand.stretch() - hand.slant() * sunk;
          word.add(across * cos - sunk * sin, across * sin + sunk * cos);
        }
        word.close();
      }
      pen += advance(font, glyph, symbols, i, hand) * size * squeeze;
      pen += 0.015 * uneven * Hand.normal(random, 2);
    }
    return word;
  }

  private static double advance(
      HandFont font, HandFont.Glyph glyph, int[] symbols, int i, Hand hand) {
    if (glyph.outline().isBlank()) {
      return glyph.advance() * hand.gap();
    }
    float kerning = i + 1 < symbols.length ? font.kerning(symbols[i], symbols[i + 1]) : 0;
    return glyph.advance() + kerning + hand.tracking();
  }

  /** The coverage of the pixels inside the border. */
  private static float[] fill(Contours word, int height) {
    Contours.Box box = word.box();
    int inner = height - 2 * BORDER;
    double scale = inner / box.height();
    int width = (int) Math.max(1, Math.round(box.width() * scale));
    Coverage coverage = new Coverage(width, inner);
    word.fill(coverage, box.left(), box.top(), width / box.width(), scale);
    return coverage.covered();
  }
}
