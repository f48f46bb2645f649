package dev.prunella.plant.evaluate.report;

import java.util.ArrayList;
import java.util.List;

/**
 * From values to places on the page.
 *
 * @param from the value at {@code start}
 * @param to the value at {@code end}
 * @param isLog whether equal factors, not equal differences, are equally far apart
 */
record Scale(double from, double to, double start, double end, boolean isLog) {

  static Scale linear(double from, double to, double start, double end) {
    return new Scale(from, to > from ? to : from + 1, start, end, false);
  }

  /** Both values above 0. */
  static Scale log(double from, double to, double start, double end) {
    return new Scale(from, to > from ? to : from * 10, start, end, true);
  }

  /** Values beyond the ends lie at the ends. */
  double at(double value) {
    double share =
        isLog
            ? Math.log(Math.max(value, from) / from) / Math.log(to / from)
            : (value - from) / (to - from);
    return start + Math.max(0, Math.min(1, share)) * (end - start);
  }

  /** Round values between the ends, about as many as wished. */
  List<Double> ticks(int wished) {
    double raw = (to - from) / wished;
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double step = power;
    for (double factor : new double[] {1, 2, 5, 10}) {
      step = factor * power;
      if (step >= raw) {
        break;
      }
    }
    List<Double> ticks = new ArrayList<>();
    for (double tick = Math.ceil(from / step) * step; tick <= to + step / 1e6; tick += step) {
      ticks.add(tick);
    }
    return ticks;
  }

  /** Times that people know, in seconds, between the ends. */
  List<Double> times() {
    List<Double> times = new ArrayList<>();
    for (double time :
        new double[] {1, 3, 10, 30, 60, 180, 600, 1800, 3600, 10_800, 21_600, 43_200}) {
      if (time >= from && time <= to) {
        times.add(time);
      }
    }
    return times;
  }
}
