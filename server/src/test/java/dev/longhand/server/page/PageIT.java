package dev.longhand.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.longhand.server.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page as people meet it, in Chromium, with the packaged server behind it. */
class PageIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path WORDS = Path.of("../docs/samples/words").toAbsolutePath().normalize();
  private static final List<String> VIEWS = List.of("draw", "images", "camera", "model");
  private static final List<String> SCHEMES = List.of("light", "dark");

  @TempDir static Path corrections;
  private static RunningServer server;
  private static Browser browser;

  @BeforeAll
  static void start() {
    browser = Browser.start();
    server = RunningServer.start("longhand.corrections.directory=" + corrections);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    if (server != null) {
      kill(server);
    }
  }

  /** Without the half minute in which Quarkus waits for streams that have ended long ago. */
  private static void kill(RunningServer server) {
    server.process().destroyForcibly();
    server.close();
  }

  @BeforeEach
  void lookAsUsual() {
    browser.desktop();
    browser.colours("light");
  }

  private static void open(String view) {
    browser.open(server.address().toString(), view);
  }

  @Test
  void readsAtLeastFourOfFiveWordsThatAreDrawnOnThePad() {
    open("draw");
    List<WrittenWord> words = WrittenWord.fifty();
    assertThat(words).hasSize(50);
    List<String> wrong = new ArrayList<>();
    for (WrittenWord word : words) {
      // A hundredth of a word's height.
      browser.draw(word.simplified(2).strokes());
      String reading = browser.awaitReading();
      if (!reading.equals(word.label())) {
        wrong.add(reading + " instead of " + word.label());
      }
      browser.press(Keys.ESCAPE);
      browser.await("the pad is empty", () -> !browser.isPresent("#draw-reading .text"));
    }
    System.out.printf(
        "%d of %d drawn words read right; wrong: %s%n",
        words.size() - wrong.size(), words.size(), wrong);
    assertThat(wrong).hasSizeLessThanOrEqualTo(words.size() / 5);
  }

  @Test
  void showsCandidatesAndWhereEachCharacterStandsAndTakesStrokesBack() {
    open("draw");
    WrittenWord word = WrittenWord.named("breakfast");
    browser.draw(word.strokes());
    assertThat(browser.awaitReading()).isEqualTo("breakfast");
    assertThat(browser.elements(".candidate")).hasSizeGreaterThan(1);
    List<WebElement> spans = browser.elements("#spans .span b");
    assertThat(spans.stream().map(WebElement::getText).collect(Collectors.joining()))
        .isEqualTo("breakfast");
    List<Integer> places = spans.stream().map(span -> span.getLocation().getX()).toList();
    assertThat(places).isSorted();
    browser.screenshot("draw-word-light-desktop");

    browser.element("#seen-toggle").click();
    browser.await("the steps are shown", () -> browser.isPresent("#seen .stage.last img"));
    assertThat(browser.elements("#seen .stage")).hasSizeGreaterThan(2);
    browser.screenshot("draw-seen-light-desktop");
    browser.element("#seen-toggle").click();

    browser.colours("dark");
    browser.screenshot("draw-word-dark-desktop");
    browser.phone();
    browser.await("the drawing is read", () -> !browser.awaitReading().isEmpty());
    browser.screenshot("draw-word-dark-phone");
    browser.desktop();

    for (int stroke = 0; stroke < word.strokes().size(); stroke++) {
      assertThat(browser.element("#clear").isEnabled()).isTrue();
      browser.pressWith(Keys.CONTROL, "z");
    }
    assertThat(browser.element("#clear").isEnabled()).isFalse();
    assertThat(browser.isShown("#invitation")).isTrue();
    assertThat(browser.text("#spans")).isEmpty();
  }

  @Test
  void readsCharactersWithTheModelForCharacters() {
    open("draw");
    browser.element("[value=character]").click();
    browser.await(
        "the other model is chosen", () -> browser.text("#choice-now").equals("latin-62"));
    browser.draw(List.of(new double[] {0, 0, 0, 50, 0, 100, 30, 100, 60, 100}));
    assertThat(browser.awaitReading()).isEqualTo("L");
    browser.screenshot("draw-character-light-desktop");
  }

  @Test
  void writesAnExampleForWhoeverWantsToSeeOne() {
    open("draw");
    browser.element("#example").click();
    browser.await("it is written and read", () -> browser.awaitReading().equals("morning"));
  }

  @Test
  void keepsCorrectionsByAClickOrByTyping() throws IOException {
    open("draw");
    browser.draw(WrittenWord.named("hash").strokes());
    browser.awaitReading();
    String second = browser.elements(".candidate .word").get(1).getText();
    browser.elements(".candidate").get(1).click();
    browser.await("it is kept", () -> browser.text("#status").contains("“" + second + "”"));
    assertThat(browser.text("#draw-reading .text")).isEqualTo(second);

    browser.element("#draw-reading button.text").click();
    browser.screenshot("draw-correcting-light-desktop");
    browser.pressWith(Keys.CONTROL, "a");
    browser.press("corrected", Keys.ENTER);
    browser.await("it is kept", () -> browser.text("#status").contains("“corrected”"));
    browser.screenshot("draw-corrected-light-desktop");
    try (Stream<Path> files = Files.walk(corrections)) {
      String kept =
          files
              .filter(file -> file.toString().endsWith(".txt"))
              .map(PageIT::content)
              .collect(Collectors.joining());
      assertThat(kept).contains(second).contains("corrected");
    }
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void readsFilesAndExportsTheReadings(@TempDir Path downloads) throws IOException {
    open("images");
    Path broken = Files.writeString(downloads.resolve("=1+1.png"), "this is no image");
    Path saved = Files.createDirectory(downloads.resolve("saved"));
    String chosen =
        Stream.of("beehive", "hospital", "welcome")
            .map(name -> WORDS.resolve(name + ".png").toString())
            .collect(Collectors.joining("\n"));
    browser.element("#files").sendKeys(chosen + "\n" + broken);
    browser.await("all are read", () -> browser.text("#image-count").equals("3 read, 1 failed"));
    assertThat(browser.elements(".item .text").stream().map(WebElement::getText))
        .containsExactly("beehive", "Hospital", "welcome");
    assertThat(browser.text(".failed")).contains("1+1.png is not an image");
    for (String scheme : SCHEMES) {
      browser.colours(scheme);
      browser.screenshot("images-read-" + scheme + "-desktop");
      assertThat(browser.accessibilityViolations()).isEmpty();
    }
    browser.phone();
    browser.screenshot("images-read-dark-phone");
    browser.desktop();

    browser
        .driver()
        .executeCdpCommand(
            "Browser.setDownloadBehavior",
            Map.of("behavior", "allow", "downloadPath", saved.toString()));
    browser.element("#export-csv").click();
    browser.element("#export-json").click();
    Path csv = saved.resolve("readings.csv");
    Path json = saved.resolve("readings.json");
    browser.await("both are saved", () -> Files.exists(csv) && Files.exists(json));
    assertThat(Files.readAllLines(csv))
        .hasSize(5)
        .contains("file,text,confidence,sure,model,engine,problem")
        .anyMatch(line -> line.startsWith("hospital.png,Hospital,0."))
        .anyMatch(line -> line.startsWith("'=1+1.png,,,,,,"));
    JsonNode all = JSON.readTree(json.toFile());
    assertThat(all.path(1).path("text").asText()).isEqualTo("Hospital");
    assertThat(all.path(3).path("problem").asText()).isNotEmpty();

    browser.element("[aria-label='Remove hospital.png']").click();
    assertThat(browser.text("#image-count")).isEqualTo("2 read, 1 failed");
    browser.element("#images-clear").click();
    assertThat(browser.elements(".item")).isEmpty();
  }

  @Test
  void cutsUploadsAtTheLimitsAndGuardsCellsAgainstFormulas() {
    open("images");
    Object sizes =
        browser
            .driver()
            .executeAsyncScript(
                """
                const done = arguments[0];
                import('/images.js').then(({ chunksOf }) => {
                  const items = [900, 900, 3000, 100, 100, 100, 100, 100].map((size) => ({ file: { size } }));
                  const chunks = chunksOf(items, { files: 3, body: 4500 });
                  done(chunks.map((chunk) => chunk.map(({ file }) => file.size).join('+')).join(' '));
                });
                """);
    assertThat(sizes).isEqualTo("900+900 3000 100+100+100 100+100");
    Object rows =
        browser
            .driver()
            .executeAsyncScript(
                """
                const done = arguments[0];
                import('/images.js').then(({ csv }) =>
                  done(JSON.stringify(csv([['=cmd', '+1', '-1', '@x', ' =1'], ['a"b', 'c,d', 'e\\nf', -1, undefined]]))));
                """);
    assertThat(rows)
        .isEqualTo(
            """
            "'=cmd,'+1,'-1,'@x,' =1\\r\\n\\"a\\"\\"b\\",\\"c,d\\",\\"e\\nf\\",-1,\\r\\n\"\
            """);
  }

  @Test
  void readsWhatIsHeldBeforeTheCamera(@TempDir Path folder) throws IOException {
    Path film = FilmedWord.of(WORDS.resolve("hospital.png"), folder.resolve("word.mjpeg"));
    try (Browser filming =
        Browser.start(
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            "--use-file-for-fake-video-capture=" + film)) {
      filming.desktop();
      filming.open(server.address().toString(), "camera");
      filming.element("#camera-start").click();
      filming.await(
          "the word is read", () -> filming.text("#camera-reading .text").equals("Hospital"));
      for (String scheme : SCHEMES) {
        filming.colours(scheme);
        filming.screenshot("camera-live-" + scheme + "-desktop");
        assertThat(filming.accessibilityViolations()).isEmpty();
      }
      filming.element("#freeze").click();
      assertThat(filming.script("return document.getElementById('video').paused")).isEqualTo(true);
      assertThat(filming.text("#camera-reading .text")).isEqualTo("Hospital");
      filming.phone();
      filming.screenshot("camera-frozen-dark-phone");
      filming.element("#freeze").click();
      assertThat(filming.script("return document.getElementById('video').paused")).isEqualTo(false);
      filming.element("#camera-stop").click();
      assertThat(filming.isShown("#camera-start")).isTrue();
    }
  }

  @Test
  void saysSoWhenThereIsNoCamera() {
    open("camera");
    browser.element("#camera-start").click();
    browser.await("that is said", () -> browser.text("#status").contains("camera"));
    assertThat(browser.text("#status")).containsAnyOf("No camera was found", "not allowed");
    browser.screenshot("camera-none-light-desktop");
  }

  @Test
  void showsWhatEachModelIsGoodFor() {
    open("model");
    browser.await("the card is shown", () -> browser.isPresent(".card h2"));
    assertThat(browser.text(".card h2")).isEqualTo("english-words");
    assertThat(browser.elements(".alphabet span")).hasSize(94);
    browser.element("#card-choice").sendKeys("latin-62");
    browser.await("the other card is shown", () -> browser.text(".card h2").equals("latin-62"));
    assertThat(browser.elements(".alphabet span")).hasSize(62);
    assertThat(browser.elements(".confusion tbody tr")).hasSize(10);
    browser.element(".matrix").sendKeys(Keys.ARROW_RIGHT);
    assertThat(browser.text(".read-out")).startsWith("0 read as 1: ");
    for (String scheme : SCHEMES) {
      browser.colours(scheme);
      browser.screenshot("model-character-" + scheme + "-desktop");
      assertThat(browser.accessibilityViolations()).as(scheme).isEmpty();
    }
    browser.phone();
    browser.screenshot("model-character-dark-phone");
  }

  @Test
  void hasNoAccessibilityFaultThatAxeFinds() {
    open("draw");
    for (String view : VIEWS) {
      browser.script("location.hash = arguments[0]", view);
      browser.await("it is shown", () -> browser.isShown("#view-" + view));
      if (view.equals("model")) {
        browser.await("the card is shown", () -> browser.isPresent(".card h2"));
      }
      for (String scheme : SCHEMES) {
        browser.colours(scheme);
        browser.desktop();
        assertThat(browser.accessibilityViolations()).as(view + ", " + scheme).isEmpty();
        browser.screenshot(view + "-" + scheme + "-desktop");
        browser.phone();
        browser.screenshot(view + "-" + scheme + "-phone");
      }
      assertThat(browser.accessibilityViolations()).as(view + ", phone").isEmpty();
      assertThat(browser.script("return document.documentElement.scrollWidth"))
          .as("width of " + view + " on a phone")
          .isEqualTo(390L);
    }
    browser.desktop();
    browser.script("location.hash = 'draw'");
    browser.draw(WrittenWord.named("lunch").strokes());
    browser.awaitReading();
    browser.element("#choice summary").click();
    for (String scheme : SCHEMES) {
      browser.colours(scheme);
      assertThat(browser.accessibilityViolations()).as("a reading, " + scheme).isEmpty();
    }
    browser.screenshot("draw-choice-dark-desktop");
  }

  @Test
  void canBeUsedWithTheKeyboardAlone() {
    open("draw");
    browser.press(Keys.TAB);
    assertThat(browser.script("return document.activeElement.className")).isEqualTo("skip");
    browser.press(Keys.ENTER);
    assertThat(browser.script("return document.activeElement.id")).isEqualTo("main");

    browser.tabTo("[name=as]");
    browser.press(Keys.ARROW_RIGHT);
    browser.await(
        "the other model is chosen", () -> browser.text("#choice-now").equals("latin-62"));
    browser.tabTo("#choice summary");
    browser.press(Keys.ENTER);
    browser.tabTo("#model");
    browser.press(Keys.ESCAPE);
    assertThat(browser.isShown("#model")).isFalse();

    // An L, with the pen moved by keys.
    browser.tabTo("#pad");
    browser.pressWith(Keys.SHIFT, times(3, Keys.ARROW_UP));
    browser.press(" ");
    browser.pressWith(Keys.SHIFT, times(7, Keys.ARROW_DOWN));
    browser.pressWith(Keys.SHIFT, times(4, Keys.ARROW_RIGHT));
    browser.press(" ");
    assertThat(browser.awaitReading()).isEqualTo("L");
    browser.screenshot("draw-keyboard-light-desktop");
    browser.await("a screen reader is told", () -> browser.text("#announcer").startsWith("L"));

    browser.tabTo("#draw-reading button.text");
    browser.press(Keys.ENTER);
    browser.pressWith(Keys.CONTROL, "a");
    browser.press("l", Keys.ENTER);
    browser.await("it is kept", () -> browser.text("#status").contains("“l”"));
    assertThat(browser.script("return document.activeElement.className")).isEqualTo("text");
    browser.press(Keys.ESCAPE);
    assertThat(browser.isShown("#invitation")).isTrue();
    browser.pressWith(Keys.CONTROL, "z");
    assertThat(browser.awaitReading()).isEqualTo("L");
  }

  private static CharSequence times(int count, Keys key) {
    return key.toString().repeat(count);
  }

  @Test
  void showsWhereTheKeyboardIsAndIsLargeEnoughForFingers() {
    open("draw");
    browser.draw(WrittenWord.named("kind").strokes());
    browser.awaitReading();
    var seen = new TreeSet<String>();
    for (int i = 0; i < 30; i++) {
      browser.press(Keys.TAB);
      Object stop =
          browser.script(
              """
              const at = document.activeElement;
              if (at === document.body) return '';
              const target = at.matches('input[type=radio], input[type=file]') ? at.nextElementSibling : at;
              const style = getComputedStyle(target);
              const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
              const { width, height } = target.getBoundingClientRect();
              const name = `${at.tagName} ${at.id || at.className || at.textContent}`;
              return (ring ? '' : 'no ring: ') + (width >= 44 && height >= 43.9 ? '' : `small, ${width} × ${height}: `) + name;
              """);
      if (!stop.toString().isEmpty()) {
        seen.add(stop.toString());
      }
    }
    assertThat(seen).hasSizeGreaterThan(10);
    assertThat(seen).noneMatch(stop -> stop.startsWith("no ring") || stop.startsWith("small"));
  }

  @Test
  void readsByRequestsWhereNoWebSocketCanBeHad() {
    var script =
        browser
            .driver()
            .executeCdpCommand(
                "Page.addScriptToEvaluateOnNewDocument",
                Map.of(
                    "source",
                    """
                    window.WebSocket = class {
                      static OPEN = 1;
                      constructor() { setTimeout(() => this.onclose?.(), 10); }
                      close() {}
                    };
                    """));
    try {
      open("draw");
      browser.draw(WrittenWord.named("fifty").strokes());
      assertThat(browser.awaitReading()).isEqualTo("fifty");
    } finally {
      browser
          .driver()
          .executeCdpCommand("Page.removeScriptToEvaluateOnNewDocument", Map.copyOf(script));
    }
  }

  @Test
  void saysThatTheServerCannotBeReachedAndGoesOnWhenItCan() {
    open("images");
    browser.driver().executeCdpCommand("Network.enable", Map.of());
    connection(true);
    try {
      browser.element("#files").sendKeys(WORDS.resolve("dump.png").toString());
      browser.await("that is said", () -> browser.text("#status").contains("cannot be reached"));
      browser.screenshot("images-unreachable-light-desktop");
    } finally {
      connection(false);
    }
    browser.element("[value=word]").click();
    browser.element("#images-clear").click();
    browser.element("#files").sendKeys(WORDS.resolve("dump.png").toString());
    browser.await("it is read", () -> browser.text(".item .text").equals("dump"));
    assertThat(browser.text("#status")).isEmpty();
  }

  private static void connection(boolean offline) {
    browser
        .driver()
        .executeCdpCommand(
            "Network.emulateNetworkConditions",
            Map.of(
                "offline",
                offline,
                "latency",
                0,
                "downloadThroughput",
                -1,
                "uploadThroughput",
                -1));
  }

  @Test
  void asksForTheKeyThatTheServerWantsAndOffersNoCorrectionsWhereNoneAreKept() {
    RunningServer locked = RunningServer.start("longhand.api-keys=open-sesame-and-let-me-in");
    try {
      browser.driver().get(locked.address().toString());
      browser.script("localStorage.clear(); sessionStorage.clear()");
      browser.driver().get("about:blank");
      browser.driver().get(locked.address().toString());
      browser.await("it asks", () -> browser.isShown("#key-field"));
      browser.screenshot("key-light-desktop");
      browser.element("#key-field").sendKeys("wrong" + Keys.ENTER);
      browser.await("it says so", () -> browser.text("#status").contains("not the right one"));
      browser.element("#key-field").clear();
      browser.element("#key-field").sendKeys("open-sesame-and-let-me-in" + Keys.ENTER);
      browser.await(
          "the models are listed", () -> browser.text("#choice-now").equals("english-words"));
      browser.draw(WrittenWord.named("nine").strokes());
      assertThat(browser.awaitReading()).isEqualTo("nine");
      assertThat(browser.isShown("#key-field")).isFalse();
      assertThat(browser.isPresent("#draw-reading button.text")).isFalse();
      assertThat(browser.element(".candidate").getTagName()).isEqualTo("div");
    } finally {
      kill(locked);
    }
  }

  @Test
  void isSmallAndComesFromNowhereElse() throws IOException {
    Path files = Path.of("src/main/resources/META-INF/resources");
    long bytes = 0;
    try (Stream<Path> all = Files.walk(files)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
        assertThat(Files.readString(file).replace("http://www.w3.org/2000/svg", ""))
            .as(file.toString())
            .doesNotContainPattern("https?://");
      }
    }
    assertThat(bytes).isLessThan(100_000);
  }
}
