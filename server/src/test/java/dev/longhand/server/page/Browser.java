package dev.longhand.server.page;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.interactions.PointerInput;
import org.openqa.selenium.interactions.Sequence;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A headless Chromium with the page in it. */
final class Browser implements AutoCloseable {

  private static final Path SCREENSHOTS = Path.of("target/screenshots");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ChromeDriver driver;
  private final Path profile;

  private Browser(ChromeDriver driver, Path profile) {
    this.driver = driver;
    this.profile = profile;
  }

  /**
   * Starts one. Where there is no Chromium the tests of the page are skipped, unless {@code
   * -Dlonghand.browser=required}, as in CI.
   */
  static Browser start(String... arguments) {
    Optional<Path> chromium = program("chromium", "chromium-browser", "google-chrome");
    Optional<Path> chromedriver = program("chromedriver");
    if (!"required".equals(System.getProperty("longhand.browser"))) {
      Assumptions.assumeTrue(
          chromium.isPresent() && chromedriver.isPresent(),
          "no chromium and chromedriver on the path; on Debian: apt-get install chromium chromium-driver");
    }
    try {
      Path profile = Files.createTempDirectory("longhand-chromium");
      var options = new ChromeOptions();
      options.setBinary(chromium.orElseThrow().toFile());
      options.addArguments(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--window-size=1280,900",
          "--user-data-dir=" + profile);
      options.addArguments(arguments);
      var service =
          new ChromeDriverService.Builder()
              .usingDriverExecutable(chromedriver.orElseThrow().toFile())
              .usingAnyFreePort()
              .build();
      return new Browser(new ChromeDriver(service, options), profile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Path> program(String... names) {
    List<String> folders = List.of(System.getenv("PATH").split(File.pathSeparator, -1));
    return Stream.of(names)
        .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  ChromeDriver driver() {
    return driver;
  }

  /** Opens the page as someone who was never here; {@code view} as in {@code "images"}. */
  void open(String address, String view) {
    driver.get(address);
    script("localStorage.clear(); sessionStorage.clear()");
    driver.get("about:blank");
    driver.get(address + "/#" + view);
    await("the models are listed", () -> !text("#choice-now").equals("…"));
  }

  Object script(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  WebElement element(String css) {
    return driver.findElement(By.cssSelector(css));
  }

  List<WebElement> elements(String css) {
    return driver.findElements(By.cssSelector(css));
  }

  /** The words of an element, seen or not; empty when there is no such element. */
  String text(String css) {
    Object text = script("return document.querySelector(arguments[0])?.textContent ?? ''", css);
    return text.toString();
  }

  boolean isShown(String css) {
    return elements(css).stream().anyMatch(WebElement::isDisplayed);
  }

  /** A condition of the page. */
  interface Condition {
    boolean holds();
  }

  /** Waits until it holds. */
  void await(String what, Condition condition) {
    new WebDriverWait(driver, PATIENCE, Duration.ofMillis(20))
        .withMessage(() -> "waited in vain until " + what + "; the status says: " + text("#status"))
        .until((Function<Object, Boolean>) any -> condition.holds());
  }

  /** The reading of what is drawn now, once the server has answered for all of it. */
  String awaitReading() {
    await("the drawing is read", () -> isPresent("#draw-reading[aria-busy=false] .text"));
    return text("#draw-reading .text");
  }

  boolean isPresent(String css) {
    return !elements(css).isEmpty();
  }

  /** Draws strokes on the pad with the mouse, as large as fits well. */
  void draw(List<double[]> strokes) {
    double left = Double.MAX_VALUE;
    double top = Double.MAX_VALUE;
    double right = -Double.MAX_VALUE;
    double bottom = -Double.MAX_VALUE;
    for (double[] stroke : strokes) {
      for (int i = 0; i < stroke.length; i += 2) {
        left = Math.min(left, stroke[i]);
        right = Math.max(right, stroke[i]);
        top = Math.min(top, stroke[i + 1]);
        bottom = Math.max(bottom, stroke[i + 1]);
      }
    }
    Map<?, ?> pad =
        (Map<?, ?>)
            script("return document.getElementById('pad').getBoundingClientRect().toJSON()");
    double scale =
        Math.min(
            0.9 * number(pad, "width") / Math.max(1, right - left),
            0.8 * number(pad, "height") / Math.max(1, bottom - top));
    double x0 = number(pad, "left") + (number(pad, "width") - scale * (right - left)) / 2;
    double y0 = number(pad, "top") + (number(pad, "height") - scale * (bottom - top)) / 2;
    var mouse = new PointerInput(PointerInput.Kind.MOUSE, "mouse");
    var sequence = new Sequence(mouse, 0);
    for (double[] stroke : strokes) {
      for (int i = 0; i < stroke.length; i += 2) {
        sequence.addAction(
            mouse.createPointerMove(
                Duration.ZERO,
                PointerInput.Origin.viewport(),
                (int) Math.round(x0 + scale * (stroke[i] - left)),
                (int) Math.round(y0 + scale * (stroke[i + 1] - top))));
        if (i == 0) {
          sequence.addAction(mouse.createPointerDown(PointerInput.MouseButton.LEFT.asArg()));
        }
      }
      sequence.addAction(mouse.createPointerUp(PointerInput.MouseButton.LEFT.asArg()));
    }
    driver.perform(List.of(sequence));
  }

  private static double number(Map<?, ?> of, String name) {
    return ((Number) Objects.requireNonNull(of.get(name))).doubleValue();
  }

  /** One after the other; modifiers do not hold. */
  void press(CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  void pressWith(Keys modifier, CharSequence... keys) {
    new Actions(driver).keyDown(modifier).sendKeys(keys).keyUp(modifier).perform();
  }

  /** Presses Tab until the element has the focus; fails when that takes all of the page. */
  void tabTo(String css) {
    for (int i = 0; i < 60; i++) {
      if (Boolean.TRUE.equals(script("return document.activeElement.matches(arguments[0])", css))) {
        return;
      }
      press(Keys.TAB);
    }
    throw new AssertionError("the Tab key does not come to " + css);
  }

  /** As the system's setting has it: {@code "light"} or {@code "dark"}. */
  void colours(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", scheme),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
  }

  void desktop() {
    size(1280, 900, 1, false);
  }

  void phone() {
    size(390, 844, 2, true);
  }

  private void size(int width, int height, int scale, boolean mobile) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", scale, "mobile", mobile));
  }

  /** A picture to look at, {@code target/screenshots/NAME.png}. */
  void screenshot(String name) {
    try {
      Files.createDirectories(SCREENSHOTS);
      Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What axe-core finds wrong with the page as it is now, each with the elements. */
  List<String> accessibilityViolations() {
    if (!Boolean.TRUE.equals(script("return Boolean(window.axe)"))) {
      script(axe());
    }
    Object result =
        driver.executeAsyncScript(
            """
            const done = arguments[0];
            axe.run(document, { resultTypes: ['violations'] }).then(
              ({ violations }) => done(violations.map(({ id, help, nodes }) =>
                `${id} (${help}): ` + nodes.map((node) => `${node.target} ${node.failureSummary}`).join(' | '))),
              (failure) => done([String(failure)]));
            """);
    List<String> violations = new ArrayList<>();
    for (Object violation : (List<?>) result) {
      violations.add(String.valueOf(violation));
    }
    return violations;
  }

  private static String axe() {
    try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
      return new String(
          Objects.requireNonNull(script, "axe.min.js").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      // Chromium may still be tidying up; what it leaves is in the system's temporary folder.
      return;
    }
  }
}
