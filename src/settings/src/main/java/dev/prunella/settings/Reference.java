package dev.prunella.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resolves {@code ${env:NAME}} and {@code ${file:PATH}}, so that secrets need not stand in the
 * configuration. What it resolves to is never part of a message.
 */
final class Reference {

  private static final Pattern FORM = Pattern.compile("\\$\\{(env|file):([^}]+)}");
  private static final Pattern MALFORMED = Pattern.compile("\\$\\{(?!(env|file):[^}]+})");

  private final Map<String, String> environment;

  Reference(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  static boolean isIn(String text) {
    return FORM.matcher(text).find();
  }

  /**
   * The text with every reference replaced; a file's content loses the line ends at its end.
   *
   * @throws Unresolvable if a variable is not set or a file cannot be read
   */
  String resolve(String text) throws Unresolvable {
    if (MALFORMED.matcher(text).find()) {
      throw new Unresolvable(
          "has a reference of unknown form", "write ${env:NAME} or ${file:PATH}");
    }
    StringBuilder resolved = new StringBuilder();
    Matcher matcher = FORM.matcher(text);
    while (matcher.find()) {
      String name = matcher.group(2);
      String value = matcher.group(1).equals("env") ? fromEnvironment(name) : fromFile(name);
      matcher.appendReplacement(resolved, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(resolved).toString();
  }

  private String fromEnvironment(String name) throws Unresolvable {
    String value = environment.get(name);
    if (value == null) {
      throw new Unresolvable(
          "needs the environment variable " + name, "it is not set: export " + name + "=... first");
    }
    return value;
  }

  private static String fromFile(String name) throws Unresolvable {
    try {
      return Files.readString(Path.of(name)).replaceFirst("\\R+\\z", "");
    } catch (IOException | RuntimeException e) {
      throw new Unresolvable(
          "needs the file " + name, "it cannot be read: create it, or correct the path");
    }
  }

  /** A reference to nothing. */
  static final class Unresolvable extends Exception {
    private static final long serialVersionUID = 1L;
    private final String remedy;

    private Unresolvable(String finding, String remedy) {
      super(finding);
      this.remedy = remedy;
    }

    String remedy() {
      return remedy;
    }
  }
}
