package dev.prunella.plant.evaluate.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.plant.evaluate.MadeUp;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ReportTest {

  @TempDir Path folder;

  @Test
  void shouldReadWithoutANetwork() throws Exception {
    String page = page(MadeUp.findings());

    for (String foreign : List.of("http://", "https://", "src=", "<script", "@import", "url(")) {
      assertFalse(page.contains(foreign), "the page has " + foreign);
    }
  }

  @Test
  void shouldShowEverySectionOfAWholeEvaluation() throws Exception {
    String page = page(MadeUp.findings());

    for (String title :
        List.of(
            "The policies",
            "The scenarios",
            "How long faults last",
            "Does it learn?",
            "After a shift",
            "What is done first",
            "Where the learner loses",
            "One incident",
            "Can the cause be told",
            "What the figures mean")) {
      assertTrue(page.contains("<h2>" + title), "the page lacks " + title);
    }
    assertFalse(page.contains("NaN"), "a figure that is none");
  }

  @Test
  void shouldDrawChartsThatAreWellFormed() throws Exception {
    Matcher charts =
        Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(page(MadeUp.findings()));
    int count = 0;
    while (charts.find()) {
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(charts.group())));
      count++;
    }
    assertEquals(7, count);
  }

  @Test
  void shouldLeaveOutWhatWasNotMeasured() throws Exception {
    Findings all = MadeUp.findings("runbook");
    String page =
        page(
            new Findings(
                all.summary(),
                all.results(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "./prunella evaluate"));

    assertFalse(page.contains("Does it learn?"), "there is nothing to compare with");
    assertFalse(page.contains("NaN"), "a figure that is none");
  }

  @Test
  void shouldEscapeNames() throws Exception {
    assertEquals("&lt;b&gt; &amp; &#39;", Say.escaped("<b> & '"));
  }

  private String page(Findings findings) throws Exception {
    Path file = folder.resolve("report.html");
    Report.write(findings, file);
    String asked = System.getProperty("prunella.report"); // to look at it
    if (asked != null) {
      Files.copy(file, Path.of(asked), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    return Files.readString(file);
  }
}
