package dev.prunella.app.demo;

import java.lang.management.ManagementFactory;

/** Wall clock time since this process began. */
final class Stopwatch {

  private static final long BEGIN = ManagementFactory.getRuntimeMXBean().getStartTime();

  private Stopwatch() {}

  /** In seconds. */
  static double seconds() {
    return (System.currentTimeMillis() - BEGIN) / 1000.0;
  }
}
