package dev.longhand.synthesis;

import java.nio.file.Path;

/** The fonts that tests set texts in. */
final class Fonts {

  /** One font: Architects Daughter, by Kimberly Geswein, under the SIL Open Font License 1.1. */
  static final Path FOLDER = Path.of("src/test/resources/dev/longhand/synthesis/fonts");

  private Fonts() {}
}
