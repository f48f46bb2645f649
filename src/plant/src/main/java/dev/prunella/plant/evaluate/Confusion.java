package dev.prunella.plant.evaluate;

import dev.prunella.schemas.ErrorType;
import java.util.List;
import java.util.Map;

/**
 * How far the cause of an incident can be told from what is visible of it.
 *
 * @param faults their names, by which rows and columns of the counts go
 * @param counts row: what it was; column: what it was taken for
 * @param accuracy share that was told right, 0 to 1, by the error type shown, the most frequent
 *     first
 * @param incidents by the error type shown, as many as accuracy has
 * @param known share that whoever knows the odds of the world would tell right, 0 to 1
 */
public record Confusion(
    List<String> faults,
    int[][] counts,
    Map<ErrorType, Double> accuracy,
    Map<ErrorType, Integer> incidents,
    double known) {

  /** Share of all that was told right, 0 to 1. */
  public double overall() {
    long right = 0;
    long all = 0;
    for (int row = 0; row < counts.length; row++) {
      for (int column = 0; column < counts.length; column++) {
        all += counts[row][column];
        right += row == column ? counts[row][column] : 0;
      }
    }
    return (double) right / all;
  }
}
