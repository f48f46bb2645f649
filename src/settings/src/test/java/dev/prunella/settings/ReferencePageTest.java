package dev.prunella.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReferencePageTest {

  private static final Path PAGE = Path.of("../../docs/configuration.md");

  @Test
  void shouldBeUpToDate() throws IOException {
    String expected = ReferencePage.write();
    if (Boolean.getBoolean("prunella.write")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, expected);
    }

    assertEquals(
        expected,
        Files.exists(PAGE) ? Files.readString(PAGE) : "",
        "docs/configuration.md differs from the JSON schema. Write it anew: mvn -pl src/settings"
            + " -am test -Dtest=ReferencePageTest -Dprunella.write=true"
            + " -Dsurefire.failIfNoSpecifiedTests=false");
  }
}
