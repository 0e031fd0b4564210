package dev.longhand.synthesis;

import dev.longhand.LonghandException;
import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A font file with its glyphs at hand: what was once asked for is kept, because to ask the font is
 * slow. Safe to use from many threads.
 */
final class HandFont {

  /** Large enough that the font's own grid does not show. */
  private static final float EM = 1000;

  private static final FontRenderContext UNHINTED = new FontRenderContext(null, true, true);

  /** Letters of plain shape, that stand for the whole font when it is measured. */
  private static final String TYPICAL = "aeimnu";

  private static final String LOW = "aenru";

  private static final String TALL = "bdhkl";

  /** Where low letters are higher than this share of tall ones, all of them are capitals. */
  private static final double HIGHEST_LOW = 0.85;

  /**
   * @param outline blank for a space
   * @param advance to the next letter, in ems
   */
  record Glyph(Outline outline, float advance) {}

  private record Pair(int first, int second) {}

  private final String name;
  private final Font font;
  private final Map<Integer, Optional<Glyph>> glyphs = new ConcurrentHashMap<>();
  private final Map<Pair, Float> kerning = new ConcurrentHashMap<>();
  private final double strokeWidth;
  private final boolean joined;
  private final boolean capitalsOnly;

  private HandFont(String name, Font font) {
    this.name = name;
    this.font = font;
    double area = 0;
    double perimeter = 0;
    double gap = 0;
    int letters = 0;
    for (int letter : TYPICAL.codePoints().toArray()) {
      Optional<Glyph> glyph = glyph(letter);
      if (glyph.isPresent()) {
        area += glyph.get().outline().area();
        perimeter += glyph.get().outline().perimeter();
        gap += glyph.get().advance() - glyph.get().outline().right();
        letters++;
      }
    }
    // A stroke much longer than wide has an area of length × width and twice its length around.
    strokeWidth = letters == 0 ? 0.06 : 2 * area / perimeter;
    joined = letters > 0 && gap / letters < 0.01;
    capitalsOnly = meanHeight(LOW) > HIGHEST_LOW * meanHeight(TALL);
  }

  private double meanHeight(String letters) {
    return letters
        .codePoints()
        .mapToObj(this::glyph)
        .flatMap(Optional::stream)
        .mapToDouble(glyph -> -glyph.outline().top())
        .average()
        .orElse(0);
  }

  /**
   * @throws LonghandException when the file is no font, or when this Java cannot use fonts
   */
  static HandFont open(Path file) {
    try {
      Font font = Font.createFont(Font.TRUETYPE_FONT, file.toFile()).deriveFont(EM);
      return new HandFont(String.valueOf(file.getFileName()), font);
    } catch (FontFormatException e) {
      throw new LonghandException(
          file + " is not a TrueType or OpenType font: " + e.getMessage() + "; take it away", e);
    } catch (IOException e) {
      throw new LonghandException(file + " cannot be read: " + e.getMessage(), e);
    } catch (LinkageError | InternalError e) {
      throw new LonghandException(
          "this Java cannot use fonts: " + e + "; install libfreetype6 and fontconfig", e);
    }
  }

  /** Of its file. */
  String name() {
    return name;
  }

  /** In ems, of the plain lower-case letters on average. */
  double strokeWidth() {
    return strokeWidth;
  }

  /** Whether the letters of a word touch, so that moving them apart would tear it. */
  boolean joined() {
    return joined;
  }

  /** Whether it has all glyphs of a text, and lower-case ones that are no small capitals. */
  boolean suits(String text) {
    return text.codePoints()
        .allMatch(
            symbol ->
                glyph(symbol).isPresent() && !(capitalsOnly && Character.isLowerCase(symbol)));
  }

  /** Empty when the font lacks it. */
  Optional<Glyph> glyph(int codePoint) {
    return glyphs.computeIfAbsent(codePoint, this::read);
  }

  private Optional<Glyph> read(int codePoint) {
    if (!font.canDisplay(codePoint)) {
      return Optional.empty();
    }
    GlyphVector vector = font.createGlyphVector(UNHINTED, Character.toString(codePoint));
    Outline outline = Outline.of(vector.getOutline(), EM);
    if (outline.isBlank() && !Character.isSpaceChar(codePoint)) {
      return Optional.empty();
    }
    return Optional.of(new Glyph(outline, (float) vector.getGlyphPosition(1).getX() / EM));
  }

  /** How much closer the second letter is when it follows the first, in ems; mostly negative. */
  float kerning(int first, int second) {
    return kerning.computeIfAbsent(new Pair(first, second), this::readKerning);
  }

  private float readKerning(Pair pair) {
    char[] both = (Character.toString(pair.first) + Character.toString(pair.second)).toCharArray();
    GlyphVector vector =
        font.layoutGlyphVector(UNHINTED, both, 0, both.length, Font.LAYOUT_LEFT_TO_RIGHT);
    if (vector.getNumGlyphs() != 2) {
      return 0; // A ligature: the letters stand alone here.
    }
    float advance = glyph(pair.first).map(Glyph::advance).orElse(0f);
    return (float) vector.getGlyphPosition(1).getX() / EM - advance;
  }
}
