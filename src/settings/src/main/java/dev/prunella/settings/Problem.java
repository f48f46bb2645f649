package dev.prunella.settings;

/**
 * One mistake in a configuration, told in one line.
 *
 * @param file name of the file, or {@code -D} for a setting of the command line
 * @param line line in the file, from 1; 0 where there are no lines
 * @param path the setting, dots between levels; empty if the file as a whole is meant
 * @param finding what is wrong with it, as a verb: "is", "names", "is missing"
 * @param value the value seen, on one line; empty if there is none to show, or if it is secret
 * @param remedy what was expected and what to do
 */
public record Problem(
    String file, int line, String path, String finding, String value, String remedy) {

  private static final int LONGEST_VALUE = 120;

  /** Cuts long values and joins lines, so that a problem stays one line. */
  public Problem {
    value = oneLine(value);
    path = oneLine(path);
    remedy = remedy.replaceAll("\\s*\\R\\s*", " ");
  }

  /** A mistake in this setting. */
  public static Problem of(Setting setting, String finding, String value, String remedy) {
    return new Problem(
        setting.place().file(), setting.place().line(), setting.path(), finding, value, remedy);
  }

  /** The line for people: {@code file:line: path finding 'value'; remedy}. */
  @Override
  public String toString() {
    return new Place(file, line)
        + ": "
        + (path.isEmpty() ? "" : path + " ")
        + finding
        + (value.isEmpty() ? "" : " '" + value + "'")
        + "; "
        + remedy;
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= LONGEST_VALUE ? line : line.substring(0, LONGEST_VALUE) + "...";
  }
}
