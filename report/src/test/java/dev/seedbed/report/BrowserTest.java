package dev.seedbed.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seedbed.check.Check;
import dev.seedbed.init.Catalogue;
import dev.seedbed.io.run.RunRecord;
import dev.seedbed.network.Loss;
import dev.seedbed.network.NetworkSpec;
import dev.seedbed.random.Seed;
import dev.seedbed.tensor.Activation;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.Rectangle;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/// The reports in a real browser, without a head: Debian's chromium and chromium-driver.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserTest {
  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  /// What the second line of a chart is drawn in.
  private static final int ORANGE = 0xd55e00;

  /// What there are reports of.
  enum Report {
    STUDY,
    QUANTITY,
    CHECK,

    /// Of sizes that lie far apart.
    DEEP
  }

  private final Optional<ChromeDriver> browser = start();
  private final Map<Report, Path> pages = new EnumMap<>(Report.class);

  @TempDir private Path downloads = Path.of("");

  private static Optional<ChromeDriver> start() {
    if (!Files.exists(BROWSER) || !Files.exists(DRIVER)) {
      return Optional.empty();
    }
    var logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    var options = new ChromeOptions();
    options.setBinary(BROWSER.toFile());
    options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu");
    options.setCapability("goog:loggingPrefs", logs);
    var service = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build();
    return Optional.of(new ChromeDriver(service, options));
  }

  @BeforeAll
  void write(@TempDir Path folder) throws IOException, InterruptedException {
    assumeTrue(
        browser.isPresent(), "not run for want of a browser: apt-get install chromium-driver");
    RunRecord study = Runs.run(folder.resolve("study"), UnaryOperator.identity());
    pages.put(Report.STUDY, StudyReport.write(study));
    RunRecord quantity = Runs.quantity(folder.resolve("quantity"));
    pages.put(Report.QUANTITY, StudyReport.write(quantity));
    check(
        Report.CHECK,
        "glorot-uniform",
        new NetworkSpec(
            List.of(20, 30, 30, 30, 30, 30, 30, 5), new Activation.Relu(), Loss.CROSS_ENTROPY),
        folder);
    var widths = new ArrayList<>(List.of(2));
    widths.addAll(Collections.nCopies(15, 5));
    widths.add(1);
    check(
        Report.DEEP,
        "he-uniform",
        new NetworkSpec(widths, new Activation.Relu(), Loss.SQUARED_ERROR),
        folder);
  }

  private void check(Report report, String scheme, NetworkSpec network, Path folder)
      throws IOException {
    var start = Catalogue.scheme(scheme).draw(network, new Seed(0));
    Path page = folder.resolve(report + ".html");
    StartReport.write(Runs.check(Check.of(start).run()), "seedbed check '<b>'", page);
    pages.put(report, page);
  }

  @AfterAll
  void quit() {
    browser.ifPresent(ChromeDriver::quit);
  }

  private ChromeDriver open(Report report, int width) {
    ChromeDriver driver = browser.orElseThrow();
    // A window cannot be as narrow as a telephone.
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 1000, "deviceScaleFactor", 1, "mobile", width < 500));
    emulate(driver, "light");
    driver.manage().logs().get(LogType.BROWSER);
    driver.manage().logs().get(LogType.PERFORMANCE);
    driver.get(uri(report));
    return driver;
  }

  private String uri(Report report) {
    return Objects.requireNonNull(pages.get(report)).toUri().toString();
  }

  private static Object run(ChromeDriver driver, String script) {
    return Objects.requireNonNull(driver.executeScript(script));
  }

  private static BufferedImage picture(WebElement element) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(element.getScreenshotAs(OutputType.BYTES)));
  }

  /// The page from top to bottom, in one picture.
  private static BufferedImage picture(ChromeDriver driver) throws IOException {
    Object png =
        driver
            .executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
            .get("data");
    return ImageIO.read(
        new ByteArrayInputStream(
            Base64.getDecoder().decode(Objects.requireNonNull(png).toString())));
  }

  private static int[] pixels(BufferedImage picture) {
    return picture.getRGB(
        0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
  }

  private static int colours(BufferedImage picture) {
    int[] sorted = pixels(picture);
    Arrays.sort(sorted);
    return (int) IntStream.range(1, sorted.length).filter(i -> sorted[i] != sorted[i - 1]).count()
        + 1;
  }

  @ParameterizedTest
  @CsvSource({"STUDY, 17", "CHECK, 7"})
  void charts_haveDrawn(Report report, int charts) throws IOException {
    assertDrawn(report, charts);
  }

  @Test
  @Tag("exhaustive")
  void chartsOfAQuantity_haveDrawn() throws IOException {
    assertDrawn(Report.QUANTITY, 14);
  }

  private void assertDrawn(Report report, int charts) throws IOException {
    ChromeDriver driver = open(report, 1440);
    List<WebElement> plots = driver.findElements(By.className("plot"));
    assertThat(plots).hasSize(charts);
    BufferedImage page = picture(driver);
    for (WebElement plot : plots) {
      String id = plot.getDomAttribute("id");
      assertThat(plot.findElements(By.cssSelector("svg path"))).as(id).hasSizeGreaterThan(5);
      Rectangle place = plot.getRect();
      // Lines and letters are smoothed: a blank plot would have one colour.
      assertThat(
              colours(
                  page.getSubimage(
                      place.getX(), place.getY(), place.getWidth(), place.getHeight())))
          .as(id)
          .isGreaterThan(20);
    }
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @EnumSource
  void open_noMessageAndNoRequest(Report report) {
    ChromeDriver driver = open(report, 1440);
    assertThat(driver.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
    List<String> requests =
        driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
            .map(entry -> entry.getMessage())
            .filter(message -> message.contains("Network.requestWillBeSent\""))
            .filter(message -> !message.contains(uri(report)))
            .toList();
    assertThat(requests).isEmpty();
  }

  /// A hostile name is shown, and has done nothing.
  @Tag("exhaustive")
  @ParameterizedTest
  @EnumSource
  void hostileNames_areText(Report report) {
    ChromeDriver driver = open(report, 1440);
    assertThat(driver.findElement(By.tagName("header")).getText())
        .contains("</script><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}<U+2028>");
    assertThat(driver.findElements(By.cssSelector("img, b"))).isEmpty();
  }

  /// As an axis of the confusion matrix has it: a name in an SVG.
  @Test
  void hostileNames_inCharts_areText() {
    ChromeDriver driver = open(Report.STUDY, 1440);
    // Too long for an axis; the joiner keeps what stands in braces from being a style.
    String named = "{\u2060a|b}";
    assertThat(text(driver, "confusion")).contains(named).doesNotContain("&lt;");
    WebElement plot = driver.findElement(By.id("confusion-plot"));
    new Actions(driver).scrollToElement(plot).moveToElement(plot, 80, 60).perform();
    assertThat(text(driver, "confusion"))
        .containsPattern("actual .*, predicted .*: \\d+ of \\d+")
        .contains(named + "</script><script>alert(1)")
        .doesNotContain("&lt;");
    assertThat(text(driver, "importance")).contains(Runs.PROTOTYPE, Runs.FORMULA);
  }

  private static String text(ChromeDriver driver, String chart) {
    return (String)
        run(driver, "return document.querySelector('#%s-plot svg').textContent".formatted(chart));
  }

  /// Which line it is that the mouse is at.
  @Tag("exhaustive")
  @Test
  void learningCurve_tellsItsTrial() {
    ChromeDriver driver = open(Report.STUDY, 1440);
    WebElement plot = driver.findElement(By.id("learning-plot"));
    new Actions(driver).scrollToElement(plot).perform();
    // The last line is above the others.
    List<?> place =
        (List<?>)
            run(
                driver,
                """
                const plot = document.getElementById('learning-plot');
                const chart = echarts.getInstanceByDom(plot);
                const line = chart.getOption().series.at(-1);
                const [x, y] = chart.convertToPixel({gridIndex: 0}, line.data.at(-2));
                const {left, top} = plot.getBoundingClientRect();
                return [line.name, Math.round(left + x), Math.round(top + y)];
                """);
    String name = place.get(0).toString();
    assertThat(name).matches("(glorot-uniform|lecun-normal), seed \\d+");
    assertThat(text(driver, "learning")).doesNotContain(name);
    new Actions(driver)
        .moveToLocation(((Number) place.get(1)).intValue(), ((Number) place.get(2)).intValue())
        .perform();
    assertThat(text(driver, "learning")).contains(name);
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @CsvSource({
    "STUDY, 360",
    "STUDY, 768",
    "STUDY, 1440",
    "QUANTITY, 360",
    "CHECK, 360",
    "CHECK, 1440"
  })
  void layout_fitsTheWidth(Report report, int width) {
    ChromeDriver driver = open(report, width);
    assertThat(run(driver, "return innerWidth")).isEqualTo((long) width);
    assertThat((Long) run(driver, "return document.documentElement.scrollWidth"))
        .isLessThanOrEqualTo(width);
    Object narrowest =
        run(
            driver,
            "return Math.min(...[...document.querySelectorAll('.plot svg')].map((svg) => svg.getBoundingClientRect().width))");
    assertThat(((Number) narrowest).doubleValue()).isGreaterThan(0.7 * Math.min(width, 1000));
  }

  /// No serious fault, in light and in dark.
  @Tag("exhaustive")
  @ParameterizedTest
  @EnumSource(names = {"STUDY", "QUANTITY", "CHECK"})
  void axe_findsNothing(Report report) throws IOException {
    ChromeDriver driver = open(report, 1440);
    try (InputStream axe =
        Objects.requireNonNull(getClass().getResourceAsStream("/axe.min.js"), "axe.min.js")) {
      driver.executeScript(new String(axe.readAllBytes(), UTF_8));
    }
    assertThat(faults(driver, "document")).isEmpty();
    emulate(driver, "dark");
    assertThat(faults(driver, "document, {runOnly: ['color-contrast']}")).isEmpty();
    // That it would find something.
    Object _ =
        run(
            driver,
            "document.querySelector('nav').innerHTML = '<a href=x></a><p style=\"color: #333\">faint words</p>'; return 1");
    assertThat(faults(driver, "'nav'").toString())
        .contains("serious link-name", "serious color-contrast");
  }

  /// @param what axe looks at, and for
  private static List<?> faults(ChromeDriver driver, String what) {
    driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
    Object faults =
        driver.executeAsyncScript(
            "const done = arguments[0]; axe.run(%s).then((found) => done(found.violations.map((v) => v.impact + ' ' + v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.html).join(' | '))))"
                .formatted(what));
    return (List<?>) Objects.requireNonNull(faults);
  }

  @ParameterizedTest
  @CsvSource({"STUDY, best-of", "CHECK, start-sizes"})
  void tooltip_answers(Report report, String chart) {
    assertAnswers(report, chart);
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @CsvSource({"STUDY, confusion", "CHECK, start-activations"})
  void tooltip_ofOtherCharts_answers(Report report, String chart) {
    assertAnswers(report, chart);
  }

  private void assertAnswers(Report report, String chart) {
    ChromeDriver driver = open(report, 1440);
    WebElement plot = driver.findElement(By.id(chart + "-plot"));
    String texts = "return document.querySelectorAll('#%s-plot svg text').length".formatted(chart);
    long before = (Long) run(driver, texts);
    new Actions(driver).scrollToElement(plot).moveToElement(plot, 30, 20).perform();
    assertThat((Long) run(driver, texts)).isGreaterThan(before);
  }

  /// A click on a name in the legend takes its line away, and gives it back.
  @Tag("exhaustive")
  @Test
  void legend_toggles() throws IOException {
    ChromeDriver driver = open(Report.CHECK, 1440);
    WebElement plot = driver.findElement(By.id("start-sizes-plot"));
    new Actions(driver).scrollToElement(plot).perform();
    long orange = count(picture(plot), ORANGE);
    By name = By.xpath(".//*[text()='activations a']");
    new Actions(driver).click(plot.findElement(name)).moveToElement(plot, 0, 300).perform();
    assertThat(count(picture(plot), ORANGE)).isLessThan(orange / 2);
    new Actions(driver).click(plot.findElement(name)).moveToElement(plot, 0, 300).perform();
    assertThat(count(picture(plot), ORANGE)).isEqualTo(orange);
  }

  private static long count(BufferedImage picture, int colour) {
    return IntStream.of(pixels(picture)).filter(pixel -> (pixel & 0xffffff) == colour).count();
  }

  /// One layer's weights at a time.
  @Tag("exhaustive")
  @Test
  void legend_ofWeights_choosesALayer() throws IOException {
    ChromeDriver driver = open(Report.CHECK, 1440);
    WebElement plot = driver.findElement(By.id("start-weights-plot"));
    new Actions(driver).scrollToElement(plot).perform();
    BufferedImage first = picture(plot);
    new Actions(driver).click(plot.findElement(By.xpath(".//*[text()='layer3']"))).perform();
    BufferedImage third = picture(plot);
    assertThat(pixels(third)).isNotEqualTo(pixels(first));
  }

  @Tag("exhaustive")
  @Test
  void zoom_andWhole() {
    ChromeDriver driver = open(Report.CHECK, 1440);
    String start =
        "return echarts.getInstanceByDom(document.getElementById('start-sizes-plot')).getOption().dataZoom[0].end";
    run(
        driver,
        "echarts.getInstanceByDom(document.getElementById('start-sizes-plot')).dispatchAction({type: 'dataZoom', start: 0, end: 50}); return 1");
    assertThat(((Number) run(driver, start)).intValue()).isEqualTo(50);
    driver
        .findElement(By.cssSelector("#start-sizes .buttons button:last-child"))
        .sendKeys(Keys.ENTER);
    assertThat(((Number) run(driver, start)).intValue()).isEqualTo(100);
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @CsvSource({"SVG, svg", "PNG, png"})
  void buttons_saveThePicture(String button, String kind) throws IOException, InterruptedException {
    ChromeDriver driver = open(Report.CHECK, 1440);
    driver.executeCdpCommand(
        "Browser.setDownloadBehavior",
        Map.of("behavior", "allow", "downloadPath", downloads.toString()));
    driver
        .findElement(By.xpath("//section[@id='start-sizes']//button[text()='" + button + "']"))
        .click();
    Path file = downloads.resolve("start-sizes-plot." + kind);
    for (int i = 0; i < 100 && !Files.exists(file); i++) {
      Thread.sleep(50);
    }
    if (kind.equals("svg")) {
      assertThat(Files.readString(file)).startsWith("<svg").contains("activations a");
    } else {
      BufferedImage picture = ImageIO.read(file.toFile());
      assertThat(picture.getWidth()).isGreaterThan(1500);
      assertThat(colours(picture)).isGreaterThan(20);
    }
    assertThat(driver.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
  }

  /// On paper charts are drawn anew, in the size that they have there, dark on white.
  @Tag("exhaustive")
  @Test
  void print_chartsFitThePaper() {
    ChromeDriver driver = open(Report.CHECK, 1440);
    emulate(driver, "dark");
    Object _ = run(driver, "dispatchEvent(new Event('beforeprint')); return 1");
    assertThat(run(driver, "return getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(255, 255, 255)");
    Object misfits =
        run(
            driver,
            "return [...document.querySelectorAll('.plot')].filter((plot) => { const a = plot.getBoundingClientRect(); const b = plot.querySelector('svg').getBoundingClientRect(); return a.width > 720 || Math.abs(a.width - b.width) > 1 || Math.abs(a.height - b.height) > 1; }).length");
    assertThat(misfits).isEqualTo(0L);
    Object _ = run(driver, "dispatchEvent(new Event('afterprint')); return 1");
    assertThat(run(driver, "return getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(18, 22, 28)");
  }

  private static void emulate(ChromeDriver driver, String colours) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
  }

  @Tag("exhaustive")
  @Test
  void data_opensByTheKeyboard() {
    ChromeDriver driver = open(Report.STUDY, 1440);
    WebElement details = driver.findElement(By.tagName("details"));
    assertThat(details.findElement(By.tagName("table")).isDisplayed()).isFalse();
    details.findElement(By.tagName("summary")).sendKeys(Keys.ENTER);
    assertThat(details.findElement(By.tagName("table")).isDisplayed()).isTrue();
  }

  /// Key figures, findings and tables stay.
  @ParameterizedTest
  @EnumSource(names = {"STUDY", "CHECK"})
  void scriptsOff_canBeRead(Report report) {
    assertReadable(report);
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @EnumSource(names = {"QUANTITY", "DEEP"})
  void scriptsOff_otherReports_canBeRead(Report report) {
    assertReadable(report);
  }

  private void assertReadable(Report report) {
    ChromeDriver driver = browser.orElseThrow();
    driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", true));
    try {
      driver.get(uri(report));
      assertThat(driver.findElement(By.className("figures")).isDisplayed()).isTrue();
      assertThat(driver.findElements(By.className("plot"))).noneMatch(WebElement::isDisplayed);
      assertThat(driver.findElements(By.tagName("table"))).hasSizeGreaterThan(5);
    } finally {
      driver.executeCdpCommand("Emulation.setScriptExecutionDisabled", Map.of("value", false));
    }
  }

  @Tag("exhaustive")
  @ParameterizedTest
  @EnumSource
  void firstPaint_isSoon(Report report) {
    ChromeDriver driver = open(report, 1440);
    // It is told a frame after.
    Object paint =
        driver.executeAsyncScript(
            "const done = arguments[0]; new PerformanceObserver((list) => done(list.getEntriesByName('first-contentful-paint')[0].startTime)).observe({type: 'paint', buffered: true})");
    assertThat(((Number) Objects.requireNonNull(paint)).doubleValue()).isLessThan(1000);
  }
}
