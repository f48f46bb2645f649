package dev.prunella.settings;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A file with mistakes. It holds all of them in the order of the file, one for each value; its
 * message has one line for each.
 */
public final class ConfigurationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final Comparator<Problem> IN_ORDER =
      Comparator.comparing(Problem::file).thenComparingInt(Problem::line);

  private final transient List<Problem> problems;

  /**
   * @param problems at least one, in any order
   */
  public ConfigurationException(List<Problem> problems) {
    super(ordered(problems).stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = ordered(problems);
  }

  /** In the order of the files, one problem for each value. */
  private static List<Problem> ordered(List<Problem> problems) {
    Map<String, Problem> first = new LinkedHashMap<>();
    for (Problem problem : problems) {
      first.putIfAbsent(
          new Place(problem.file(), problem.line()) + " " + problem.path() + " " + problem.value(),
          problem);
    }
    return first.values().stream().sorted(IN_ORDER).toList();
  }

  /** The mistakes, at least one. */
  public List<Problem> problems() {
    return problems;
  }
}
