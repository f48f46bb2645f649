package dev.prunella.app.cluster;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A stack trace as text, as Flink's REST API hands it out. */
final class StackTrace {

  /** The class of an exception before its message. */
  private static final Pattern CLASS =
      Pattern.compile("^(?:Caused by: )?(?:[a-z][\\w]*\\.)+[A-Z][\\w$]*(?:: )?");

  private static final String CAUSE = "Caused by: ";

  private StackTrace() {}

  /**
   * What the innermost cause says, or rather the first one of ours, which is written for people;
   * without its class and its frames. It may be several lines.
   */
  static String rootMessage(String trace) {
    List<String> lines = trace.lines().toList();
    int from = 0;
    for (int i = 0; i < lines.size() && !isOurs(lines.get(from)); i++) {
      if (lines.get(i).startsWith(CAUSE)) {
        from = i;
      }
    }
    String message =
        lines.stream()
            .skip(from)
            .takeWhile(line -> !line.startsWith("\tat ") && !line.startsWith("\t... "))
            .filter(line -> !line.isBlank())
            .collect(Collectors.joining("\n"));
    Matcher type = CLASS.matcher(message);
    String said = type.find() ? message.substring(type.end()) : message;
    return said.isBlank() ? message : said;
  }

  private static boolean isOurs(String line) {
    return line.startsWith("dev.prunella.") || line.startsWith(CAUSE + "dev.prunella.");
  }
}
