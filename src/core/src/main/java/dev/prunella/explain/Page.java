package dev.prunella.explain;

import java.util.ArrayList;
import java.util.List;

/** Titles, wrapped text and tables, as lines for a terminal. */
final class Page {

  private static final String GAP = "  ";

  private final int width;
  private final List<String> lines = new ArrayList<>();

  /**
   * @param width longest line, in characters
   */
  Page(int width) {
    this.width = width;
  }

  List<String> lines() {
    return List.copyOf(lines);
  }

  /** A title, behind an empty line. */
  void title(String title) {
    lines.add("");
    lines.add(title);
  }

  /** Text from an indent on; its further lines are indented a little more. */
  void text(String indent, String text) {
    wrap(indent, indent + GAP, text);
  }

  /** Rows from an indent on, columns as wide as their widest cell; the last column is wrapped. */
  void table(String indent, List<String[]> rows) {
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder(indent);
      for (int column = 0; column < row.length - 1; column++) {
        String cell = row[column];
        line.append(cell).append(" ".repeat(widest(rows, column) - cell.length())).append(GAP);
      }
      wrap(line.toString(), " ".repeat(line.length()), row[row.length - 1]);
    }
  }

  private static int widest(List<String[]> rows, int column) {
    return rows.stream().mapToInt(row -> row[column].length()).max().orElse(0);
  }

  private void wrap(String first, String further, String text) {
    StringBuilder line = new StringBuilder(first);
    boolean begun = false;
    for (String word : text.strip().split(" ", -1)) {
      if (begun && line.length() + 1 + word.length() > width) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder(further).append(word);
      } else {
        line.append(begun ? " " : "").append(word);
      }
      begun = true;
    }
    lines.add(line.toString().stripTrailing());
  }
}
