package dev.prunella.settings;

/**
 * Where a setting stands.
 *
 * @param file name of the file, or {@code -D} for a setting of the command line
 * @param line line in the file, from 1; 0 where there are no lines
 */
public record Place(String file, int line) {

  static final Place COMMAND_LINE = new Place("-D", 0);

  @Override
  public String toString() {
    return line > 0 ? file + ":" + line : file;
  }
}
