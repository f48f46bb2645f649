package dev.prunella.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReferencePageTest {

  private static final Path DOCS = Path.of("../../docs");

  @Test
  void shouldKnowEverySettingOfTheConfiguration() throws IOException {
    check("configuration.md", ReferencePage.configuration());
  }

  @Test
  void shouldKnowEverySettingOfScenarios() throws IOException {
    check("scenarios.md", ReferencePage.scenarios());
  }

  private static void check(String name, String expected) throws IOException {
    Path page = DOCS.resolve(name);
    if (Boolean.getBoolean("prunella.write")) {
      Files.createDirectories(DOCS);
      Files.writeString(page, expected);
    }

    assertEquals(
        expected,
        Files.exists(page) ? Files.readString(page) : "",
        "docs/"
            + name
            + " differs from the JSON schema. Write it anew: mvn -pl src/settings -am test"
            + " -Dtest=ReferencePageTest -Dprunella.write=true"
            + " -Dsurefire.failIfNoSpecifiedTests=false");
  }
}
