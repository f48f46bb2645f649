package dev.prunella.plant;

import dev.prunella.plant.world.Chance;
import dev.prunella.schemas.Action;

/**
 * One try of an action, and its luck: that of the fault that it meets, and of the how manieth try
 * it is. So whoever tries the same in the same place has the same luck, whatever was ordered
 * elsewhere.
 *
 * @param injection number of the fault; -1: nothing is wrong where it is tried
 * @param call decides whether the call does anything, 0 to 1
 * @param effect decides what it does to the fault, 0 to 1
 * @param pace decides how long it takes, 0 to 1
 * @param key what else is drawn for it is drawn by this
 */
record Attempt(int injection, double call, double effect, double pace, String key) {

  /** The next try of an action against a fault. */
  static Attempt against(ActiveFault fault, Action action, Chance chance) {
    int number = fault.course.number();
    return of(number, number + " " + action + " " + fault.countTry(action), chance);
  }

  /** A try where nothing is wrong. */
  static Attempt idle(String stage, int count, Chance chance) {
    return of(-1, stage + " " + count, chance);
  }

  private static Attempt of(int injection, String key, Chance chance) {
    return new Attempt(
        injection,
        chance.draw("call", key),
        chance.draw("effect", key),
        chance.draw("use", key),
        key);
  }
}
