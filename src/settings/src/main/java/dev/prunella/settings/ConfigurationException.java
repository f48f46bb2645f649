package dev.prunella.settings;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration with mistakes. It holds all of them, in the order of the file. */
public final class ConfigurationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  ConfigurationException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** The mistakes, at least one. */
  public List<Problem> problems() {
    return problems;
  }
}
