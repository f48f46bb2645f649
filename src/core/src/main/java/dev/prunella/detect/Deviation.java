package dev.prunella.detect;

/** What kind of strangeness a signal rests on. */
public enum Deviation {
  /** One point far from level and season. */
  SPIKE,
  /** One point far from the points just before it. */
  JUMP,
  /** The mean of some 8 points is off: a step, a burst. */
  SHIFT,
  /** The mean of some 64 points is off, each perhaps only a little: a slow or small change. */
  DRIFT,
  /** The size of the changes from point to point has grown. */
  VOLATILITY,
  /** Clearly less work is done than usual, while something else of the stage is wrong. */
  DELIVERY
}
