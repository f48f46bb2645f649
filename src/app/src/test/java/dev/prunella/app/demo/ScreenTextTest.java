package dev.prunella.app.demo;

import static dev.prunella.app.demo.Records.command;
import static dev.prunella.app.demo.Records.minute;
import static dev.prunella.app.demo.Records.opened;
import static dev.prunella.app.demo.Records.outcome;
import static dev.prunella.app.demo.Records.recovered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.schemas.Action;
import dev.prunella.schemas.Command;
import dev.prunella.schemas.Incident;
import dev.prunella.schemas.OutcomeStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTextTest {

  private final Courses courses = new Courses(minute(0));

  private List<String> text(TerminalSize size) {
    Scene scene =
        new Scene(
            Scene.Phase.LIVE,
            0.5,
            minute(60),
            60,
            Duration.ofSeconds(6),
            courses.all(),
            Figures.of(courses, new Faults(List.of()), minute(60)),
            new PolicyShift());
    return ScreenText.of(scene, size).stream()
        .map(line -> line.replaceAll("\033\\[\\d+m", ""))
        .toList();
  }

  @Test
  void shouldTellWhatWasDoneAndHowItEnded() {
    Incident incident = opened("a", 20);
    Command restart = command("1", incident, Action.RESTART, 21);
    courses.take(incident);
    courses.take(restart);
    courses.take(outcome(restart, OutcomeStatus.SUCCEEDED, 23));
    courses.take(recovered(incident, 24, 29));

    String all = String.join("\n", text(new TerminalSize(40, 120)));

    assertTrue(all.contains("healed in 4 min   RESTART"), all);
    assertTrue(all.contains("incidents: 1, healed: 0, escalated: 0, commands: 1"), all);
  }

  @Test
  void shouldFitOnTheTerminalAndShowTheNewestIncidents() {
    for (int i = 0; i < 50; i++) {
      courses.take(opened("incident " + i, i));
    }

    List<String> lines = text(new TerminalSize(24, 60));

    assertEquals(23, lines.size());
    assertTrue(lines.stream().allMatch(line -> line.length() <= 60));
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("00:49:00")));
  }
}
