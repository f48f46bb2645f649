package dev.prunella.plant;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PlantPageTest {
  private static final Path PAGE = Path.of("../../docs/plant.md");

  @Test
  void shouldSayWhatTheCodeDoes() throws IOException {
    String expected = PlantPage.write();
    if (Boolean.getBoolean("prunella.write")) {
      Files.writeString(PAGE, expected);
    }

    assertEquals(
        expected,
        Files.exists(PAGE) ? Files.readString(PAGE) : "",
        "docs/plant.md differs from the faults. Write it anew: mvn -pl src/plant -am test"
            + " -Dtest=PlantPageTest -Dprunella.write=true -Dsurefire.failIfNoSpecifiedTests=false");
  }
}
