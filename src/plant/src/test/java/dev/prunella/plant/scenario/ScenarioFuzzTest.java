package dev.prunella.plant.scenario;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.prunella.settings.ConfigurationException;
import dev.prunella.settings.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is done to a file, it is a scenario or it is refused with lines. */
class ScenarioFuzzTest {

  private static final int TRIES = 1500;

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]+");

  private static final List<String> ODD =
      List.of(
          "",
          "-1",
          "0",
          "1",
          "1.0",
          "1e9",
          "-0.0",
          ".nan",
          "-.inf",
          "~",
          "null",
          "true",
          "no",
          "''",
          "\"\"",
          "[]",
          "{}",
          "[[]]",
          "{a: 1}",
          "0x10",
          "010",
          "1_000",
          "99999999999999999999",
          "1e400",
          "0s",
          "1ms",
          "3650d",
          "3651d",
          "5m..1m",
          "0.9..0.1",
          "1..",
          "..1",
          "..",
          "a..b",
          "2026-02-30T00:00:00Z",
          "2026-01-12",
          "12:30",
          "unknown",
          "wait",
          "orders",
          "/",
          "ä€😀",
          "*a",
          "&a x",
          "!!int x",
          "# x",
          "? x",
          ": ",
          "- ",
          "|",
          "%",
          "@",
          "`",
          "\t");

  @TempDir Path folder;

  @Test
  void shouldNeverFailOtherwiseThanWithLines() throws IOException {
    List<String> texts = new ArrayList<>();
    for (Path file : ShippedScenariosTest.files().toList()) {
      texts.add(Files.readString(file));
    }
    Path file = folder.resolve("fuzzed.yaml");
    int read = 0;
    int refused = 0;
    for (int seed = 0; seed < TRIES; seed++) {
      Random random = new Random(seed);
      String text = texts.get(random.nextInt(texts.size()));
      for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
        text = edited(text, random);
      }
      Files.writeString(file, text);
      try {
        ScenarioFile.read(file);
        read++;
      } catch (ConfigurationException e) {
        refused++;
        check(e, file, text.split("\n", -1).length);
      } catch (RuntimeException | StackOverflowError e) {
        throw new AssertionError("seed " + seed + ":\n" + text, e);
      }
    }
    assertTrue(read > TRIES / 20, "hardly any edit was harmless: " + read);
    assertTrue(refused > TRIES / 5, "hardly any edit was found: " + refused);
  }

  private static void check(ConfigurationException refusal, Path file, int lines) {
    assertFalse(refusal.problems().isEmpty());
    for (Problem problem : refusal.problems()) {
      String line = problem.toString();
      assertTrue(line.startsWith(file + ":"), line);
      assertFalse(line.contains("\n"), line);
      assertTrue(problem.line() <= lines + 1, line);
      assertFalse(problem.finding().isEmpty() || problem.remedy().isEmpty(), line);
    }
  }

  private static String edited(String text, Random random) {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    int at = random.nextInt(lines.size());
    switch (random.nextInt(8)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
      case 2 -> lines.set(at, " ".repeat(random.nextInt(8)) + lines.get(at).strip());
      case 3 -> {
        int place = random.nextInt(text.length() + 1);
        return text.substring(0, place)
            + ODD.get(random.nextInt(ODD.size()))
            + text.substring(place);
      }
      case 4 -> {
        int place = random.nextInt(text.length());
        return text.substring(0, place)
            + text.substring(Math.min(text.length(), place + 1 + random.nextInt(5)));
      }
      default -> {
        return replaced(text, random);
      }
    }
    return String.join("\n", lines);
  }

  /** One word becomes another one of the file, or an odd one. */
  private static String replaced(String text, Random random) {
    Matcher matcher = WORD.matcher(text);
    List<MatchResult> words = matcher.results().toList();
    if (words.isEmpty()) {
      return text;
    }
    MatchResult word = words.get(random.nextInt(words.size()));
    String other =
        random.nextBoolean()
            ? words.get(random.nextInt(words.size())).group()
            : ODD.get(random.nextInt(ODD.size()));
    return text.substring(0, word.start()) + other + text.substring(word.end());
  }
}
