package dev.seedbed.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.seedbed.io.run.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/// The report in a real browser, without a head: Debian's chromium and chromium-driver.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserTest {
  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

  private final Optional<ChromeDriver> browser = start();
  private String page = "";

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
    RunRecord run = Runs.run(folder.resolve("run"), UnaryOperator.identity());
    page = StudyReport.write(run).toUri().toString();
  }

  @AfterAll
  void quit() {
    browser.ifPresent(ChromeDriver::quit);
  }

  private ChromeDriver open(int width) {
    ChromeDriver driver = browser.orElseThrow();
    driver.manage().window().setSize(new Dimension(width, 1000));
    driver.manage().logs().get(LogType.BROWSER);
    driver.manage().logs().get(LogType.PERFORMANCE);
    driver.get(page);
    return driver;
  }

  private static Object run(ChromeDriver driver, String script) {
    return Objects.requireNonNull(((JavascriptExecutor) driver).executeScript(script));
  }

  @Test
  void charts_haveDrawn() {
    ChromeDriver driver = open(1440);
    List<WebElement> plots = driver.findElements(By.className("plot"));
    assertThat(plots).hasSize(5);
    for (WebElement plot : plots) {
      assertThat(plot.findElements(By.cssSelector("svg path")))
          .as(plot.getDomAttribute("id"))
          .hasSizeGreaterThan(10);
    }
  }

  @Test
  void open_noMessageAndNoRequest() {
    ChromeDriver driver = open(1440);
    assertThat(driver.manage().logs().get(LogType.BROWSER).getAll()).isEmpty();
    List<String> requests =
        driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
            .map(entry -> entry.getMessage())
            .filter(message -> message.contains("Network.requestWillBeSent\""))
            .filter(message -> !message.contains(page))
            .toList();
    assertThat(requests).isEmpty();
  }

  /// A hostile name is shown, and has done nothing.
  @Test
  void hostileNames_areText() {
    ChromeDriver driver = open(1440);
    assertThat(driver.findElement(By.tagName("header")).getText())
        .contains("</script><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}<U+2028>");
    assertThat(driver.findElements(By.tagName("img"))).isEmpty();
    assertThat(driver.getTitle()).contains("<b>data.csv");
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 1440})
  void layout_fitsTheWidth(int width) {
    ChromeDriver driver = open(width);
    assertThat(run(driver, "return document.documentElement.scrollWidth <= innerWidth"))
        .isEqualTo(true);
    assertThat(
            run(
                driver,
                "return document.querySelector('.plot').getBoundingClientRect().width > 200"))
        .isEqualTo(true);
  }

  @Test
  void tooltip_answers() {
    ChromeDriver driver = open(1440);
    WebElement plot = driver.findElement(By.id("best-of"));
    String texts = "return document.querySelectorAll('#best-of svg text').length";
    new Actions(driver).scrollToElement(plot).moveToElement(plot, 0, -170).perform();
    long before = (Long) run(driver, texts);
    new Actions(driver).moveToElement(plot, 30, 20).perform();
    assertThat((Long) run(driver, texts)).isGreaterThan(before);
  }

  @Test
  void data_opensByTheKeyboard() {
    ChromeDriver driver = open(1440);
    WebElement details = driver.findElement(By.tagName("details"));
    assertThat(details.findElement(By.tagName("table")).isDisplayed()).isFalse();
    details.findElement(By.tagName("summary")).sendKeys(Keys.ENTER);
    assertThat(details.findElement(By.tagName("table")).isDisplayed()).isTrue();
  }

  @Test
  void firstPaint_isSoon() {
    ChromeDriver driver = open(1440);
    Object paint =
        run(driver, "return performance.getEntriesByName('first-contentful-paint')[0].startTime");
    assertThat(((Number) paint).doubleValue()).isLessThan(1000);
  }
}
